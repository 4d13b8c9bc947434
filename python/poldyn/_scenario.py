"""A scenario: read from files or text, changed key by key, described."""

import ctypes
import json
import os
import pathlib

from poldyn import _library


def as_toml(value):
    """What is written after the = of a key: True as true, a text as it is if it reads as TOML does not need quotes of,
    a list in brackets. Numbers keep all their digits."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_quoted(x) if isinstance(x, str) else as_toml(x) for x in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {_quoted(x) if isinstance(x, str) else as_toml(x)}" for k, x in value.items()) + " }"
    if isinstance(value, str):
        return value
    if hasattr(value, "item"):  # a number of numpy's
        return as_toml(value.item())
    return repr(value)


def _quoted(text):
    return json.dumps(text, ensure_ascii=False)


class Scenario:
    """A scenario that can be run, changed and described.

    Args:
        path: a scenario file (TOML); what it extends is read from beside it.
        set: keys and values on top, as {"bloc.main.registration.who": "nobody", "run.horizon": "5 y"}.
        text: the scenario itself instead of a file; `path` is then only its name in messages, and where it extends from.

    Raises:
        Mistake: something cannot be; the text says where and what to write instead.
        FileNotFoundError: there is no such file.

    Different scenarios may be used by different threads at once; one scenario by one at a time.
    """

    def __init__(self, path, set=None, *, text=None):
        self._handle = None
        name = os.fspath(path)
        if text is None:
            text = pathlib.Path(name).read_bytes()
        elif isinstance(text, str):
            text = text.encode()
        self._path, self._text, self._set = name, text, {}
        self._handle = _read(name, text)
        if set:
            self.set(dict(set))

    def set(self, values):
        """Sets keys, all at once, for rules may agree only together; a value of None takes back what was set. If
        anything is wrong, the scenario stays as it was.

        Args:
            values: dict from keys to numbers, texts as in a file ("5 y"), booleans, lists.
        """
        keys = [key.encode() for key in values]
        given = [None if value is None else as_toml(value).encode() for value in values.values()]
        texts = ctypes.c_char_p * len(keys)
        _library.check(_library.library().poldyn_scenario_set(self._handle, texts(*keys), texts(*given), len(keys)))
        self._set = {k: v for k, v in {**self._set, **values}.items() if v is not None}

    def __setitem__(self, key, value):
        """Sets one key."""
        self.set({key: value})

    def copy(self):
        """A second one that can be changed by itself."""
        made = Scenario.__new__(Scenario)
        made._path, made._text, made._set = self._path, self._text, dict(self._set)
        made._handle = _library.library().poldyn_scenario_copy(self._handle)
        if not made._handle:
            _library.last_status_as(made._handle)
        return made

    @property
    def toml(self):
        """All of it as TOML, with units: reads back to the same runs."""
        return self._told("poldyn_scenario_text")

    @property
    def notes(self):
        """What is hardly meant: list of dict with `place`, `key`, `problem`, `remedy`."""
        return json.loads(self._told("poldyn_notes_json"))

    @property
    def parameters(self):
        """All parameters by key: dict of dict with `value`, `text`, `unit`, `low`, `high`, `plausible`, `choices`,
        `meaning`, `source`, `kind`, and `place` where a text sets it. What a parameter does not have is left out."""
        return {row["key"]: row for row in json.loads(self._told("poldyn_parameters_json"))}

    @property
    def metrics(self):
        """What a run leaves: dict with `title`, `blocs`, `times` (days), and the lists `totals` and `series`."""
        return json.loads(self._told("poldyn_metrics_json"))

    @property
    def shape(self):
        """Numbers of doubles in a run's totals and series, and lengths of the axes."""
        made = _library.Shape()
        _library.check(_library.library().poldyn_scenario_shape(self._handle, ctypes.byref(made)))
        return made

    def _told(self, function):
        text = getattr(_library.library(), function)(self._handle)
        if text is None:
            _library.last_status_as(text)
        return text.decode()

    def __del__(self):
        handle, self._handle = self._handle, None
        if handle:
            _library.library().poldyn_scenario_free(handle)

    def __reduce__(self):  # pickled as its texts and what was set
        return _again, (self._path, self._text, self._set)

    def __repr__(self):
        return f"poldyn.Scenario({self._path!r}, set={self._set!r})"


def _again(path, text, settings):
    return Scenario(path, settings, text=text)


def _read(name, text):
    """The handle of what is read. What is extended is read from the disk, and kept alive while the library reads it."""
    kept, failed = [], []

    def source(_, other, length):
        try:
            data = pathlib.Path(os.fsdecode(other)).read_bytes()
        except OSError:
            return None
        except BaseException as error:  # an interrupt must not be lost in a call back
            failed.append(error)
            return None
        buffer = ctypes.create_string_buffer(data, len(data) + 1)
        kept.append(buffer)
        length[0] = len(data)
        return ctypes.addressof(buffer)

    handle = _library.library().poldyn_scenario_read(os.fsencode(name), text, len(text), _library.TextSource(source), None)
    if failed:
        if handle:
            _library.library().poldyn_scenario_free(handle)
        raise failed[0]
    if not handle:
        _library.last_status_as(handle)
    return handle

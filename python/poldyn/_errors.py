"""What is raised where the library says that something was wrong."""

import json


class Mistake(ValueError):
    """A scenario, a key or a value that cannot be.

    The text is the program's, with file, line, key, range and what to write instead.

    Attributes:
        mistakes: list of dict, one for each, with `place`, `key`, `problem`, `remedy` and, where there is one, `line`
            and `column`.
    """

    def __init__(self, text, mistakes=()):
        super().__init__(text)
        self.mistakes = list(mistakes)

    def __reduce__(self):  # exceptions cross processes: multiprocessing, dask
        return Mistake, (self.args[0], self.mistakes)


class Bug(RuntimeError):
    """poldyn broke one of its own rules; please report it."""


OK, CANCELLED, USAGE, MISTAKE, NO_TEXT, BUG, NO_MEMORY = 0, 1, 64, 65, 66, 70, 71


def raise_for(status, text, as_json):
    """Raises what a status of the library stands for; does nothing for 0 (all is well) and 1 (cancelled)."""
    if status in (OK, CANCELLED):
        return
    if status == NO_MEMORY:
        raise MemoryError(text)
    if status == BUG:
        raise Bug(text)
    raise Mistake(text, json.loads(as_json))

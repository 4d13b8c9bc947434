"""libpoldyn by ctypes: declarations of capi/poldyn.h, and nothing else. A call releases Python's lock."""

import ctypes
import ctypes.util
import os
import pathlib
import threading

import numpy as np

from poldyn._errors import Bug, raise_for

INTERFACE = 1  # POLDYN_INTERFACE that this was written for

TextSource = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(ctypes.c_size_t))
Progress = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_double)


class Shape(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t)
                for name in ("totals", "series", "blocs", "times", "domains", "stages", "policies", "rules")]


class Request(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_size_t),
        ("seed", ctypes.c_uint64),
        ("first", ctypes.c_uint32),
        ("count", ctypes.c_uint32),
        ("threads", ctypes.c_uint32),
        ("totals", ctypes.c_void_p),
        ("series", ctypes.c_void_p),
        ("fingerprints", ctypes.c_void_p),
        ("events", ctypes.c_void_p),
        ("progress", Progress),
        ("context", ctypes.c_void_p),
        ("done", ctypes.c_uint32),
    ]


class Difference(ctypes.Structure):
    _fields_ = [("pairs", ctypes.c_size_t)] + [
        (name, ctypes.c_double) for name in ("mean_a", "mean_b", "mean", "sd", "half_width", "p")]


def _candidates():
    """Where the library may be: as the environment says, in the tree that this file stands in, where systems have it."""
    named = os.environ.get("POLDYN_LIBRARY")
    if named:
        yield named
        return
    here = pathlib.Path(__file__).resolve()
    for folder in sorted(here.parents[2].glob("build/*/capi"), reverse=True):
        yield str(folder / "libpoldyn.so.1")
    yield "libpoldyn.so.1"
    found = ctypes.util.find_library("poldyn")
    if found:
        yield found


def _load():
    said = []
    for name in _candidates():
        try:
            return ctypes.CDLL(name)
        except OSError as error:
            said.append(str(error))
    raise OSError("libpoldyn.so.1 was not found; build or install poldyn, or name the file in the environment variable "
                  "POLDYN_LIBRARY. Tried: " + "; ".join(said))


def _declare(library):
    def function(name, result, *arguments):
        made = getattr(library, name)
        made.restype, made.argtypes = result, list(arguments)

    text, handle = ctypes.c_char_p, ctypes.c_void_p
    doubles = ctypes.POINTER(ctypes.c_double)
    function("poldyn_interface", ctypes.c_int)
    function("poldyn_version", text)
    function("poldyn_last_error", text)
    function("poldyn_last_error_json", text)
    function("poldyn_scenario_read", handle, text, text, ctypes.c_size_t, TextSource, handle)
    function("poldyn_scenario_copy", handle, handle)
    function("poldyn_scenario_free", None, handle)
    texts = ctypes.POINTER(text)
    function("poldyn_scenario_set", ctypes.c_int, handle, texts, texts, ctypes.c_size_t)
    function("poldyn_scenario_text", text, handle)
    function("poldyn_notes_json", text, handle)
    function("poldyn_parameters_json", text, handle)
    function("poldyn_metrics_json", text, handle)
    function("poldyn_scenario_shape", ctypes.c_int, handle, ctypes.POINTER(Shape))
    function("poldyn_run", ctypes.c_int, handle, ctypes.POINTER(Request))
    function("poldyn_compare", ctypes.c_int, doubles, doubles, ctypes.c_size_t, ctypes.c_double,
             ctypes.POINTER(Difference))
    found = library.poldyn_interface()
    if found < INTERFACE:
        raise OSError(f"libpoldyn has interface {found}, this package needs {INTERFACE}: install the same version of both")
    return library


_loading = threading.Lock()
_loaded = None


def library():
    """The library, loaded when it is needed first. Raises OSError if it is not to be had."""
    global _loaded
    with _loading:
        if _loaded is None:
            _loaded = _declare(_load())
    return _loaded


def check(status):
    """Raises what `status`, and the last error of this thread, say. Gives the status back if nothing was wrong."""
    lib = library()
    raise_for(status, lib.poldyn_last_error().decode(), lib.poldyn_last_error_json().decode())
    return status


def last_status_as(failed_pointer):
    """Raises for a function that returned no pointer."""
    del failed_pointer
    lib = library()
    text, as_json = lib.poldyn_last_error().decode(), lib.poldyn_last_error_json().decode()
    if "not enough memory" in text:
        raise MemoryError(text)
    if not text:
        raise Bug("libpoldyn failed and did not say why")
    raise_for(65, text, as_json)


def doubles(values):
    """An array of doubles, contiguous, and its address for the library. Keep the array while the address is used."""
    array = np.ascontiguousarray(values, dtype=np.float64)
    return array, array.ctypes.data_as(ctypes.POINTER(ctypes.c_double))


def version():
    """The version of the library, as "0.1.0"."""
    return library().poldyn_version().decode()

"""Runs of a scenario, and what pairs of runs say."""

import collections
import contextlib
import ctypes
import itertools
import signal
import threading

import numpy as np

from poldyn import _datasets, _library
from poldyn._scenario import Scenario

Difference = collections.namedtuple("Difference", "mean low high p pairs mean_a mean_b sd")
Difference.__doc__ = """What pairs of runs on common random numbers say of b - a.

mean, low, high: of b - a, with an interval that holds at whichever number of pairs one looks (infinite with fewer than
13). p: of "it is 0", likewise. pairs: in which both have a value. mean_a, mean_b: over these. sd: of b - a."""


@contextlib.contextmanager
def _noted_interrupts(noted):
    """Ctrl-C is noted instead of raised: an exception that comes up between two lines of a call back would be lost."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are not for this thread
        return
    before = signal.signal(signal.SIGINT, lambda *_: noted.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler if before is None else before)


def run_into_arrays(scenario, replicates, *, first=0, seed=1, threads=0, series=True, progress=None):
    """Runs replicates first to first + replicates - 1 of a Scenario.

    Returns:
        (totals, series, fingerprints, events): arrays of doubles of shape (replicates, shape.totals) and (replicates,
        shape.series), None if `series` is false; and of unsigned numbers of shape (replicates,).

    Raises:
        KeyboardInterrupt: and whatever else `progress` raises; the runs are stopped soon.
    """
    shape = scenario.shape
    totals = np.full((replicates, shape.totals), np.nan)
    over_time = np.full((replicates, shape.series), np.nan) if series else None
    fingerprints, events = np.zeros(replicates, np.uint64), np.zeros(replicates, np.uint64)
    raised, interrupted = [], []

    def called(_, done, count, under_way):  # in the calling thread, ten times a second: signals are noticed here
        try:
            if progress is not None and progress((done + under_way) / count) is False:
                return 1
        except BaseException as error:
            raised.append(error)
            return 1
        return 1 if interrupted else 0

    request = _library.Request(
        size=ctypes.sizeof(_library.Request), seed=seed, first=first, count=replicates, threads=threads,
        totals=totals.ctypes.data, series=over_time.ctypes.data if series else None,
        fingerprints=fingerprints.ctypes.data, events=events.ctypes.data, progress=_library.Progress(called))
    with _noted_interrupts(interrupted):
        status = _library.library().poldyn_run(scenario._handle, ctypes.byref(request))
    if interrupted:
        raise KeyboardInterrupt
    if raised:
        raise raised[0]
    if _library.check(status) != 0:
        raise KeyboardInterrupt("cancelled")
    return totals, over_time, fingerprints, events


def run(scenario, replicates=None, set=None, *, first=0, seed=None, threads=0, series=True, progress=None):
    """Runs a scenario and gives its results as one data set.

    Args:
        scenario: a file, or a Scenario (which stays as it is).
        replicates: number of runs, else the scenario's run.replicates; replicate i of two scenarios is a pair on common
            random numbers.
        set: keys and values on top. A value that is a list of alternatives in a tuple or numpy array makes the key a
            factor: a dimension of the results ({"bloc.main.registration.validity": ("1 y", "3 y")}).
        first: number of the first replicate.
        seed: seed of all runs, else the scenario's run.seed.
        threads: 0 takes each core that the process may use.
        series: whether metrics over time are kept; without them many runs take less memory.
        progress: called with the share that is done, some ten times a second; False ends the call.

    Returns:
        xarray.Dataset if xarray is installed, else a Dataset of this package, which has the same variables, with
        dimensions (factors ..., replicate, bloc, time for metrics over time, and what else a metric is by), units, and
        a sentence on each. A total is called by its name, as "time_to_deployment"; a metric over time likewise, with
        "_over_time" behind it where a total has that name.

    Raises:
        Mistake: something of the scenario cannot be.
        KeyboardInterrupt: Ctrl-C; the runs are stopped.
    """
    base = scenario if isinstance(scenario, Scenario) else Scenario(scenario)
    fixed, factors = {}, {}
    for key, value in dict(set or {}).items():
        is_factor = isinstance(value, (tuple, np.ndarray, range))
        (factors if is_factor else fixed)[key] = list(value) if is_factor else value
    parts = []
    rows = base.parameters
    replicates = rows["run.replicates"]["value"] if replicates is None else replicates
    seed = rows["run.seed"]["value"] if seed is None else seed
    for levels in itertools.product(*factors.values()):
        point = base.copy()
        point.set({**fixed, **dict(zip(factors, levels))})
        parts.append((point.metrics, run_into_arrays(point, replicates, first=first, seed=seed, threads=threads,
                                                     series=series, progress=progress)))
    return _datasets.of_runs(parts, factors, first, seed)


def compare(a, b, level=0.95):
    """What pairs of runs say of b - a: of two arrays of one quantity, replicate by replicate.

    Args:
        a, b: arrays of shape (replicates,); pairs with a NaN are left out.
        level: of the interval.

    Returns:
        Difference: mean, low, high, p, pairs, mean_a, mean_b, sd. The interval is a t confidence sequence (Wang &
        Ramdas 2024): valid whenever one stops.
    """
    first, at_a = _library.doubles(a)
    second, at_b = _library.doubles(b)
    if first.shape != second.shape or first.ndim != 1:
        raise ValueError(f"a and b must be alike and have one dimension, replicates; they have {first.shape} and {second.shape}")
    d = _library.Difference()
    _library.check(_library.library().poldyn_compare(at_a, at_b, first.size, level, ctypes.byref(d)))
    return Difference(d.mean, d.mean - d.half_width, d.mean + d.half_width, d.p, d.pairs, d.mean_a, d.mean_b, d.sd)

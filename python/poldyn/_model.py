"""A scenario as a plain function of numbers, as tools for sampling and sensitivity want it."""

import numpy as np

from poldyn._datasets import names_of
from poldyn._runs import run_into_arrays
from poldyn._scenario import Scenario


class Model:
    """A function from parameters to outcomes: means over replicates on the same random numbers at every call.

        model = poldyn.Model("sovereign.toml", {"review": "bloc.main.stage.review.reviewers"}, ["releases"])
        model(review=20)          # {"releases": 812.4}: EMA Workbench's Model(function=model)
        model.at(matrix)          # N x 1 for N rows: SALib's evaluation
        model(review=20, seed=7)  # a seed of its own: black-it

    Args:
        scenario: a file or a Scenario.
        parameters: short names and the keys that they set; a list of keys stands for itself.
        outcomes: names of totals, as run() has them, each of one bloc: "releases" where there is one bloc, else
            "releases@gated".
        replicates: runs for each call.
        threads, seed: as in run().

    Raises:
        Mistake: a key or a value cannot be.
        KeyError: there is no such outcome; the text names near ones.

    It can be pickled, and so sent to the processes of a pool.
    """

    def __init__(self, scenario, parameters, outcomes, *, replicates=10, threads=1, seed=None):
        self.scenario = scenario if isinstance(scenario, Scenario) else Scenario(scenario)
        self.parameters = dict(parameters) if isinstance(parameters, dict) else {key: key for key in parameters}
        self.outcomes, self.replicates, self.threads = list(outcomes), replicates, threads
        self.seed = self.scenario.parameters["run.seed"]["value"] if seed is None else seed
        self._places = [_place(self.scenario.metrics, name) for name in self.outcomes]

    def __call__(self, seed=None, **values):
        """Outcomes at these values of parameters: dict of floats. Raises TypeError for a parameter that it has not."""
        unknown = [name for name in values if name not in self.parameters]
        if unknown:
            raise TypeError(f"no parameter is called {unknown[0]!r}; there are {', '.join(self.parameters)}")
        point = self.scenario.copy()
        point.set({self.parameters[name]: value for name, value in values.items()})
        totals = run_into_arrays(point, self.replicates, seed=self.seed if seed is None else seed, threads=self.threads,
                                 series=False)[0]
        return {name: _mean(totals[:, at]) for name, at in zip(self.outcomes, self._places)}

    def at(self, matrix):
        """Outcomes for each row of a matrix (N, parameters, in their order): array (N, outcomes)."""
        matrix = np.atleast_2d(matrix)
        if matrix.shape[1] != len(self.parameters):
            raise ValueError(f"the matrix has {matrix.shape[1]} columns for {len(self.parameters)} parameters")
        rows = (self(**dict(zip(self.parameters, row))) for row in matrix)
        return np.array([[row[name] for name in self.outcomes] for row in rows])


def _mean(values):
    values = values[~np.isnan(values)]
    return float(values.mean()) if values.size else float("nan")


def _place(metrics, name):
    """Where in the totals an outcome stands."""
    short, _, bloc = name.partition("@")
    names = names_of(metrics)
    scalar = {names[m["path"]]: m for m in metrics["totals"] if len(m["dimensions"]) == 1}
    if short not in scalar:
        import difflib

        near = difflib.get_close_matches(short, scalar, n=3)
        raise KeyError(f"no total with one value for each bloc is called {short!r}" +
                       (f"; did you mean {' or '.join(near)}?" if near else ""))
    blocs = metrics["blocs"]
    if not bloc and len(blocs) > 1:
        raise KeyError(f"{short!r} of which bloc? Write {short}@{blocs[0]}")
    if bloc and bloc not in blocs:
        raise KeyError(f"there is no bloc {bloc!r}; there are {', '.join(blocs)}")
    return scalar[short]["offset"] + (blocs.index(bloc) if bloc else 0)

"""Elementary effects, and the shares of a discovered box, made again by numpy from what stands in the file."""
import json
import unittest

import h5py
import numpy

from _app import AppTest, open_to_change

FACTORS = """\
[set]
run.horizon = "40 d"

[factor.passing]
key = "bloc.south.stage.review.pass_probability"
range = [0.2, 0.9]

[factor.review_time]
key = "bloc.south.stage.review.review.mean"
range = ["5 d", "45 d"]

[factor.entry]
key = "bloc.south.population.entry_rate"
range = ["2 /y", "6 /y"]

[record]
totals = ["releases"]
"""
ENDS = {"passing": (0.2, 0.9), "review_time": (5, 45), "entry": (2, 6)}


class Oracle(AppTest):
    def planted(self, design, value, replicates=1):
        """A merged file whose releases in the south are what `value(factors, replicates)` says; its factors by name."""
        (self.folder / "exp.toml").write_text(
            f'[experiment]\nbase = "scenario.toml"\nreplicates = {replicates}\ncommon_random_numbers = false\n{design}\n{FACTORS}')
        self.run_app("sweep", "exp.toml", "-o", "runs", "-q", timeout=1800)
        self.run_app("merge", "runs", "-o", "all.h5")
        with open_to_change(self.folder / "all.h5") as file:
            factors = {name: file["parameters"][name][()] for name in ENDS}
            releases = file["totals/iteration/releases"][()]
            releases[:, :, 1] = value(factors, releases.shape[1])
            file["totals/iteration/releases"][()] = releases
        return factors, releases[:, :, 1]


class Morris(Oracle):
    def test_effects_are_the_differences_over_the_steps(self):
        def curved(factors, _):
            x = {name: (factors[name] - low) / (high - low) for name, (low, high) in ENDS.items()}
            return (3 * x["passing"] - 2 * x["review_time"] ** 2 + 4 * x["passing"] * x["entry"])[:, None]

        factors, y = self.planted('design = "morris"\ntrajectories = 30\nlevels = 6', curved)
        found = json.loads(self.run_app("sensitivity", "all.h5", "-m", "releases", "--bloc", "south", "--json").stdout)
        (response,) = found["responses"]
        x = numpy.column_stack([(factors[name] - low) / (high - low) for name, (low, high) in ENDS.items()])
        effects = {name: [] for name in ENDS}
        for start in range(0, len(x), 4):  # a trajectory: three steps, four points
            for step in range(start, start + 3):
                moved = x[step + 1] - x[step]
                (factor,) = numpy.flatnonzero(numpy.abs(moved) > 1e-9)
                effects[list(ENDS)[factor]].append((y[step + 1, 0] - y[step, 0]) / moved[factor])
        for one in response["factors"]:
            mine, theirs = one["elementary_effects"], numpy.array(effects[one["factor"]])
            self.assertEqual(len(theirs), 30)
            for name, value in (("plain_mu_star", numpy.abs(theirs).mean()), ("mu", theirs.mean()),
                                ("plain_sigma", theirs.std(ddof=1))):
                self.assertAlmostEqual(mine[name], value, delta=1e-9 * max(1, abs(value)), msg=(one["factor"], name))


class Prim(Oracle):
    def held(self, box, factors):
        """Whether each point lies in a box as --json says it."""
        inside = numpy.ones(len(next(iter(factors.values()))), bool)
        for bound in box:
            values = factors[bound["factor"]]
            inside &= values > bound["above"] if bound["above"] is not None else True
            inside &= values < bound["below"] if bound["below"] is not None else True
        return inside

    def test_shares_and_coverage_of_every_box_on_the_way(self):
        def steps(factors, replicates):
            often = (factors["passing"] > 0.5) & (factors["review_time"] < 25)
            luck = numpy.random.default_rng(3).uniform(size=(len(often), replicates))
            return numpy.where(luck < numpy.where(often, 0.9, 0.1)[:, None], 200, 20)

        factors, y = self.planted('design = "sobol"\npoints = 512', steps, replicates=4)
        found = json.loads(self.run_app("discover", "all.h5", "--where", "releases@south > 100", "--json").stdout)
        met = (y > 100).mean(axis=1)
        # Which points choose, test and measure is poldyn's own matter. Together they are all, and their sums are numpy's.
        self.assertGreater(len(found["way"]), 10)
        for number, step in enumerate(found["way"]):
            inside = self.held(step["box"], factors)
            asked = json.loads(self.run_app("discover", "all.h5", "--where", "releases@south > 100", "--step", number, "--json").stdout)
            chosen, others = step["points"], (step["tested"], asked["box"]["density"])
            self.assertEqual(chosen + sum(one["points"] for one in others), inside.sum(), step)
            together = chosen * step["share"] + sum(one["points"] * (one["share"] or 0) for one in others)
            self.assertAlmostEqual(together, met[inside].sum(), delta=1e-9 * 512)
        (box,) = found["box"]["boxes"]
        density, everywhere = found["box"]["density"], found["everywhere"]
        inside = self.held(box, factors)
        self.assertAlmostEqual(density["share"], met[inside].mean(), delta=4 * numpy.sqrt(0.09 / density["points"] / 4))
        self.assertAlmostEqual(found["box"]["coverage"] * everywhere["share"] * everywhere["points"],
                               density["share"] * density["points"], delta=1e-9 * 512)
        self.assertAlmostEqual(found["box"]["mass"], density["points"] / everywhere["points"], delta=1e-9)

    def test_intervals_are_those_of_clopper_and_pearson(self):
        try:
            from scipy.stats import beta
        except ImportError:
            self.skipTest("Python's scipy is not installed: apt-get install python3-scipy")

        def steps(factors, replicates):
            often = (factors["passing"] > 0.6)[:, None]
            luck = numpy.random.default_rng(4).uniform(size=(len(often), replicates))
            return numpy.where(luck < numpy.where(often, 0.8, 0.2), 200, 20)

        self.planted('design = "sobol"\npoints = 256', steps, replicates=2)
        found = json.loads(self.run_app("discover", "all.h5", "--where", "releases@south > 100", "--json").stdout)
        for density in (found["everywhere"], found["box"]["density"]):
            trials, met = density["effective_trials"], density["effective_trials"] * density["share"]
            self.assertAlmostEqual(density["low"], beta.ppf(0.025, met, trials - met + 1), delta=1e-6)
            self.assertAlmostEqual(density["high"], beta.ppf(0.975, met + 1, trials - met), delta=1e-6)


if __name__ == "__main__":
    unittest.main()

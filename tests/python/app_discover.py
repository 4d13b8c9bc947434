"""poldyn discover finds a box that was planted in a merged file, and says what is wrong with a question."""
import json
import unittest

from _app import AppTest, open_to_change

try:
    import h5py
    import numpy
except ImportError:
    h5py = None

EXPERIMENT = """\
[experiment]
title = "planted"
base = { free = "scenario.toml", gated = "other.toml" }
design = "sobol"
points = 128
replicates = 2

[set]
run.horizon = "40 d"

[factor.reviewers]
key = "bloc.south.stage.review.reviewers"
range = [1, 40]

[factor.review_time]
key = "bloc.south.stage.review.review.mean"
range = ["5 d", "45 d"]

[factor.who]
key = "bloc.south.registration.who"
values = ["nobody", "public_facing"]

[record]
totals = ["releases", "idea_to_deployment"]
"""


@unittest.skipIf(h5py is None, "needs h5py")
class Discover(AppTest):
    @classmethod
    def setUpClass(cls):
        cls.kept = None

    def setUp(self):
        super().setUp()
        if Discover.kept is None:
            Discover.kept = self.made()
        (self.folder / "all.h5").write_bytes(Discover.kept)

    def made(self):
        """Two bases whose releases are planted: in the south many where reviewers > 20 and review_time < 25 d."""
        (self.folder / "other.toml").write_text(
            (self.folder / "scenario.toml").read_text().replace("vendors = 40", "vendors = 41"))
        (self.folder / "exp.toml").write_text(EXPERIMENT)
        self.run_app("sweep", "exp.toml", "-o", "runs", "-q")
        self.run_app("merge", "runs", "-o", "all.h5")
        with open_to_change(self.folder / "all.h5") as file:
            parameters = file["parameters"]
            inside = (parameters["reviewers"][()] > 20) & (parameters["review_time"][()] < 25)
            base = parameters["base_index"][()]
            releases = file["totals/iteration/releases"][()]
            luck = numpy.random.default_rng(1).uniform(size=releases.shape)
            releases[:, :, 1] = numpy.where(luck[:, :, 1] < numpy.where(inside, 0.9, 0.1)[:, None], 200, 20)
            releases[base == 0, :, 1] = 100
            file["totals/iteration/releases"][()] = releases
        return (self.folder / "all.h5").read_bytes()

    def found(self, *arguments):
        return json.loads(self.run_app("discover", "all.h5", "--json", *arguments).stdout)

    def check_box(self, report):
        self.assertTrue(report["found"])
        (box,) = report["box"]["boxes"]
        self.assertEqual([one["factor"] for one in box], ["reviewers", "review_time"])
        self.assertAlmostEqual(box[0]["above"], 20, delta=3)
        self.assertIsNone(box[0]["below"])
        self.assertAlmostEqual(box[1]["below"], 25, delta=3)
        density = report["box"]["density"]
        self.assertLess(density["low"], 0.9)
        self.assertGreater(density["high"], 0.9)
        self.assertGreater(density["low"], report["everywhere"]["share"])
        self.assertLess(max(one["p"] for one in report["bounds"]), 0.025)
        self.assertGreater(report["overlap"], 0.8)

    def test_a_planted_box(self):
        report = self.found("--where", "releases@south > 150", "--of", "gated")
        self.check_box(report)
        self.assertEqual(report["points"], 256)
        self.assertEqual(report["chosen_on_points"] + report["held_out_points"], 128)
        text = self.run_app("discover", "all.h5", "--where", "releases@south > 150", "--of", "gated", "--way").stdout
        self.assertIn("Where reviewers >= ", text)
        self.assertIn("met, held out", text)
        self.assertTrue(all(len(line) <= 80 for line in text.splitlines()), text)

    def test_a_planted_box_of_a_difference(self):
        for where in ("releases@south > 50", "releases@south > 50 %", "not releases@south within 90 %"):
            self.check_box(self.found("--where", where, "--of", "gated", "--against", "free"))

    def test_without_a_base_the_bases_are_a_factor(self):
        report = self.found("--where", "releases@south > 150")
        self.assertEqual(report["factors"][0], "base")
        self.assertIn({"factor": "base", "unit": "", "levels": ["gated"]}, report["box"]["boxes"][0])

    def test_luck_alone_is_no_box(self):
        with open_to_change(self.folder / "all.h5") as file:
            releases = file["totals/iteration/releases"]
            releases[()] = numpy.random.default_rng(5).uniform(size=releases.shape)
        report = self.found("--where", "releases@south > 0.6", "--of", "gated")
        self.assertFalse(report["found"])
        self.assertIn("No box", report["answer"])
        self.assertIn("do not tell", report["answer"])

    def test_what_has_no_value_does_not_meet_the_condition(self):
        with open_to_change(self.folder / "all.h5") as file:
            releases = file["totals/iteration/releases"][()]
            releases[0] = releases[200] = numpy.nan
            file["totals/iteration/releases"][()] = releases
        report = self.found("--where", "releases@south > 150")
        self.assertEqual(report["runs_unsettled"], 4)

    def refused(self, code, *arguments):
        return self.run_app("discover", *arguments, exit_code=code).stderr

    def test_questions_that_cannot_be_answered(self):
        where = ["--where", "releases@south > 150"]
        self.assertIn("did you mean 'releases'", self.refused(64, "all.h5", "--where", "relases@south > 1"))
        self.assertIn("write releases@north", self.refused(64, "all.h5", "--where", "releases > 1"))
        self.assertIn("did you mean 'gated'", self.refused(64, "all.h5", *where, "--of", "gatde"))
        self.assertIn("differ from itself", self.refused(64, "all.h5", *where, "--of", "free", "--against", "free"))
        self.assertIn("--against", self.refused(64, "all.h5", "--where", "releases@south within 5 %"))
        self.assertIn("no run of any point", self.refused(65, "all.h5", "--where", "releases@south > 1e9"))
        self.assertIn("every run of every point", self.refused(65, "all.h5", "--where", "releases@south >= 0"))
        self.assertIn("steps 0 to", self.refused(65, "all.h5", *where, "--step", "1000"))
        self.refused(66, "nothing.h5", *where)
        self.refused(65, "scenario.toml", *where)
        self.small_run("--replicates", "2", "-o", "one.h5")
        self.assertIn("nothing varies", self.refused(65, "one.h5", *where))


class Threshold(AppTest):
    SAME = ["threshold", "scenario.toml", "scenario.toml", "--set", "run.horizon=1 y", "--replicates", "6", "-q"]

    def found(self, *arguments, **options):
        return json.loads(self.run_app(*self.SAME, "--json", *arguments, **options).stdout)

    def test_a_scenario_equals_itself_at_its_own_value(self):
        """Known answer: B is A where its review lasts 30 d, on common random numbers run by run."""
        report = self.found("--parameter", "B:bloc.south.stage.review.review.mean", "--range", "10 d", "60 d", "-m",
                            "mean_wait[review]@south", "--set", "bloc.south.stage.review.reviewers=3")
        (one,) = report["crossings"]
        self.assertAlmostEqual(one["value"], 30, delta=2)  # the search ends where noise hides the rest
        self.assertLessEqual(one["low"], 30)
        self.assertGreaterEqual(one["high"], 30)
        self.assertTrue(one["rising"])
        self.assertEqual((report["unit"], report["set_in"]), ("d", "B"))

    def test_whole_numbers_and_the_answer_as_text(self):
        text = self.run_app(*self.SAME, "--parameter", "B:bloc.south.stage.review.reviewers", "--range", "1", "40", "-m",
                            "mean_wait[review]@south", "--set", "A:bloc.south.stage.review.reviewers=4").stdout
        self.assertIn("bloc.south.stage.review.reviewers", text)
        self.assertRegex(" ".join(text.split()), r"passes 0 between bloc\.south\.stage\.review\.reviewers = [34] and [45] ")
        self.assertTrue(all(len(line) <= 80 for line in text.splitlines()), text)

    def test_no_crossing_is_said(self):
        report = self.found("--parameter", "B:bloc.south.stage.review.review.mean", "--range", "40 d", "60 d", "-m",
                            "mean_wait[review]@south", "--set", "bloc.south.stage.review.reviewers=3")
        self.assertEqual(report["crossings"], [])
        self.assertIn("does not pass 0", report["answers"][0])

    def refused(self, code, *arguments):
        return self.run_app(*self.SAME, *arguments, exit_code=code).stderr

    def test_what_cannot_be_looked_for(self):
        key, ends, metric = ["--parameter", "bloc.south.stage.review.reviewers"], ["--range", "2", "9"], ["-m", "releases@south"]
        self.assertIn("reviewers", self.refused(65, "--parameter", "bloc.south.stage.review.reviewrs", *ends, *metric))
        self.assertIn("write releases@north", self.refused(64, *key, *ends, "-m", "releases"))
        self.assertIn("did you mean 'releases'", self.refused(64, *key, *ends, "-m", "relases@south"))
        self.assertNotEqual(self.run_app(*self.SAME, *key, "--range", "9", "2", *metric, exit_code=65).stderr, "")
        self.assertIn("d", self.refused(64, *key, *ends, *metric, "--difference", "5 d"))
        self.small_run("--replicates", "2", "-o", "one.h5")
        done = self.run_app("threshold", "one.h5", "one.h5", *key, *ends, *metric, exit_code=64)
        self.assertIn("give scenarios", done.stderr)


if __name__ == "__main__":
    unittest.main()

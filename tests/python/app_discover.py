"""poldyn discover finds a box that was planted in a merged file, and says what is wrong with a question."""
import json
import re
import shlex
import unittest

from _app import SOURCE, AppTest, open_to_change

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
common_random_numbers = "bases"

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
        self.assertEqual([report[f"{part}_on_points"] for part in ("chosen", "tested", "measured")], [64, 32, 32])
        text = self.run_app("discover", "all.h5", "--where", "releases@south > 150", "--of", "gated", "--way").stdout
        self.assertIn("Where reviewers >= ", text)
        self.assertIn("met, tested", text)
        self.assertTrue(all(len(line) <= 80 for line in text.splitlines()), text)

    def test_a_planted_box_of_a_difference(self):
        for where in ("releases@south > 50", "releases@south > 50 %", "not releases@south within 90 %"):
            self.check_box(self.found("--where", where, "--of", "gated", "--against", "free"))

    def test_a_step_is_taken_as_it_is(self):
        ask = ["--where", "releases@south > 150", "--of", "gated"]
        way = self.found(*ask)["way"]
        untold = 0
        for step in (1, 2, len(way) - 1):
            report = self.found(*ask, "--step", str(step))
            self.assertTrue(report["as_asked"])
            self.assertEqual(report["box"]["boxes"], [way[step]["box"]])
            self.assertLessEqual(report["box"]["density"]["points"], report["measured_on_points"])
            self.assertEqual(report["bounds"] == [], way[step]["box"] == [])
            self.assertEqual(report["found"], all(one["told"] for one in report["bounds"]))
            untold += not report["found"]
            self.assertEqual("Not told from luck" in report["answer"], not report["found"])
        self.assertGreater(untold, 0)  # which a judged box would have lost
        self.assertIn("Step 0 of the way is the whole design", self.found(*ask, "--step", "0")["answer"])

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


def experiment(design, factors, **more):
    """Two bases of one scenario, short runs."""
    settings = {"design": design, "replicates": 2, "common_random_numbers": "bases"} | more
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items())
    return (f'[experiment]\ntitle = "two"\nbase = {{ free = "scenario.toml", gated = "other.toml" }}\n{lines}\n'
            f'[set]\nrun.horizon = "40 d"\n\n{factors}\n[record]\ntotals = ["releases", "pipeline/mean_wait"]\n')


REVIEWERS = '[factor.reviewers]\nkey = "bloc.south.stage.review.reviewers"\n'
TIME = '[factor.review_time]\nkey = "bloc.south.stage.review.review.mean"\n'


ENTRY = '[factor.entry]\nkey = "bloc.south.population.entry_rate"\nrange = ["2 /y", "8 /y"]\n'


@unittest.skipIf(h5py is None, "needs h5py")
class Designs(AppTest):
    def swept(self, text):
        (self.folder / "other.toml").write_text(
            (self.folder / "scenario.toml").read_text().replace("vendors = 40", "vendors = 41"))
        (self.folder / "exp.toml").write_text(text)
        self.run_app("sweep", "exp.toml", "-o", "runs", "-q")
        self.run_app("merge", "runs", "-o", "all.h5")

    def found(self, *arguments):
        return json.loads(self.run_app("discover", "all.h5", "--json", *arguments).stdout)

    def planted(self, name, most):
        """Many releases where a factor is below `most`, and where it is absent."""
        with open_to_change(self.folder / "all.h5") as file:
            values = file["parameters/" + name][()]
            releases = file["totals/iteration/releases"][()]
            releases[:, :, 1] = numpy.where(values > most, 20, 200)[:, None]
            file["totals/iteration/releases"][()] = releases

    def test_a_factor_speaks_for_itself_where_the_one_that_it_moves_with_is_absent(self):
        together = 'with = "entry"\n'
        self.swept(experiment("sobol", ENTRY + 'bases = ["free"]\n' + REVIEWERS + "range = [1, 40]\n" + together + TIME +
                              'range = ["5 d", "45 d"]\n' + together, points=128))
        self.planted("review_time", 25)
        there = self.found("--where", "releases@south > 100", "--of", "gated")
        self.assertEqual(there["factors"], ["review_time"])  # which has more values than the whole numbers of reviewers
        self.assertIn("reviewers moves with review_time, and what is said of that one holds for it", there["notes"])
        self.assertAlmostEqual(there["box"]["boxes"][0][0]["below"], 25, delta=2)
        here = self.found("--where", "releases@south > 100", "--of", "free")
        self.assertEqual(here["factors"], ["entry"])
        self.assertIn("review_time moves with entry, and what is said of that one holds for it", here["notes"])
        both = self.found("--where", "releases@south > 100")
        self.assertEqual(both["factors"], ["base", "review_time"])  # entry is absent from one base

    def test_points_that_are_held_against_one_point_share_its_luck(self):
        gated = 'bases = ["gated"]\nlevels = 12\n'
        self.swept(experiment("full_factorial", REVIEWERS + "range = [1, 40]\n" + gated + TIME +
                              'range = ["5 d", "45 d"]\n' + gated, common_random_numbers=False))
        self.planted("review_time", 25)
        report = self.found("--where", "releases@south within 10", "--of", "gated", "--against", "free")
        self.assertEqual([report[f"{part}_on_points"] for part in ("chosen", "tested", "measured")], [72, 36, 36])
        self.assertTrue(report["shared_luck"])
        self.assertIn("1 point of 'free' for 144 of 'gated'", " ".join(report["notes"]))
        self.assertEqual(report["box"]["density"]["share"], 1)
        self.assertEqual(report["box"]["density"]["effective_trials"], 2)  # replicates
        alone = self.found("--where", "releases@south > 100", "--of", "gated")
        self.assertFalse(alone["shared_luck"])
        self.assertGreater(alone["box"]["density"]["effective_trials"], 8)

    def test_a_single_replicate_of_shared_numbers_has_no_interval(self):
        self.swept(experiment("sobol", TIME + 'range = ["5 d", "45 d"]\n', points=128, replicates=1,
                              common_random_numbers=True))
        self.planted("review_time", 25)
        text = self.run_app("discover", "all.h5", "--where", "releases@south > 100", "--of", "gated").stdout
        self.assertIn("no interval: one luck for all", " ".join(text.split()))
        self.assertIn("of that one luck", " ".join(text.split()))

    def test_where_is_one_regime_within_five_per_cent_of_another(self):
        """Known answer, of real runs: the same rules but for the length of a review, which is 30 d in the other."""
        text = experiment("sobol", TIME + 'range = ["10 d", "60 d"]\nbases = ["gated"]\n' + ENTRY, points=128)
        (self.folder / "scenario.toml").write_text(
            (self.folder / "scenario.toml").read_text().replace("reviewers = 10", "reviewers = 3"))
        self.swept(text.replace("40 d", "1 y").replace("other.toml", "scenario.toml"))
        report = self.found("--where", "mean_wait[review]@south within 5 %", "--of", "gated", "--against", "free")
        self.assertTrue(report["found"], report["answer"])
        (box,) = report["box"]["boxes"]
        self.assertEqual([one["factor"] for one in box], ["review_time"])
        self.assertLess(box[0]["above"], 30)
        self.assertGreater(box[0]["below"], 30)
        self.assertGreater(box[0]["above"], 20)
        self.assertLess(box[0]["below"], 45)
        self.assertEqual(report["runs_unsettled"], 0)


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
        self.assertIn("is exactly 0 at bloc.south.stage.review.reviewers = 4 (95 % interval 4 to 4); below it is more; above it "
                      "is less", " ".join(text.split()))  # there both are the same scenario
        self.assertTrue(all(len(line) <= 80 for line in text.splitlines()), text)

    def test_where_both_come_to_the_very_same(self):
        """Reviewers beyond those that ever have work change nothing, run by run."""
        report = self.found("--parameter", "B:bloc.south.stage.review.reviewers", "--range", "1", "400", "-m",
                            "mean_wait[review]@south", "--set", "A:bloc.south.stage.review.reviewers=400")
        (one,) = report["crossings"]
        self.assertTrue(one["exactly_between"])
        self.assertEqual((one["sign_before"], one["sign_after"], one["between"][1]), (1, 0, 400))
        self.assertTrue(one["open_above"])
        self.assertIn("beyond which nothing else was seen", report["answers"][0])
        self.assertIn("below it is more", report["answers"][0])
        zeros = [p["value"] for p in report["probes"] if p["mean_beyond_wanted"] == 0]
        self.assertEqual(min(zeros), one["value"])

    def test_pairs_without_a_value_are_said_and_are_in_no_mean(self):
        """Of a review that takes years nothing comes out, and what nothing came out of has no idea_to_deployment."""
        report = self.found("--parameter", "B:bloc.south.stage.review.review.mean", "--range", "10 d", "3000 d", "--log", "-m",
                            "idea_to_deployment@south", "--difference", "20 d")
        self.assertEqual(len({p["pairs"] for p in report["probes"] if p["pairs"] > 0}), 1)
        self.assertIn("fewer than half of the pairs have a value there", " ".join(report["answers"]))
        self.assertEqual(report["probes"][-1]["pairs"], 0)

    def test_no_crossing_is_said(self):
        report = self.found("--parameter", "B:bloc.south.stage.review.review.mean", "--range", "40 d", "60 d", "-m",
                            "mean_wait[review]@south", "--set", "bloc.south.stage.review.reviewers=3")
        self.assertEqual(report["crossings"], [])
        self.assertIn("was not seen to pass 0", report["answers"][0])

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


class Page(AppTest):
    def test_pages_show_what_is_printed(self):
        """Each block of commands and the one of what they print; what is left out at its end does not count."""
        for name in ("scenarios", "experiments", "data"):
            (self.folder / name).symlink_to(SOURCE / name)
        (self.folder / "scenario.toml").unlink()
        compared = 0
        inside = r"((?:(?!^```).)*)^```\n"
        for name in ("discover", "sensitivity"):
            page = (SOURCE / f"docs/{name}.md").read_text()
            for commands, _, expected in re.findall(rf"^```sh\n{inside}((?:(?!^```).)*)^```\n{inside}", page, re.M | re.S):
                for line in commands.replace("\\\n", " ").splitlines():
                    words = shlex.split(line)
                    self.assertEqual(words[0], "poldyn")
                    quiet = ["-q"] if words[1] in ("sweep", "merge", "threshold") else []
                    printed = self.run_app(*words[1:], *quiet).stdout.strip()
                lines = expected.strip().splitlines()
                self.alike("\n".join(printed.splitlines()[:len(lines)]), "\n".join(lines))
                compared += 1
        self.assertEqual(compared, 4)


if __name__ == "__main__":
    unittest.main()

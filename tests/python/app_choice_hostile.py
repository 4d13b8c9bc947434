"""tradeoff, select and attribute on what real sweeps bring along: single runs, constants, failures, files of other kinds."""
import csv
import io
import json
import re
import statistics
import unittest

from _app import AppTest

EXPERIMENT = """
[experiment]
base = "scenario.toml"
design = "full_factorial"
replicates = {replicates}
seed = 3

[set]
run.horizon = "1 y"

[factor.reviewers]
key = "bloc.south.stage.review.reviewers"
values = [1, 4]

[factor.review_time]
key = "bloc.south.stage.review.review.mean"
values = ["20 d", "60 d"]
"""
FAILING = """
[factor.warmup]   # longer than the horizon: such runs fail
key = "run.warmup"
values = ["0 d", "2 y"]
"""


class Choice(AppTest):
    def campaign(self, replicates=2, more="", name="file.h5", **options):
        (self.folder / "exp.toml").write_text(EXPERIMENT.format(replicates=replicates) + more)
        self.run_app("sweep", "exp.toml", "-o", name + ".d", "-q", **options)
        self.run_app("merge", name + ".d", "-o", name, "-q", **options)
        return name

    def told(self, *arguments, **options):
        done = self.run_app(*arguments, **options)
        self.assertTrue(all(len(line) <= 80 for line in done.stdout.splitlines()), done.stdout)
        self.assertNotIn("nan", done.stdout)
        self.assertNotIn("-0 ", done.stdout)
        return done.stdout

    def refused(self, words, *arguments, exit_code):
        before = self.files()
        done = self.run_app(*arguments, exit_code=exit_code)
        self.assertEqual((done.stdout, self.files()), ("", before))
        for word in words:
            self.assertIn(word, done.stderr)


SOUTH = ("--bloc", "south")


class Weighed(Choice):
    def test_one_run_of_each_has_no_probability(self):
        file = self.campaign(replicates=1)
        text = self.told("tradeoff", file, "--policies", "reviewers", "-m", "time_to_deployment:low", *SOUTH,
                         "--satisfy", "time_to_deployment < 300 d")
        self.assertIn("nothing says how sure any of this is", text)
        self.assertNotIn("±", text)
        self.assertNotIn("Next:", text)
        self.assertNotRegex(text, r"(yes|no) \d")
        found = json.loads(self.run_app("tradeoff", file, "--policies", "reviewers", "-m", "time_to_deployment:low",
                                        *SOUTH, "--json").stdout)
        self.assertIsNone(found["policies"][0]["probability_on_front"])
        self.assertIsNone(found["policies"][0]["metrics"][0]["mean"]["low"])

    def test_equals_are_all_named_and_nothing_is_certain(self):
        file = self.campaign()
        text = self.told("tradeoff", file, "--policies", "reviewers", "-m", "filed:high", "--bloc", "north",
                         "--satisfy", "filed <= 0")
        self.assertIn("Best: reviewers 1 or reviewers 4 by mean (100 %, 100 %)", text)
        self.assertIn("not told apart", text)
        self.assertNotIn("±", text)
        share = re.search(r"100 % \((\d+) to 100\)", text)
        self.assertIsNotNone(share, text)
        self.assertLess(int(share.group(1)), 70)

    def test_a_policy_whose_runs_fail_takes_no_world_from_the_others(self):
        rows = csv.DictReader(io.StringIO(self.run_app("export", self.campaign(), "-m", "totals/iteration/releases").stdout))
        middle = statistics.median(float(row["value"]) for row in rows if row["bloc"] == "south")
        asked = ("-m", "releases:high", *SOUTH, "--satisfy", f"releases > {middle}", "--json")
        plain = json.loads(self.run_app("tradeoff", "file.h5", "--policies", "reviewers", *asked).stdout)
        file = self.campaign(more=FAILING, name="failing.h5", exit_code=3)
        found = json.loads(self.run_app("tradeoff", file, "--policies", "reviewers,warmup", *asked).stdout)
        judged = [row for row in found["policies"] if row["judged"]]
        self.assertEqual([row["policy"] for row in judged], ["reviewers 1, warmup 0 d", "reviewers 4, warmup 0 d"])
        shares = [row["meets_all"]["share"] for row in judged]
        self.assertEqual(shares, [row["meets_all"]["share"] for row in plain["policies"]])
        self.assertTrue(any(0 < share < 1 for share in shares), shares)
        for row in found["policies"]:
            if not row["judged"]:
                self.assertEqual((row["lacks"], row["share_without"]), ("runs that did not fail", 1))
                self.assertEqual((row["meets_all"]["share"], row["meets_all"]["rank"]), (None, None))
        text = self.told("tradeoff", file, "--policies", "reviewers,warmup", *asked[:-1])
        self.assertIn("is not judged: 100 % of its worlds failed", text)
        self.refused(["poldyn status"], "tradeoff", file, "--policies", "warmup", *SOUTH, exit_code=65)

    def test_files_of_other_kinds(self):
        self.small_run("-o", "run.h5", "-q")
        pair = ("scenario.toml", "scenario.toml", "--set", "B:bloc.south.stage.review.reviewers=2", "--set",
                "run.horizon=0.5 y", "--replicates", 2, "-q")
        self.run_app("compare", *pair, "-o", "compared.h5")
        self.run_app("attribute", *pair, "-o", "attributed.h5")
        (self.folder / "text.h5").write_text("no HDF5")
        (self.folder / "empty.h5").write_text("")
        for name in ("compared.h5", "attributed.h5", "text.h5", "empty.h5", "scenario.toml"):
            with self.subTest(name):
                self.refused([name], "tradeoff", name, exit_code=65)
        self.refused(["is a folder"], "tradeoff", ".", exit_code=66)


class Selected(Choice):
    def setUp(self):
        super().setUp()
        text = (self.folder / "scenario.toml").read_text().replace('"5 y"', '"0.5 y"')
        for name, days in (("a", 30), ("b", 90)):
            (self.folder / f"{name}.toml").write_text(text.replace('"30 d"', f'"{days} d"'))

    def test_what_never_varied_is_believed_late_and_said(self):
        command = ("select", "a.toml", "b.toml", "-m", "filed:low", "--bloc", "north", "--delta", "1", "--first", 6)
        text = self.told(*command)
        self.assertIn("equal in every run", text)
        self.assertIn("or as well b.toml (B)", text)
        self.assertIn("the same in all of 60 runs", text)
        self.assertIn("fewer than one run in 20", " ".join(text.split()))
        found = json.loads(self.run_app(*command, "--json").stdout)
        self.assertEqual((found["selected"], found["equal_to_it"]), ("A", ["B"]))
        self.assertEqual([row["runs"] for row in found["scenarios"]], [60, 60])
        done = self.run_app(*command, "--max-runs", 20, exit_code=6)
        self.assertIn("ten times --first", done.stderr)

    def test_what_it_advises_can_be_asked_for_and_is_enough(self):
        command = ("select", "a.toml", "b.toml", "-m", "releases:high", *SOUTH, "--first", 5, "--max-runs", 15)
        done = self.run_app(*command, "--delta", "0.0001", exit_code=6)
        self.assertIn("more than --max-runs may be (1000000)", done.stderr)
        delta = re.search(r"--delta '([^']+)'", done.stderr).group(1)
        self.assertIn("Chosen:", self.told(*command, "--delta", delta))


class Attributed(Choice):
    PAIR = ("attribute", "scenario.toml", "scenario.toml", "--set", "run.horizon=1 y", "--set",
            "B:bloc.south.stage.review.reviewers=2", "--set", "B:bloc.south.procurement.preference=0.7", "--set",
            "B:bloc.south.population.entry_rate=8 /y")

    def test_one_run_tells_nothing(self):
        for more in ((), ("--orders", 4)):
            text = self.told(*self.PAIR, "--replicates", 1, "-m", "releases", *more)
            self.assertIn("A single run has no interval", text)
            self.assertNotIn("Strongest", text)
            self.assertNotIn(" 0 % of these", text)

    def test_units_and_rules_that_change_nothing(self):
        text = self.told(*self.PAIR, "--replicates", 4, "-m", "time_to_deployment", "-m", "filed")
        self.assertIn("time_to_deployment [d]", text)
        self.assertIn("same", text)  # in the north nothing of the south's offices is seen
        self.assertIn("same: nothing changes", " ".join(text.split()))

    def test_interactions_from_drawn_orders(self):
        found = json.loads(self.run_app(*self.PAIR, "--replicates", 6, "-m", "releases", "--orders", 8, "--json").stdout)
        exact = json.loads(self.run_app(*self.PAIR, "--replicates", 6, "-m", "releases", "--json").stdout)
        for drawn, known in zip(found["attributions"], exact["attributions"]):
            self.assertEqual([p["groups"] for p in drawn["interactions"]], [p["groups"] for p in known["interactions"]])
            for a, b in zip(drawn["interactions"], known["interactions"]):
                self.assertLessEqual(abs(a["mean"] - b["mean"]), 3 * (a["high"] - a["low"]) / 2 + 1e-9)

    def test_what_no_run_can_be_is_refused(self):
        self.refused(["warmup", "run.horizon"], *self.PAIR, "--set", "B:run.warmup=2 y", "--replicates", 2, exit_code=64)


if __name__ == "__main__":
    unittest.main()

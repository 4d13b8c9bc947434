"""poldyn attribute divides the difference of two scenarios among groups of their rules."""
import itertools
import json
import math
import os
import signal
import subprocess
import time
import unittest

from _app import POLDYN, AppTest

try:
    import h5py
    import xarray
except ImportError:
    h5py = None

SHORT = ["--set", "run.horizon=0.5 y"]
CHANGES = ["B:bloc.south.stage.review.reviewers=2", "B:bloc.south.procurement.preference=0.7",
           "B:bloc.*.population.entry_rate=8 /y".replace("*", "south")]
SIDES = ["scenario.toml", "scenario.toml", *SHORT, *(word for change in CHANGES for word in ("--set", change))]


class Attribute(AppTest):
    def report(self, *arguments, sides=SIDES, **options):
        return json.loads(self.run_app("attribute", *sides, "--json", *arguments, **options).stdout)

    def refusal(self, *arguments, sides=SIDES, exit_code=64):
        done = self.run_app("attribute", *sides, *arguments, exit_code=exit_code)
        self.assertEqual(done.stdout, "")
        return done.stderr

    def rows(self, report):
        return {(row["name"], row["bloc"]): row for row in report["attributions"]}

    def assert_sums(self, report):
        """In any order, to the last bit."""
        for row in report["attributions"]:
            for replicate, whole in enumerate(row["whole"]["runs"]):
                parts = [group["runs"][replicate] for group in row["groups"]]
                if whole is None:
                    self.assertEqual(set(parts), {None})
                    continue
                for order in itertools.islice(itertools.permutations(parts), 24):
                    self.assertEqual(sum(order), whole, row["name"])
                for group in row["groups"]:
                    if "inside" in group:
                        self.assertEqual(sum(part["runs"][replicate] for part in group["inside"]),
                                         group["runs"][replicate])


class Numbers(Attribute):
    def test_parts_sum_to_what_compare_says_on_any_number_of_threads(self):
        report = self.report("--replicates", "4", "-j", "1")
        self.assertEqual(report, self.report("--replicates", "4", "-j", "3"))
        self.assertEqual([group["name"] for group in report["groups"]], ["population", "procurement", "stage"])
        self.assertEqual((report["method"], report["worlds"], report["runs"]), ("exact", 8, 32))
        self.assert_sums(report)
        compared = json.loads(self.run_app("compare", *SIDES, "--replicates", "4", "--json").stdout)
        wholes = self.rows(report)
        found = 0
        for bloc in compared["comparisons"]:
            for metric in bloc["metrics"]:
                row = wholes.get((metric["name"], bloc["bloc"]))
                if row is None or metric["difference"]["n"] != row["whole"]["n"]:
                    continue
                self.assertAlmostEqual(row["whole"]["mean"], metric["difference"]["mean"], delta=1e-9 * max(
                    1, abs(metric["difference"]["mean"])))
                found += 1
        self.assertGreater(found, 20)

    def test_alone_and_last_are_comparisons(self):
        report = self.report("--replicates", "4", "-m", "releases")
        row = self.rows(report)["releases", "south"]
        entry = next(group for group in row["groups"] if group["name"] == "population")
        one = json.loads(self.run_app("compare", "scenario.toml", "scenario.toml", *SHORT, "--set", CHANGES[2],
                                      "--replicates", "4", "-m", "releases", "--json").stdout)
        south = next(bloc for bloc in one["comparisons"] if bloc["bloc"] == "south")["metrics"][0]
        self.assertAlmostEqual(entry["alone"]["mean"], south["difference"]["mean"], places=9)
        others = [word for change in CHANGES[:2] for word in ("--set", change.replace("B:", ""))]
        last = json.loads(self.run_app("compare", "scenario.toml", "scenario.toml", *SHORT, *others, "--set",
                                       CHANGES[2], "--replicates", "4", "-m", "releases", "--json").stdout)
        south = next(bloc for bloc in last["comparisons"] if bloc["bloc"] == "south")["metrics"][0]
        self.assertAlmostEqual(entry["last"]["mean"], south["difference"]["mean"], places=9)

    def test_inside_and_drawn_orders_sum_too(self):
        named = ["--group", "state=bloc.*.stage,bloc.*.procurement", "--inside", "state"]
        exact = self.report("--replicates", "3", *named)
        self.assertEqual([g["name"] for g in exact["groups"]], ["state", "other rules"])
        self.assertEqual([p["name"] for p in exact["groups"][0]["parts"]], ["procurement", "stage"])
        self.assert_sums(exact)
        drawn = self.report("--replicates", "3", *named, "--orders", "4")
        self.assertEqual((drawn["method"], drawn["orders"]), ("sampled", 4))
        self.assertEqual(len(drawn["attributions"][0]["interactions"]), 1)
        self.assert_sums(drawn)
        for row, same in zip(exact["attributions"], drawn["attributions"]):
            self.assertEqual(row["whole"]["mean"], same["whole"]["mean"])

    def test_a_single_run_has_parts_and_no_interval(self):
        row = self.report("--replicates", "1", "-m", "releases")["attributions"][0]
        self.assertIsNone(row["groups"][0]["low"])
        self.assertEqual(row["groups"][0]["reading"] if "reading" in row["groups"][0] else "-", "-")
        self.assertIn("part of B - A", self.run_app("attribute", *SIDES, "--replicates", "1").stdout)


class Worlds(Attribute):
    OFFICE = """
[bloc.north.track.full]
stages = ["review"]

[bloc.north.track.light]
stages = ["review"]

[bloc.north.stage.review]
reviewers = 3

[bloc.north.registration]
who = "all"
"""

    def setUp(self):
        super().setUp()
        text = (self.folder / "scenario.toml").read_text()
        (self.folder / "a.toml").write_text(text.split("[bloc.south]")[0])
        filing = text.split("[bloc.south]")[0].replace('[bloc.north.registration]\nwho = "nobody"\n', "")
        (self.folder / "b.toml").write_text(filing + self.OFFICE)

    def test_a_world_that_cannot_be_is_named_with_the_remedy(self):
        sides = ["a.toml", "b.toml", *SHORT]
        told = self.refusal("-o", "x.h5", sides=sides, exit_code=65)
        self.assertIn("A with B's registration: ", told)
        self.assertIn("--join 'registration+stage'", told)
        self.assertNotIn("x.h5", self.files())
        report = self.report("--join", "registration+stage", "--replicates", "2", sides=sides)
        self.assertEqual([group["name"] for group in report["groups"]], ["registration+stage"])

    def test_what_one_side_alone_has_is_said(self):
        sides = ["a.toml", "b.toml", *SHORT, "--join", "registration+stage", "--replicates", "2"]
        report = self.report(sides=sides)
        self.assertIn("undecided_share", report["never"])
        self.assertIn("no metric has a value on both sides", self.refusal("-m", "undecided_share", sides=sides))


class Files(Attribute):
    @unittest.skipIf(h5py is None, "needs h5py")
    def test_the_file_holds_what_json_says(self):
        report = self.report("--replicates", "9", "--inside", "stage", "-m", "releases", "-m", "time_to_deployment",
                             "-o", "out.h5")
        with h5py.File(self.folder / "out.h5") as file:
            kind = file.attrs["kind"]
            self.assertEqual(kind.decode() if isinstance(kind, bytes) else kind, "attribution")
            names = [name.decode() for name in file["group"][:]]
            self.assertEqual(names, [group["name"] for group in report["groups"]])
            for i, row in enumerate(report["attributions"]):
                for k, group in enumerate(row["groups"]):
                    self.assertEqual(list(file["attribution/group_runs"][i, k]), group["runs"])
                    self.assertEqual(file["attribution/group_mean"][i, k], group["mean"])
                    self.assertEqual(file["attribution/alone_mean"][i, k], group["alone"]["mean"])
                    low = file["attribution/group_bca_low"][i, k]
                    self.assertEqual(None if math.isnan(low) else low, group["bca"]["low"])
                for j, pair in enumerate(row["interactions"]):
                    self.assertEqual(file["attribution/interaction_mean"][i, j], pair["mean"])
                    ends = [names[file["pairs/first"][j]], names[file["pairs/second"][j]]]
                    self.assertEqual(ends, pair["groups"])
            self.assertIn(b"bloc.south.stage.review.reviewers", file["parts/rules"][:].tolist())
        with xarray.open_dataset(self.folder / "out.h5", group="attribution") as data:
            sums = data.part_runs.sum("part")
            self.assertTrue(bool((sums == data.whole_runs).all()))

    def test_an_existing_file_and_an_input_are_kept(self):
        (self.folder / "there.h5").write_text("mine")
        self.refusal("-o", "there.h5", exit_code=73)
        self.refusal("-o", "scenario.toml", "--force", exit_code=73)
        self.assertEqual((self.folder / "there.h5").read_text(), "mine")
        self.assertEqual(self.files(), ["scenario.toml", "there.h5"])

    def test_a_run_that_is_interrupted_leaves_nothing(self):
        command = [POLDYN, "attribute", *SIDES, "--set", "run.horizon=40 y", "--replicates", "500", "-o", "x.h5"]
        running = subprocess.Popen(command, cwd=self.folder, stderr=subprocess.PIPE, text=True)
        deadline = time.time() + 60
        while not any(name.startswith(".x.h5") for name in self.files()) and time.time() < deadline:
            time.sleep(0.05)
        os.kill(running.pid, signal.SIGTERM)
        told = running.communicate(timeout=60)[1]
        self.assertEqual(running.returncode, 75, told)
        self.assertIn("nothing was written", told)
        self.assertEqual(self.files(), ["scenario.toml"])


class Mistakes(Attribute):
    def test_each_says_what_to_do(self):
        for arguments, words in (
                (["--group", "x=bloc.south.stagee"], "did you mean 'bloc.south.stage"),
                (["--group", "x"], "is not NAME=RULES"),
                (["--join", "stage+procurment"], "did you mean 'procurement'?"),
                (["--inside", "stag"], "did you mean 'stage'?"),
                (["--orders", "3"], "take 4"),
                (["--by", "tabel"], "tabel not in {layer,table,parameter}"),
                (["-m", "releasess"], "did you mean 'releases'?"),
                (["--replicates", "1000000", "--orders", "1000"], "take fewer"),
                (["--since", "9 y"], "leaves nothing")):
            with self.subTest(arguments):
                self.assertIn(words, self.refusal(*arguments))

    def test_scenarios_that_have_the_same_rules(self):
        self.assertIn("have the same rules", self.refusal(sides=["scenario.toml", "scenario.toml"]))
        self.refusal(sides=["scenario.toml"])
        self.refusal(sides=["scenario.toml", "missing.toml"], exit_code=66)

    def test_a_table_of_80_columns(self):
        done = self.run_app("attribute", *SIDES, "--replicates", "3", "--inside", "*",
                            env=os.environ | {"COLUMNS": "80", "LC_ALL": "C"})
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 80)
        self.assertTrue(done.stdout.isascii())
        for words in ("population", "part of B - A", "alone in A", "last to B", "Shapley"):
            self.assertIn(words, done.stdout)


if __name__ == "__main__":
    unittest.main()

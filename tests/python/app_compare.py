"""poldyn compare runs scenarios itself, until a precision is reached."""
import json
import re
import math
import os
import signal
import subprocess
import time
import unittest

from _app import POLDYN, AppTest

try:
    import h5py
    import numpy
    import xarray
except ImportError:
    h5py = None

EDITS = ["--set", "run.horizon=0.5 y", "--set", "B:bloc.south.stage.review.reviewers=2"]
SIDES = ["scenario.toml", "scenario.toml", *EDITS]


class Compare(AppTest):
    def report(self, *arguments, **options):
        return json.loads(self.run_app("compare", *SIDES, "--json", *arguments, **options).stdout)


class Campaigns(Compare):
    def test_runs_are_those_of_run_whatever_the_threads(self):
        here = self.report("--replicates", "9", "-j", "1")
        self.assertEqual(here, self.report("--replicates", "9", "-j", "3"))
        self.small_run("--replicates", "9", "-o", "a.h5")
        self.small_run("--replicates", "9", "-o", "b.h5", "--set", EDITS[-1][2:])
        files = json.loads(self.run_app("compare", "a.h5", "b.h5", "--json").stdout)
        for report in (here, files):  # names differ, and what was set, and only they
            for side in report["files"] + report["comparisons"]:
                side.pop("file")
                side.pop("settings", None)
            report["warnings"] = [re.sub(r"^([AB]) = [^:]*: ", r"\1: ", text) for text in report["warnings"]]
        self.assertEqual(here, files)

    def test_edits_of_one_side_and_of_all(self):
        self.assertEqual({m["reading"] for c in self.report("--replicates", "3", "--set", "B:bloc.south.stage.review."
                                                            "reviewers=10")["comparisons"] for m in c["metrics"]},
                         {"equal", "-"})

    def test_the_seed_is_one_for_all_sides(self):
        done = self.run_app("compare", *SIDES, "--replicates", "2", "--set", "B:run.seed=5", "--json")
        self.assertIn("runs with the seed of the first, 1", done.stderr)
        self.assertEqual([f["seed"] for f in json.loads(done.stdout)["files"]], [1, 1])
        self.assertEqual([f["seed"] for f in self.report("--replicates", "2", "--seed", "8")["files"]], [8, 8])

    def test_stops_when_each_precision_is_reached_and_not_before(self):
        report = self.report("--precision", "idea_to_deployment=4 d", "--precision", "iteration/releases=20%")
        self.assertEqual(report["intervals"], "any_look")
        self.assertEqual({p["path"] for p in report["precision"]},
                         {"totals/iteration/idea_to_deployment", "totals/iteration/releases"})
        self.assertEqual(len(report["precision"]), 4)  # two metrics, two blocs
        for asked in report["precision"]:
            self.assertTrue(asked["reached"])
            self.assertLessEqual(asked["half_width"], asked["wanted"])
        self.assertGreaterEqual(report["runs"], 13)  # the fewest with a finite interval
        for compared in report["comparisons"]:
            for metric in compared["metrics"]:
                if metric["any_look"]["low"] is not None:
                    self.assertEqual(metric["difference"]["low"], metric["any_look"]["low"])
                    self.assertLessEqual(metric["any_look"]["low"], metric["t"]["low"])

    @unittest.skipIf(h5py is None, "needs h5py")
    def test_a_total_with_an_axis_is_asked_for_by_name(self):
        report = self.report("--precision", "delay_by_cause[review]=8 d", "--precision", "mean_wait[review]=20 d", "-o", "out.h5")
        asked = {(p["name"], p["bloc"]) for p in report["precision"]}
        self.assertEqual(asked, {("delay_by_cause[review]", "north"), ("delay_by_cause[review]", "south"),
                                 ("mean_wait[review]", "south")})  # the north has no such stage
        south = report["comparisons"][1]["metrics"]
        found = [m for m in south if m["name"] == "delay_by_cause[review]"]
        self.assertEqual(len(found), 1)
        # The same place of the same total in a file of the same runs.
        means = []
        for name, edits in (("a.h5", []), ("b.h5", ["--set", EDITS[-1][2:]])):
            self.small_run(*edits, "--replicates", report["runs"], "-o", name)
            with h5py.File(self.folder / name) as file:
                causes = [c.decode() if isinstance(c, bytes) else c for c in file["cause"][()]]
                means.append(file["totals/iteration/delay_by_cause"][0, :, 1, causes.index("review")].mean())
        self.assertAlmostEqual(found[0]["difference"]["mean"], means[1] - means[0], places=9)

    def test_a_precision_that_is_not_reached_says_how_far_it_is(self):
        done = self.run_app("compare", *SIDES, "--json", "--precision", "idea_to_deployment=0.01 d", "--max-runs", "20",
                            exit_code=6)
        report = json.loads(done.stdout)
        self.assertEqual(report["runs"], 20)
        south = [p for p in report["precision"] if p["bloc"] == "south"][0]
        self.assertFalse(south["reached"])
        self.assertGreater(south["runs_needed"], 1000)
        self.assertIn("not reached within --max-runs 20", done.stderr)
        self.assertIn(f"about {south['runs_needed']} runs", done.stderr)

    def test_a_bloc_that_never_has_a_value_is_left_out(self):
        (self.folder / "staged.toml").write_text('extends = "scenario.toml"\n[bloc.north.stage.review]\nreviewers = 2\n')
        asked = ["compare", "staged.toml", "staged.toml", *EDITS, "--max-runs", "200",
                 "--precision", "mean_wait[review]=20 d", "--precision", "registered_unused_share=50%"]
        report = json.loads(self.run_app(*asked, "--json").stdout)
        self.assertEqual({(p["name"], p["bloc"]) for p in report["precision"]},
                         {("mean_wait[review]", "south"), ("registered_unused_share", "south")})
        text = self.run_app(*asked).stdout
        self.assertNotIn("nan", text)
        for name in ("mean_wait[review]", "registered_unused_share"):
            self.assertIn(f"{name}, B - A in bloc north: left out", text)

    def test_narrow_tables_name_their_blocs(self):
        text = self.run_app("compare", *SIDES, "--replicates", "2", env=os.environ | {"COLUMNS": "40"}).stdout
        lines = text.splitlines()
        for name in ("north", "south"):
            at = lines.index(f"bloc {name}")
            self.assertIn("idea_to_deployment [d]", lines[at + 1:at + 3])  # above its numbers
        self.assertLessEqual(max(map(len, lines)), 40)

    def test_few_pairs_say_what_they_can(self):
        for pairs in (1, 2, 3):
            for compared in self.report("--replicates", pairs)["comparisons"]:
                for metric in compared["metrics"]:
                    self.assertIsNone(metric["bca"]["low"])
                    self.assertEqual(metric["t"]["low"] is None, metric["difference"]["n"] < 2)
        text = self.run_app("compare", *SIDES, "--replicates", "1", "--details").stdout
        self.assertIn("says nothing about chance", text)

    def test_tables_fit_80_columns_and_details_are_on_demand(self):
        plain = self.run_app("compare", *SIDES, "--replicates", "8").stdout
        self.assertNotIn("MSER-5", plain)
        self.assertNotIn("BCa", plain)
        detailed = self.run_app("compare", *SIDES, "--replicates", "8", "--details", "--set", "run.horizon=5 y").stdout
        self.assertIn("MSER-5 would cut the first", detailed)
        for text in (plain, detailed):
            for line in text.splitlines():
                self.assertLessEqual(len(line), 80, line)


class Mistakes(Compare):
    def refused(self, *arguments, exit_code=64):
        done = self.run_app("compare", *arguments, exit_code=exit_code)
        self.assertEqual(done.stdout, "")
        return done.stderr

    def test_precisions(self):
        for asked, told in [("relases=5%", "did you mean 'releases'?"), ("iteration/relases=5%", "'iteration/releases'?"),
                            ("releases=0", "not above 0"), ("releases=-3", "not above 0"), ("releases=0%", "not above 0"),
                            ("releases=nan%", "not above 0"), ("releases", "is not METRIC=AMOUNT"),
                            ("releases=", "is not METRIC=AMOUNT"), ("releases=x%", "no number of per cent"),
                            ("idea_to_deployment=3 dya", "unit 'dya'"), ("delay_by_cause=3", "delay_by_cause[cause]=AMOUNT"),
                            ("delay_by_cause[reviw]=3 d", "did you mean 'review'?"), ("delay_by_cause[]=3", "is not METRIC[NAME]"),
                            ("mean_wait[reviw]=3 d", "names no stage that a bloc has"), ("releases[north]=5%", "leave out the brackets"),
                            ("zzzzzz=1", "names no total")]:
            self.assertIn(told, self.refused(*SIDES, "--precision", asked))

    def test_a_stage_of_one_side_only_names_the_side(self):
        (self.folder / "two.toml").write_text('extends = "scenario.toml"\n[bloc.south.stage.audit]\nreviewers = 2\n')
        told = self.refused("scenario.toml", "two.toml", "--precision", "mean_wait[audit]=3 d")
        self.assertIn("A (scenario.toml) has it in no bloc, B (two.toml) in south", told)
        self.assertNotIn("did you mean", told)

    def test_what_no_bloc_has_on_both_sides_ends_at_the_first_look(self):
        asked = ["--precision", "mean_wait[review]=5%", "--max-runs", "1000000"]
        told = self.refused(*SIDES, "--set", "A:bloc.south.registration.who=nobody", *asked)
        self.assertIn("in the first 10 pairs", told)
        self.assertIn("A (scenario.toml) has it in no bloc, B (scenario.toml) in south", told)
        told = self.refused(*SIDES, "--set", "bloc.south.registration.who=nobody", *asked, "-o", "out.h5")
        self.assertIn("A (scenario.toml) has it in no bloc, B (scenario.toml) in no bloc", told)
        self.assertEqual(self.files(), ["scenario.toml"])

    def test_what_does_not_go_together(self):
        self.assertIn("--replicates", self.refused(*SIDES, "--precision", "releases=5%", "--replicates", "3"))
        self.assertIn("--max-runs", self.refused(*SIDES, "--max-runs", "3"))
        self.assertIn("no side 'C'; known here: A, B", self.refused(*SIDES, "--set", "C:run.horizon=1 y"))
        self.small_run("--replicates", "2", "-o", "a.h5")
        self.assertIn("give result files, which are read, or scenarios", self.refused("a.h5", "scenario.toml"))
        told = self.refused("a.h5", "a.h5", "--seed", "3", "--precision", "releases=5%")
        self.assertIn("--precision, --seed are for scenarios", told)
        self.assertIn("horizon", self.refused(*SIDES, "--set", "run.horizn=3", exit_code=64))
        self.refused("scenario.toml", "nothing.toml", exit_code=66)

    def test_an_output_in_the_way_is_found_before_anything_runs(self):
        (self.folder / "out.h5").write_text("mine")
        told = self.refused(*SIDES, "--replicates", "1000000", "-o", "out.h5", exit_code=73)
        self.assertIn("out.h5", told)
        self.assertEqual((self.folder / "out.h5").read_text(), "mine")


class Interrupt(Compare):
    def test_ctrl_c_ends_it_soon_and_leaves_nothing(self):
        for output in ([], ["-o", "out.h5"]):
            program = subprocess.Popen([POLDYN, "compare", "scenario.toml", "scenario.toml", *EDITS[2:], "--precision",
                                        "idea_to_deployment=0.0001 d", "--max-runs", "1000000", *output],
                                       cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            time.sleep(1.5)
            begin = time.monotonic()
            program.send_signal(signal.SIGINT)
            out, err = program.communicate(timeout=20)
            self.assertLess(time.monotonic() - begin, 2)
            self.assertEqual(program.returncode, 75, err)
            self.assertEqual(out, "")
            self.assertIn("nothing was written", err)
            self.assertEqual(self.files(), ["scenario.toml"])


@unittest.skipIf(h5py is None, "h5py, numpy and xarray are not installed")
class File(Compare):
    def test_holds_what_json_says_and_numpy_agrees(self):
        report = self.report("--precision", "idea_to_deployment=6 d", "-o", "out.h5")
        rows = [m | {"bloc": c["bloc"]} for c in report["comparisons"] for m in c["metrics"]]
        table = xarray.open_dataset(self.folder / "out.h5", group="comparison")
        self.assertEqual(list(table.metric.values), [m["path"] for m in rows])
        self.assertEqual(list(table.bloc.values), [m["bloc"] for m in rows])
        compared = 0
        for i, metric in enumerate(rows):
            for column, value in [("difference_mean", metric["difference"]["mean"]), ("bca_low", metric["bca"]["low"]),
                                  ("p_holm", metric["p_holm"]), ("cohen_d", metric["cohen_d"]),
                                  ("cohen_d_z", metric["cohen_d_z"]), ("sign_share", metric["sign_share"]),
                                  ("variance_reduction", metric["variance_reduction"]),
                                  ("relative_difference", metric["relative_difference"])]:
                stored = float(table[column][i])
                self.assertEqual(None if not math.isfinite(stored) else stored, value, column)
            a, b = table.baseline_runs[i].values, table.other_runs[i].values
            d = (b - a)[~numpy.isnan(b - a)]
            a, b = a[~numpy.isnan(b - a)], b[~numpy.isnan(b - a)]
            if len(d) < 10 or d.std() <= 1e-12 * abs(a).max():  # rounding dust is no spread
                continue
            self.assertAlmostEqual(metric["cohen_d_z"], d.mean() / d.std(ddof=1), places=9)
            self.assertAlmostEqual(metric["cohen_d"], d.mean() / math.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2), places=9)
            self.assertAlmostEqual(metric["variance_reduction"], (a.var(ddof=1) + b.var(ddof=1)) / d.var(ddof=1), places=6)
            self.assertAlmostEqual(metric["sign_share"], (d * d.mean() > 0).mean(), places=12)
            self.assertLess(metric["bca"]["low"], d.mean())
            self.assertGreater(metric["bca"]["high"], d.mean())
            compared += 1
        self.assertGreater(compared, 4)

    def test_netcdf_readers_open_every_group(self):
        self.run_app("compare", *SIDES, "--precision", "idea_to_deployment=6 d", "-o", "out.h5", "-q")
        for group in (None, "sides", "comparison", "precision", "mser5"):
            for engine in ("netcdf4", "h5netcdf"):
                xarray.open_dataset(self.folder / "out.h5", group=group, engine=engine).load().close()
        told = self.run_app("compare", "out.h5", "out.h5", exit_code=65).stderr
        self.assertIn("it holds a comparison, and no runs", told)
        # The scenarios are in it, and give the same numbers again.
        with h5py.File(self.folder / "out.h5") as file:
            for letter, text in zip("ab", file["sides/scenario"].asstr()):
                (self.folder / f"{letter}.toml").write_text(text)
            runs = int(file["sides/run_count"][0])
            fingerprints = list(file["sides/fingerprint"].asstr())
        again = json.loads(self.run_app("compare", "a.toml", "b.toml", "--replicates", runs, "--json").stdout)
        self.assertEqual([f["fingerprint"] for f in again["files"]], fingerprints)


if __name__ == "__main__":
    unittest.main()

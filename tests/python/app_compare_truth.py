"""What poldyn compare says is so: of sides that share little, of constants, of one run, of what was compared."""
import json
import os
import signal
import subprocess
import time
import unittest

from _app import POLDYN, SOURCE, AppTest, as_text, open_to_change
from _pipeline import OFFICE, PAPER, REVIEW, bloc

try:
    import h5py
    import numpy
except ImportError:
    h5py = None

OPEN = f"""\
extends = "{(SOURCE / 'scenarios/open.toml').resolve()}"
[run]
horizon = "3 y"
[bloc.main.population]
vendors = 10
entry_rate = 0
"""
CLOSED = """\
extends = "open10.toml"
[bloc.main.registration]
who = "all"
[bloc.main.track.full]
stages = ["central"]
[bloc.main.track.light]
stages = ["central"]
[bloc.main.stage.central]
pass_probability = 0
"""


class Truth(AppTest):
    def write(self, name, text):
        (self.folder / name).write_text(text)

    def text(self, *arguments, **options):
        done = self.run_app("compare", *arguments, **options)
        return done.stdout, done.stderr

    def report(self, *arguments):
        return json.loads(self.run_app("compare", *arguments, "--json").stdout)

    def rows(self, report, side=0):
        return {row["name"]: row for row in report["comparisons"][side]["metrics"]}

    def readings(self, report, side=0):
        return {name: row["reading"] for name, row in self.rows(report, side).items()}


class OtherSides(Truth):
    def test_a_regime_under_which_nobody_releases(self):
        self.write("open10.toml", OPEN)
        self.write("closed10.toml", CLOSED)
        for sides, releases, only in ((("open10.toml", "closed10.toml"), "lower", "only_baseline"),
                                      (("closed10.toml", "open10.toml"), "higher", "only_other")):
            report = self.report(*sides, "--replicates", "8")
            self.assertGreater(report["tests"], 0)
            self.assertEqual(self.readings(report)["releases"], releases)
            self.assertEqual(self.readings(report)["idea_to_deployment"], only)
        text, _ = self.text("open10.toml", "closed10.toml", "--replicates", "8")
        self.assertRegex(text, r"releases +\d+ ?± ?\d+ +0 ?± ?0 +-\d+ ?± ?\d+  less")
        self.assertRegex(text, r"idea_to_deployment \[d\] +\S.* - +only in A  -")
        self.assertNotIn("One run", text)
        # A third side beside them changes nothing of it.
        three = self.report("open10.toml", "closed10.toml", "open10.toml", "--replicates", "8")
        self.assertEqual(self.readings(three, 0)["releases"], "lower")
        self.assertEqual(set(self.readings(three, 1).values()) - {"-"}, {"equal"})  # "-": nowhere a value
        # With both closed it is the office that is told.
        self.assertIn("utilisation[central]", self.readings(self.report("closed10.toml", "closed10.toml", "--replicates", "2")))

    def test_another_number_of_stages(self):
        self.write("one.toml", OFFICE + bloc("lab", {"review": REVIEW}))
        self.write("two.toml", OFFICE + bloc("lab", {"review": REVIEW, "paper": PAPER}))
        there, back = self.report("one.toml", "two.toml", "--replicates", "6"), self.report("two.toml", "one.toml", "--replicates", "6")
        self.assertIn(self.readings(there)["mean_wait[review]"], ("equal", "higher", "lower", "unclear"))
        self.assertEqual(self.readings(there)["utilisation[paper]"], "only_other")
        self.assertEqual(self.readings(back)["utilisation[paper]"], "only_baseline")
        self.assertEqual(list(self.rows(there)), list(self.rows(back)))
        text, _ = self.text("one.toml", "two.toml", "--replicates", "6")
        self.assertRegex(text, r"utilisation\[paper\] +- +\S+ *± *\S+ +only in B  -")

    def test_stages_are_matched_by_name_whatever_their_order(self):
        stages = {"paper": PAPER, "review": REVIEW}
        self.write("paper_first.toml", OFFICE + bloc("lab", stages))
        self.write("review_first.toml", OFFICE + bloc("lab", stages, order=["review", "paper"]))
        for files in (False, True):
            sides = ["paper_first.toml", "review_first.toml"]
            if files:
                for name in list(sides):
                    self.run_app("run", name, "--replicates", "5", "-q", "-o", name + ".h5")
                sides = [name + ".h5" for name in sides]
            report = self.report(*sides, *([] if files else ["--replicates", "5"]))
            self.assertEqual(set(self.readings(report).values()), {"equal"}, self.readings(report))
            names = [name for name in self.rows(report) if "[" in name]
            self.assertGreaterEqual(len(names), 10)
            self.assertEqual([n.split("[")[1] for n in names if n.startswith("mean_wait[")], ["paper]", "review]"])

    def test_blocs_with_stages_of_their_own(self):
        west = bloc("west", {"audit": REVIEW})
        self.write("a.toml", OFFICE + bloc("east", {"paper": PAPER, "review": REVIEW}) + west)
        self.write("b.toml", OFFICE + west + bloc("east", {"review": REVIEW, "paper": PAPER}))
        report = self.report("a.toml", "b.toml", "--replicates", "3")
        by_bloc = {c["bloc"]: {m["name"] for m in c["metrics"] if m["name"].startswith("mean_wait[")} for c in report["comparisons"]}
        self.assertEqual(by_bloc, {"east": {"mean_wait[paper]", "mean_wait[review]"}, "west": {"mean_wait[audit]"}})

    def test_blocs_of_one_side_only_are_said(self):
        both = OFFICE + bloc("east", {"review": REVIEW}) + bloc("west", {"review": REVIEW})
        self.write("both.toml", both)
        self.write("one.toml", OFFICE + bloc("west", {"review": REVIEW}))
        self.write("other.toml", OFFICE + bloc("north", {"review": REVIEW}) + bloc("west", {"review": REVIEW}))
        self.write("three.toml", both + bloc("south", {"review": REVIEW}))
        self.assertIn("bloc east is in A only", self.text("both.toml", "one.toml", "--replicates", "2")[1])
        told = self.text("both.toml", "other.toml", "--replicates", "2")[1]
        self.assertIn("bloc east is in A only", told)
        self.assertIn("bloc north is in B only", told)
        self.assertIn("bloc south is in B only", " ".join(self.report("both.toml", "three.toml", "--replicates", "2")["warnings"]))

    def test_no_common_bloc(self):
        self.write("a.toml", OFFICE + bloc("east", {"review": REVIEW}))
        self.write("b.toml", OFFICE + bloc("west", {"review": REVIEW}) + bloc("north", {"review": REVIEW}))
        self.write("c.toml", OFFICE + bloc("south", {"review": REVIEW}))
        done = self.run_app("compare", "a.toml", "b.toml", "--replicates", "1000000", "-o", "out.h5", exit_code=64)
        self.assertIn("nothing to compare", done.stderr)
        self.assertIn("B = b.toml has west, north", done.stderr)
        self.assertNotIn("out.h5", self.files())
        told = self.text("a.toml", "c.toml", "--replicates", "2")[1]  # as many blocs: by place, and that is said
        self.assertIn("compared by their place: east (A) with south", told)


class OtherWindows(Truth):
    def setUp(self):
        super().setUp()
        self.write("office.toml", OFFICE + bloc("lab", {"review": REVIEW}))

    def told(self, *edits):
        return self.text("office.toml", "office.toml", "--replicates", "4", *[word for edit in edits for word in ("--set", edit)])

    def test_each_window_is_said(self):
        for edit, note, legend in [("B:run.warmup=40 d", "another warm-up, 40 d, than A's 0 d", "totals after 40 d"),
                                   ("B:run.horizon=203 d", "another length of simulated time, 203 d, than A's 200 d", "of 203 d"),
                                   ("B:run.horizon=200.0001 d", "200.0001 d, than A's 200 d", "of 200.0001 d")]:
            text, notes = self.told(edit)
            self.assertIn(note, notes)
            self.assertIn(legend, text.replace("\n    ", " "))
        _, notes = self.told("B:run.sample_interval=30 d")  # the last samples are at 200 d and 180 d
        self.assertIn("another sample interval, 30 d, than A's 10 d", notes)
        self.assertNotIn("length", notes)
        _, notes = self.told("run.sample_interval=100 d", "B:run.horizon=299 d")  # both end with the sample at 200 d
        self.assertIn("another length of simulated time, 299 d, than A's 200 d", notes)
        self.assertEqual(self.told("B:run.horizon=0.547570157426420260 y")[1], "")  # 200 d in years

    def test_the_same_of_files_and_another_number_of_runs(self):
        self.run_app("run", "office.toml", "--replicates", "4", "-q", "-o", "a.h5")
        self.run_app("run", "office.toml", "--replicates", "3", "--set", "run.warmup=40 d", "-q", "-o", "b.h5")
        text, notes = self.text("a.h5", "b.h5")
        self.assertIn("B = b.h5: another warm-up, 40 d, than A's 0 d", notes)
        self.assertIn("another number of runs, 3, than A's 4", notes)
        self.assertIn("over 3 pairs", text.replace("\n", " "))
        # What files differ in is said, for their titles do not tell.
        self.assertIn('run.warmup = "40 d" (A: "0 d")', text.replace("\n    ", " "))

    def test_what_was_compared_stands_in_every_output(self):
        edits = ["--set", "run.horizon=150 d", "--set", "B:bloc.lab.stage.review.reviewers=4"]
        text, _ = self.text("office.toml", "office.toml", *edits, "--replicates", "3", "-o", "out.h5")
        flat = text.replace("\n    ", " ")
        self.assertIn("A = office.toml with run.horizon=150 d: an office (3 runs)", flat)
        self.assertIn("B = office.toml with run.horizon=150 d, bloc.lab.stage.review.reviewers=4: an office (3 runs)", flat)
        self.assertIn("seed 1", flat)
        files = self.report("office.toml", "office.toml", *edits, "--replicates", "3")["files"]
        self.assertEqual(files[1]["settings"], ["run.horizon=150 d", "bloc.lab.stage.review.reviewers=4"])
        self.assertEqual(files[1]["differs_from_A"], ["bloc.lab.stage.review.reviewers = 4 (A: 3)"])
        if h5py:
            with h5py.File(self.folder / "out.h5") as file:
                self.assertIn("reviewers=4", as_text(file.attrs["title"]))
                self.assertIn("bloc.lab.stage.review.reviewers=4", file["sides/settings"].asstr()[1].splitlines())


class Chance(Truth):
    def test_constants_have_no_effect_size_and_three_pairs_are_not_certain(self):
        deterministic = OFFICE + bloc("lab", {"review": 'reviewers = 3\nreview = { dist = "constant", mean = "1.5 d" }'},
                                      arrivals='{ dist = "constant", mean = "1 d" }')
        self.write("dd3.toml", deterministic)
        sides = ["dd3.toml", "dd3.toml", "--set", "B:bloc.lab.stage.review.review.mean=2.5 d"]
        for runs in (1, 2, 3, 20):
            report = self.report(*sides, "--replicates", runs)
            rows = self.rows(report)
            self.assertGreater(rows["utilisation[review]"]["difference"]["mean"], 0.3)
            for name, row in rows.items():
                for size in ("cohen_d", "cohen_d_z"):
                    self.assertIsNone(row[size], name)
                if row["difference"]["n"] > 0 and row["difference"]["mean"] != 0 and runs < 20:
                    self.assertIn(row["reading"], ("unclear", "-"), name)
            self.assertEqual(rows["utilisation[review]"]["reading"], {1: "-", 2: "unclear", 3: "unclear", 20: "higher"}[runs])
        text, _ = self.text(*sides, "--replicates", "3", "--details")
        self.assertRegex(text, r"utilisation\[review\] .* in all 3  \?")
        self.assertIn("the very same difference in all pairs", text.replace("\n", " "))
        self.assertNotIn("inf", text.split("of A: relative")[0])
        self.assertNotRegex(text, r"e[+-]?1[0-9]")

    def test_a_starved_number_of_runs_is_called_what_it_is(self):
        self.write("office.toml", OFFICE + bloc("lab", {"review": REVIEW}))
        one = self.text("office.toml", "office.toml", "--set", "B:bloc.lab.stage.review.reviewers=9", "--replicates", "1")[0]
        self.assertIn("One run of each says nothing about chance", one.replace("\n", " "))
        self.assertNotRegex(one, r"  (more|less)\n")
        self.run_app("run", "office.toml", "--replicates", "1", "-q", "-o", "one.h5")
        self.run_app("run", "office.toml", "--replicates", "5", "-q", "-o", "five.h5")
        for sides in (("one.h5", "five.h5"), ("five.h5", "one.h5")):
            told = self.text(*sides)[0].replace("\n", " ")
            self.assertNotIn("One run of each", told)
            self.assertIn("No row has two pairs with a value on both sides", told)
        self.run_app("run", "office.toml", "--replicates", "5", "--seed", "9", "-q", "-o", "nine.h5")
        self.assertIn("Runs are independent; the smallest file has 5", self.text("five.h5", "nine.h5")[0].replace("\n", " "))

    @unittest.skipIf(h5py is None, "needs h5py")
    def test_common_random_numbers_are_said_where_runs_share_them(self):
        self.write("office.toml", OFFICE + bloc("lab", {"review": REVIEW}))
        for name in ("a.h5", "b.h5", "c.h5"):
            self.run_app("run", "office.toml", "--replicates", "5", "-q", "-o", name)
        with open_to_change(self.folder / "b.h5") as file:  # as a merged campaign has it, whose points have own seeds
            file["runs/seed"][...] = numpy.arange(5, dtype="u8") + 77
        with open_to_change(self.folder / "c.h5") as file:
            file["runs/seed"][0, 4] = 3
        for other in ("b.h5", "c.h5"):
            text, notes = self.text("a.h5", other)
            self.assertNotIn("common random numbers", text)
            self.assertIn("another seed", notes)
        text, _ = self.text("b.h5", "b.h5")
        self.assertIn("on common random numbers (seeds of each run's own)", text.replace("\n", " "))
        text, _ = self.text("a.h5", "a.h5", "b.h5")
        self.assertIn("C - A are differences of independent runs, the others are taken run by run", text.replace("\n", " "))
        report = self.report("a.h5", "a.h5", "b.h5")
        self.assertEqual([c["paired"] for c in report["comparisons"]], [True, False])
        self.assertEqual(report["files"][2]["seed"], 77)


class Table(Truth):
    def lines(self, columns, *arguments):
        return self.text(*arguments, env=os.environ | {"COLUMNS": str(columns)})[0].splitlines()

    def test_two_sides_stand_in_one_table_with_the_mark_in_its_row(self):
        sides = ["scenario.toml", "scenario.toml", "--set", "run.horizon=0.5 y", "--set",
                 "B:bloc.south.stage.review.reviewers=1", "--replicates", "6"]
        for columns in (60, 80, 120):
            lines = self.lines(columns, *sides)
            self.assertLessEqual(max(map(len, lines)), columns)
            self.assertEqual(sum(line.startswith("bloc south") for line in lines), 1)
            marked = [line for line in lines if line.endswith(("  more", "  less", "  ?", "  same", "  -"))]
            self.assertGreaterEqual(len(marked), 20, "\n".join(lines))

    def test_three_sides_stand_beside_each_other(self):
        sides = ["scenario.toml"] * 3 + ["--set", "run.horizon=0.5 y", "--set", "B:bloc.south.stage.review.reviewers=1",
                                         "--set", "C:bloc.south.stage.review.reviewers=2", "--replicates", "6"]
        for columns in (80, 120):
            lines = self.lines(columns, *sides)
            self.assertLessEqual(max(map(len, lines)), columns)
            heads = [line for line in lines if "B - A" in line and "bloc" in line]
            self.assertEqual(len(heads), 2)  # one a bloc
            for head in heads:
                self.assertRegex(head, r"A +B - A +B is +C - A +C is$")

    def test_many_sides_follow_below(self):
        lines = self.lines(60, *["scenario.toml"] * 5, "--set", "run.horizon=0.2 y", "--replicates", "3")
        self.assertLessEqual(max(map(len, lines)), 60)
        self.assertTrue(any("E - A" in line for line in lines))


class Rows(Truth):
    def sides(self, *more):
        return ["scenario.toml", "scenario.toml", "--set", "run.horizon=1 y", "--set",
                "B:bloc.south.stage.review.reviewers=1", "--replicates", "3", *more]

    def test_asked_for_by_name_family_path_pattern_and_label(self):
        for asked, names in [("releases", {"releases"}), ("iteration/releases", {"releases"}),
                             ("totals/iteration/releases", {"releases"}), ("delay_by_cause[review]", {"delay_by_cause[review]"}),
                             ("metrics/capability/frontier", {"frontier"}), ("frontier", {"frontier"}),
                             ("mean_wait", {"mean_wait[review]"})]:
            report = self.report(*self.sides("-m", asked))
            found = {name for c in report["comparisons"] for name in (m["name"] for m in c["metrics"])}
            self.assertEqual(found, names, asked)
        report = self.report(*self.sides("-m", "pipeline/*", "-m", "releases"))
        self.assertEqual(list(self.rows(report))[-1], "releases")
        self.assertGreater(len(self.rows(report)), 10)
        everything = {m["path"] + m["name"] for m in self.report(*self.sides("-m", "*"))["comparisons"][1]["metrics"]}
        self.assertGreater(len(everything), 250)
        for group in ("totals", "metrics"):
            self.assertIn(f"{group}/iteration/delay_by_causedelay_by_cause[review]", everything)

    def test_in_text_and_file(self):
        text, _ = self.text(*self.sides("-m", "metrics/capability/frontier", "-m", "releases", "-o", "out.h5"))
        self.assertRegex(text, r"frontier \[OOM\], sampled")
        self.assertIn("mean of the samples after the warm-up", text.replace("\n", " "))
        if h5py:
            with h5py.File(self.folder / "out.h5") as file:
                self.assertEqual(set(file["comparison/metric"].asstr()), {"metrics/capability/frontier", "totals/iteration/releases"})

    def test_what_no_side_has(self):
        for asked, told in [("relases", "did you mean 'releases'?"), ("iteration/relases", "did you mean 'iteration/releases'?"),
                            ("mean_wait[reviw]", "did you mean 'review'?"), ("releases[north]", "leave out the brackets"),
                            ("zzz*", "names no metric"), ("", "names no metric")]:
            done = self.run_app("compare", *self.sides("-m", asked, "-o", "out.h5"), exit_code=64)
            self.assertIn(told, done.stderr)
            self.assertEqual(self.files(), ["scenario.toml"])
        # A metric that is known and has no value: one bloc has no other to differ from.
        (self.folder / "alone.toml").write_text('extends = "scenario.toml"\n[bloc.south]\nremove = true\n')
        text, _ = self.text("alone.toml", "alone.toml", "--replicates", "2", "-m", "mean_architecture_divergence")
        self.assertIn("No run of any side has a value of: mean_architecture_divergence.", text.replace("\n", " "))

    @unittest.skipIf(h5py is None, "needs h5py")
    def test_means_since_a_time_are_those_of_the_samples(self):
        edit = "bloc.south.stage.review.reviewers=1"
        self.run_app("run", "scenario.toml", "--set", "run.horizon=1 y", "--replicates", "3", "-q", "-o", "a.h5")
        self.run_app("run", "scenario.toml", "--set", "run.horizon=1 y", "--set", edit, "--replicates", "3", "-q", "-o", "b.h5")
        for since, chosen in (("0.5 y", True), ("0 d", False)):
            here = self.report(*self.sides("--since", since))
            files = self.report("a.h5", "b.h5", "--since", since)
            self.assertEqual(here["comparisons"][1]["metrics"], files["comparisons"][1]["metrics"])
            self.assertEqual(here["since_days"], 182.625 if chosen else 0)
            with h5py.File(self.folder / "a.h5") as file:
                days, series = file["time"][()], file["metrics/capability/frontier"][0, :, 1, :]
            start = here["since_days"]
            before = numpy.maximum(numpy.concatenate([[0], days[:-1]]), start)
            weights = numpy.where((days > start) & ~numpy.isnan(series), days - before, 0)
            expected = (numpy.nan_to_num(series) * weights).sum(axis=1) / weights.sum(axis=1)
            self.assertAlmostEqual(self.rows(here, 1)["frontier"]["baseline"]["mean"], expected.mean(), places=9)
            self.assertEqual({m["path"].split("/")[0] for m in here["comparisons"][0]["metrics"]}, {"metrics"})
        text, _ = self.text(*self.sides("--since", "0.5 y", "-m", "frontier", "-m", "totals/iteration/releases"))
        flat = text.replace("\n", " ")
        self.assertIn("Means of samples after 182.6 d", flat)
        self.assertIn("Totals of the whole run after its warm-up: releases", flat)

    def test_a_since_that_leaves_nothing_is_refused(self):
        for since, told in [("1 y", "the last sample of A = scenario.toml is at"), ("9 y", "leaves nothing"), ("-1 d", "before the start"),
                            ("5 dya", "unit 'dya'"), ("nan", "")]:
            done = self.run_app("compare", *self.sides(f"--since={since}", "-o", "out.h5"), exit_code=64)
            self.assertIn(told, done.stderr)
            self.assertEqual(self.files(), ["scenario.toml"])

    def test_before_and_after_a_policy_at_a_date(self):
        (self.folder / "policy.toml").write_text('extends = "scenario.toml"\n[[policy]]\nlabel = "cap"\nat = "0.5 y"\n'
                                                 '[policy.set]\n"bloc.south.stage.review.reviewers" = 1\n')
        sides = ["scenario.toml", "policy.toml", "--set", "run.horizon=1 y", "--replicates", "4"]
        report = self.report(*sides)
        around = {a["bloc"]: a for a in report["around_dates"]}
        self.assertEqual(around["south"]["date_days"], 182.625)
        for metric in around["south"]["metrics"]:  # nothing differs before the rules do
            self.assertIn(metric["before"]["mean"], (0, None), metric)
        self.assertTrue(any(metric["after"]["mean"] for metric in around["south"]["metrics"]))
        self.assertRegex(self.text(*sides)[0], r"bloc south, B - A +before 182.6 d +after 182.6 d")
        self.assertNotIn("around_dates", self.report("scenario.toml", "policy.toml", "--set", "run.horizon=1 y",
                                                     "--set", "mechanisms.policy=false", "--replicates", "2"))

    def test_of_an_office_alone_the_samples_are_those_of_its_queue(self):
        self.write("office.toml", OFFICE + bloc("lab", {"review": REVIEW}))
        self.write("policy.toml", 'extends = "office.toml"\n[[policy]]\nlabel = "cut"\nat = "100 d"\n[policy.set]\n"bloc.lab.stage.review.reviewers" = 1\n')
        report = self.report("office.toml", "policy.toml", "--replicates", "4")
        around = {metric["path"].split("/")[-1]: metric for metric in report["around_dates"][0]["metrics"]}
        self.assertEqual(around["queue_length"]["before"]["mean"], 0)
        self.assertGreater(around["queue_length"]["after"]["mean"], 1)
        since = self.rows(self.report("office.toml", "policy.toml", "--replicates", "4", "--since", "100 d"))
        self.assertEqual(set(since), {"queue_length", "in_review", "awaiting_window", "pending", "pending_age"})
        self.assertAlmostEqual(since["queue_length"]["difference"]["mean"], around["queue_length"]["after"]["mean"])


class Files(Truth):
    def test_ctrl_c_ends_the_comparison_of_files(self):
        self.small_run("--replicates", "60", "-q", "-o", "a.h5")
        for number in (signal.SIGINT, signal.SIGTERM):
            program = subprocess.Popen([POLDYN, "compare", *["a.h5"] * 100, "-m", "*", "--details", "-o", "out.h5"],
                                       cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            time.sleep(2)
            begin = time.monotonic()
            program.send_signal(number)
            out, err = program.communicate(timeout=60)
            self.assertLess(time.monotonic() - begin, 10)  # the whole takes minutes
            self.assertEqual(program.returncode, 75, err)
            self.assertEqual(out, "")
            self.assertEqual(self.files(), ["a.h5", "scenario.toml"])

    def test_no_number_is_no_confidence(self):
        for level in ("nan", "inf", "-nan", "0.4", "1", "x", ""):
            self.run_app("compare", "scenario.toml", "scenario.toml", f"--confidence={level}", exit_code=64)
        self.small_run("--replicates", "2", "-q", "-o", "a.h5")
        for band in ("nan", "-1", "2"):
            self.run_app("recovery", "a.h5", "a.h5", "--since", "100 d", f"--band={band}", exit_code=64)


if __name__ == "__main__":
    unittest.main()

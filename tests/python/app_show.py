"""Pictures in the terminal: they fit the width, say what they show, refuse what they cannot draw; scenarios to start from."""
import json
import os
import pty
import re
import shutil
import subprocess
import unittest

import h5py

from _app import POLDYN, open_to_change
from _campaign import CampaignTest

LOCALE = {"LC_ALL": "C.UTF-8"}


class ShowTest(CampaignTest):
    def show(self, *arguments, columns=80, more=None, **options):
        environment = os.environ | LOCALE | {"COLUMNS": str(columns)} | (more or {})
        return self.run_app("show", *arguments, env=environment, **options)

    def pair(self):
        self.small_run("-o", "a.h5", "--replicates", "12", "--quiet")
        self.small_run("-o", "b.h5", "--replicates", "12", "--quiet", "--set", "bloc.south.stage.review.reviewers=1")

    def test_pictures_fit_the_width_and_have_no_colour_in_a_pipe(self):
        self.pair()
        self.write_experiment(replicates=2)
        self.sweep("-o", "c", "--quiet")
        self.merged("c")
        for columns in (120, 80, 60, 40, 25):
            for arguments in (["a.h5"], ["a.h5", "b.h5"], ["a.h5", "b.h5", "-m", "generations_per_year", "-m", "releases"],
                              ["merged.h5"], ["merged.h5", "--effects", "-m", "releases"], ["merged.h5", "--point", "0"]):
                text = self.show(*arguments, columns=columns).stdout
                self.assertNotIn("\x1b", text)
                for line in text.splitlines():
                    self.assertLessEqual(len(line), max(columns, 40), f"{arguments} at {columns}:\n{text}")

    def test_ascii_where_the_locale_asks_for_it(self):
        self.pair()
        self.write_experiment(replicates=2)
        self.sweep("-o", "c", "--quiet")
        self.merged("c")
        for arguments in (["a.h5", "b.h5"], ["merged.h5"], ["merged.h5", "--effects"]):
            self.show(*arguments, more={"LC_ALL": "C"}).stdout.encode("ascii")

    def test_colour_on_a_terminal_unless_no_color(self):
        self.pair()

        def on_terminal(**more):
            master, slave = pty.openpty()
            try:
                self.show("a.h5", "b.h5", "-m", "generations_per_year", more={"TERM": "xterm"} | more, stdout=slave,
                          capture_output=False)
                os.set_blocking(master, False)
                return os.read(master, 1 << 16)
            finally:
                os.close(slave)
                os.close(master)

        self.assertIn(b"\x1b[0;36m", on_terminal())
        self.assertNotIn(b"\x1b", on_terminal(NO_COLOR="1"))
        self.assertNotIn(b"\x1b", on_terminal(TERM="dumb"))

    def test_delays_are_those_of_the_file(self):
        self.small_run("-o", "a.h5", "--replicates", "12", "--quiet")
        text = self.show("a.h5", "--bloc", "south", "--delays").stdout
        with h5py.File(self.folder / "a.h5") as file:
            south = [name.decode() for name in file["bloc"][()]].index("south")
            means = file["totals/iteration/delay_by_cause"][0, :, south, :].mean(axis=0)
            causes = [name.decode() for name in file["cause"][()]]
        for cause, mean in zip(causes, means):
            if mean == 0:
                self.assertRegex(text, rf"No time went to: [^.]*{cause}")
                continue
            shown = re.search(rf"^{cause}\s+\S*\s+([\d.]+)", text, re.M)
            self.assertIsNotNone(shown, text)
            self.assertAlmostEqual(float(shown.group(1)), mean, delta=0.01 * mean + 0.06)

    def test_a_pivot_has_the_means_of_its_cells(self):
        self.write_experiment(replicates=3)
        self.sweep("-o", "c", "--quiet")
        self.merged("c")
        text = self.show("merged.h5", "--pivot", "reviewers,pass_probability", "-m", "releases", "--bloc", "south").stdout
        with h5py.File(self.folder / "merged.h5") as file:
            reviewers, passing = file["parameters/reviewers"][()], file["parameters/pass_probability"][()]
            south = [name.decode() for name in file["bloc"][()]].index("south")
            releases = file["totals/iteration/releases"][:, :, south].mean(axis=1)
        for value in sorted(set(reviewers)):
            row = next(line for line in text.splitlines() if line.startswith(f"{value:g} "))
            shown = [float(x) for x in re.findall(r"(\d+(?:\.\d+)?)±", row)]
            cells = [releases[(reviewers == value) & (passing == p)][0] for p in sorted(set(passing))]
            self.assertEqual(len(shown), len(cells), text)
            for mean, cell in zip(shown, cells):
                self.assertAlmostEqual(mean, cell, delta=1)

    def test_a_comparison_is_drawn_in_per_cent_of_its_baseline(self):
        self.pair()
        self.run_app("compare", "a.h5", "b.h5", "-o", "ab.h5", "--quiet")
        for columns in (80, 40):
            text = self.show("ab.h5", columns=columns).stdout
            self.assertLessEqual(max(map(len, text.splitlines())), columns, text)
            self.assertRegex(text, "B - A, bloc south")
            self.assertIn("%", text)
            self.assertIn("idea_to_deployment", text)
        self.assertIn("shown as a whole", self.show("ab.h5", "-m", "releases", exit_code=64).stderr)

    def test_what_cannot_be_drawn_is_refused_with_a_remedy(self):
        self.pair()
        self.write_experiment(replicates=2)
        self.sweep("-o", "c", "--quiet")
        self.merged("c")
        (self.folder / "no.h5").write_text("no result")
        for arguments, code, words in (
                (["a.h5", "-m", "generation_per_year"], 64, "did you mean 'generations_per_year'"),
                (["a.h5", "--bloc", "sout"], 64, "did you mean 'south'"),
                (["a.h5", "--pivot", "x,y"], 64, "merged file of a sweep"),
                (["a.h5", "--effects"], 64, "merged file of a sweep"),
                (["a.h5", "--point", "1"], 64, "has the points 0 to 0"),
                (["merged.h5", "--delays"], 64, "--point N picks one"),
                (["merged.h5", "a.h5"], 64, "--point N picks one"),
                (["merged.h5", "--pivot", "reviewers"], 64, "give two factors"),
                (["merged.h5", "--pivot", "reviewers,reviewers"], 64, "same factor"),
                (["merged.h5", "--pivot", "reviewer,pass_probability"], 64, "did you mean 'reviewers'"),
                (["none.h5"], 66, "none.h5"), (["no.h5"], 65, "no.h5"), (["scenario.toml"], 65, "`poldyn run`"),
                (["c"], 66, "`poldyn merge`")):
            done = self.show(*arguments, exit_code=code)
            self.assertEqual(done.stdout, "", arguments)
            self.assertIn(words, done.stderr)

    def test_poor_files_have_a_sensible_picture_or_a_clear_word(self):
        self.small_run("-o", "one.h5", "--replicates", "1", "--quiet")
        self.assertIn("One run.", self.show("one.h5").stdout)
        self.small_run("-o", "nan.h5", "--replicates", "3", "--quiet")
        with open_to_change(self.folder / "nan.h5") as file:
            file["metrics/capability/frontier"][...] = float("nan")
            file["metrics/capability/usage_q"][...] = 7
        self.assertIn("no run has a value of it", self.show("nan.h5", "-m", "frontier").stdout)
        self.assertIn("usage_q", self.show("nan.h5", "-m", "usage_q").stdout)

    def test_titles_cannot_drive_the_terminal(self):
        self.small_run("-o", "a.h5", "--quiet", "--set", r'title="\u001b[2Jgone"')
        self.assertNotIn("\x1b", self.show("a.h5").stdout)

    def test_every_command_that_makes_a_file_says_what_to_look_at(self):
        self.assertEqual(self.small_run("-o", "a.h5").stdout.splitlines()[-1],
                         "Next: poldyn show a.h5   # draws it over time")
        self.small_run("-o", "b b.h5", "--quiet")
        self.assertIn("\nNext: poldyn show a.h5 'b b.h5'", self.run_app("compare", "a.h5", "b b.h5").stdout)
        self.assertNotIn("Next:", self.run_app("compare", "a.h5", "b b.h5", "--json").stdout)
        self.assertNotIn("Next:", self.small_run("-o", "c.h5", "--json").stdout)
        self.write_experiment(replicates=2)
        self.sweep("-o", "c", "--quiet")
        self.assertIn("\nNext: poldyn show m.h5", self.run_app("merge", "c", "-o", "m.h5").stdout)


class StartTest(CampaignTest):
    def test_shipped_scenarios_say_what_they_show(self):
        listed = json.loads(self.run_app("scenarios", "--json").stdout)
        names = [one["name"] for one in listed]
        self.assertEqual(len(set(names)), len(names))
        for name in ("open", "sovereign", "regimes/regime_sovereign", "claims/one"):
            self.assertIn(name, names)
        self.assertFalse([name for name in names if "layers/" in name])
        for one in listed:
            self.assertTrue(one["title"] and one["question"], one)
        self.assertIn("registry_2023_2025", self.run_app("scenarios", "registry").stdout)
        self.assertNotIn("set_point", self.run_app("scenarios", "filing", "control").stdout)
        self.assertIn("regimes/open_rules_sovereign_means", self.run_app("scenarios", "filing", "control").stdout)
        self.assertIn("no shipped scenario has 'xyzzy'", self.run_app("scenarios", "xyzzy", exit_code=64).stderr)

    def test_a_scenario_made_from_any_of_them_is_the_same_scenario(self):
        for one in json.loads(self.run_app("scenarios", "--json").stdout):
            self.run_app("new", "mine.toml", "--force", "--from", one["name"])
            mine, theirs = (self.run_app("expand", file, "--set", "title=x").stdout for file in ("mine.toml", one["file"]))
            self.assertEqual(mine, theirs, one["name"])
            text = (self.folder / "mine.toml").read_text()
            self.assertNotIn("extends", text)
            self.assertLess(len(text.splitlines()), 700)  # of 1,765 with all that has its default

    def test_only_what_is_set_stands_in_it(self):
        self.run_app("new", "mine.toml", "--from", "open")
        text = (self.folder / "mine.toml").read_text()
        self.assertIn('who = "nobody"', text)
        self.assertNotIn("adaptive_search", text)
        self.assertIn("Its question", text)
        self.assertEqual(self.run_app("new", "-", "--from", "open").stdout.split("title")[0], text.split("title")[0])

    def test_an_unknown_name_is_refused_and_nothing_is_written(self):
        done = self.run_app("new", "mine.toml", "--from", "sovereing", exit_code=64)
        self.assertIn("did you mean 'sovereign'?", done.stderr)
        self.assertFalse((self.folder / "mine.toml").exists())

    def test_names_that_no_scenario_has_are_refused_whatever_is_in_them(self):
        for name in ("../../../etc/passwd", "/etc/passwd", "regimes/../open", "open.toml", "layers/governance", "*", "o" * 100_000,
                     "\x1b[2Jopen", "open\nopen", "\u202eopen"):
            done = self.run_app("new", "mine.toml", "--from", name, exit_code=64)
            self.assertNotIn("\x1b", done.stderr)
            self.assertNotIn("\u202e", done.stderr)
            self.assertEqual(done.stdout, "")
            self.assertIn("--from", done.stderr)
            self.assertFalse((self.folder / "mine.toml").exists())
        self.run_app("new", "mine.toml", "--from", "", exit_code=64)
        self.run_app("scenarios", "", exit_code=64)
        self.assertNotIn("\x1b", self.run_app("scenarios", "\x1b[2J", exit_code=64).stderr)

    def test_a_file_that_cannot_be_written_is_named_and_nothing_is_harmed(self):
        (self.folder / "mine.toml").write_text("mine")
        (self.folder / "folder").mkdir()
        before = self.files()
        for target, word in (("mine.toml", "--force"), ("no/such/mine.toml", "no/such"), ("folder", "folder"),
                             ("mine.toml/x.toml", "mine.toml")):
            done = self.run_app("new", target, "--from", "open", exit_code=73)
            self.assertIn(word, done.stderr)
            self.assertEqual(done.stdout, "")
        self.run_app("new", "folder", "--from", "open", "--force", exit_code=73)
        self.assertEqual((self.folder / "mine.toml").read_text(), "mine")
        self.assertEqual(self.files(), before)
        self.run_app("new", "mine.toml", "--from", "open", "--force")
        self.run_app("check", "mine.toml")

    def test_where_no_scenarios_are_it_says_so(self):
        (self.folder / "elsewhere").mkdir()
        shutil.copy(POLDYN, self.folder / "elsewhere/poldyn")
        for arguments in (["scenarios"], ["new", "mine.toml", "--from", "open"]):
            done = subprocess.run([self.folder / "elsewhere/poldyn", *arguments], cwd=self.folder, capture_output=True, text=True)
            self.assertEqual(done.returncode, 66, done.stderr)
            self.assertIn("scenarios/", done.stderr)
        self.assertFalse((self.folder / "mine.toml").exists())


class Survivors(CampaignTest):
    def test_a_mean_over_what_came_out_says_what_did_not(self):
        self.small_run("--replicates", 2, "-o", "a.h5", "-q")
        asked = self.run_app("show", "a.h5", "-m", "idea_to_deployment").stdout
        self.assertRegex(" ".join(asked.split()), r"idea_to_deployment: mean over releases. What never came out is not in it: of")
        other = self.run_app("show", "a.h5", "-m", "frontier").stdout
        self.assertNotIn("What never came out", other)
        usual = self.run_app("show", "a.h5").stdout
        self.assertEqual(" ".join(usual.split()).count("What never came out is not in it"), 1)


if __name__ == "__main__":
    unittest.main()

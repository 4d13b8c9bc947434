"""Texts that would take minutes, much memory or a terminal: refused in a moment, with the reason and the place."""
import os
import resource
import subprocess
import time

from _app import POLDYN, SCENARIO, AppTest

SANITIZED = b"__asan_init" in open(POLDYN, "rb").read()
SLOWER = 10 if SANITIZED else 1
SECONDS = 5 * SLOWER  # on a machine that does other things too; what was mended took from 16 s to for ever
MEMORY = 1000 << 20
EXPERIMENT = '[experiment]\nbase = "scenario.toml"\n'


class Inputs(AppTest):
    def refused(self, command, *words, exit_code=65, seconds=SECONDS, **options):
        if not SANITIZED:
            options["preexec_fn"] = lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        begin = time.monotonic()
        done = self.run_app(*command, exit_code=exit_code, timeout=60 * SLOWER, **options)
        self.assertLess(time.monotonic() - begin, seconds, command)
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertLess(len(done.stderr), 2_000_000)
        return done

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def test_extends_that_go_on_and_on(self):
        for i in range(3000):
            self.write(f"c{i}.toml", f'extends = "c{i + 1}.toml"\n')
        self.write("c3000.toml", SCENARIO)
        self.refused(["check", "c0.toml"], "extends goes 100 files deep", "c100.toml")
        self.write("c3000.toml", 'extends = "c0.toml"\n')
        self.refused(["check", "c0.toml"], "extends goes 100 files deep")
        self.run_app("check", "c2910.toml", exit_code=65)  # a circle of 3001 is too deep as well
        self.write("c3000.toml", SCENARIO)
        self.run_app("check", "c2910.toml")
        for i in range(1100):
            self.write(f"e{i}.toml", "# nothing\n")
        self.write("many.toml", "extends = [" + ", ".join(f'"e{i}.toml"' for i in range(1100)) + "]\n" + SCENARIO)
        self.refused(["check", "many.toml"], "extends goes to 1000 files")
        self.write("none.toml", "extends = [" + ", ".join(f'"n{i}.toml"' for i in range(100_000)) + "]\n")
        self.refused(["check", "none.toml"], exit_code=66, seconds=10 * SLOWER)

    def test_extends_of_what_is_no_file(self):
        os.mkfifo(self.folder / "pipe.toml")
        for name in ("pipe.toml", "/dev/zero"):
            self.write("x.toml", f'extends = "{name}"\n')
            self.refused(["check", "x.toml"], "no regular file", exit_code=66)

    def test_policies(self):
        for policy in ('at = "1 d"', "x = 1", 'when = "north.pipeline.in_review > 1"'):
            self.write("x.toml", SCENARIO + f"\n[[policy]]\n{policy}\n" * 60_000)
            self.refused(["check", "x.toml"], "more than 1000 policies")
        keys = "".join(f"unknown{i} = 1\n" for i in range(100_000))
        for table in ("[[policy]]", "[[policy]]\n[policy.set]"):
            self.write("x.toml", f"{SCENARIO}\n{table}\n{keys}")
            self.refused(["check", "x.toml"], "more mistakes than are shown")

    def test_keys_that_nobody_knows(self):
        keys = "".join(f"unknown{i} = 1\n" for i in range(200_000))
        for above in (f"{keys}{SCENARIO}", f"{SCENARIO}\n[market]\n{keys}", f"{SCENARIO}\n[bloc.north.market]\n{keys}",
                      SCENARIO + "".join(f"[unknown{i}]\n" for i in range(100_000)),
                      SCENARIO + "".join(f"[bloc.b{i}]\nlike = 'north'\n" for i in range(50_000)),
                      SCENARIO + "".join(f"[domain.b{i}]\n" for i in range(50_000))):
            self.write("x.toml", above)
            self.refused(["check", "x.toml"], seconds=2 * SECONDS)
        for table in ("experiment", "factor.a", "record", "set", "factor"):
            text = EXPERIMENT + ("" if table == "experiment" else f"[{table}]\n") + keys
            self.write("x.toml", text)
            self.refused(["check", "x.toml"], seconds=2 * SECONDS)

    def test_long_lists(self):
        for key, value in (("stages", '"review"'), ("stages", '"nowhere"')):
            text = SCENARIO.replace('[bloc.south.track.full]\nstages = ["review"]',
                                    f"[bloc.south.track.full]\n{key} = [{', '.join([value] * 100_000)}]")
            self.write("x.toml", text)
            told = self.refused(["check", "x.toml"], "a track has at most 8 stages")
            self.assertLess(len(told.stderr), 5000)
        self.write("x.toml", "[experiment]\nbase = [" + ", ".join(['"scenario.toml"'] * 10_000) + "]\n")
        self.refused(["check", "x.toml"], "names more than 1000 files")

    def test_tables_of_points(self):
        self.write("exp.toml", EXPERIMENT + 'design = "table"\ntable = "points.csv"\n')
        head = "bloc.north.population.vendors,bloc.south.population.vendors\n"
        for text, words in ((head + "x\n" * 1_000_000, "more mistakes than"), (head + "1,2\n" * 5_000_000, "more than 4000000"),
                            (head + "," * 10_000_000, "more than 4000000"), ("a.b," * 100_000 + "\n1\n", "columns"),
                            (head + '"1"5,2\n', "behind the closing quote"), (head + '1,"2\n', "nothing closes")):
            self.write("points.csv", text)
            done = self.refused(["check", "exp.toml"], seconds=3 * SECONDS)
            if words != "more mistakes than":
                self.assertIn(words, done.stderr)
        self.write("points.csv", head + "40,50\n" * 3)
        self.run_app("check", "exp.toml")

    def test_sizes_are_said_and_the_absurd_is_refused(self):
        self.assertRegex(self.run_app("check", "scenario.toml").stdout, r"61 samples; [\d.]+ [kM]B a run in memory, [\d.]+ MB in all")
        self.assertRegex(self.run_app("run", "scenario.toml", "-n").stdout, r"samples: 61 samples; .* before compression")
        much = ["--set", "run.horizon=100 y", "--set", "run.sample_interval=0.001 d"]
        self.refused(["check", "scenario.toml", *much], "36525000 samples", "1000000", exit_code=65)
        self.refused(["run", "scenario.toml", "-n", *much], "36525000 samples", exit_code=65)
        long = ["--set", "run.horizon=100 y", "--set", "run.sample_interval=0.04 d", "--set", "bloc.north.market.demand_growth=0 /y",
                "--set", "bloc.south.market.demand_growth=0 /y"]
        self.refused(["run", "scenario.toml", *long, "--replicates", "1000000"], "in all; make fewer")
        self.write("exp.toml", EXPERIMENT + "replicates = 1000000\n[set]\nbloc.north.market.demand_growth = '0 /y'\nbloc.south.market.demand_growth = '0 /y'\nrun.horizon = '100 y'\nrun.sample_interval = '0.04 d'\n"
                                            "[record]\nsampled = ['*']\n")
        for command in ("check", "sweep"):
            self.refused([command, "exp.toml"], "[record]")
        self.assertNotIn("exp", self.files())

    def test_conditions_that_say_nothing(self):
        for when in ('""', '" "'):
            self.write("x.toml", SCENARIO + f"\n[[policy]]\nwhen = {when}\n[policy.set]\n\"bloc.north.population.vendors\" = 1\n")
            self.refused(["check", "x.toml"], "policy.1.when")
        self.write("x.toml", SCENARIO + '\n[[policy]]\nat = "1 y"\n[policy.set]\n"bloc.south.stage.review.reviewers" = 1\n')
        expanded = self.run_app("expand", "x.toml").stdout
        self.assertIn('when = ""', expanded)
        self.write("expanded.toml", expanded)
        self.run_app("check", "expanded.toml")

    def test_nothing_drives_the_terminal(self):
        evil = "\\u001b[31mred\\u0007\\u009b31m\\u202eturned\\u2028\\u007f"
        scenario = SCENARIO.replace('title = "', f'title = "{evil}')
        self.write("evil.toml", scenario)
        small = ["--set", "run.horizon=0.2 y"]
        name = "evil\x1b[31m\u202e.h5"
        os.symlink("evil.h5", self.folder / name)
        self.write("exp.toml", EXPERIMENT.replace("scenario", "evil") + f'title = "{evil}"\n[set]\nrun.horizon = "0.2 y"\n')
        commands = [["run", "evil.toml", *small, "--replicates", "2", "-o", "evil.h5"], ["run", "evil.toml", "-n"],
                    ["compare", "evil.h5", name], ["compare", "evil.toml", "evil.toml", *small, "--replicates", "2"],
                    ["status", name], ["status", name, "--json"], ["export", name, "-m", "releases"], ["expand", "evil.h5"],
                    ["expand", "exp.toml"], ["expand", "exp.toml", "--json"], ["sweep", "exp.toml", "-o", "c\x1b[2J"],
                    ["status", "c\x1b[2J"], ["check", "missing\x1b[2J.toml"], ["\x1b[2J"], ["run", "--\x1b[2J"],
                    ["check", "scenario.toml", "--set", "a\x1b=\x1b[2J"]]
        for command in commands:
            done = subprocess.run([POLDYN, *command], cwd=self.folder, capture_output=True, timeout=60)
            self.assertGreaterEqual(done.returncode, 0)
            shown = (done.stdout + done.stderr).decode()  # which it could not, were it no UTF-8
            for character in shown:
                driving = (character < " " and character not in "\n\t") or "\x7f" <= character <= "\x9f" or character in "\u202e\u2028"
                self.assertFalse(driving, f"{command}: {ascii(shown[:500])}")
        again = self.run_app("expand", "evil.h5").stdout
        self.write("again.toml", again)
        self.assertEqual(self.run_app("expand", "again.toml").stdout, again)

"""Exit codes, messages, and that nothing is written when something is wrong."""
import shlex
import json
import os
import subprocess

from _app import POLDYN, SOURCE, AppTest


class Usage(AppTest):
    def test_without_a_command_help_is_shown(self):
        done = self.run_app(exit_code=64)
        self.assertIn("Usage: poldyn", done.stdout)

    def test_help_of_each_command_has_an_example_and_fits_80_columns(self):
        commands = ["run", "compare", "replay", "check", "expand", "params", "facts", "new", "sweep", "status",
                    "merge", "export", "discover", "threshold", "attribute", "sensitivity", "tradeoff", "select", "show",
                    "report", "scenarios"]
        for arguments in [[]] + [[command] for command in commands]:
            done = self.run_app(*arguments, "--help")
            self.assertIn("Example: poldyn", done.stdout)
            self.assertEqual(done.stderr, "")
            for line in done.stdout.splitlines():
                self.assertLessEqual(len(line), 80, line)

    def test_exit_codes_are_documented(self):
        done = self.run_app("--help")
        page = (SOURCE / "docs/cli.md").read_text()
        for code in "0 3 4 6 64 65 66 70 73 74 75".split():
            self.assertRegex(done.stdout, rf"\b{code}\b")
            self.assertIn(f"| {code} |", page)

    def test_version(self):
        self.assertRegex(self.run_app("--version").stdout, r"^poldyn \d+\.\d+\.\d+ \(")

    def test_unknown_words_name_the_nearest(self):
        self.assertIn("did you mean 'run'?", self.run_app("rnu", exit_code=64).stderr)
        self.assertIn("did you mean '--replicates'?",
                      self.run_app("run", "scenario.toml", "--replicate=3", exit_code=64).stderr)
        self.assertIn("unexpected argument 'b.toml'",
                      self.run_app("run", "scenario.toml", "b.toml", exit_code=64).stderr)

    def test_bad_option_values(self):
        for arguments in (["--replicates", "0"], ["--output", ""], ["--point", "-1"], ["--replicates", "x"], ["--jobs", "0"], ["--seed", "-1"], ["--seed"],
                          ["--set", "run.horizon"]):
            done = self.run_app("run", "scenario.toml", *arguments, exit_code=64)
            self.assertIn(arguments[0], done.stderr)
            self.assertEqual(done.stdout, "")
        self.assertEqual(self.files(), ["scenario.toml"])

    def test_a_number_that_is_not_whole_is_told_from_one_out_of_range(self):
        for arguments in (["run", "scenario.toml", "--replicates"], ["run", "scenario.toml", "-j"], ["run", "scenario.toml", "--seed"],
                          ["run", "scenario.toml", "--point"], ["compare", "scenario.toml", "scenario.toml", "--max-runs"],
                          ["sweep", "scenario.toml", "--slurm-script"], ["facts", "--replicates"]):
            self.assertIn("'1.5' is no whole number", self.run_app(*arguments, "1.5", exit_code=64).stderr)
            self.assertIn("-3 is out of range", self.run_app(*arguments, "-3", exit_code=64).stderr)

    def test_what_would_be_ignored_is_refused(self):
        (self.folder / "exp.toml").write_text('[experiment]\nbase = "scenario.toml"\n[factor.h]\nkey = "run.horizon"\nvalues = ["1 y"]\n')
        for command in (["run", "scenario.toml"], ["compare", "scenario.toml", "scenario.toml"], ["sweep", "exp.toml"],
                        ["merge", "exp"], ["facts"], ["claims"]):
            self.assertIn("the text is empty", self.run_app(*command, "-o", "", exit_code=64).stderr)
        for command in (["run", "scenario.toml"], ["expand", "scenario.toml"], ["expand", "exp.toml"]):
            self.assertIn("--point is for result files", self.run_app(*command, "--point", "0", exit_code=64).stderr)
        self.small_run("--replicates", "1", "--quiet")
        self.run_app("expand", "scenario.h5", "--point", "0")
        self.run_app("expand", "scenario.h5", "--point", "1", exit_code=64)

    def test_params_of_a_word(self):
        whole = self.run_app("params").stdout
        section = self.run_app("params", "compliance").stdout
        self.assertIn("[bloc.<name>.compliance]", section)
        self.assertIn("[mechanisms]", section)  # its switch has the same name
        self.assertLess(len(section), len(whole) / 10)
        for word, key in (("run.horizon", "horizon ="), ("run.hor", "horizon ="), ("bloc.main.compliance.zones", "zones ="),
                          ("policy.when", "when =")):
            text = self.run_app("params", word).stdout
            self.assertIn(key, text)
            self.assertEqual(text.count("Allowed:"), 1)
        self.assertIn("/totals/pipeline/mean_wait [d]", self.run_app("params", "--metrics", "mean_wait").stdout)
        self.assertIn("/metrics/structure/exits", self.run_app("params", "--metrics", "structure/ex").stdout)
        for arguments, told in ((["complaince"], "did you mean 'compliance'?"), (["bloc.main.complaince"], "'compliance'?"),
                                (["xyzzy"], "`poldyn params` lists all"), (["mean_wait"], "`poldyn params --metrics mean_wait`"),
                                (["--metrics", "mean_wiat"], "did you mean 'mean_wait'?"), ([""], "empty"),
                                (["--metrics", "compliance.zones"], "`poldyn params zones`"),
                                (["run", "--format", "schema"], "whole")):
            self.assertIn(told, self.run_app("params", *arguments, exit_code=64).stderr)


class Input(AppTest):
    def test_a_missing_file(self):
        done = self.run_app("run", "scenaro.toml", exit_code=66)
        self.assertIn("scenario.toml", done.stderr)
        for command in ("check", "expand", "replay"):
            self.run_app(command, "nothing.toml", exit_code=66)
        self.run_app("run", "nothing.h5", exit_code=66)
        self.run_app("compare", "nothing.h5", "nothing.h5", exit_code=66)

    def test_bad_data_is_told_with_its_place_and_nothing_is_written(self):
        (self.folder / "bad.toml").write_text("[run]\nhorizn = 3\n[bloc.north.population]\nvendors = -1\n")
        done = self.run_app("run", "bad.toml", exit_code=65)
        self.assertTrue(done.stderr.startswith("bad.toml:2:1:"), done.stderr)
        self.assertIn("horizon", done.stderr)
        self.assertIn("bad.toml:4:", done.stderr)
        self.assertEqual(self.files(), ["bad.toml", "scenario.toml"])

    def test_check_reads_all_files(self):
        (self.folder / "bad.toml").write_text("[run\n")
        done = self.run_app("check", "bad.toml", "scenario.toml", exit_code=65)
        self.assertIn("scenario.toml: ok", done.stdout)
        self.assertIn("bad.toml:1", done.stderr)

    def test_what_is_no_result_file(self):
        (self.folder / "text.h5").write_text("not HDF5")
        for arguments in (["replay", "text.h5"], ["compare", "text.h5", "text.h5"]):
            self.assertIn("text.h5", self.run_app(*arguments, exit_code=65).stderr)

    def test_all_scenarios_of_the_project_are_fine(self):
        done = self.run_app("check", *sorted(SOURCE.glob("scenarios/*.toml")), *sorted(SOURCE.glob("scenarios/regimes/*.toml")))
        self.assertEqual(done.stderr, "")  # no notes either

    def test_a_policy_that_never_acts_is_noted_and_run(self):
        (self.folder / "late.toml").write_text('extends = "scenario.toml"\n[[policy]]\nat = "9 y"\n'
                                               'set = { "bloc.north.market.demand" = 3 }\n')
        for command in (["check", "late.toml", "-q"], ["run", "late.toml", "--set", "run.horizon=0.5 y", "--replicates", "1", "-q"],
                        ["compare", "late.toml", "scenario.toml", "--replicates", "1", "--set", "run.horizon=0.5 y", "-q"]):
            done = self.run_app(*command)
            self.assertIn("late.toml:3:6: note: policy.1.at: the run ends before it", done.stderr)
            self.assertEqual(done.stdout, "")
        self.assertEqual(self.run_app("check", "late.toml", "--set", "mechanisms.policy=false").stderr, "")


class Output(AppTest):
    def test_existing_output_is_refused_before_anything_runs(self):
        (self.folder / "scenario.h5").write_text("mine")
        done = self.run_app("run", "scenario.toml", "--replicates", "1000000", exit_code=73, timeout=20)
        self.assertIn("--force", done.stderr)
        self.assertEqual((self.folder / "scenario.h5").read_text(), "mine")
        self.small_run("--replicates", "2", "--force")
        self.assertNotEqual((self.folder / "scenario.h5").read_bytes()[:4], b"mine")
        self.assertEqual(self.files(), ["scenario.h5", "scenario.toml"])

    def test_a_folder_that_is_not_there(self):
        self.assertIn("does not exist", self.small_run("-o", "a/b.h5", exit_code=73).stderr)

    def test_dry_run_writes_nothing_and_finds_what_is_in_the_way(self):
        done = self.small_run("--dry-run", "--replicates", "7")
        self.assertIn("7 of", done.stdout)
        self.assertEqual(self.files(), ["scenario.toml"])
        (self.folder / "scenario.h5").write_text("mine")
        self.small_run("--dry-run", exit_code=73)

    def test_summary_and_quiet_and_json(self):
        done = self.small_run("--replicates", "3")
        self.assertIn("idea_to_deployment [d]", done.stdout)
        self.assertIn("scenario.h5", done.stdout)
        self.assertEqual(done.stderr, "")
        done = self.small_run("--force", "--quiet")
        self.assertEqual(done.stdout + done.stderr, "")
        summary = json.loads(self.small_run("--force", "--json", "--replicates", "3").stdout)
        self.assertEqual(summary["replicates"], 3)
        self.assertEqual(summary["failed"], [])
        by_name = {metric["name"]: metric["blocs"] for metric in summary["metrics"]}
        self.assertEqual(by_name["time_to_deployment"]["north"]["n"], 0)  # nothing was followed for a year
        north = by_name["idea_to_deployment"]["north"]
        self.assertEqual(north["n"], 3)
        self.assertLessEqual(north["low"], north["mean"])

    def test_one_run_has_no_interval(self):
        done = self.small_run("--replicates", "1")
        self.assertNotIn("±", done.stdout)
        self.assertNotIn("+/-", done.stdout)
        self.assertIn("--replicates 20", done.stdout)

    def test_new_refuses_to_overwrite(self):
        self.assertIn("exists already", self.run_app("new", "scenario.toml", exit_code=73).stderr)
        self.run_app("new", "scenario.toml", "--force")
        self.run_app("check", "scenario.toml")
        self.assertIn("[run]", self.run_app("new", "-").stdout)


class Streams(AppTest):
    def test_a_reader_that_closes_early_is_no_error(self):
        command = f"{shlex.quote(POLDYN)} params --metrics --format markdown | head -n 1"
        done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_closed_streams_do_not_end_up_in_the_file(self):
        for closed in (">&-", "2>&-", "<&-", ">&- 2>&- <&-"):
            subprocess.run(["bash", "-c", f"exec {shlex.quote(POLDYN)} run scenario.toml --set run.horizon=0.5y --force {closed}"],
                           cwd=self.folder, check=True, capture_output=True)
            self.run_app("replay", "scenario.h5")

    def test_a_full_device_is_an_error(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        with open("/dev/full", "w") as full:
            done = self.run_app("expand", "scenario.toml", exit_code=74, capture_output=False, stdout=full,
                                stderr=subprocess.PIPE)
        self.assertIn("standard output", done.stderr)


class Reference(AppTest):
    def test_the_table_of_metrics_in_the_docs_is_fresh(self):
        page = (SOURCE / "docs/format.md").read_text()
        self.assertTrue(page.endswith(self.run_app("params", "--metrics", "--format", "markdown").stdout),
                        "docs/format.md: put the output of poldyn params --metrics --format markdown at its end")

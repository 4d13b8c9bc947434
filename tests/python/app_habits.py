"""What a person tries first: a word to look for, help, a file of another kind."""
from _app import AppTest


class Words(AppTest):
    def test_params_finds_words_in_descriptions_too(self):
        for word, key in (("window", "window_offset ="), ("REVIEWERS", "reviewers ="), ("eviewer", "reviewers ="),
                          ("public_facing", "who ="), ("review office", "reviewers =")):
            self.assertIn(key, self.run_app("params", word).stdout)
        meant = self.run_app("params", "zones").stdout
        self.assertIn("zones =", meant)
        both = self.run_app("params", "requirement region").stdout
        self.assertIn("heterogeneity =", both)  # "share of requirements that a region sets by itself"
        self.assertNotIn("fork_cost =", both)
        self.assertIn("no parameter has 'zebra crossing'", self.run_app("params", "zebra crossing", exit_code=64).stderr)

    def test_params_metrics_finds_words_in_meaning_and_formula(self):
        text = self.run_app("params", "--metrics", "vendors cash").stdout
        self.assertIn("/metrics/structure/cash", text)
        self.assertIn("/totals/pipeline/mean_wait", self.run_app("params", "--metrics", "WAIT").stdout)
        self.assertIn("no metric has 'zebra'", self.run_app("params", "--metrics", "zebra", exit_code=64).stderr)

    def test_help(self):
        self.assertEqual(self.run_app("help").stdout, self.run_app("--help").stdout)
        for command in ("run", "compare", "status", "help"):
            self.assertEqual(self.run_app("help", command).stdout, self.run_app(command, "--help").stdout)
        self.assertIn("did you mean 'run'?", self.run_app("help", "rnu", exit_code=64).stderr)


class OtherFiles(AppTest):
    def test_sweep_of_a_scenario_says_what_it_is_and_what_runs_it(self):
        for arguments in (["sweep", "scenario.toml"], ["sweep", "scenario.toml", "--slurm-script", "3"]):
            done = self.run_app(*arguments, exit_code=64)
            self.assertIn("scenario.toml is a scenario, not an experiment; `poldyn run` runs it", done.stderr)
            self.assertIn('base = "scenario.toml"', done.stderr)
        self.assertEqual(self.files(), ["scenario.toml"])
        self.small_run("--quiet")
        self.assertIn("is a result file", self.run_app("sweep", "scenario.h5", exit_code=64).stderr)

    def test_an_experiment_without_its_heading_is_no_scenario(self):
        (self.folder / "exp.toml").write_text('[set]\nrun.horizon = "1 y"\n[factor.a]\nkey = "run.horizon"\n')
        self.assertIn("has no table [experiment]", self.run_app("sweep", "exp.toml", exit_code=65).stderr)

    def test_an_experiment_is_known_however_its_heading_is_written(self):
        (self.folder / "exp.toml").write_text('experiment.base = "scenario.toml"\n[ factor . h ]\nkey = "run.horizon"\nvalues = ["1 y"]\n')
        self.assertIn("1 point", self.run_app("check", "exp.toml").stdout)
        self.assertIn("is an experiment", self.run_app("run", "exp.toml", exit_code=64).stderr)

    def test_an_experiment_reached_by_a_link_has_its_base_beside_it(self):
        (self.folder / "exp.toml").write_text('[experiment]\nbase = "scenario.toml"\n[factor.h]\nkey = "run.horizon"\nvalues = ["1 y"]\n')
        (self.folder / "elsewhere").mkdir()
        (self.folder / "elsewhere/link.toml").symlink_to(self.folder / "exp.toml")
        self.run_app("check", "elsewhere/link.toml")

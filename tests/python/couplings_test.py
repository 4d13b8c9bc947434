"""The function of docs/couplings.md does what it says, and a design as SALib wants it comes out of a table."""
import json
import os
import pathlib
import re
import subprocess
import sys

import h5py

from _app import POLDYN, SOURCE, AppTest


PAGE = (SOURCE / "docs/couplings.md").read_text()

# Stand-ins with the interface that the page uses: they call what they are given, and say what they were given.
EMA_WORKBENCH = """
class Named:
    def __init__(self, name, low=None, high=None, function=None):
        self.name, self.low, self.high, self.function = name, low, high, function
Model = RealParameter = ScalarOutcome = Named
class MultiprocessingEvaluator:
    def __init__(self, model):
        self.model = model
    def __enter__(self):
        return self
    def __exit__(self, *error):
        pass
    def perform_experiments(self, scenarios, policies):
        inputs = {p.name: (p.low + p.high) / 2 for p in self.model.uncertainties + self.model.levers}
        out = self.model.function(**inputs)
        print(inputs, out)
        return inputs, [out[outcome.name] for outcome in self.model.outcomes]
"""
SALIB_SOBOL = """
def analyze(problem, y, calc_second_order):
    blocks = y.reshape(-1, problem["num_vars"] + 2)  # A, A with one column of B each, B
    assert not calc_second_order and len(problem["bounds"]) == problem["num_vars"]
    return problem["names"], blocks.shape
"""
SALIB_LATIN = """
def sample(problem, points):
    assert points == 100
    return [[(low + high) * share for low, high in problem["bounds"]] for share in (0.1, 0.5, 0.9)]
"""


def block(language, after):
    """The first code block of a language after a heading or sentence."""
    return re.search(rf"```{language}\n(.*?)```", PAGE[PAGE.index(after):], re.DOTALL).group(1)


class Couplings(AppTest):
    def setUp(self):
        super().setUp()
        (self.folder / "scenarios").symlink_to((SOURCE / "scenarios").resolve())

    def stand_in(self, path, text):
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text)

    def said_by(self, *command):
        path = f"{pathlib.Path(POLDYN).parent}:{os.environ['PATH']}"
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=300,
                              env=os.environ | {"PATH": path, "PYTHONPATH": str(self.folder)})
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_the_command_of_the_page(self):
        said = json.loads(self.said_by("sh", "-e", "-c", block("sh", "# Couplings")))
        self.assertEqual(said["replicates"], 4)
        self.assertIn("time_to_deployment", json.dumps(said))

    def test_the_script_that_prints_a_number(self):
        self.stand_in("delay.sh", block("sh", "## OpenMOLE"))
        delay = [float(self.said_by("sh", "delay.sh", "0.5", seed)) for seed in ("1", "1", "2")]
        self.assertEqual(delay[0], delay[1])
        self.assertNotEqual(delay[0], delay[2])
        summary = json.loads(self.said_by("sh", "-e", "-c", block("sh", "# Couplings").replace("0.3", "0.5")))
        mean = {m["name"]: m for m in summary["metrics"]}["time_to_deployment"]["blocs"]["main"]["mean"]
        self.assertAlmostEqual(delay[0], mean, places=5)

    def test_ema_workbench(self):
        self.stand_in("ema_workbench.py", EMA_WORKBENCH)
        said = self.said_by(sys.executable, "-c", block("python", "## Python") + block("python", "## EMA Workbench"))
        self.assertRegex(said, r"'preference': 0\.5\} \{'delay': .*[1-9]")

    def test_salib_analyses_a_merged_campaign(self):
        self.stand_in("SALib/analyze/sobol.py", SALIB_SOBOL)
        text = (SOURCE / "experiments/sensitivity.toml").read_text().replace("../scenarios", "scenarios")
        text = text.replace("points = 32", "points = 4").replace("[record]", '[set]\nrun.horizon = "1 y"\n\n[record]')
        (self.folder / "sensitivity.toml").write_text(text)
        self.run_app("sweep", "sensitivity.toml", "-o", "c")
        self.run_app("merge", "c", "-o", "sensitivity.h5")
        said = self.said_by(sys.executable, "-c", block("python", "## SALib"))
        self.assertEqual(said, "(['preference', 'review_time', 'public_failure'], (4, 5))\n")

    def test_salib_makes_the_points(self):
        self.stand_in("SALib/sample/latin.py", SALIB_LATIN)
        self.said_by(sys.executable, "-c", block("python", "Or the other way round"))
        (self.folder / "exp.toml").write_text(block("toml", "Or the other way round") + '[set]\nrun.horizon = "1 y"\n')
        self.run_app("sweep", "exp.toml", "-o", "c")
        self.run_app("merge", "c", "-o", "all.h5")
        with h5py.File(self.folder / "all.h5") as file:
            self.assertEqual(list(file["parameters/bloc_main_transmission_public_failure"][()]), [0.1, 0.5, 0.9])
            self.assertEqual(file["totals/iteration/releases"].shape[:2], (3, 4))

    def test_the_function_of_the_page(self):
        names = {}
        exec(block("python", "# Couplings"), names)  # the first block: the function itself
        scenario = str(self.folder / "scenario.toml")

        def delay(pass_probability):
            settings = {"run.horizon": "2 y", "bloc.south.stage.review.pass_probability": pass_probability}
            return names["poldyn"](scenario, ["iteration/time_to_deployment"], **settings)["time_to_deployment"]

        self.assertEqual(delay(0.5), delay(0.5))
        self.assertEqual(delay(0.5)["north"], delay(0.9)["north"])
        self.assertGreater(delay(0.5)["south"], delay(0.9)["south"])
        with self.assertRaisesRegex(RuntimeError, "outside"):
            delay(2)

    def test_a_point_that_contradicts_itself_is_to_the_function_what_it_is_to_a_sweep(self):
        names = {}
        exec(block("python", "# Couplings"), names)
        scenario = str(self.folder / "scenario.toml")

        def function(warmup):
            settings = {"run.horizon": "0.4 y", "run.warmup": warmup}
            return names["poldyn"](scenario, ["iteration/releases"], replicates=2, **settings)["releases"]["north"]

        (self.folder / "exp.toml").write_text(
            '[experiment]\nbase = "scenario.toml"\nreplicates = 2\n[set]\nrun.horizon = "0.4 y"\n'
            '[factor.warmup]\nkey = "run.warmup"\nvalues = ["0.1 y", "0.5 y"]\n[record]\ntotals = ["releases"]\n')
        self.run_app("sweep", "exp.toml", "-o", "c", exit_code=3)
        self.run_app("merge", "c", "-o", "all.h5", exit_code=3)
        with h5py.File(self.folder / "all.h5") as file:
            north = list(file["bloc"].asstr()).index("north")
            swept = file["totals/iteration/releases"][:, :, north].mean(axis=1)
        self.assertEqual(function("0.1 y"), swept[0])
        self.assertNotEqual(swept[1], swept[1])
        self.assertNotEqual(function("0.5 y"), function("0.5 y"))  # not a number
        names["poldyn"](scenario, ["iteration/releases"], replicates=1)  # no settings: the scenario as it is
        (self.folder / "scenario.toml").write_text("[run]\nwarmup = 3\nhorizon = 2\n")
        with self.assertRaises(RuntimeError):  # that is the scenario, whatever the point
            function("0.1 y")

    def test_a_table_of_points_runs_in_its_order(self):
        (self.folder / "points.csv").write_text("bloc.south.stage.review.pass_probability,run.horizon\n0.5,0.5 y\n0.9,\"0.4 y\"\n")
        (self.folder / "exp.toml").write_text(
            '[experiment]\nbase = "scenario.toml"\ndesign = "table"\ntable = "points.csv"\n[record]\ntotals = ["releases"]\n')
        self.run_app("sweep", "exp.toml", "-o", "c")
        self.run_app("merge", "c", "-o", "all.h5")
        with h5py.File(self.folder / "all.h5") as file:
            self.assertEqual(list(file["parameters/bloc_south_stage_review_pass_probability"][()]), [0.5, 0.9])
            self.assertEqual(file["totals/iteration/releases"].shape, (2, 1, 2))
            self.assertEqual(file["base_scenario"].shape, (1,))

    def test_the_json_of_a_run_stands_alone_on_stdout(self):
        done = subprocess.run([POLDYN, "run", "scenario.toml", "--json", "--set", "run.horizon=0.5 y", "-o", "x.h5"],
                              cwd=self.folder, capture_output=True, text=True, check=True)
        self.assertTrue(done.stdout.startswith("{") and done.stdout.endswith("}\n"))
        self.assertEqual(done.stderr, "")

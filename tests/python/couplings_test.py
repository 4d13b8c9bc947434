"""The function of docs/couplings.md does what it says, and a design as SALib wants it comes out of a table."""
import re
import subprocess

import h5py

from _app import POLDYN, SOURCE, AppTest


class Couplings(AppTest):
    def test_the_function_of_the_page(self):
        page = (SOURCE / "docs/couplings.md").read_text()
        names = {}
        exec(re.search(r"```python\n(.*?)```", page, re.S).group(1), names)  # the first block: the function itself
        scenario = str(self.folder / "scenario.toml")

        def delay(pass_probability):
            settings = {"run.horizon": "2 y", "bloc.south.stage.review.pass_probability": pass_probability}
            return names["poldyn"](scenario, ["iteration/idea_to_deployment"], **settings)["idea_to_deployment"]

        self.assertEqual(delay(0.5), delay(0.5))
        self.assertEqual(delay(0.5)["north"], delay(0.9)["north"])
        self.assertGreater(delay(0.5)["south"], delay(0.9)["south"])
        with self.assertRaisesRegex(RuntimeError, "outside"):
            delay(2)

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

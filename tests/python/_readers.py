"""The examples of docs/reading-results.md, run as they stand there; the numbers that they print are those that h5py reads."""
import os
import pathlib
import re
import shutil
import subprocess

import h5py
import numpy

from _app import POLDYN, SCENARIO, SOURCE, AppTest, as_text

MODULES = SOURCE / "build/js/node_modules"  # where ./dev test --slow puts h5wasm


def missing_r():
    """What stands in the way of R's example here; empty if nothing does."""
    if shutil.which("Rscript") and subprocess.run(["Rscript", "-e", "library(hdf5r)"], capture_output=True).returncode == 0:
        return ""
    return "missing: R with hdf5r (packages r-base-core r-cran-hdf5r)"


def missing_javascript():
    if shutil.which("node") is None:
        return "missing: node (package nodejs)"
    return "" if (MODULES / "h5wasm").is_dir() else f"missing: h5wasm (npm install --prefix {MODULES.parent} h5wasm)"


REVIEW = """
[experiment]
base = "scenario.toml"
replicates = 3
[set]
run.horizon = "2 y"
[factor.reviewers]
key = "bloc.south.stage.review.reviewers"
values = [3, 12]
[factor.review_time]
key = "bloc.south.stage.review.review.mean"
values = ["10 d", "40 d"]
"""


class Reader(AppTest):
    """Two blocs and three replicates that all differ, so that no two dimensions can be taken for each other."""

    def setUp(self):
        super().setUp()
        (self.folder / "demo").mkdir()
        (self.folder / "two.toml").write_text(SCENARIO.replace("north", "main"))
        self.run_app("run", "two.toml", "--set", "run.horizon=2 y", "--replicates", "3", "-o", "demo/open.h5", "--quiet")

    def expected(self):
        with h5py.File(self.folder / "demo/open.h5") as file:
            delay = file["metrics/iteration/idea_to_deployment"]
            values = delay[0, :, list(file["bloc"].asstr()).index("main")]
            means = [numpy.mean(v[~numpy.isnan(v)]) if not numpy.isnan(v).all() else numpy.nan for v in values.T]
            return [f"{as_text(delay.attrs['long_name'])}, {as_text(delay.attrs['units'])}", *zip(file["time"][:], means)]

    def said_by(self, language, name, *command, page="reading-results.md"):
        text = (SOURCE / "docs" / page).read_text()
        (self.folder / name).write_text(re.search(rf"```{language}\n(.*?)```", text, re.S).group(1))
        path = f"{pathlib.Path(POLDYN).parent}:{os.environ['PATH']}"
        done = subprocess.run([*command, name], cwd=self.folder, capture_output=True, text=True, timeout=120,
                              env=os.environ | {"PATH": path})
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def agrees(self, said):
        title, *rows = self.expected()
        self.assertEqual(said.splitlines()[0], title)
        found = [[float(x) for x in pair] for pair in re.findall(r"^ *([\d.]+) +(\d[\d.]*|NaN)$", said, re.M)]
        self.assertEqual(len(found), 25)
        self.assertGreater(sum(not numpy.isnan(mean) for _, mean in rows), 20)
        numpy.testing.assert_allclose(found, rows, rtol=1e-5)  # R prints seven digits

    def run_r(self):
        self.agrees(self.said_by("r", "read.R", "Rscript"))
        self.assertGreater((self.folder / "Rplots.pdf").stat().st_size, 1000)

    def run_r_on_an_export(self):
        (self.folder / "review.toml").write_text(REVIEW)
        self.run_app("sweep", "review.toml", "-o", "c")
        self.run_app("merge", "c", "-o", "review.h5")
        said = self.said_by("r", "mean.R", "Rscript", page="couplings.md")
        found = {(int(n), float(d), bloc): float(mean) for n, d, bloc, mean in
                 re.findall(r"^\d+ +(\d+) +(\d+) +(\w+) +([\d.]+)$", said, re.M)}
        with h5py.File(self.folder / "review.h5") as file:
            means = file["totals/iteration/time_to_deployment"][()].mean(axis=1)
            points = zip(file["parameters/reviewers"][()], file["parameters/review_time"][()], means)
            expected = {(n, d, bloc): m for n, d, row in points for bloc, m in zip(file["bloc"].asstr()[()], row)}
        self.assertEqual(len(found), 8)
        for key, mean in expected.items():
            self.assertAlmostEqual(found[key] / mean, 1, places=5, msg=key)

    def run_javascript(self):
        (self.folder / "node_modules").symlink_to(MODULES.resolve())
        self.agrees(self.said_by("js", "read.mjs", "node"))

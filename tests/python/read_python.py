"""The Python of docs/reading-results.md reads with xarray what h5py reads."""
import re
import subprocess
import sys

import h5py
import numpy

import _readers


class InPython(_readers.Reader):
    def test_the_page(self):
        said = self.said_by("python", "read.py", sys.executable)
        title, *rows = self.expected()
        name, units = title.split(", ")
        self.assertIn(f"'long_name': '{name}'", said)
        self.assertIn(f"'units': '{units}'", said)
        found = [float(x) for x in re.findall(r"^\d? +?20\d\d-\d\d-\d\d .* (\S+)$", said, re.M)]
        numpy.testing.assert_allclose(found, [mean for _, mean in rows], rtol=1e-5)

    def test_a_merged_sweep_with_its_factors_as_dimensions(self):
        page = (_readers.SOURCE / "docs/reading-results.md").read_text()
        code = re.search(r"```python\n(.*?)```", page[page.index("A merged sweep"):], re.S).group(1)
        experiment = _readers.REVIEW.replace("[3, 12]", "[3, 6]").replace('"10 d"', '"20 d"')
        (self.folder / "review.toml").write_text(experiment)
        self.run_app("sweep", "review.toml", "-o", "c", "-q")
        self.run_app("merge", "c", "-o", "review.h5")
        (self.folder / "read.py").write_text(code)
        subprocess.run([sys.executable, "read.py"], cwd=self.folder, check=True, capture_output=True)
        names = {}
        exec(code.split("swept =")[0], names)
        data = names["by_factors"](self.folder / "review.h5", "totals/pipeline")
        self.assertEqual(set(data.mean_wait.dims), {"reviewers", "review_time", "replicate", "bloc", "stage"})
        with h5py.File(self.folder / "review.h5") as file:
            for point, wait in enumerate(file["totals/pipeline/mean_wait"][()]):
                there = data.mean_wait.sel(reviewers=file["parameters/reviewers"][point],
                                           review_time=file["parameters/review_time"][point])
                numpy.testing.assert_array_equal(there.transpose("replicate", "bloc", "stage").values, wait)

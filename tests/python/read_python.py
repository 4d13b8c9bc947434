"""The Python of docs/reading-results.md reads with xarray what h5py reads."""
import re
import sys

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

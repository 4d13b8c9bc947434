"""The JavaScript of docs/reading-results.md reads what h5py reads; left out without h5wasm (./dev test --slow installs it)."""
import sys

import _readers

if _readers.missing_javascript():
    print(_readers.missing_javascript())
    sys.exit(4)


class InJavaScript(_readers.Reader):
    def test_the_page(self):
        self.run_javascript()

"""The R of the pages reads what h5py reads; left out where R is not there (./dev test --slow installs it)."""
import sys

import _readers

if _readers.missing_r():
    print(_readers.missing_r())
    sys.exit(4)


class InR(_readers.Reader):
    def test_the_page(self):
        self.run_r()

    def test_the_page_on_couplings(self):
        self.run_r_on_an_export()

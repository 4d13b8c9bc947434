"""R and JavaScript read results: ./dev test --slow installs what that takes, so here it fails where it is missing."""
import _readers


class Everywhere(_readers.Reader):
    def test_in_r(self):
        self.assertEqual(_readers.missing_r(), "")
        self.run_r()
        self.run_r_on_an_export()

    def test_in_javascript(self):
        self.assertEqual(_readers.missing_javascript(), "")
        self.run_javascript()

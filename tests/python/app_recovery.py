"""poldyn recovery says when two files are no run and its twin."""
from _app import AppTest

SWITCH = """
[[policy]]
label = "closing"
at = "2 mo"
until = "4 mo"

[policy.set.bloc.north.population]
entry_rate = "40 /y"
"""


class Recovery(AppTest):
    def note(self, twin, switched):
        done = self.run_app("recovery", twin, switched, "--since", "4 mo")
        self.assertIn("back after", done.stdout)
        return done.stderr

    def test_of_a_run_and_its_twin_nothing_is_said(self):
        with (self.folder / "scenario.toml").open("a") as file:
            file.write(SWITCH)
        for name, more in (("never.h5", ["--set", "mechanisms.policy=false"]), ("switched.h5", [])):
            self.small_run("--replicates", "2", *more, "-o", name)
        self.assertEqual(self.note("never.h5", "switched.h5"), "")

    def test_the_same_file_twice(self):
        self.small_run("--replicates", "2", "-o", "a.h5")
        self.assertIn("hold the same", self.note("a.h5", "a.h5"))

    def test_two_scenarios_that_differ_from_the_start(self):
        self.small_run("--replicates", "2", "-o", "a.h5")
        self.small_run("--replicates", "2", "--set", "bloc.south.population.vendors=10", "-o", "b.h5")
        self.assertIn("twins are the same until the first switch", self.note("a.h5", "b.h5"))

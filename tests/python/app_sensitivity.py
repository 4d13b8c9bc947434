"""poldyn sensitivity on real sweeps: each design has its method, plausible ranges and layers are factors, and what cannot be is said."""
import json
import unittest

from _app import SOURCE, AppTest

HEAD = """
[experiment]
base = "scenario.toml"
replicates = {replicates}
seed = 3
{design}

[set]
run.horizon = "2 y"
"""

FACTORS = """
[factor.review_time]
key = "bloc.south.stage.review.review.mean"
range = ["10 d", "120 d"]

[factor.unused]
key = "bloc.north.population.entry_rate"
range = ["2 /y", "6 /y"]
"""

LAYER = """\
[bloc.south.registration]
who = "nobody"
"""


class Campaign(AppTest):
    def campaign(self, design, factors=FACTORS, replicates=2, name="file.h5"):
        (self.folder / "exp.toml").write_text(HEAD.format(design=design, replicates=replicates) + factors)
        self.run_app("sweep", "exp.toml", "-o", "made", "-q")
        self.run_app("merge", "made", "-o", name, "-q")
        return name

    def said(self, *arguments, **options):
        return self.run_app("sensitivity", *arguments, "-m", "time_to_deployment", "--bloc", "south", **options)

    def found(self, *arguments):
        return json.loads(self.said(*arguments, "--json").stdout)["responses"][0]


class Designs(Campaign):
    def test_morris(self):
        file = self.campaign('design = "morris"\ntrajectories = 6', FACTORS)
        found = self.found(file)
        self.assertEqual((found["method"], found["used"]), ("elementary effects", 6))
        by_name = {one["factor"]: one for one in found["factors"]}
        self.assertEqual(set(by_name), {"review_time", "unused"})
        self.assertEqual(found["factors"][0]["factor"], "review_time")
        effect = by_name["review_time"]["elementary_effects"]
        self.assertTrue(effect["told_apart"])
        self.assertGreater(effect["mu"], 20)
        self.assertLess(effect["mu_star"]["low"], effect["mu_star"]["high"])
        self.assertFalse(found["dummy"]["told_apart"])
        self.assertEqual(found["dummy"]["trajectories"], 6)
        text = self.said(file).stdout
        self.assertTrue(all(len(line) <= 80 for line in text.splitlines()), text)
        for words in ("mu*", "floor", "(dummy)", "design morris"):
            self.assertIn(words, text)
        self.assertNotIn("nan", text)
        given = self.found(file, "--given-data")
        self.assertEqual((given["method"], given["used"] + given["left_out"], given["set_aside"]), ("rank index", 6, 12))

    def test_one_replicate_is_warned_of(self):
        file = self.campaign('design = "morris"\ntrajectories = 4\ncommon_random_numbers = false', replicates=1)
        text = " ".join(self.said(file).stdout.split())
        self.assertIn("With one replicate noise is not told from influence", text)
        self.assertNotIn("(dummy)", text)

    def test_points_of_a_sequence(self):
        file = self.campaign('design = "sobol"\npoints = 32')
        found = self.found(file)
        self.assertEqual((found["method"], found["used"], found["set_aside"]), ("class means", 32, 0))
        first = found["factors"][0]
        self.assertEqual(first["factor"], "review_time")
        self.assertTrue(first["told_apart"])
        text = " ".join(self.said(file).stdout.split())
        self.assertIn("Points of a sobol design keep away from each other", text)
        done = self.said(file, "--shapley", exit_code=65)
        self.assertEqual(done.stdout, "")
        self.assertIn("latin_hypercube", done.stderr)

    def test_a_saltelli_design_as_given_data(self):
        file = self.campaign('design = "saltelli"\npoints = 8')
        self.assertEqual(self.found(file)["method"], "Sobol' indices")
        given = self.found(file, "--given-data")
        self.assertEqual((given["used"], given["set_aside"]), (16, 16))

    def test_few_points_for_shapley(self):
        file = self.campaign('design = "random"\npoints = 12')
        text = " ".join(self.said(file, "--shapley").stdout.split())
        self.assertIn("Shapley effects need 40 points with a value, and there are 12.", text)


class Factors(Campaign):
    def test_plausible_ranges(self):
        file = self.campaign('design = "morris"\ntrajectories = 3\nplausible = ["bloc.south.stage.review.re*"]', "")
        found = self.found(file)
        names = [one["factor"] for one in found["factors"]]
        self.assertGreater(len(names), 2)
        self.assertIn("reviewers", names)
        text = self.said(file).stdout
        for name in names:
            self.assertIn(name, text)

    def test_layers_are_factors_with_readable_levels(self):
        (self.folder / "free.toml").write_text(LAYER)
        factors = '[factor.free]\nlayer = "free.toml"\n\n' + FACTORS.replace("\n[factor.review_time]", "[factor.review_time]")
        file = self.campaign('design = "latin_hypercube"\npoints = 40', factors)
        found = self.found(file)
        by_name = {one["factor"]: one for one in found["factors"]}
        self.assertEqual((by_name["free"]["swing"]["from"], by_name["free"]["swing"]["to"]), ("off", "on"))
        self.assertLess(by_name["free"]["swing"]["change"]["mean"], 0)
        self.assertIn("off to on", self.said(file).stdout)


class Refused(Campaign):
    def test_a_single_run(self):
        self.small_run("-o", "run.h5", "-q")
        done = self.said("run.h5", exit_code=65)
        self.assertEqual(done.stdout, "")
        self.assertIn("nothing varies", done.stderr)

    def test_a_metric_that_is_not_there(self):
        file = self.campaign('design = "random"\npoints = 8')
        done = self.run_app("sensitivity", file, "-m", "time_to_deploymnt", exit_code=64)
        self.assertIn("did you mean 'time_to_deployment'?", done.stderr)


if __name__ == "__main__":
    unittest.main()

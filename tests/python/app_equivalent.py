"""poldyn compare --equivalent says what is practically the same, what is not, and what these runs do not tell."""
import csv
import io
import json
import unittest

from _app import AppTest

try:
    import h5py
except ImportError:
    h5py = None

SIDES = ["scenario.toml", "scenario.toml", "--set", "run.horizon=1 y", "--replicates", "12", "-q"]
ROWS = ["-m", "releases", "-m", "idea_to_deployment"]


class Equivalent(AppTest):
    def compared(self, *arguments):
        """By (bloc, metric)."""
        report = json.loads(self.run_app("compare", *SIDES, *ROWS, "--json", *arguments).stdout)
        return {(c["bloc"], m["name"]): m for c in report["comparisons"] for m in c["metrics"]}

    def test_alike_not_alike_and_not_known(self):
        more = ["--set", "B:bloc.south.population.vendors=50"]
        found = self.compared("--equivalent", "5%", *more)
        row = found["south", "releases"]["equivalence"]
        self.assertEqual((row["reading"], row["margin"], row["relative"]), ("beyond", 0.05, True))
        self.assertLess(row["p_beyond_holm"], 0.05)
        self.assertGreater(row["p_within"], 0.5)
        self.assertEqual(found["north", "releases"]["equivalence"]["reading"], "within")  # nothing changed there
        self.assertEqual(self.compared("--equivalent", "90%", *more)["south", "releases"]["equivalence"]["reading"], "within")
        near = found["south", "releases"]["relative_difference"]
        row = self.compared("--equivalent", f"{100 * near:.3f}%", *more)["south", "releases"]
        self.assertEqual(row["equivalence"]["reading"], "unclear")
        self.assertEqual(row["reading"], "higher")  # told apart, and by how much is not known

    def test_quantities_hold_for_rows_in_their_unit(self):
        found = self.compared("--equivalent", "40 d", "--set", "B:bloc.south.stage.review.reviewers=8")
        row = found["south", "idea_to_deployment"]["equivalence"]
        self.assertEqual((row["margin"], row["relative"], row["reading"]), (40, False, "within"))
        self.assertNotIn("equivalence", found["south", "releases"])
        found = self.compared("--equivalent", "5%", "--equivalent", "1 wk", "--equivalent", "300")
        self.assertEqual([(found["north", name]["equivalence"]["margin"], found["north", name]["equivalence"]["relative"])
                          for name in ("releases", "idea_to_deployment")], [(300, False), (7, False)])
        self.assertNotIn("equivalence", json.dumps(list(self.compared().values())))

    def test_a_value_on_one_side_only_is_no_likeness(self):
        text = self.run_app("compare", *SIDES[:-1], *ROWS, "--equivalent", "50%", "--set",
                            "B:bloc.south.stage.review.review.mean=400 d").stdout
        found = self.compared("--equivalent", "50%", "--set", "B:bloc.south.stage.review.review.mean=400 d")
        row = found["south", "idea_to_deployment"]
        self.assertLess(row["other"]["n"], 12)
        self.assertEqual(row["equivalence"]["reading"], "-")
        self.assertTrue(row["equivalence"]["value_on_one_side_only"])
        said = " ".join(text.split())
        self.assertIn("some runs have a value on one side only: idea_to_deployment", said)
        self.assertIn("less than 50 % of A's mean", said)
        self.assertTrue(all(len(line) <= 80 for line in text.splitlines()), text)

    def test_every_output_has_it(self):
        change = ["--equivalent", "5%", "--set", "B:bloc.south.population.vendors=50"]
        sides = SIDES[:-1] + ROWS[:2]
        text = self.run_app("compare", *sides, *change).stdout
        self.assertRegex(text, r"bloc north +A +B +B - A +B is +alike")
        self.assertRegex(text, r"releases .* more +no")
        self.assertIn("| releases |", self.run_app("compare", *sides, *change, "--markdown").stdout)
        self.assertRegex(self.run_app("compare", *sides, *change, "--markdown").stdout, r"\| more \| no \|\n")
        self.assertRegex(self.run_app("compare", *sides, *change, "--latex").stdout, r"& more & no \\\\\n")
        rows = list(csv.DictReader(io.StringIO(self.run_app("compare", *sides, *change, "--csv").stdout)))
        self.assertEqual([row["alike"] for row in rows], ["within", "beyond"])
        self.assertEqual((rows[0]["margin"], rows[0]["margin_is"]), ("0.05", "of_a"))
        self.assertLess(float(rows[1]["p_beyond_holm"]), 0.05)
        plain = self.run_app("compare", *sides, "--csv").stdout.splitlines()[0]
        self.assertTrue(plain.endswith(",reading"))
        self.run_app("compare", *sides, *change, "-o", "both.h5")
        if h5py is None:
            return
        with h5py.File(self.folder / "both.h5") as file:
            self.assertEqual(list(file["comparison/alike"][()]), [1, 2])
            self.assertEqual(list(file["comparison/margin"][()]), [0.05, 0.05])
            self.assertLess(file["comparison/p_within_holm"][0], 0.05)

    def test_margins_that_are_none(self):
        for wrong, said in (("0%", "between 0 and 100 %"), ("100%", "between 0 and 100 %"), ("5 dogs", "neither a share"),
                            ("-3 d", "not above 0"), ("", "")):
            done = self.run_app("compare", *SIDES, *ROWS, "--equivalent", wrong, "-o", "none.h5", exit_code=64)
            self.assertIn(said, done.stderr)
        self.assertNotIn("none.h5", self.files())
        done = self.run_app("compare", *SIDES, *ROWS, "--equivalent", "2 M$")
        self.assertIn("'2 M$': no row here is in such a unit", done.stderr)


if __name__ == "__main__":
    unittest.main()

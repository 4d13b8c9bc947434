"""The stored results of poldyn claims are what this version of poldyn gives: the planted effects, run again as the full run had them."""
import json
import sys
import unittest

from _app import SOURCE, AppTest

sys.path.insert(0, str(SOURCE.resolve() / "docs"))
import claims_page  # noqa: E402

STORED = json.loads((SOURCE.resolve() / "data/claims_results.json").read_text())


class StoredResults(AppTest):
    def test_the_planted_effect_comes_out_as_stored(self):
        self.assertFalse(STORED["quick"])
        if claims_page.origin(STORED):
            self.skipTest("the page says that its run is an earlier one: ./dev claims makes it anew")
        again = json.loads(self.run_app("claims", SOURCE.resolve() / "data/claims.toml", "--only", "N0,P1,A1", "--json",
                                        timeout=3000).stdout)
        by_id = {claim["id"]: claim for claim in STORED["claims"]}
        for claim in again["claims"]:
            for effect, stored in zip(claim["effects"], by_id[claim["id"]]["effects"]):
                self.assertEqual(effect["baseline"], stored["baseline"], "the model has moved on: ./dev claims")
                if claim["id"] == "A1":  # strengths have places in the sequence of points by how many there are
                    continue
                n = min(len(one["space"]["means"]) for one in (effect, stored))
                self.assertEqual(effect["space"]["means"][:n], stored["space"]["means"][:n])

    def test_the_procedure_passes_its_own_tests(self):
        by_id = {claim["id"]: claim for claim in STORED["claims"]}
        self.assertIn(by_id["N0"]["effects"][0]["word"], ("shown small", "not decided"))
        self.assertEqual(by_id["P1"]["effects"][0]["word"], "shown")
        self.assertEqual(by_id["A1"]["effects"][0]["by_construction"], "corrections_heard")


if __name__ == "__main__":
    unittest.main()

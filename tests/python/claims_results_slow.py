"""The stored results of poldyn claims are what this version of poldyn gives: the planted effect, run again as the full run had it."""
import json
import unittest

from _app import SOURCE, AppTest

STORED = SOURCE.resolve() / "data/claims_results.json"


class StoredResults(AppTest):
    def test_the_planted_effect_comes_out_as_stored(self):
        stored = json.loads(STORED.read_text())
        self.assertFalse(stored["quick"])
        again = json.loads(self.run_app("claims", SOURCE.resolve() / "data/claims.toml", "--only", "N0,P1", "--json",
                                        timeout=1200).stdout)
        by_id = {claim["id"]: claim for claim in stored["claims"]}
        for claim in again["claims"]:
            self.assertEqual(claim["effects"], by_id[claim["id"]]["effects"],
                             "the model has moved on: poldyn claims --json > data/claims_results.json, then docs/refresh.py")

    def test_the_procedure_passes_its_own_tests(self):
        by_id = {claim["id"]: claim for claim in json.loads(STORED.read_text())["claims"]}
        self.assertEqual(by_id["N0"]["verdict"], "not supported")
        self.assertEqual(by_id["P1"]["verdict"], "supported")


if __name__ == "__main__":
    unittest.main()

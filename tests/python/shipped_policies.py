"""Every shipped scenario with policies runs otherwise than its twin without any: a shock that shocks nothing is no shock."""
import json
import unittest

from _app import SOURCE, AppTest


class ShippedPolicies(AppTest):
    def test_each_acts(self):
        files = sorted(p for p in (SOURCE / "scenarios").rglob("*.toml")
                       if "[[policy]]" in p.read_text() and "layers" not in p.parts)
        self.assertGreater(len(files), 3)
        for file in files:
            with self.subTest(file.name):
                self.assertNotEqual(self.fingerprint(file), self.fingerprint(file, "--set", "mechanisms.policy=false"))

    def fingerprint(self, file, *more):
        done = self.run_app("run", file, "--replicates", "1", "-o", "x.h5", "--force", "--json", "-q", *more)
        return json.loads(done.stdout)["fingerprint"]


if __name__ == "__main__":
    unittest.main()

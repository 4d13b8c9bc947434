"""poldyn claims: a small list of claims is run, resumed after kills, judged, written and shown."""
import json
import subprocess
import unittest

import h5py
import xarray

from _app import POLDYN, SOURCE, AppTest
from _campaign import data_of

CLAIMS = """\
[campaign]
seed = 4
baseline_replicates = 12
points = 8
point_replicates = 4
[campaign.quick]
baseline_replicates = 4
points = 4
point_replicates = 2

[world.one]
scenario = "scenario.toml"
set = ["run.horizon=1.5 y", "run.sample_interval=90 d"]

[uncertain.epistasis]
key = "technology.epistasis"
range = [2, 8]

[uncertain.review_time]
key = "bloc.south.stage.review.review.mean"
log_range = ["10 d", "60 d"]

[rules.free]
meaning = "nobody files"
set = ["bloc.south.registration.who=nobody"]

[[claim]]
id = "G1"
title = "gates take time"
statement = "A gate makes the way to deployment longer."
world = "one"
off = "free"
on = ""

[[claim.effect]]
name = "time to deployment"
measure = "totals/iteration/idea_to_deployment@south"
as = "ratio"
direction = "up"
smallest = 0.05
because = "a twentieth"

[claim.without.windows]
meaning = "decisions come out at once"
set = ["mechanisms.windows=false"]

[[claim]]
id = "G2"
title = "gates do nothing"
statement = "A gate makes the way to deployment shorter."
world = "one"
off = "free"
on = ""

[[claim.effect]]
name = "time to deployment"
measure = "totals/iteration/idea_to_deployment@south"
as = "ratio"
direction = "down"
smallest = 0.05
because = "a twentieth"

[[claim.effect]]
name = "designs at the end"
measure = "metrics/fragmentation/design_diversity@south:500"
direction = "up"
smallest = 0.01
context = true

[[claim]]
id = "N1"
title = "luck"
role = "planted_null"
statement = "Luck raises the frontier."
world = "one"

[[claim.effect]]
name = "frontier"
measure = "totals/capability/final_frontier@north"
as = "halves"
direction = "up"
smallest = 0.1
because = "a tenth"

[[claim]]
id = "X1"
title = "not yet"
statement = "Something that has no metric."
needs = "a metric of it"
"""


class Claims(AppTest):
    def setUp(self):
        super().setUp()
        (self.folder / "claims.toml").write_text(CLAIMS)

    def claims(self, *arguments, **options):
        return self.run_app("claims", "claims.toml", *arguments, **options)

    def replaced(self, old, new):
        self.assertIn(old, CLAIMS)
        (self.folder / "claims.toml").write_text(CLAIMS.replace(old, new, 1))

    def test_verdicts_text_json_and_hdf5(self):
        done = self.claims()
        self.assertTrue(all(len(line) <= 80 for line in done.stdout.splitlines()), done.stdout)
        self.assertRegex(done.stdout, r"G1 gates take time +holds +100 %.* supported\n")
        self.assertRegex(done.stdout, r"G2 gates do nothing +reverses .* reversed\n")
        self.assertRegex(done.stdout, r"N1 luck .*not supported\n")
        self.assertRegex(done.stdout, r"X1 not yet +- .*not testable\n")
        told = json.loads(self.claims("--json").stdout)  # nothing is run again
        self.assertEqual(told, json.loads((self.folder / "claims/claims.json").read_text()))
        by_id = {claim["id"]: claim for claim in told["claims"]}
        self.assertEqual([by_id[i]["verdict"] for i in ("G1", "G2", "N1", "X1")],
                         ["supported", "reversed", "not supported", "not testable"])
        g1 = by_id["G1"]
        self.assertEqual(g1["space"]["points"], 8)
        self.assertEqual(g1["effects"][0]["baseline"]["mean"], by_id["G2"]["effects"][0]["baseline"]["mean"])
        carried = g1["ablations"][0]["effects"][0]
        self.assertAlmostEqual(carried["left"]["mean"] + carried["carried"]["mean"],
                               g1["effects"][0]["baseline"]["mean"], places=4)
        self.assertEqual(told["failed"], 0)
        with xarray.open_dataset(self.folder / "claims/claims.h5", group="effects") as effects:
            self.assertEqual(effects["mean"].dims, ("effect", "point"))
            self.assertEqual(effects["mean"].shape, (4, 8))
            self.assertGreater(float(effects["low"].isel(effect=0).min()), 0.048)
        with h5py.File(self.folder / "claims/claims.h5") as file:
            self.assertEqual(file["claims/outcome"].shape, (4, 8))
        subprocess.run(["ncdump", "-h", self.folder / "claims/claims.h5"], check=True, capture_output=True)
        self.assertIn("done", self.run_app("status", "claims/one-space").stdout)

    def test_killed_runs_go_on_to_the_same_result(self):
        self.claims("-o", "whole", "-q")
        for seconds in (0.15, 0.3, 0.2, 0.4):
            with subprocess.Popen([POLDYN, "claims", "claims.toml", "-o", "killed"], cwd=self.folder,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
                try:
                    program.wait(seconds)
                except subprocess.TimeoutExpired:
                    program.kill()
        self.claims("-o", "killed", "-q", "-j", "1")
        for name in ("one-baseline.h5", "one-space.h5", "claims.h5"):
            self.assertEqual(data_of(self.folder / "whole" / name), data_of(self.folder / "killed" / name), name)
        self.assertEqual((self.folder / "whole/claims.json").read_text(), (self.folder / "killed/claims.json").read_text())

    def test_some_claims_then_all_share_runs(self):
        told = self.claims("--only", "G1", "--quick", "-o", "some").stdout
        self.assertIn("without windows", told)  # details come with --only
        self.assertIn("A quick look", told)
        self.assertNotIn("G2", told)
        part = next((self.folder / "some/one-space/parts").glob("part-*.h5"))
        self.assertIn("2 claims not asked for count as if nothing spoke for them", told)
        self.claims("--quick", "-o", "some")
        self.assertTrue(part.exists())
        whole = (self.folder / "some/claims.json").read_bytes()
        self.claims("--only", "G1", "--quick", "-o", "some")
        self.assertEqual((self.folder / "some/claims.json").read_bytes(), whole)
        p = [json.loads((self.folder / "some" / name).read_text())["claims"][0]["p"] for name in ("claims-G1.json", "claims.json")]
        self.assertGreaterEqual(p[0], p[1], "a claim alone is judged as one of all")
        self.assertTrue((self.folder / "some/claims-G1.h5").exists())

    def test_list_runs_nothing(self):
        told = self.claims("--list").stdout
        self.assertIn("G1: A gate makes", told)
        self.assertIn("not testable: needs a metric", told)
        self.assertEqual(self.files(), ["claims.toml", "scenario.toml"])

    def test_unknown_claim_has_the_nearest_word(self):
        told = self.claims("--only", "G1,H2", exit_code=64).stderr
        self.assertIn("there is no claim 'H2'", told)
        for only in (",", "G1,,G2"):
            self.assertIn("an id is missing beside a comma", self.claims("--only", only, exit_code=64).stderr)

    def test_small_letters_name_claims_too(self):
        self.assertEqual(self.claims("--only", "g1", "--quick", "--json", "-o", "small").stdout,
                         self.claims("--only", "G1", "--quick", "--json", "-o", "large").stdout)

    def test_damaged_files_are_named_with_line_and_key(self):
        self.replaced("smallest = 0.05", "smalest = 0.05")
        told = self.claims(exit_code=65).stderr
        self.assertRegex(told, r"claims\.toml:\d+:\d+: claim\.G1\.effect\.smalest is no known key")
        self.assertIn("did you mean 'smallest'?", told)
        self.replaced("idea_to_deployment@south", "idea_to_deploymnt@south")
        told = self.claims(exit_code=65).stderr
        self.assertRegex(told, r"claims\.toml:\d+:\d+: .*no metric 'totals/iteration/idea_to_deploymnt'")
        self.assertIn("did you mean 'iteration/idea_to_deployment'?", told)
        self.replaced("who=nobody", "who=nobdy")
        told = self.claims(exit_code=65).stderr
        self.assertRegex(told, r"claims\.toml:\d+:\d+: bloc\.south\.registration\.who")
        self.assertIn("did you mean 'nobody'?", told)
        self.replaced("technology.epistasis", "technology.epistasi")
        self.assertRegex(self.claims(exit_code=65).stderr, r"claims\.toml:\d+:\d+: .*technology\.epistasi")
        self.replaced('"scenario.toml"', '"scenari.toml"')
        self.assertRegex(self.claims(exit_code=66).stderr, r"claims\.toml:\d+:\d+: ")
        self.assertEqual(self.files(), ["claims.toml", "scenario.toml"])  # nothing was begun
        self.run_app("claims", "none.toml", exit_code=66)

    def test_the_projects_claims_are_all_there(self):
        told = self.run_app("claims", SOURCE.resolve() / "data/claims.toml", "--list").stdout
        for number in range(1, 22):
            self.assertRegex(told, rf"(?m)^C{number}: ")


if __name__ == "__main__":
    unittest.main()

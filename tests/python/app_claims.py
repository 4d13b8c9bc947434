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
most_points = 32
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

[uncertain.opening]
key = "bloc.south.transmission.adversarial_use"
log_range = [1, 0.1]
strength = true

[rules.muted]
meaning = "signals of misuse are muted"
set = ["bloc.south.transmission.adversarial_use=0.3"]

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
id = "A1"
title = "muted"
role = "planted_artefact"
statement = "Muted signals are fewer."
world = "one"
on = "muted"

[[claim.effect]]
name = "signals of misuse"
measure = "totals/learning/signals_per_use[adversarial_use]@south"
as = "ratio"
direction = "down"
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

    def test_words_in_text_json_and_hdf5(self):
        done = self.claims()
        self.assertTrue(all(len(line) <= 80 for line in done.stdout.splitlines()), done.stdout)
        self.assertRegex(done.stdout, r"(?m)^G1 gates take time: 1 of 1 shown, 0 opposite, 0 open$")
        self.assertRegex(done.stdout, r"(?m)^  \+[0-9.]+ % \[\+[0-9.]+ %, \+[0-9.]+ %\] +shown: time to deployment$")
        self.assertRegex(done.stdout, r"(?m)^G2 gates do nothing: 0 of 1 shown, 1 opposite, 0 open$")
        self.assertRegex(done.stdout, r"N1 luck: 0 of 1 shown")
        self.assertRegex(done.stdout, r"X1 not yet: not testable, needs a metric of it")
        told = json.loads(self.claims("--json").stdout)  # nothing is run again
        self.assertEqual(told, json.loads((self.folder / "claims/claims.json").read_text()))
        by_id = {claim["id"]: claim for claim in told["claims"]}
        g1, g2 = by_id["G1"]["effects"][0], by_id["G2"]["effects"][0]
        self.assertEqual([g1["word"], g2["word"]], ["shown", "shown opposite"])
        self.assertEqual(g1["pooled"]["mean"], g2["pooled"]["mean"])
        self.assertLess(g1["pooled"]["predicted_low"], g1["pooled"]["low"])
        self.assertAlmostEqual(sum(g1["pooled"]["worlds"].values()), 1, places=4)
        self.assertEqual(len(g1["space"]["means"]), g1["space"]["points"])
        ablated = by_id["G1"]["ablations"][0]["effects"][0]
        self.assertAlmostEqual(ablated["left"]["mean"] + ablated["carried"]["mean"], g1["baseline"]["mean"], places=4)
        self.assertEqual(told["failed"], 0)
        with xarray.open_dataset(self.folder / "claims/claims.h5", group="effects") as effects:
            self.assertEqual(effects["mean"].dims, ("effect", "point"))
            self.assertEqual(effects["mean"].shape[0], 5)
        with h5py.File(self.folder / "claims/claims.h5") as file:
            self.assertAlmostEqual(file["pooled/mean"][0], g1["pooled"]["mean"], places=4)
            self.assertEqual(file["effects/word"][0], 0)
        subprocess.run(["ncdump", "-h", self.folder / "claims/claims.h5"], check=True, capture_output=True)
        self.assertIn("done", self.run_app("status", "claims/one-space").stdout)

    def test_an_effect_that_reads_its_input_back_is_marked(self):
        told = json.loads(self.claims("--only", "A1", "--json").stdout)["claims"][0]
        (effect,) = told["effects"]
        self.assertEqual(effect["by_construction"], "opening")
        (dose,) = effect["strengths"]
        self.assertEqual(dose["shape"], "steady")
        self.assertAlmostEqual(dose["slope"], 1, delta=0.1)
        self.assertEqual(told["found"]["by_construction"], 1)
        self.assertIn("by construction (opening)", " ".join(self.claims("--only", "A1").stdout.split()))

    def test_a_strength_varies_only_where_its_rule_is_in_force(self):
        self.claims()
        with h5py.File(self.folder / "claims/one-space.h5") as file:
            values = file["parameters/opening"][:].reshape(len(file["base"]), -1)
            for name, row in zip(file["base"].asstr()[:], values):
                self.assertEqual(bool((row == row).all()), name == "muted", name)  # NaN is not itself
            seeds = file["runs/seed"][:].reshape(len(values), values.shape[1], -1)
            self.assertTrue((seeds == seeds[0]).all(), "sides share their numbers at each point")
            self.assertEqual(len(set(seeds[0, :, 0])), values.shape[1], "points have numbers of their own")
            review = file["parameters/review_time"][:].reshape(values.shape)
            self.assertTrue((review == review[0]).all(), "a point is the same on all sides")

    def test_rounds_give_points_to_what_is_open(self):
        told = json.loads(self.claims("--json").stdout)
        points = {claim["id"]: [e["space"]["points"] for e in claim["effects"]] for claim in told["claims"] if "effects" in claim}
        words = {claim["id"]: [e["word"] for e in claim["effects"]] for claim in told["claims"] if "effects" in claim}
        for claim, each in points.items():
            for n, word in zip(each, words[claim]):
                self.assertIn(n, (8, 16, 32), claim)
                self.assertTrue(n > 8 or word != "not decided" or told["most_points"] == 8, f"{claim} is open and got no points")
        self.assertTrue((self.folder / "claims/one-space-2.h5").exists())

    def test_another_threshold_is_read_from_stored_runs(self):
        self.claims("--threshold", "G1.1=3", exit_code=66)
        self.claims("-q")
        before = {p: p.read_bytes() for p in (self.folder / "claims").glob("claims.*")}
        parts = sorted(p.name for p in (self.folder / "claims").rglob("part-*.h5"))
        told = self.claims("--threshold", "g1: time=300 %", "--json").stdout
        effect = json.loads(told)["claims"][0]["effects"][0]
        self.assertEqual(effect["word"], "shown small")
        self.assertEqual(json.loads(told)["asked"][0]["effect"], "G1.1")
        self.assertIn("chosen after a look", " ".join(self.claims("--threshold", "G1=3").stdout.split()))
        self.assertEqual(before, {p: p.read_bytes() for p in (self.folder / "claims").glob("claims.*")})
        self.assertEqual(parts, sorted(p.name for p in (self.folder / "claims").rglob("part-*.h5")))
        for asked, problem in (("G1.9=1", "did you mean 'G1.1'?"), ("G1.1", "write EFFECT=VALUE"), ("G1.1=0", "no number above 0"),
                               ("G1.1=nan", "no number above 0"), ("G1.1=5 d", "not the unit"), ("G2.2=5 %", "not the unit")):
            self.assertIn(problem, self.claims("--threshold", asked, exit_code=64).stderr)
        refused = self.claims("--threshold", "G2.1=1", "--only", "G1", exit_code=64).stderr
        self.assertIn("G2 is not among the claims that --only names (G1)", " ".join(refused.split()))
        told = " ".join(self.claims("--threshold", "G1.1=3", "--only", "G1,g1", "--details").stdout.split())
        self.assertIn("or beyond; asked for", told, "the file's reason is not that of another threshold")
        self.assertEqual(told.count("G1 "), 1, "a claim named twice is judged once")

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
        names = [p.name for p in (self.folder / "whole").glob("*.h5")]
        self.assertIn("one-space-2.h5", names)
        self.assertEqual(sorted(names), sorted(p.name for p in (self.folder / "killed").glob("*.h5")))
        for name in names:
            self.assertEqual(data_of(self.folder / "whole" / name), data_of(self.folder / "killed" / name), name)
        self.assertEqual((self.folder / "whole/claims.json").read_text(), (self.folder / "killed/claims.json").read_text())

    def test_some_claims_then_all_share_runs(self):
        told = self.claims("--only", "G1", "--quick", "-o", "some").stdout
        self.assertIn("without windows", told)  # details come with --only
        self.assertIn("A quick look", told)
        self.assertNotIn("G2", told)
        part = next((self.folder / "some/one-space/parts").glob("part-*.h5"))
        self.assertIn("4 effects of claims not asked for count as if nothing spoke for them", " ".join(told.split()))
        self.claims("--quick", "-o", "some")
        self.assertTrue(part.exists())
        whole = (self.folder / "some/claims.json").read_bytes()
        self.claims("--only", "G1", "--quick", "-o", "some")
        self.assertEqual((self.folder / "some/claims.json").read_bytes(), whole)
        p = [json.loads((self.folder / "some" / name).read_text())["claims"][0]["effects"][0]["p"] for name in ("claims-G1.json", "claims.json")]
        self.assertGreaterEqual(p[0], p[1], "a claim alone is judged as one of all")
        self.assertTrue((self.folder / "some/claims-G1.h5").exists())

    def test_list_runs_nothing(self):
        told = self.claims("--list").stdout
        self.assertIn("G1: A gate makes", told)
        self.assertIn("G1.1 time to deployment: +5.0 %", told)
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

"""A list of points reads back as a table, and status counts the cores that are at work."""
import csv
import io
import json
import time

from _campaign import CampaignTest


class Campaigns(CampaignTest):
    def points(self, name):
        return list(csv.DictReader(io.StringIO(self.run_app("expand", name, "--csv").stdout)))

    def test_expand_reads_back_as_a_table_of_the_same_points(self):
        """Two bases, of which one lacks a factor; texts, lists, laws, times, numbers of 17 digits, and two in lockstep."""
        (self.folder / "other.toml").write_text('extends = "scenario.toml"\n[bloc.south.stage.review]\nreviewers = 3\n')
        factors = """
[factor.who]
key = "bloc.*.registration.who"
values = ["all", "public_facing"]
[factor.stages]
key = "bloc.south.track.light.stages"
values = [["review"], []]
[factor.law]
key = "bloc.south.stage.review.review"
values = ["20 d", { dist = "gamma", mean = "1 mo", cv = 0.5 }]
[factor.lot]
key = "bloc.south.stage.review.window"
values = ["0 d", "2 wk"]
with = "who"
[factor.share]
key = "bloc.south.stage.review.pass_probability"
range = [0.1, 0.7]
levels = 3
bases = ["other"]
"""
        head = '[experiment]\nbase = ["scenario.toml", "other.toml"]\n'
        (self.folder / "exp.toml").write_text(head + factors)
        (self.folder / "points.csv").write_text(self.run_app("expand", "exp.toml", "--csv").stdout)
        keys = [line for line in factors.splitlines() if not line.startswith(("values", "range", "levels", "with"))]
        (self.folder / "again.toml").write_text(head + 'design = "table"\ntable = "points.csv"\n' + "\n".join(keys))
        done = self.run_app("expand", "again.toml")
        self.assertIn("left out, for a table needs none: point, point_id", done.stderr)
        before, after = self.points("exp.toml"), self.points("again.toml")
        self.assertEqual(len(before), 2 * 2 * 2 * (1 + 3))
        self.assertEqual([row["point_id"] for row in after], [row["point_id"] for row in before])
        self.assertEqual(after, before)

    def test_status_counts_the_cores_at_work(self):
        self.write_experiment(replicates=2000, horizon="20 y", sampled="")
        first = self.start("-o", "c", "-j", "2", "--shard", "1/2")
        second = self.start("-o", "c", "-j", "1", "--shard", "2/2")
        for _ in range(200):
            said = self.run_app("status", "c").stdout if (self.folder / "c/campaign.toml").exists() else ""
            if "2 shards" in said and "left:" in said and " on " in said.split("left:")[1].splitlines()[0]:
                break
            time.sleep(0.1)
        self.assertIn("at work:    yes, 2 shards on 3 cores", said)
        self.assertRegex(said, r"left: .* on 3 cores")
        self.assertEqual(json.loads(self.run_app("status", "c", "--json").stdout)["cores"], 3)
        first.terminate()
        self.assertEqual(first.wait(timeout=20), 75)
        self.assertIn("at work:    yes, on 1 core\n", self.run_app("status", "c").stdout)
        second.terminate()
        self.assertEqual(second.wait(timeout=20), 75)
        self.assertIn("at work:    no", self.run_app("status", "c").stdout)
        alone = self.start("-o", "c", "-j", "1")
        for _ in range(200):
            if "yes, on 1 core\n" in (said := self.run_app("status", "c").stdout):
                break
            time.sleep(0.05)
        self.assertIn("at work:    yes, on 1 core\n", said)
        alone.terminate()
        self.assertEqual(alone.wait(timeout=20), 75)

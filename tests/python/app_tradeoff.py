"""poldyn tradeoff agrees with the same sums made here from what poldyn export prints, refuses what it cannot weigh, and select chooses."""
import csv
import io
import json
import re
import statistics
import unittest

from _app import SOURCE, AppTest

EXPERIMENT = """
[experiment]
base = "scenario.toml"
design = "full_factorial"
replicates = 3
seed = 3

[set]
run.horizon = "1 y"

[factor.reviewers]
key = "bloc.south.stage.review.reviewers"
values = [1, 4, 16]

[factor.review_time]
key = "bloc.south.stage.review.review.mean"
range = ["20 d", "60 d"]
levels = 4
"""


class Campaign(AppTest):
    def campaign(self, text=EXPERIMENT, name="file.h5"):
        (self.folder / "exp.toml").write_text(text)
        self.run_app("sweep", "exp.toml", "-o", "made", "-q")
        self.run_app("merge", "made", "-o", name, "-q")
        return name

    def weighed(self, *arguments):
        return json.loads(self.run_app("tradeoff", *arguments, "--json").stdout)


def table_of(text, bloc):
    """{(reviewers, review_time): [value of each replicate]} of a tidy CSV."""
    found = {}
    for row in csv.DictReader(io.StringIO(text)):
        if row["bloc"] == bloc:
            found.setdefault((row["reviewers"], row["review_time"]), []).append(float(row["value"] or "nan"))
    return found


class Weighed(Campaign):
    def test_numbers_are_those_of_the_runs(self):
        file = self.campaign()
        names = ["time_to_deployment", "releases"]
        found = self.weighed(file, "--policies", "reviewers", "-m", "time_to_deployment:low", "-m", "releases:high",
                             "--satisfy", "time_to_deployment < 300 d", "--bloc", "south")
        self.assertEqual([row["policy"] for row in found["policies"]], ["reviewers 1", "reviewers 4", "reviewers 16"])
        self.assertEqual((found["futures"], found["replicates"], found["futures_sampled"]), (4, 3, False))
        self.assertTrue(found["paired"] and found["shared_luck"])
        exported = [table_of(self.run_app("export", file, "-m", f"totals/iteration/{name}").stdout, "south") for name in names]
        policies = ["1", "4", "16"]
        futures = sorted({key[1] for key in exported[0]}, key=float)
        means = [[[statistics.fmean(table[p, f]) for f in futures] for p in policies] for table in exported]
        overall = []
        for which, sign in ((0, 1), (1, -1)):
            best = [min(sign * means[which][p][f] for p in range(3)) for f in range(4)]
            overall.append([sign * statistics.fmean(means[which][p]) for p in range(3)])
            for p, row in enumerate(found["policies"]):
                metric = row["metrics"][which]
                regret = [sign * means[which][p][f] - best[f] for f in range(4)]
                cells = [v for f in futures for v in exported[which][policies[p], f]]
                self.assertAlmostEqual(metric["mean"]["value"], statistics.fmean(means[which][p]), 8)
                self.assertAlmostEqual(metric["mean_and_spread"]["value"], statistics.fmean(cells) + sign * statistics.stdev(cells), 8)
                self.assertAlmostEqual(metric["mean_regret"]["value"], statistics.fmean(regret), 8)
                self.assertAlmostEqual(metric["worst_regret"]["value"], max(regret), 8)
                self.assertAlmostEqual(metric["worst_regret_paired"]["mean"], max(regret), 8)
        for p, row in enumerate(found["policies"]):
            dominated = any(all(m[q] <= m[p] for m in overall) and any(m[q] < m[p] for m in overall) for q in range(3))
            self.assertEqual(row["on_front"], not dominated)
            days = [v for f in futures for v in exported[0][policies[p], f]]
            self.assertAlmostEqual(row["meets_all"]["share"], sum(d < 300 for d in days) / 12, 9)

    def test_the_table_fits_and_says_what_it_is(self):
        file = self.campaign()
        done = self.run_app("tradeoff", file, "--policies", "reviewers", "-m", "time_to_deployment:low", "--bloc", "south")
        self.assertTrue(all(len(line) <= 80 for line in done.stdout.splitlines()), done.stdout)
        for word in ("on front", "worst regret", "What is not known: review_time", "reviewers 16"):
            self.assertIn(word, done.stdout)
        again = self.run_app("tradeoff", file, "--policies", "reviewers", "-m", "time_to_deployment:low", "--bloc", "south")
        self.assertEqual(done.stdout, again.stdout)
        ascii_only = self.run_app("tradeoff", file, "--policies", "reviewers", "-m", "time_to_deployment:low", "--bloc", "south",
                                  env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
        self.assertTrue(ascii_only.stdout.isascii())

    def test_bases_are_policies_without_being_asked_for(self):
        text = EXPERIMENT.replace('base = "scenario.toml"', 'base = { one = "scenario.toml", two = "two.toml" }')
        (self.folder / "two.toml").write_text((self.folder / "scenario.toml").read_text().replace("reviewers = 10", "reviewers = 3"))
        text = text[:text.index("[factor.reviewers]")] + text[text.index("[factor.review_time]"):]
        text = text.replace("full_factorial", "sobol").replace("levels = 4", "").replace("seed = 3", 'seed = 3\npoints = 8\ncommon_random_numbers = "bases"')
        file = self.campaign(text)
        found = self.weighed(file, "-m", "time_to_deployment:low", "--bloc", "south")
        self.assertEqual([row["policy"] for row in found["policies"]], ["one", "two"])
        self.assertEqual((found["futures"], found["futures_sampled"], found["shared_luck"], found["paired"]), (8, True, False, True))
        self.assertEqual(found["worth_finding_out"][0]["parameter"], "review_time")
        self.assertEqual(found["resamples"], 999)


class Refused(Campaign):
    def refused(self, words, *arguments, exit_code=64):
        before = self.files()
        done = self.run_app(*arguments, exit_code=exit_code)
        self.assertEqual((done.stdout, self.files()), ("", before))
        for word in words:
            self.assertIn(word, done.stderr)

    def test_what_is_wrong_is_said(self):
        file = self.campaign()
        south = ("--bloc", "south")
        self.refused(["is needed", "reviewers, review_time"], "tradeoff", file, *south)
        self.refused(["'reviewer'", "did you mean 'reviewers'?"], "tradeoff", file, "--policies", "reviewer", *south)
        self.refused(["--bloc", "north, south"], "tradeoff", file, "--policies", "reviewers")
        self.refused(["did you mean 'south'?"], "tradeoff", file, "--policies", "reviewers", "--bloc", "sout")
        policies = ("--policies", "reviewers", *south)
        self.refused(["releases:low or releases:high"], "tradeoff", file, *policies, "-m", "releases")
        self.refused(["did you mean 'releases'?"], "tradeoff", file, *policies, "-m", "release:high")
        self.refused(["leave out the brackets"], "tradeoff", file, *policies, "-m", "releases[review]:high")
        self.refused(["one value for each cause"], "tradeoff", file, *policies, "-m", "delay_by_cause:low")
        self.refused(["METRIC < AMOUNT"], "tradeoff", file, *policies, "--satisfy", "releases 5")
        self.refused(["unit 'dya'"], "tradeoff", file, *policies, "--satisfy", "time_to_deployment < 5 dya")
        self.refused(["cannot", "missing.h5"], "tradeoff", "missing.h5", exit_code=66)
        self.small_run("-o", "run.h5", "-q")
        self.refused(["nothing varies", "poldyn sweep"], "tradeoff", "run.h5", *south, exit_code=65)

    def test_a_design_that_does_not_cross(self):
        text = EXPERIMENT.replace("full_factorial", "latin_hypercube").replace("levels = 4", "").replace("seed = 3", "seed = 3\npoints = 6")
        file = self.campaign(text)
        self.refused(["no future is there for every policy", "full_factorial"], "tradeoff", file, "--policies", "reviewers", "--bloc", "south",
                     exit_code=65)

    def test_a_metric_that_often_has_no_value(self):
        file = self.campaign()
        done = self.run_app("tradeoff", file, "--policies", "reviewers", "-m", "control/control_latency:low", "--bloc", "south", exit_code=65)
        self.assertIn("fewer than two policies can be judged: 3 of 3 lack control_latency", done.stderr)


    def test_many_that_lack_a_few_worlds_each(self):
        """Of 40 worlds 1, 1 and 2 others lack: each policy by itself would do, but together they leave 36."""
        import numpy
        from _app import open_to_change
        file = self.campaign(EXPERIMENT.replace("replicates = 3", "replicates = 10"))
        with open_to_change(self.folder / file) as changed:
            reviewers = changed["parameters/reviewers"][()]
            values = changed["totals/iteration/time_to_deployment"][()]
            for number, replicates in ((1, [0]), (4, [1]), (16, [2, 3])):
                point = numpy.flatnonzero(reviewers == number)[number % 4]
                values[point, replicates, 1] = numpy.nan
            changed["totals/iteration/time_to_deployment"][()] = values
        ask = ["tradeoff", file, "--policies", "reviewers", "-m", "time_to_deployment:low", "-m", "releases:high", "--bloc", "south"]
        rows = {row["policy"]: row for row in json.loads(self.run_app(*ask, "--json").stdout)["policies"]}
        self.assertEqual([row["judged"] for row in rows.values()], [True, True, False])
        self.assertTrue(rows["reviewers 16"]["too_few_in_common"])
        self.assertAlmostEqual(rows["reviewers 16"]["share_without"], 0.05)
        text = " ".join(self.run_app(*ask).stdout.split())
        self.assertRegex(text, r"reviewers 16 is not judged: 5(\.0)? % of its worlds have no value of time_to_deployment, and with what others lack")
        self.assertIn("2 worlds have no value of time_to_deployment under some policy", text)


class Selected(AppTest):
    def scenarios(self):
        text = (self.folder / "scenario.toml").read_text().replace('"5 y"', '"1 y"')
        for name, days in (("a", 30), ("b", 60), ("c", 90)):
            (self.folder / f"{name}.toml").write_text(text.replace('"30 d"', f'"{days} d"'))
        return ["a.toml", "b.toml", "c.toml"]

    def test_the_best_is_chosen_on_any_number_of_threads(self):
        files = self.scenarios()
        arguments = ["select", *files, "-m", "time_to_deployment:low", "--delta", "10 d", "--bloc", "south", "--max-runs", 400]
        one, three = (self.run_app(*arguments, "--json", "-j", jobs).stdout for jobs in (1, 3))
        self.assertEqual(one, three)
        found = json.loads(one)
        self.assertEqual(found["selected"], "A")
        runs = {row["side"]: row["runs"] for row in found["scenarios"]}
        self.assertGreaterEqual(min(runs.values()), 20)
        for row in found["scenarios"]:
            if row["out_after"]:
                self.assertEqual(row["out_after"], row["runs"])
        text = self.run_app(*arguments).stdout
        self.assertIn("Chosen: a.toml (A)", text)
        self.assertTrue(all(len(line) <= 80 for line in text.splitlines()), text)

    def test_what_it_cannot_do_is_said(self):
        files = self.scenarios()
        usual = ["-m", "time_to_deployment:low", "--bloc", "south"]
        done = self.run_app("select", *files, *usual, "--delta", "0.001 d", "--max-runs", 20, exit_code=6)
        self.assertIn("Nothing is selected", done.stdout)
        self.assertIn("--max-runs", done.stderr)
        done = self.run_app("select", *files, *usual, "--delta", "0 d", exit_code=64)
        self.assertIn("not above 0", done.stderr)
        done = self.run_app("select", *files, "-m", "control/control_latency:low", "--bloc", "south", "--delta", "5 d", exit_code=65)
        self.assertIn("has no control_latency in replicate 0", done.stderr)
        self.small_run("-o", "run.h5", "-q")
        done = self.run_app("select", "run.h5", "run.h5", *usual, "--delta", "5 d", exit_code=64)
        self.assertIn("poldyn tradeoff", done.stderr)


class Page(AppTest):
    def test_the_example_prints_what_the_page_says(self):
        """Words as they stand, numbers within a fiftieth of what stands there: last digits differ between machines."""
        page = (SOURCE / "docs/tradeoffs.md").read_text()
        for name in ("scenarios", "experiments", "data"):
            (self.folder / name).symlink_to(SOURCE / name)
        compared = 0
        for block in re.findall(r"^```\n(.*?)^```", page, re.M | re.S):
            commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
            expected = "\n".join(line for line in block.splitlines() if not line.startswith("$ ")).strip()
            printed = ""
            for command in commands:
                words = re.findall(r"'[^']*'|\S+", command)
                self.assertEqual(words[0], "poldyn")
                printed = self.run_app(*(word.strip("'") for word in words[1:])).stdout.strip()
            if expected:
                self.alike(printed, expected)
                compared += 1
        self.assertEqual(compared, 3)


if __name__ == "__main__":
    unittest.main()

"""poldyn report of campaigns, comparisons and attributions: its numbers are those of the other commands; what makes no page says why."""
import html
import json
import re
import unittest

from _app import AppTest
from app_report import HOSTILE, SAY, has_page, pictures_of

SWEEP = """\
[experiment]
title = "{title}"
base = {base}
design = "{design}"
{points}
replicates = {replicates}

[set]
run.horizon = "1.5 y"

[factor.reviewers]
key = "bloc.south.stage.review.reviewers"
{reviewers}

[factor.review_time]
key = "bloc.south.stage.review.review.mean"
{review_time}

[record]
totals = ["iteration/*", "pipeline/filed", "control/control_latency"]
sampled = []
"""
FREE = {"design": "latin_hypercube", "points": "points = 48", "reviewers": "range = [1, 10]", "review_time": 'range = ["5 d", "60 d"]'}
GRID = {"design": "full_factorial", "points": "", "reviewers": "values = [1, 4]", "review_time": 'range = ["5 d", "60 d"]\nlevels = 3'}


class Studies(AppTest):
    def campaign(self, name="all.h5", title="Who reviews", base='"scenario.toml"', replicates=2, **design):
        text = SWEEP.format(title=title, base=base, replicates=replicates, **(FREE | design))
        (self.folder / "exp.toml").write_text(text)
        made = "made" if name == "all.h5" else name + ".runs"
        self.run_app("sweep", "exp.toml", "-o", made, "-q")
        self.run_app("merge", made, "-o", name, "-q")
        return name

    def memo(self, *arguments):
        self.run_app("report", *arguments, "--markdown", "-o", "memo.md", "--force", "-q")
        memo = html.unescape((self.folder / "memo.md").read_text())
        for line in memo.splitlines():
            self.assertNotRegex(line, r"\bnan\b|\binf\b|-0\b(?!\.)|\{\}")
        return memo.replace("\\", "")

    def charts(self, *arguments):
        self.run_app("report", *arguments, "-o", "page.html", "--force", "-q")
        self.page = (self.folder / "page.html").read_text()
        return json.loads(re.search(r'<script type="application/json" id="charts">(.*?)</script>', self.page, re.S).group(1))


class Campaign(Studies):
    def test_numbers_are_those_of_sensitivity(self):
        file = self.campaign()
        memo = self.memo(file, "--bloc", "south", "-m", "time_to_deployment")
        told = json.loads(self.run_app("sensitivity", file, "--bloc", "south", "-m", "time_to_deployment", "--json").stdout)
        text = json.dumps(told)
        self.assertIn("48 points of design latin_hypercube, 2 replicates", memo)
        self.assertRegex(memo, r"\| Reviewers per office[^|]*\(reviewers\) \| 1 to 10 \|")
        self.assertIn("\n## Which factors matter\n", memo)
        mean = float(re.search(r'"mean": ([\d.]+)', text).group(1))
        self.assertAlmostEqual(float(re.search(r"is \*\*([\d.]+) days\*\* on average", memo).group(1)), mean, delta=0.05 * mean)
        # A factor is not said to matter most while the interval of another reaches as far.
        if "matters most" not in memo:
            self.assertIn("may matter as much", memo)

    def test_a_condition_has_its_box_and_how_often_it_is_met(self):
        file = self.campaign(replicates=3, points="points = 160")
        where = "time_to_deployment@south < 300 d"
        told = json.loads(self.run_app("discover", file, "--where", where, "--json").stdout)
        memo = self.memo(file, "--bloc", "south", "--where", where)
        self.assertIn(f"Where is “{where}”?", memo)
        self.assertIn(told["answer"], memo)
        self.assertTrue(told["found"])
        self.assertIn("The conditions, factor by factor", memo)

    def test_policies_are_weighed(self):
        file = self.campaign(replicates=3, **GRID)
        weighing = ("--policies", "reviewers", "--goal", "time_to_deployment:low", "--goal", "releases:high")
        memo = self.memo(file, "--bloc", "south", *weighing)
        self.assertIn("Weighed by", memo)
        self.assertIn("| reviewers 4 |", memo)
        self.assertIn("worst regret", memo)

    def test_each_chart_of_a_memo_has_its_picture(self):
        file = self.campaign(title=HOSTILE.replace('"', "'"), replicates=3, points="points = 160")
        self.memo(file, "--bloc", "south", "--where", "time_to_deployment@south < 300 d")
        names = {one.stem for one in pictures_of(self, "memo.md")}
        self.assertLessEqual({"chart-outcomes", "chart-tornado-1", "chart-ranking-1", "chart-effects-1", "chart-box", "chart-way"}, names)
        file = self.campaign("grid.h5", replicates=3, **GRID)
        weighing = ["--policies", "reviewers", "--goal", "time_to_deployment:low"]
        for goals in ([], ["--goal", "releases:high"]):
            self.memo(file, "--bloc", "south", *weighing, *goals)
            self.assertIn("chart-front", {one.stem for one in pictures_of(self, "memo.md")})

    def test_bases_are_told_of_side_by_side(self):
        (self.folder / "two.toml").write_text((self.folder / "scenario.toml").read_text().replace("reviewers = 10", "reviewers = 3"))
        file = self.campaign(base='{ one = "scenario.toml", two = "two.toml" }', points="points = 12")
        memo = self.memo(file, "--bloc", "south")
        self.assertIn("The design was put on 2 scenarios: one, two.", memo)
        self.assertRegex(memo, r"under one.*; .*under two")
        self.assertIn("not weighed against each other", memo + "not weighed against each other" * ("What is traded" in memo))

    def test_what_does_not_vary_is_said(self):
        file = self.campaign(design="full_factorial", points="", reviewers="values = [3]", review_time='values = ["20 d"]', replicates=1)
        memo = self.memo(file, "--bloc", "south")
        self.assertIn("No factor: 1 point", memo)
        self.assertIn("Held at one value", memo)
        self.assertNotIn("Which factors matter", memo)
        file = self.campaign("one.h5", replicates=1, title="One", points="points = 12")
        self.assertIn("With one replicate", self.memo(file, "--bloc", "south"))
        memo = self.memo(file, "--bloc", "north", "-m", "filed", "-m", "control_latency")  # nobody files in the north
        self.assertIn("the same at each", memo)
        self.assertIn("No run has a value of control_latency.", memo)

    def test_runs_that_failed_are_counted(self):
        import h5py
        from _app import open_to_change
        file = self.campaign(points="points = 12")
        with open_to_change(self.folder / file) as changed:
            status = changed["runs/status"]
            status[2, 1] = 1
            for group in changed["totals"].values():
                for item in group.values():
                    if isinstance(item, h5py.Dataset) and item.ndim >= 3:
                        item[2, 1] = float("nan")
        self.assertIn("1 of 24 runs failed or are missing", self.memo(file, "--bloc", "south"))


class Saved(Studies):
    def runs(self, replicates=6):
        self.small_run("--replicates", replicates, "-o", "a.h5", "-q")
        self.small_run("--replicates", replicates, "-o", "b.h5", "-q", *SAY)

    def test_a_comparison_says_what_its_files_say(self):
        self.runs()
        self.run_app("compare", "a.h5", "b.h5", "-o", "cmp.h5", "-q")
        saved = self.memo("cmp.h5", "--bloc", "south")
        rows = [line for line in saved.splitlines() if re.match(r"\| Models released", line)]
        whole = self.memo("a.h5", "b.h5", "--bloc", "south")
        self.assertEqual(rows, [line for line in whole.splitlines() if re.match(r"\| Models released", line)])
        self.assertEqual(len(rows), 1)
        rules = [line for line in whole.splitlines() if "bloc.south.stage.review.reviewers" in line and line.startswith("|")]
        self.assertTrue(rules and rules[0] in saved)
        self.assertIn("no curves over time", saved)

    def attribution(self):
        (self.folder / "b.toml").write_text((self.folder / "scenario.toml").read_text()
                                            .replace("reviewers = 10", "reviewers = 1").replace("vendors = 40", "vendors = 50"))
        self.run_app("attribute", "scenario.toml", "b.toml", "--set", "run.horizon=0.5 y", "--replicates", 5, "--by", "parameter",
                     "-m", "releases", "-o", "parts.h5", "-q")
        return "parts.h5"

    def test_an_attribution_by_itself_and_with_runs(self):
        file = self.attribution()
        told = json.loads(self.run_app("attribute", "scenario.toml", "b.toml", "--set", "run.horizon=0.5 y", "--replicates", 5,
                                       "--by", "parameter", "-m", "releases", "--json").stdout)
        self.assertTrue(told)
        memo = self.memo(file)
        self.assertIn("What makes the difference: Models released", memo)
        self.assertIn("| All together |", memo)
        self.assertIn("bloc.south.stage.review.reviewers", memo)
        self.runs()
        both = self.memo("a.h5", "b.h5", "--with", file)
        self.assertTrue(any("attribution" in one.stem for one in pictures_of(self, "memo.md")))
        self.assertIn("From parts.h5", both)
        self.assertLess(both.index("## Which rules make the difference"), both.index("## What this cannot say"))

    def test_what_makes_no_report_says_what_to_do(self):
        self.runs(2)
        file = self.campaign(points="points = 4", replicates=1)
        parts = self.attribution()
        self.run_app("compare", "a.h5", "b.h5", "-o", "cmp.h5", "-q")
        before = self.files()
        for arguments, code, words in ((["a.h5", file], 64, "do not go together"),
                                       (["a.h5", parts], 64, "--with parts.h5 adds it"),
                                       (["cmp.h5", "cmp.h5"], 64, "make a report of each"),
                                       (["made"], 64, "poldyn merge made"),
                                       (["a.h5", "b.h5", "--with", "cmp.h5"], 64, "it is a comparison"),
                                       (["a.h5", "b.h5", "--with", parts, "--with", parts], 64, "already"),
                                       (["a.h5", "--where", "releases > 5"], 64, "--where is for the merged file"),
                                       ([file, "--of", "x"], 64, "give a condition"),
                                       ([file, "--where", "release > 5"], 64, "releases"),
                                       ([file, "--where", "releases@south > 5"], 65, "it takes 80"),
                                       ([file, "--bloc", "sout"], 64, "south"),
                                       ([file, "-m", "release"], 64, "releases"),
                                       ([file, "--policies", "reviewer"], 64, "reviewers"),
                                       ([file, "--facts", "nowhere"], 64, "--facts is for result files"),
                                       ([parts, "-m", "releases"], 64, "-m is for"),
                                       ([parts, "--bloc", "south"], 64, "--bloc is for"),
                                       (["cmp.h5", "--bloc", "sout"], 64, "south")):
            done = self.run_app("report", *arguments, "--markdown", "-o", "new.md", exit_code=code)
            self.assertIn(words, done.stderr)
            self.assertEqual(done.stdout, "")
        for file, words in (("cmp.h5", "it holds a comparison, and no runs"), (parts, "it holds an attribution, and no runs")):
            self.assertIn(words, self.run_app("sensitivity", file, exit_code=65).stderr)
        self.assertEqual(self.files(), before)
        self.run_app("report", "a.h5", "b.h5", "--with", parts, "--markdown", "-o", parts, "--force", exit_code=73)


@unittest.skipUnless(has_page(), "this poldyn was built without node and npm")
class Page(Studies):
    def test_charts_have_data_a_description_a_table_and_csv(self):
        file = self.campaign(title=HOSTILE.replace('"', "'"), replicates=3, points="points = 160")
        charts = self.charts(file, "--bloc", "south", "--where", "time_to_deployment@south < 300 d")
        self.assertLessEqual({"chart-outcomes", "chart-tornado-1", "chart-ranking-1", "chart-effects-1", "chart-box", "chart-way"},
                             {chart["id"] for chart in charts})
        self.assertLess(len(self.page), 5_000_000)
        self.assertNotIn("<script>document", self.page)
        for chart in charts:
            self.assertGreater(len(chart["description"]), 40)
            self.assertTrue(all(chart["data"].values()), chart["id"])
            figure = self.page.split(f'<div class="chart" id="{chart["id"]}">')[1].split("</figure>")[0]
            self.assertGreater(figure.count("<tr>"), 1)
            lines = chart["csv"].splitlines()
            names = next(line for line in lines if not line.startswith("#")).split(",")
            self.assertGreater(len(lines), 3 + len(names))


if __name__ == "__main__":
    unittest.main()

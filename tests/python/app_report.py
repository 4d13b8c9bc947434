"""poldyn report: one file that asks the network for nothing, in which text from files is text; a memo; clear refusals."""
import json
import re
import subprocess
import unittest
import xml.etree.ElementTree

from _app import POLDYN, SOURCE, AppTest

HOSTILE = "<script>document.title='run'</script> **A** & \"B\": told"
SAY = ["--set", "bloc.south.stage.review.reviewers=1"]


def has_page():
    """Whether this program was built with node and npm."""
    done = subprocess.run([POLDYN, "report", "no_such_file.h5"], capture_output=True, text=True)
    return "without the page" not in done.stderr


def pictures_of(test, name):
    """Pictures beside a memo: those it shows and no others; each has marks, the colours of print and no script."""
    memo, folder = (test.folder / name).read_text(), test.folder / name.replace(".md", "-charts")
    links = re.findall(rf"!\[[^\]]*\]\({folder.name.replace(' ', '%20')}/([\w-]+\.svg)\)", memo)
    pictures = sorted(folder.iterdir())
    test.assertEqual(sorted(links), [one.name for one in pictures])
    css = (SOURCE / "web/report.css").read_text().split("@media")[0]
    for picture in pictures:
        root = xml.etree.ElementTree.parse(picture).getroot()
        test.assertTrue(root.tag.endswith("}svg"))
        text = picture.read_text()
        test.assertNotRegex(text, r"nan|inf\b|var\(|href|<script", picture.name)
        test.assertGreater(sum(one.tag.split("}")[1] in ("path", "rect", "circle") for one in root), 1, picture.name)
        test.assertLessEqual(set(re.findall(r'"(#[0-9A-F]{6})"', text)), set(re.findall(r"#[0-9A-F]{6}", css)))
        sizes = [int(one.get("font-size")) for one in root if one.tag.endswith("}text")]
        test.assertGreaterEqual(min(sizes), 12)
    return pictures


class Report(AppTest):
    def runs(self, replicates=12):
        self.small_run("--replicates", replicates, "-o", "a.h5", "-q")
        self.small_run("--replicates", replicates, "-o", "b.h5", "-q", *SAY)


class Memo(Report):
    def test_a_comparison_has_its_sentences_rules_tables_and_commands(self):
        self.runs()
        done = self.run_app("report", "a.h5", "b.h5", "--markdown", "--bloc", "south", "--question", "Who waits?")
        memo = (self.folder / "report.md").read_text()
        self.assertTrue(memo.startswith("# Who waits?\n"))
        self.assertRegex(memo, r"vendors release \*\*.* fewer models\*\*")
        self.assertIn("**", memo)
        self.assertNotIn("**", done.stdout)
        self.assertIn("bloc.south.stage.review.reviewers", memo.replace("\\", ""))
        self.assertRegex(memo, r"\| 10 \| 1 \|")
        self.assertIn("not a forecast", memo)
        self.assertIn("    poldyn run scenario.toml", memo)
        self.assertIn("    poldyn report a.h5 b.h5", memo)
        for line in memo.splitlines():
            self.assertNotRegex(line, r"\bnan\b|\binf\b|-0\b(?!\.)")

    def test_pictures_lie_beside_it_and_hold_no_script(self):
        self.runs()
        self.run_app("report", "a.h5", "b.h5", "--markdown", "--bloc", "south", "-o", "my memo.md")
        pictures = pictures_of(self, "my memo.md")
        self.assertGreater(len(pictures), 4)
        before = {one.name: one.read_bytes() for one in pictures}
        self.run_app("report", "a.h5", "b.h5", "--markdown", "-o", "my memo.md", exit_code=73)
        self.assertEqual({one.name: one.read_bytes() for one in pictures}, before)

    def test_titles_from_files_are_text(self):
        title = r"*A* [x](y) `z` $1 \ <b> | # ~s~"
        self.small_run("--replicates", 2, "-o", "a.h5", "-q", "--set", "title=" + json.dumps(title))
        self.run_app("report", "a.h5", "--markdown")
        memo = (self.folder / "report.md").read_text()
        escaped = r"\*A\* \[x\](y) \`z\` \$1 \\ &lt;b&gt; \| \# \~s\~"
        self.assertIn(escaped, memo)
        self.assertNotIn("*A*", memo.split("## Make it again")[0])  # what was typed stands there as it was
        told = self.run_app("compare", "a.h5", "a.h5", "--markdown").stdout
        self.assertIn(escaped, told)

    def test_assumptions_have_their_range_and_source(self):
        self.runs(2)
        self.run_app("report", "a.h5", "b.h5", "--markdown", "--bloc", "south")
        memo = (self.folder / "report.md").read_text()
        self.assertIn("## What it stands on", memo)
        self.assertRegex(memo, r"\| [^|]+ \(bloc\.south\.[^|]+\) \| [^|]+ \| \\\[[^|]+\\\][^|]* \| assumption \|")

    def test_its_numbers_are_those_of_compare(self):
        self.runs()
        self.run_app("report", "a.h5", "b.h5", "--markdown", "--bloc", "north", "-m", "releases")
        told = json.loads(self.run_app("compare", "a.h5", "b.h5", "--json").stdout)
        north = next(c for c in told["comparisons"] if c["bloc"] == "north")
        releases = next(m for m in north["metrics"] if m["name"] == "releases")
        row = re.search(r"\| Models released[^|]*\| ([\d.,]+) ± [\d.,]+ \| ([\d.,]+) ±", (self.folder / "report.md").read_text())
        for cell, side in zip(row.groups(), ("baseline", "other")):
            self.assertAlmostEqual(float(cell.replace(",", "")), releases[side]["mean"], delta=0.06 * releases[side]["mean"])

    def test_one_file_one_run_and_the_same_file_twice(self):
        self.small_run("--replicates", 1, "-o", "a.h5", "-q")
        self.run_app("report", "a.h5", "--markdown", "-o", "one.md")
        self.run_app("report", "a.h5", "a.h5", "--markdown", "-o", "same.md")
        self.assertIn("No rule: both sides have the same scenario.", (self.folder / "same.md").read_text())
        self.small_run("--replicates", 3, "-o", "c.h5", "-q")
        self.run_app("report", "c.h5", "c.h5", "--markdown", "-o", "three.md")
        self.assertIn("**the same** under both, run by run", (self.folder / "three.md").read_text())

    def test_nothing_is_written_when_something_is_wrong(self):
        self.small_run("--replicates", 2, "-o", "a.h5", "-q")
        (self.folder / "report.md").write_text("mine")
        self.run_app("report", "a.h5", "--markdown", exit_code=73)
        self.assertEqual((self.folder / "report.md").read_text(), "mine")
        self.run_app("report", "a.h5", "--markdown", "-o", "a.h5", "--force", exit_code=73)
        (self.folder / "data").symlink_to(SOURCE / "data")
        before = self.files()
        for arguments, code, words in ((["scenario.toml"], 64, "made from results"),
                                       (["a.h5", "missing.h5"], 66, "missing.h5"),
                                       (["a.h5", "--bloc", "nort"], 64, "north"),
                                       (["a.h5", "a.h5", "-m", "release"], 64, "releases"),
                                       (["a.h5", "--facts", "nowhere"], 66, "poldyn facts"),
                                       (["a.h5", "a.h5", "a.h5"], 64, "")):
            done = self.run_app("report", *arguments, "--markdown", "-o", "new.md", exit_code=code)
            self.assertIn(words, done.stderr)
        self.assertEqual(self.files(), before)


@unittest.skipUnless(has_page(), "this poldyn was built without node and npm")
class Page(Report):
    def test_the_page_is_one_file_that_may_ask_for_nothing(self):
        self.runs()
        self.run_app("report", "a.h5", "b.h5", "--question", HOSTILE)
        page = (self.folder / "report.html").read_text()
        self.assertLess(len(page), 5_000_000)
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page).group(1)
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("unsafe-eval", policy)
        self.assertNotIn("'unsafe-inline'", policy.split("script-src")[1].split(";")[0])
        head, body = page.split("<body>")
        self.assertNotRegex(body.split("<script")[0], r"\b(src|href)=\"(?!#)")
        self.assertNotIn("<link", head)
        self.assertIn("&lt;script&gt;document.title=&#39;run&#39;&lt;/script&gt;", body)
        self.assertNotIn("<script>document", page)

    def test_charts_have_data_a_description_a_table_and_csv(self):
        self.runs()
        self.run_app("report", "a.h5", "b.h5", "--bloc", "south")
        page = (self.folder / "report.html").read_text()
        charts = json.loads(re.search(r'<script type="application/json" id="charts">(.*?)</script>', page, re.S).group(1))
        self.assertLessEqual({"chart-differences", "chart-iteration", "chart-fragmentation", "chart-ledger"}, {c["id"] for c in charts})
        for chart in charts:
            self.assertGreater(len(chart["description"]), 40)
            self.assertTrue(all(chart["data"].values()), chart["id"])
            figure = page.split(f'<div class="chart" id="{chart["id"]}">')[1].split("</figure>")[0]
            self.assertGreater(figure.count("<tr>"), 1)
            lines = chart["csv"].splitlines()
            names = next(line for line in lines if not line.startswith("#")).split(",")
            self.assertGreaterEqual(sum(line.startswith("#") for line in lines), 2 + len(names))
            self.assertGreater(len(lines), 4 + len(names))

    def test_the_same_files_make_the_same_page(self):
        self.runs(2)
        for _ in range(2):
            self.run_app("report", "a.h5", "b.h5", "-o", "r.html", "--force")
            page = (self.folder / "r.html").read_bytes()
        self.run_app("report", "a.h5", "b.h5", "-o", "r.html", "--force")
        self.assertEqual(page, (self.folder / "r.html").read_bytes())


class CompareFormats(Report):
    def test_markdown_latex_and_csv_have_each_row_once(self):
        self.runs(3)
        told = json.loads(self.run_app("compare", "a.h5", "b.h5", "--json").stdout)
        rows = [m for c in told["comparisons"] for m in c["metrics"]]
        csv = self.run_app("compare", "a.h5", "b.h5", "--csv").stdout.splitlines()
        self.assertEqual(len(csv), 1 + len(rows))
        for line, row in zip(csv[1:], rows):
            cell = dict(zip(csv[0].split(","), line.split(",")))
            self.assertEqual((cell["metric"], cell["reading"]), (row["name"], row["reading"]))
            if row["difference"]["mean"] is not None:
                self.assertEqual(float(cell["difference"]), row["difference"]["mean"])
        markdown = self.run_app("compare", "a.h5", "b.h5", "--markdown").stdout
        latex = self.run_app("compare", "a.h5", "b.h5", "--latex").stdout
        for row in rows:
            self.assertIn(row["name"].replace("_", "\\_"), markdown)
            self.assertIn(row["name"].replace("_", "\\_"), latex)
        self.assertEqual(latex.count("\\begin{tabular}"), len(told["comparisons"]))
        self.assertNotIn("±", latex)

    def test_one_format_at_a_time(self):
        self.runs(2)
        self.assertIn("choose one", self.run_app("compare", "a.h5", "b.h5", "--csv", "--json", exit_code=64).stderr)


if __name__ == "__main__":
    unittest.main()

"""Reports of campaigns and saved studies in a real browser, from file://: nothing is asked for, every chart has its marks."""
import os
import pathlib
import sys
import unittest

from _browser import CHROMIUM, Browser
from app_report import HOSTILE, has_page, pictures_of
from app_report_studies import GRID, Studies

SKIPPED = 4
PICTURES = os.environ.get("POLDYN_PICTURES")  # a folder for pictures of the pages, to be looked at
if CHROMIUM is None or not has_page():
    print("skipped: it needs chromium, and a poldyn that was built with node and npm")
    print("  apt-get install chromium nodejs npm")
    sys.exit(SKIPPED)

from app_report_browser import CONTRAST, PROBLEMS  # noqa: E402  it ends the program where there is no browser

# Words that stand on one another, or reach beyond their drawing.
CROWDED = """(() => {
  const found = [];
  for (const svg of document.querySelectorAll('.chart svg')) {
    const edge = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim()).map(t => [t.textContent, t.getBoundingClientRect()]);
    for (const [words, box] of boxes) if (box.right > edge.right + 3 || box.left < edge.left - 3) found.push(words + ' is cut');
    for (let i = 0; i < boxes.length; ++i) for (let j = i + 1; j < boxes.length; ++j) {
      const [a, b] = [boxes[i][1], boxes[j][1]];
      const x = Math.min(a.right, b.right) - Math.max(a.left, b.left), y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (x > 4 && y > 6) found.push(boxes[i][0] + ' / ' + boxes[j][0]);
    }
  }
  return found.slice(0, 5);
})()"""


class InTheBrowser(Studies):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def pages(self):
        file = self.campaign(title=HOSTILE.replace('"', "'"), replicates=3, points="points = 160")
        told = ["report", file, "--bloc", "south", "--where", "time_to_deployment@south < 300 d", "-q"]
        self.run_app(*told, "-o", "campaign.html")
        self.run_app(*told, "--markdown", "-o", "memo.md")
        file = self.campaign("grid.h5", title="Grid", replicates=3, **GRID)
        self.run_app("report", file, "--bloc", "south", "--policies", "reviewers", "--goal", "time_to_deployment:low",
                     "--goal", "releases:high", "-o", "policies.html", "-q")
        self.run_app("attribute", "scenario.toml", "b.toml", "--set", "run.horizon=0.5 y", "--replicates", 5, "--by", "parameter",
                     "-m", "releases", "-o", "parts.h5", "-q")
        self.run_app("report", "parts.h5", "-o", "attribution.html", "-q")
        return ["campaign", "policies", "attribution"]

    def test_all_of_them(self):
        # One test for all: it is the starting of a browser that takes the time.
        (self.folder / "b.toml").write_text((self.folder / "scenario.toml").read_text()
                                            .replace("reviewers = 10", "reviewers = 1").replace("vendors = 40", "vendors = 50"))
        for name in self.pages():
            for options in ({}, {"width": 360, "height": 800}, {"scheme": "dark"}, {"media": "print"}):
                with self.subTest(page=name, **options):
                    self.assertGreater(int(self.browser.open(self.folder / f"{name}.html", **options)), 1)
                    if PICTURES:
                        self.browser.picture(pathlib.Path(PICTURES, "-".join([name, *map(str, options.values())]) + ".png"))
                    if "media" not in options:
                        self.assertEqual(self.browser.evaluate(PROBLEMS), [])
                        self.assertEqual(self.browser.evaluate(CROWDED), [])
                    self.assertEqual(self.browser.evaluate(CONTRAST), [])
                    self.assertEqual((self.browser.console, self.browser.errors), ([], []))
                    self.assertEqual(len(self.browser.requests), 1)
        self.browser.open(self.folder / "campaign.html")
        self.assertNotEqual(self.browser.evaluate("document.title"), "run")  # what the scenario's title would do
        self.assertIn("<script>", self.browser.evaluate("document.querySelector('h1').textContent"))
        name, csv = self.browser.download('[data-exports="chart-tornado-1"] button:nth-of-type(3)')
        self.assertEqual(name, "chart-tornado-1.csv")
        self.assertRegex(csv.decode(), r"\n[^\n#]*,review_time,")
        name, svg = self.browser.download('[data-exports="chart-ranking-1"] button:nth-of-type(1)')
        self.assertNotIn(b"var(--", svg)
        self.assertNotIn(b"NaN", svg)
        self.pictures_of_the_memo()

    def pictures_of_the_memo(self):
        pictures = [one.name for one in pictures_of(self, "memo.md")]
        images = "".join(f'<img src="memo-charts/{name}">' for name in pictures)
        (self.folder / "pictures.html").write_text(f'<!doctype html><html data-drawn="1"><title>p</title>{images}</html>')
        self.browser.open(self.folder / "pictures.html")
        self.browser.wait_for("[...document.images].every(one => one.complete)")
        self.assertEqual(self.browser.evaluate("[...document.images].map(one => one.naturalWidth)"), [712] * len(pictures))
        self.assertEqual((self.browser.console, self.browser.errors), ([], []))
        if PICTURES:
            self.browser.picture(pathlib.Path(PICTURES, "memo.png"))


if __name__ == "__main__":
    unittest.main()

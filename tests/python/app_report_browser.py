"""The page of `poldyn report` in a real browser, from file://: nothing is asked for, every chart is drawn, exports are whole."""
import os
import pathlib
import sys
import unittest

from _app import AppTest
from _browser import CHROMIUM, Browser
from app_report import HOSTILE, SAY, has_page

SKIPPED = 4
PICTURES = os.environ.get("POLDYN_PICTURES")  # a folder for pictures of the page, to be looked at
if CHROMIUM is None or not has_page():
    print("skipped: it needs chromium, and a poldyn that was built with node and npm")
    print("  apt-get install chromium nodejs npm")
    sys.exit(SKIPPED)

PROBLEMS = """(() => {
  const wide = document.documentElement.scrollWidth > innerWidth + 1 ? ['wider than the window'] : [];
  const bare = [...document.querySelectorAll('.chart')].filter(c => c.querySelectorAll('path, text').length < 4 ||
    !c.querySelector('[role=graphics-symbol], [aria-roledescription]')).map(c => c.id + ' has no marks');
  const small = [...document.querySelectorAll('.chart svg text')].filter(t => parseFloat(getComputedStyle(t).fontSize) < 12 ||
    t.ownerSVGElement.getBoundingClientRect().width < 0.97 * t.ownerSVGElement.viewBox.baseVal.width).map(t => 'small: ' + t.textContent);
  const broken = [...document.querySelectorAll('svg path, svg line')].filter(p => /NaN/.test(p.outerHTML)).map(p => 'NaN in ' + p.outerHTML);
  return [...wide, ...bare, ...small.slice(0, 3), ...broken.slice(0, 3)];
})()"""

CONTRAST = """(() => {
  const light = c => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255)
    .map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4); return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
  const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$/.test(c)) return c; } return 'rgb(255,255,255)'; };
  const low = [];
  for (const e of document.querySelectorAll('main *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || !e.getClientRects().length) continue;
    const style = getComputedStyle(e), ink = e.namespaceURI.endsWith('svg') ? style.fill : style.color;
    const [a, b] = [light(ink), light(ground(e))].sort((x, y) => y - x), ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) low.push(e.tagName + ' ' + ratio.toFixed(2) + ' ' + e.textContent.slice(0, 30));
  }
  return low.slice(0, 5);
})()"""


class InTheBrowser(AppTest):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        super().setUp()
        self.small_run("--replicates", 10, "-o", "a.h5", "-q")
        self.small_run("--replicates", 10, "-o", "b.h5", "-q", *SAY)
        self.run_app("report", "a.h5", "b.h5", "--bloc", "south", "--question", HOSTILE)
        self.page = self.folder / "report.html"

    def test_all_of_it(self):
        # One test for all: it is the starting of a browser that takes the time.
        for options in ({}, {"width": 360, "height": 800}, {"scheme": "dark"}, {"media": "print"}):
            with self.subTest(**options):
                self.assertGreater(int(self.browser.open(self.page, **options)), 4)
                if PICTURES:
                    self.browser.picture(pathlib.Path(PICTURES, "-".join(["report", *map(str, options.values())]) + ".png"))
                self.assertEqual(self.browser.evaluate(PROBLEMS) if "media" not in options else [], [])
                self.assertEqual(self.browser.evaluate(CONTRAST), [])
                self.assertEqual((self.browser.console, self.browser.errors), ([], []))
                self.assertEqual([url for url in self.browser.requests if not url.startswith("file://")], [])
                self.assertEqual(len(self.browser.requests), 1)
        self.browser.open(self.page)
        self.assertIn("<script>", self.browser.evaluate("document.querySelector('h1').textContent"))
        self.assertNotEqual(self.browser.evaluate("document.title"), "run")
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('main script').length"), 0)
        self.exports()
        self.keyboard()

    def exports(self):
        place = '[data-exports="chart-differences"] '
        name, svg = self.browser.download(place + "button:nth-of-type(1)")
        self.assertEqual(name, "chart-differences.svg")
        self.assertIn(b"<svg", svg[:400])
        self.assertNotIn(b"var(--", svg)  # it stands alone
        self.assertNotIn(b"NaN", svg)
        name, png = self.browser.download(place + "button:nth-of-type(2)")
        self.assertEqual(png[:8], b"\x89PNG\r\n\x1a\n")
        self.assertGreater(len(png), 10_000)
        name, csv = self.browser.download(place + "button:nth-of-type(3)")
        self.assertTrue(csv.startswith(b"# "))
        self.assertRegex(csv.decode(), r"\ntotals/iteration/releases,")

    def keyboard(self):
        """Whatever can be clicked can be reached, and shows that it is."""
        told = self.browser.evaluate("""(() => [...document.querySelectorAll('a, button, summary')].filter(e => e.tabIndex < 0 ||
            !(e.textContent.trim() || e.ariaLabel)).length)()""")
        self.assertEqual(told, 0)


if __name__ == "__main__":
    unittest.main()

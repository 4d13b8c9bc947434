#!/usr/bin/python3
"""Pictures of reports: the head of the one on what `./dev demo` leaves, for README, and the differences in the tutorial's.

usage: docs/pictures/report.py PATH_TO_POLDYN FOLDER_OF_PICTURES

Needs chromium. The tutorial's report is made by the commands of docs/tutorial.md.
"""
import base64
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/python"))
from _browser import Browser

QUESTION = "What do filing and approval do to the makers of AI models?"
PLACE = """(() => { document.documentElement.style.scrollbarWidth = 'none';
  const r = document.querySelector(%r).getBoundingClientRect();
  return {x: r.x - 24, y: r.y + scrollY - 16, width: r.width + 48, height: r.height + 32, scale: 1}; })()"""


def take(browser, page, element, file):
    """A picture of one element of a page, with a margin."""
    browser.open(page, width=960, height=1000)
    taken = browser.send("Page.captureScreenshot", format="png", clip=browser.evaluate(PLACE % element), captureBeyondViewport=True)
    file.write_bytes(base64.b64decode(taken["data"]))
    print(f"{file}: {file.stat().st_size // 1000} kB")


def main():
    poldyn, pictures = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    demo = [ROOT / "demo/open.h5", ROOT / "demo/sovereign.h5"]
    browser = Browser()
    try:
        with tempfile.TemporaryDirectory(prefix="poldyn-pictures-") as name:
            folder = pathlib.Path(name)
            subprocess.run([poldyn, "report", *demo, "--question", QUESTION, "-o", folder / "demo.html"], check=True)
            take(browser, folder / "demo.html", "header", pictures / "report.png")
            subprocess.run([sys.executable, ROOT / "docs/walk.py", "--folder", folder, poldyn], check=True)
            take(browser, folder / "report.html", "#chart-differences", pictures / "tutorial_report.png")
    finally:
        browser.close()


if __name__ == "__main__":
    main()

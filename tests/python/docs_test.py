"""The generated pages of docs/ say what the program says, and every figure that a parameter cites is in data/figures.csv."""
import csv
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLDYN = os.environ["POLDYN"]

checked = subprocess.run([ROOT / "docs/refresh.py", "--check", POLDYN], capture_output=True, text=True)
assert checked.returncode == 0, checked.stdout + checked.stderr

with open(ROOT / "data/figures.csv", newline="") as file:
    figures = list(csv.DictReader(file))
assert len({row["id"] for row in figures}) == len(figures), "two figures have one id"
assert all(row["value"] and row["source"] and row["used_by"] for row in figures)

# A column is never narrower than its longest word, so on a phone a table is as wide as the sum of those.
for page in [*ROOT.glob("docs/*.md"), ROOT / "README.md", ROOT / "data/README.md"]:
    for number, line in enumerate(page.read_text().splitlines(), 1):
        if line.startswith("|"):
            words = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", line).split()
            longest = max(words, key=len)
            assert len(longest) <= 50, f"{page}:{number}: no table should have so long a word: {longest}"

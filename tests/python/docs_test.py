"""The generated pages of docs/ say what the program says, and every figure that a parameter cites is in data/figures.csv."""
import csv
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLDYN = os.environ["POLDYN"]

checked = subprocess.run([ROOT / "docs/refresh.py", "--check", POLDYN], capture_output=True, text=True)
assert checked.returncode == 0, checked.stdout + checked.stderr

with open(ROOT / "data/figures.csv", newline="") as file:
    figures = list(csv.DictReader(file))
assert len({row["id"] for row in figures}) == len(figures), "two figures have one id"
assert all(row["value"] and row["source"] and row["used_by"] for row in figures)

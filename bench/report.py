#!/usr/bin/env python3
"""What the report of a large campaign takes: seconds and memory to make it, its size, and how long a browser needs to draw it.

usage: bench/report.py PROGRAM [RUNS] [--write]     --write puts what was measured into docs/performance.md

Runs are real and short: two blocs over four hundred days, four factors of a Sobol' sequence, two replicates. Aims: a page of 10,000 runs
in under 5 s and 5 MB, drawn within 2 s.
"""
import datetime
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(SOURCE / "tests/python"))

EXPERIMENT = """\
[experiment]
title = "What moves the speed of approval"
base = "scenario.toml"
design = "{design}"
points = {points}
replicates = 2

[set]
run.horizon = "400 d"

[factor.reviewers]
key = "bloc.south.stage.review.reviewers"
range = [1, 20]

[factor.review_time]
key = "bloc.south.stage.review.review.mean"
range = ["5 d", "60 d"]

[factor.pass_probability]
key = "bloc.south.stage.review.pass_probability"
range = [0.3, 1]

[factor.vendors]
key = "bloc.south.population.vendors"
range = [5, 20]

[record]
totals = ["iteration/*", "pipeline/filed"]
sampled = []
"""


def timed(command, folder):
    """Wall clock, CPU seconds and the peak of memory in MB of a command."""
    start = time.perf_counter()
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, spent = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, command
    return wall, spent.ru_utime + spent.ru_stime, spent.ru_maxrss / 1024


def opened(page):
    """Seconds from the request for the page until its last chart is drawn: the best of three."""
    from _browser import CHROMIUM, Browser
    if CHROMIUM is None:
        return None
    browser = Browser()
    try:
        took = []
        for _ in range(3):
            start = time.perf_counter()
            browser.open(page)
            took.append(time.perf_counter() - start)
        return min(took)
    finally:
        browser.close()


def measured(program, runs, design, folder):
    """A line of the table for a campaign of about so many runs."""
    import _app
    width = 6 if design == "saltelli" else 1  # points of a row of a Saltelli design of four factors
    (folder / "scenario.toml").write_text(_app.SCENARIO.replace("vendors = 40", "vendors = 10"))
    (folder / "exp.toml").write_text(EXPERIMENT.format(design=design, points=max(1, runs // 2 // width)))
    subprocess.run([program, "sweep", "exp.toml", "-o", design, "-q"], cwd=folder, check=True)
    subprocess.run([program, "merge", design, "-o", design + ".h5", "-q"], cwd=folder, check=True)
    page = folder / (design + ".html")
    wall, cpu, peak = timed([program, "report", design + ".h5", "--bloc", "south", "--where", "releases@south > 15", "-o", page.name, "-q"], folder)
    shown = opened(page)
    made = runs // 2 // width * width * 2
    drawn = "no browser" if shown is None else f"{shown:.2f} s"
    return f"| {design} | {made:,} | {wall:.1f} s | {cpu:.1f} s | {peak:.0f} MB | {page.stat().st_size / 1e6:.2f} MB | {drawn} |"


def main():
    arguments = [one for one in sys.argv[1:] if one != "--write"]
    if not arguments:
        sys.exit(__doc__)
    os.environ["POLDYN"] = program = str(pathlib.Path(arguments[0]).resolve())
    runs = int(arguments[1]) if len(arguments) > 1 else 10_000
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        lines = [measured(program, runs, design, pathlib.Path(folder)) for design in ("saltelli", "latin_hypercube")]
    text = "\n".join([f"Measured {datetime.date.today()}, {os.cpu_count()} cores, load average {load:.1f} at the start.", "",
                      "| design | runs | to make it | of the processor | memory | size of the page | drawn in Chromium after |",
                      "|---|---:|---:|---:|---:|---:|---:|", *lines])
    print(text)
    if "--write" in sys.argv:
        page = SOURCE / "docs/performance.md"
        page.write_text(re.sub(r"(<!-- report -->\n).*?(<!-- end of report -->)", lambda at: at[1] + text + "\n" + at[2], page.read_text(), flags=re.S))


if __name__ == "__main__":
    main()

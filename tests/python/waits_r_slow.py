"""Times to decision and deployment against R's package survival, on the filings and projects of a file."""
import csv
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import h5py

from _app import as_text

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLDYN = os.environ["POLDYN"]
if not shutil.which("Rscript") or subprocess.run(["Rscript", "-e", "library(survival)"], capture_output=True).returncode:
    print("skipped: R with its package survival is not installed")
    sys.exit(4)

# Aalen-Johansen by survfit with a factor as status, Kaplan-Meier with everything but the wanted ends censored.
PROGRAM = r"""
library(survival)
d <- read.csv("spells.csv", stringsAsFactors = FALSE)
d$end <- factor(d$end, levels = c("pending", setdiff(unique(d$end), "pending")))
aj <- survfit(Surv(days, end) ~ 1, data = d)
at <- summary(aj, times = c(30, 90, 180, 365), extend = TRUE)
wanted <- strsplit(commandArgs(TRUE)[1], ",")[[1]]
km <- survfit(Surv(days, end %in% wanted) ~ 1, data = d)
q <- quantile(km, c(0.5, 0.9), conf.int = FALSE)
cat(sprintf("%s,%.17g,%.17g,%.17g,%.17g\n", aj$states[-1], at$pstate[1, -1], at$pstate[2, -1], at$pstate[3, -1],
            at$pstate[4, -1]), sep = "")
cat(sprintf("median,%.17g\np90,%.17g\nmean,%.17g\n", q[1], q[2], summary(km, rmean = 365)$table[["rmean"]]))
"""


def names_of(variable):
    return dict(zip(variable.attrs["flag_values"].tolist(), as_text(variable.attrs["flag_meanings"]).split()))


def by_r(folder, table, rows, wanted):
    ends = names_of(table["end"])
    with open(folder / "spells.csv", "w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["days", "end"])
        for i in rows:
            writer.writerow([repr(float(table["days"][i])), ends[int(table["end"][i])]])
    (folder / "it.R").write_text(PROGRAM)
    run = subprocess.run(["Rscript", "it.R", ",".join(wanted)], cwd=folder, capture_output=True, text=True, check=True)
    return {row[0]: [float(x) for x in row[1:]] for row in csv.reader(run.stdout.splitlines())}


def close(name, mine, theirs):
    assert abs(mine - theirs) <= 1e-9 * max(1, abs(theirs)), f"{name}: {mine} here, {theirs} in R"
    print(f"{name}: {mine:.9g} in both")


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    subprocess.run([POLDYN, "run", ROOT / "scenarios/sovereign.toml", "--filings", "--replicates", "1", "--quiet", "-o",
                    folder / "r.h5", "--set", "bloc.main.stage.central.reviewers=8", "--set",
                    "bloc.main.stage.regional.patience.mean=400 d", "--set", "run.warmup=1 y"], check=True)
    with h5py.File(folder / "r.h5") as file:
        def total(path, label):
            values = file["totals/" + path]
            if label is None:
                return float(values[0, 0, 0])
            labels = [x.decode() if isinstance(x, bytes) else x for x in file[label[0]][:]]
            return float(values[0, 0, 0, labels.index(label[1])])

        filings, projects = file["filings"], file["projects"]
        n = len(filings["days"])
        assert n > 1000, n
        for cohort, rows in (("all", range(n)), ("light", [i for i in range(n) if filings["light"][i]])):
            theirs = by_r(folder, filings, rows, ["approved", "refused"])
            for h, days in enumerate((30, 90, 180, 365)):
                close(f"decided within {days} d, {cohort}",
                      total(f"pipeline/decided_within_{days}d", ("filing_cohort", cohort)),
                      theirs["approved"][h] + theirs.get("refused", [0] * 4)[h])
            for mine, its in (("median", "median"), ("p90", "p90"), ("restricted_mean", "mean")):
                close(f"{mine}, {cohort}", total(f"pipeline/decision_{mine}", ("filing_cohort", cohort)), theirs[its][0])
            if cohort == "all":
                for end in theirs.keys() - {"median", "p90", "mean"}:
                    close(f"{end} within a year", total("pipeline/filing_ends_within_year", ("filing_end", end)),
                          theirs[end][3])
        theirs = by_r(folder, projects, range(len(projects["days"])), ["deployed"])
        for end in theirs.keys() - {"median", "p90", "mean"}:
            close(f"projects: {end} within a year",
                  total("iteration/project_ends_within_year", ("project_end", end)), theirs[end][3])

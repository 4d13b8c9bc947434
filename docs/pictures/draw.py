#!/usr/bin/python3
"""Draws docs/pictures/open_and_sovereign.svg from the files that `./dev demo` leaves. Needs python3-h5py, python3-matplotlib."""
import pathlib

import h5py
import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "poldyn"
import matplotlib.pyplot as plt
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
PANELS = [
    ("pipeline/pending", "filings under way"),
    ("iteration/generations_per_year", "releases per vendor and year"),
    ("capability/frontier", "best model, mean capability [OOM]"),
    ("fragmentation/active_models", "models in service"),
]

figure, axes = plt.subplots(2, 2, figsize=(9, 5.6), constrained_layout=True)
for name, colour in (("open", "#1b7f79"), ("sovereign", "#c8553d")):
    with h5py.File(ROOT / f"demo/{name}.h5") as file:
        years = file["time"][:] / 365.25
        for axis, (path, label) in zip(axes.flat, PANELS):
            values = file["metrics"][path][0, :, 0, :]
            there = np.isfinite(values).sum(axis=0) > 1
            low, middle, high = np.nanpercentile(values[:, there], [10, 50, 90], axis=0)
            axis.fill_between(years[there], low, high, color=colour, alpha=0.2, linewidth=0)
            axis.plot(years[there], middle, color=colour, label=name)
            axis.set_title(label, fontsize=10, loc="left")
            axis.spines[["top", "right"]].set_visible(False)
for axis in axes.flat:
    axis.set_ylim(bottom=0)
for axis in axes[1]:
    axis.set_xlabel("years")
axes[0, 0].legend(frameon=False)
figure.suptitle("Median of 40 replicates each; the band holds 80 % of them", fontsize=10)
figure.savefig(ROOT / "docs/pictures/open_and_sovereign.svg", metadata={"Date": None})

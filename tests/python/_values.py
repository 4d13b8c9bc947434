"""All values of a run, to the bit: every sample, total, count of events and fingerprint of every shipped scenario."""
import os
import pathlib
import subprocess
import tempfile

import h5py
import numpy as np

import _fingerprints as f

# Plain scenarios and whole regimes; the same ones with other layers switched would show nothing more.
SCENARIOS = [*f.SCENARIOS, *(f"regimes/{name}.toml" for name in
                             ("regime_open", "regime_sovereign", "diverging_blocs", "permits", "stage_gates", "conformity"))]
# Every family of law is drawn from, and the gains come from the landscape: no shipped scenario does all of that.
LAWS = {"erlang": "cv = 0.5", "gamma": "cv = 0.7", "gamma ": "cv = 1.5", "lognormal": "cv = 0.6", "uniform": "cv = 0.4",
        "weibull": "cv = 1.4", "pareto": "cv = 0.3", "hyperexponential": "cv = 1.5", "inverse_gaussian": "cv = 0.5"}


def bits(dataset):
    """Bytes that are equal if all values are; every NaN counts as one, its bits are the processor's choice."""
    data = dataset[()]
    if getattr(data, "dtype", None) is not None and data.dtype.kind == "f":
        data = np.where(np.isnan(data), np.nan, data)
    return np.asarray(data).tobytes() if dataset.dtype.kind in "fiu" else repr(np.asarray(data).tolist()).encode()


def in_file(path):
    found = {}
    with h5py.File(path) as file:
        for group in ("metrics", "totals", "runs"):
            file[group].visititems(lambda name, x: found.update({f"{group}/{name}": bits(x)}) if isinstance(x, h5py.Dataset) else None)
    return found


def of_run(poldyn, scenario, *more, env=None):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "run.h5"
        subprocess.run([poldyn, "run", f.ROOT / "scenarios" / scenario, "--replicates", "2", "--seed", "7", "--jobs", "2",
                        "--set", "run.horizon=4 y", *more, "--quiet", "-o", path],
                       check=True, stdout=subprocess.DEVNULL, env={**os.environ, **(env or {})})
        return in_file(path)


def all_values(poldyn, env=None):
    made = {scenario: of_run(poldyn, scenario, env=env) for scenario in SCENARIOS}
    for law, spread in LAWS.items():
        made[f"training takes {law}"] = of_run(
            poldyn, "sovereign.toml", "--set", f"class.frontier.training={{ dist = \"{law.strip()}\", mean = \"60 d\", {spread} }}", env=env)
    return made


def differences(one, other):
    """For each run that differs: how many of its arrays do, and one of them."""
    told = []
    for run in one:
        wrong = [name for name in one[run] if other[run].get(name) != one[run][name]]
        wrong += [name for name in other[run] if name not in one[run]]
        if wrong:
            told.append(f"{run}: {len(wrong)} of {len(one[run])} arrays differ, {wrong[0]} among them")
    return told

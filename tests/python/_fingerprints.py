"""The fingerprints that every build of poldyn must give, and how to take them."""
import json
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXPECTED = ROOT / "tests/fingerprint/expected.json"
SCENARIOS = sorted(p.name for p in (ROOT / "scenarios").glob("*.toml"))


def fingerprint(poldyn, scenario, jobs=2):
    """Combined fingerprint of three replicates over four years: every mechanism has acted by then."""
    with tempfile.TemporaryDirectory() as folder:
        out = subprocess.run(
            [poldyn, "run", ROOT / "scenarios" / scenario, "--replicates", "3", "--seed", "7", "--jobs", str(jobs),
             "--set", "run.horizon=4 y", "--json", "--quiet", "-o", f"{folder}/run.h5"],
            check=True, capture_output=True, text=True).stdout
    return json.loads(out)["fingerprint"]


def differences(poldyn, jobs=2):
    expected = json.loads(EXPECTED.read_text())
    found = {name: fingerprint(poldyn, name, jobs) for name in SCENARIOS}
    return [f"{name}: expected {expected.get(name)}, found {found[name]}" for name in SCENARIOS
            if found[name] != expected.get(name)]

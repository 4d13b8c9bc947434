"""Every shipped scenario reads well, and those of a regime run; layers are no scenarios by themselves."""
import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLDYN = os.environ["POLDYN"]
files = sorted(p for p in (ROOT / "scenarios").rglob("*.toml") if p.parent.name != "layers")
assert len(files) > 25, files
checked = subprocess.run([POLDYN, "check", *files], capture_output=True, text=True)
assert checked.returncode == 0, checked.stdout + checked.stderr
for path in files:
    text = path.read_text()
    assert text.startswith("# "), f"{path.name} has no header"
    if path.parent.name == "large":
        continue
    for word in ("Question", "Differs from", "Sources", "Look at"):
        assert word in text or path.parent.name != "regimes", f"{path.name}: the header says nothing of '{word}'"
    if path.parent.name == "regimes":
        with tempfile.TemporaryDirectory() as folder:
            run = subprocess.run([POLDYN, "run", path, "--replicates", "1", "--quiet", "--set", "run.horizon=1 y",
                                  "-o", f"{folder}/r.h5"], capture_output=True, text=True)
            assert run.returncode == 0, f"{path.name}: {run.stderr}"

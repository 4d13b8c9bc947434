"""Every C++ file is formatted by one version of clang-format, the one that ./dev format names."""
import os
import pathlib
import re
import shutil
import subprocess
import sys

SOURCE = pathlib.Path(os.environ["POLDYN_SOURCE_DIR"])
VERSION = re.search(r"\*' (\d+)\.'\*", (SOURCE / "dev").read_text()).group(1)
SKIPPED = 4

program = shutil.which(f"clang-format-{VERSION}") or shutil.which("clang-format")
if program:
    found = re.search(r"version (\d+)\.", subprocess.run([program, "--version"], capture_output=True, text=True).stdout)
    if found.group(1) != VERSION:
        program = None
if not program:
    print(f"skipped: there is no clang-format {VERSION} here")
    sys.exit(SKIPPED)

folders = ["sim", "analysis", "claims", "app", "tests", "bench", "fuzz", "wasm", "cmake"]
files = [str(path) for folder in folders for path in sorted((SOURCE / folder).rglob("*")) if path.suffix in (".h", ".cpp")]
assert len(files) > 500


def badly_formatted(some):
    return subprocess.Popen([program, "--dry-run", "-Werror", *some], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


halves = [badly_formatted(files[i::2]) for i in range(2)]
said = "".join(half.communicate()[1] for half in halves)
wrong = sorted(set(re.findall(r"^(\S+?):\d+:\d+: error: code should be clang-formatted", said, re.M)))
assert not wrong, "./dev format would change\n" + "\n".join(wrong)

# Planted: a file that is not.
planted = subprocess.run([program, "--dry-run", "-Werror", "--assume-filename=a.cpp"], input="int  a ;\n", capture_output=True, text=True)
assert planted.returncode != 0

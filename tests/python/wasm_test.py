"""The kernel and the reading of scenarios, built for WebAssembly, give the bits that they give here.

Each shipped scenario runs under node's WASI: fingerprint, number of events and a digest of all values must be those of the
same program built for this machine. A shift of 64 bits in a word of 32 compiles without a warning and may never end, so
there is a limit of time. Where the tools are missing the test says so and is skipped.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys

SOURCE = pathlib.Path(os.environ["POLDYN_SOURCE_DIR"])
NATIVE = pathlib.Path(os.environ["POLDYN"]).parent / "tests" / "run_scenarios"
BUILD = pathlib.Path(os.environ["POLDYN"]).parent / "wasm"
SECONDS = 300  # some 10 s are needed
SKIPPED = 4

missing = [name for name in ("clang++-19", "wasm-ld-19", "node", "cmake") if not shutil.which(name)]
missing += [name for name in ("/usr/include/wasm32-wasi/c++/v1", "/usr/lib/wasm32-wasi/libc.a",
                                "/usr/lib/wasm32-wasi/libc++abi.a") if not os.path.exists(name)]
if missing:
    print("skipped: WebAssembly needs", ", ".join(missing))
    print("  apt-get install clang-19 lld-19 libc++-19-dev-wasm32 libc++abi-19-dev-wasm32 libclang-rt-19-dev-wasm32 wasi-libc nodejs")
    sys.exit(SKIPPED)


def done(command, **more):
    made = subprocess.run([str(word) for word in command], capture_output=True, text=True, cwd=SOURCE, **more)
    assert made.returncode == 0, f"{command} ended with {made.returncode}\n{made.stdout[-4000:]}\n{made.stderr[-4000:]}"
    return made.stdout


scenarios = sorted(str(path.relative_to(SOURCE)) for path in (SOURCE / "scenarios").glob("*.toml"))
for folder in ("regimes", "claims"):  # those of scenarios/large take minutes under node
    scenarios += sorted(str(path.relative_to(SOURCE)) for path in (SOURCE / "scenarios" / folder).glob("*.toml"))
assert len(scenarios) > 10

done(["cmake", "-G", "Ninja", "-S", "wasm", "-B", BUILD])
done(["cmake", "--build", BUILD, "-j", os.environ.get("CMAKE_BUILD_PARALLEL_LEVEL", "2")])

here = done([NATIVE, *scenarios], timeout=SECONDS).splitlines()
node = ["node", "--no-warnings"]
if int(re.match(r"v(\d+)", done(["node", "--version"])).group(1)) < 20:
    node.append("--experimental-wasi-unstable-preview1")
there = done([*node, "wasm/run.mjs", BUILD / "run_scenarios.wasm", SOURCE, *scenarios], timeout=SECONDS).splitlines()

assert len(here) == len(scenarios)
wrong = [f"{a}\n  in WebAssembly: {b}" for a, b in zip(here, there) if a != b]
assert len(there) == len(here) and not wrong, "\n".join(wrong)

# A mistake in a scenario is told there as well.
bad = subprocess.run([*node, "wasm/run.mjs", str(BUILD / "run_scenarios.wasm"), str(SOURCE), "no_such_file.toml"],
                     capture_output=True, text=True, cwd=SOURCE, timeout=SECONDS)
assert bad.returncode == 65 and "no such file" in bad.stderr, bad
print(len(here), "scenarios: the same fingerprints and values in WebAssembly")

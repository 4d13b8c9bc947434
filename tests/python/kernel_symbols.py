"""The kernel asks the C library for no function that it may round as it likes.

What the sources say is tests/architecture_test.cpp's matter; this looks at what was compiled, and so sees the calls that
templates of Eigen, Boost or the standard library bring in.
"""
import os
import pathlib
import subprocess

# Correctly rounded or exact, so the same everywhere: sqrt, floor, ldexp, ilogb, fmod, lround, frexp ...
INEXACT = {name + suffix for suffix in ("", "f", "l") for name in (
    "exp exp2 exp10 expm1 log log2 log10 log1p pow sin cos tan sincos sinh cosh tanh asin acos atan atan2 asinh acosh atanh "
    "tgamma lgamma erf erfc cbrt hypot fma j0 j1 y0 y1").split()}
INEXACT |= {f"__{name}_finite" for name in INEXACT}


def undefined(archive):
    listed = subprocess.run(["nm", "--undefined-only", "--format=posix", archive], check=True, capture_output=True, text=True).stdout
    return {line.split()[0].split("@")[0] for line in listed.splitlines() if " U" in line}


build = pathlib.Path(os.environ["POLDYN"]).parent
for name in ("libpoldyn_kernel.a", "libpoldyn_experiment.a", "libpoldyn_batch.a"):
    symbols = undefined(build / name)
    assert len(symbols) > 100, f"{name}: nm was not understood"
    assert not symbols & INEXACT, f"{name} calls {sorted(symbols & INEXACT)} of the C library"
assert undefined(build / "libpoldyn_app.a") & INEXACT, "the program's own printing calls log10: nm was not understood"

"""g++ and clang++, without optimisation and with all of it, give the same fingerprints and the same values to the bit.

A build for this very processor, with its fused multiply-add, is among them: nothing may use it. So is one with another
standard library, libc++, whose sorts, hashes and allocations are not those of libstdc++.
"""
import os
import shutil
import subprocess
import tempfile

import _fingerprints as f
import _values as v

# fmt comes from the package built with libstdc++, so its functions are compiled here; jthread is experimental up to libc++ 19,
# and Debian's Boost asks for std::unary_function, which C++17 took out
LIBCXX = "-O2 -stdlib=libc++ -fexperimental-library -DFMT_HEADER_ONLY -D_LIBCPP_ENABLE_CXX17_REMOVED_UNARY_BINARY_FUNCTION"
BUILDS = (("g++", "-O0"), ("g++", "-O3 -march=native"), ("clang++", "-O0"), ("clang++", "-O3 -march=native"), ("clang++-19", LIBCXX))
# Nor does a program of libc++ find what it needs in the system's libraries of C++.
MORE = {LIBCXX: ["-DPOLDYN_TOML_HEADERS=ON"]}


def can_build(compiler, flags):
    """Whether the compiler is there, with its standard library."""
    if not shutil.which(compiler):
        return False
    given = dict(input="#include <thread>\nstd::jthread t;\n", text=True, stderr=subprocess.DEVNULL)
    return subprocess.run([compiler, "-std=c++20", *flags.split(), "-fsyntax-only", "-x", "c++", "-"], **given).returncode == 0


reference = v.all_values(os.environ["POLDYN"])
wrong = []
for compiler, flags in BUILDS:
    if not can_build(compiler, flags):
        print(f"{compiler} {flags}: not there, left out")
        continue
    with tempfile.TemporaryDirectory() as folder:
        quiet = dict(check=True, stdout=subprocess.DEVNULL, cwd=f.ROOT)
        subprocess.run(["cmake", "-S", f.ROOT, "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=None", "-DPOLDYN_TESTS=OFF",
                        f"-DCMAKE_CXX_COMPILER={compiler}", f"-DCMAKE_CXX_FLAGS={flags}", *MORE.get(flags, [])], **quiet)
        subprocess.run(["cmake", "--build", folder, "--target", "poldyn", "-j", str(os.cpu_count())], **quiet)
        program = os.path.join(folder, "poldyn")
        found = f.differences(program) + v.differences(reference, v.all_values(program))
        print(f"{compiler} {flags}: {'agrees' if not found else found}", flush=True)
        wrong += [f"{compiler} {flags}: {line}" for line in found]
assert not wrong, "\n".join(wrong)

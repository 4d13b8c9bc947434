"""g++ and clang++, without optimisation and with all of it, give the same fingerprints and the same values to the bit.

A build for this very processor, with its fused multiply-add, is among them: nothing may use it.
"""
import os
import shutil
import subprocess
import tempfile

import _fingerprints as f
import _values as v

reference = v.all_values(os.environ["POLDYN"])
wrong = []
for compiler, flags in (("g++", "-O0"), ("g++", "-O3 -march=native"), ("clang++", "-O0"), ("clang++", "-O3 -march=native")):
    if not shutil.which(compiler):
        print(f"{compiler} is not there: left out")
        continue
    with tempfile.TemporaryDirectory() as folder:
        quiet = dict(check=True, stdout=subprocess.DEVNULL, cwd=f.ROOT)
        subprocess.run(["cmake", "-S", f.ROOT, "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=None", "-DPOLDYN_TESTS=OFF",
                        f"-DCMAKE_CXX_COMPILER={compiler}", f"-DCMAKE_CXX_FLAGS={flags}"], **quiet)
        subprocess.run(["cmake", "--build", folder, "--target", "poldyn", "-j", str(os.cpu_count())], **quiet)
        program = os.path.join(folder, "poldyn")
        found = f.differences(program) + v.differences(reference, v.all_values(program))
        print(f"{compiler} {flags}: {'agrees' if not found else found}")
        wrong += [f"{compiler} {flags}: {line}" for line in found]
assert not wrong, "\n".join(wrong)

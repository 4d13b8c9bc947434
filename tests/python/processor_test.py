"""Results do not depend on the processor: without fused multiply-add every value of every run is the same.

glibc chooses exp, log and pow by the processor when a program starts; GLIBC_TUNABLES makes it believe that this one is older.
"""
import os
import subprocess
import sys

import _values as v

POLDYN = os.environ["POLDYN"]
OLD = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2,-AVX2_Usable,-FMA_Usable"}

ASK = """
import hashlib, math, struct
print(hashlib.sha1(b"".join(struct.pack("d", math.exp(i / 997)) for i in range(-100000, 100000))).hexdigest())
"""


def library_values(env):
    return subprocess.run([sys.executable, "-c", ASK], check=True, capture_output=True, env={**os.environ, **env}).stdout


if library_values({}) == library_values(OLD):
    print("This C library gives the same values for both, so this test shows nothing here: no FMA, or not glibc.")
wrong = v.differences(v.all_values(POLDYN), v.all_values(POLDYN, OLD))
assert not wrong, "\n".join(["on a processor without fused multiply-add:"] + wrong)

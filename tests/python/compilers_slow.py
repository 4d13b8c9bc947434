"""g++ and clang++, without optimisation and with all of it, give the same fingerprints."""
import os
import shutil
import subprocess
import tempfile

import _fingerprints as f

wrong = []
for compiler in ("g++", "clang++"):
    if not shutil.which(compiler):
        print(f"{compiler} is not there: left out")
        continue
    for level in ("-O0", "-O3"):
        with tempfile.TemporaryDirectory() as folder:
            quiet = dict(check=True, stdout=subprocess.DEVNULL, cwd=f.ROOT)
            subprocess.run(["cmake", "-S", f.ROOT, "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=None",
                            f"-DCMAKE_CXX_COMPILER={compiler}", f"-DCMAKE_CXX_FLAGS={level}"], **quiet)
            subprocess.run(["cmake", "--build", folder, "--target", "poldyn", "-j", str(os.cpu_count())], **quiet)
            found = f.differences(os.path.join(folder, "poldyn"))
            print(f"{compiler} {level}: {'agrees' if not found else found}")
            wrong += [f"{compiler} {level}: {line}" for line in found]
assert not wrong, "\n".join(wrong)

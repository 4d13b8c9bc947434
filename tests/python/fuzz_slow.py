"""Every fuzzer of fuzz/ for a minute: builds them with clang and ends with what they found, which should be nothing."""
import os
import pathlib
import shutil
import subprocess
import unittest

SOURCE = pathlib.Path(os.environ.get("POLDYN_SOURCE_DIR", "."))
SECONDS = os.environ.get("POLDYN_FUZZ_SECONDS", "60")


class Fuzz(unittest.TestCase):
    def test_every_reader(self):
        if shutil.which("clang++") is None:
            self.skipTest("clang is not installed")
        environment = {k: v for k, v in os.environ.items() if k not in ("CXX", "CC")}
        names = sorted(path.stem for path in (SOURCE / "fuzz").glob("*.cpp"))
        self.assertGreaterEqual(len(names), 8)
        for name in names:
            done = subprocess.run(["./dev", "fuzz", name, SECONDS], cwd=SOURCE, capture_output=True, text=True, env=environment)
            self.assertEqual(done.returncode, 0, f"{name}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
            self.assertRegex(done.stdout, r"Done \d+ runs|DONE", name)

"""Helpers for tests that drive the real program."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

POLDYN = os.environ["POLDYN"]
SOURCE = pathlib.Path(os.environ.get("POLDYN_SOURCE_DIR", "."))


class AppTest(unittest.TestCase):
    """Each test works in a folder of its own, which holds scenario.toml."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="poldyn-app-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.run_app("new")

    def run_app(self, *arguments, exit_code=0, **options):
        options = {"cwd": self.folder, "capture_output": True, "timeout": 300, "text": True} | options
        done = subprocess.run([POLDYN, *map(str, arguments)], **options)
        told = f"poldyn {' '.join(map(str, arguments))}\nstdout: {done.stdout}\nstderr: {done.stderr}"
        self.assertEqual(done.returncode, exit_code, told)
        return done

    def small_run(self, *arguments, **options):
        """A run of half a year: a moment."""
        return self.run_app("run", "scenario.toml", "--set", "run.horizon=0.5 y", *arguments, **options)

    def files(self):
        return sorted(entry.name for entry in self.folder.iterdir())

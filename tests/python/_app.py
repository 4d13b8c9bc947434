"""Helpers for tests that drive the real program."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

POLDYN = os.environ["POLDYN"]
SOURCE = pathlib.Path(os.environ.get("POLDYN_SOURCE_DIR", "."))


SCENARIO = """\
# Two blocs that differ in one rule: in the south, public models are filed and approved before they
# are deployed. A scenario says only what differs from the defaults.
#   poldyn check FILE    says what is wrong with it        poldyn params          lists all parameters
#   poldyn run FILE      runs it                           poldyn expand FILE     shows it with all of them
title = "North deploys freely, south asks for approval"

[run]
horizon = "5 y"
replicates = 10   # repetitions with other luck: they give the intervals
seed = 1

# --- What models are used for -------------------------------------------------------------------------
[domain.general]
kind = "in_distribution"
demand_weight = 3

[domain.research]
kind = "open_ended"
demand_weight = 1

# --- The blocs ----------------------------------------------------------------------------------------
[bloc.north.population]
vendors = 40
regions = 2
entry_rate = "4 /y"

[bloc.north.registration]
who = "nobody"

[bloc.south]
like = "north"   # everything as in the north, but for what follows

[bloc.south.registration]
who = "public_facing"

[bloc.south.track.full]
stages = ["review"]

[bloc.south.track.light]
stages = ["review"]

[bloc.south.stage.review]
offices = "central"
reviewers = 10
review = { dist = "lognormal", mean = "30 d", cv = 0.6 }
window = "1 mo"          # decisions come out once a month
pass_probability = 0.7   # the others are sent back to be mended
"""


def as_text(value):
    """A text attribute: one of plain ASCII is stored with its length, as netCDF's are, and h5py hands such ones out as bytes."""
    return value.decode() if isinstance(value, bytes) else str(value)


def open_to_change(path):
    """An h5py file without the digest that would tell that it was changed."""
    import h5py
    file = h5py.File(path, "r+")
    if "digest" in file.attrs:
        del file.attrs["digest"]
    return file


class AppTest(unittest.TestCase):
    """Each test works in a folder of its own, which holds scenario.toml."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="poldyn-app-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        (self.folder / "scenario.toml").write_text(SCENARIO)

    def alike(self, printed, expected):
        """Words as they stand, numbers within a fiftieth of what stands there, or 1: last digits differ between machines."""
        number = r"\d+(?:\.\d+)?"
        self.assertEqual(re.sub(rf" +|{number}", " ", printed), re.sub(rf" +|{number}", " ", expected), printed)
        for a, b in zip(re.findall(number, printed), re.findall(number, expected)):
            self.assertLessEqual(abs(float(a) - float(b)), max(0.02 * abs(float(b)), 1), printed)

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

"""Result files that are not what they say: every array missing, of another shape or type, or elsewhere; links that lead
nowhere, round and round or out of the file; sizes that nothing in the file bears out. Each is refused with 65, or is read
for what it is; nothing crashes, hangs or takes memory that the file does not have."""
import os
import re
import resource
import shutil
import subprocess

import h5py
import numpy

from _app import POLDYN
from _campaign import CampaignTest

SANITIZED = b"__asan_init" in open(POLDYN, "rb").read()
MEMORY = 1500 << 20
FULL = False  # hostile_results_slow.py: every command on every array
COMMANDS = [["export", "bad.h5", "-m", "*"], ["status", "bad.h5"], ["export", "bad.h5", "--list"], ["replay", "bad.h5"],
            ["compare", "bad.h5", "sound.h5"], ["run", "bad.h5", "-n", "-o", "x.h5"], ["expand", "bad.h5"],
            ["recovery", "bad.h5", "sound.h5", "--since", "30 d"]]


def missing(file, name):
    del file[name]


def rewritten(make):
    """A change of an array's values that keeps its attributes, and with them its axes."""
    def change(file, name):
        old = file[name]
        attributes = {k: v for k, v in old.attrs.items() if k not in ("DIMENSION_LIST", "REFERENCE_LIST", "CLASS", "NAME")}
        values = make(old[()])
        axes = [[scale.name for scale in old.dims[i].values()] for i in range(len(old.shape))]
        is_scale = h5py.h5ds.is_scale(old.id)
        del file[name]
        kind = h5py.string_dtype() if getattr(values, "dtype", None) == object else None
        new = file.create_dataset(name, data=values, dtype=kind)
        for key, value in attributes.items():
            new.attrs[key] = value
        if is_scale and len(new.shape) == 1:
            new.make_scale(name)
        for i in range(min(len(new.shape), len(axes))):
            for scale in axes[i]:
                if scale in file:
                    new.dims[i].attach_scale(file[scale])
    return change


def text_or_number(values):
    if values.dtype == object:
        return numpy.ones(values.shape)
    return numpy.full(values.shape, "words", dtype=object)


def claimed(file, name):
    """A chunked array of 10^15 elements of which none is stored."""
    old = file[name]
    rank, kind = len(old.shape), old.dtype
    is_scale = h5py.h5ds.is_scale(old.id)
    del file[name]
    new = file.create_dataset(name, shape=(10**15,) + (1,) * (rank - 1), chunks=(1024,) + (1,) * (rank - 1), dtype=kind)
    if is_scale:
        new.make_scale(name)


def bomb(file, name):
    """160 MB of one value, which take a fifth of a megabyte."""
    old = file[name]
    is_scale, rank = h5py.h5ds.is_scale(old.id), len(old.shape)
    numeric = old.dtype != object
    del file[name]
    if not numeric:
        return
    shape = (20_000_000,) + (1,) * (rank - 1)
    new = file.create_dataset(name, shape=shape, chunks=(2_000_000,) + (1,) * (rank - 1), dtype="f8", compression="gzip")
    for at in range(0, 20_000_000, 2_000_000):
        new[at:at + 2_000_000] = 1
    if is_scale:
        new.make_scale(name)


def virtual(file, name):
    shape, kind = file[name].shape, file[name].dtype
    del file[name]
    if kind == object or not shape:
        return
    layout = h5py.VirtualLayout(shape=shape, dtype=kind)
    layout[...] = h5py.VirtualSource("sound.h5", name, shape=shape)
    file.create_virtual_dataset(name, layout)


def external(file, name):
    shape, kind = file[name].shape, file[name].dtype
    del file[name]
    if kind != object and shape:
        file.create_dataset(name, shape=shape, dtype=kind, external=[("/etc/passwd", 0, h5py.h5f.UNLIMITED)])


def elsewhere(file, name):
    del file[name]
    file[name] = h5py.ExternalLink("sound.h5", "/" + name)


def pipe(file, name):
    del file[name]
    file[name] = h5py.ExternalLink("pipe", "/" + name)


def nowhere(file, name):
    del file[name]
    file[name] = h5py.SoftLink("/nothing/here")


def itself(file, name):
    del file[name]
    file[name] = h5py.SoftLink("/" + name)


def group(file, name):
    del file[name]
    file.create_group(name)


def root(file, name):
    del file[name]
    file[name] = file["/"]


CHANGES = {
    "missing": missing, "claimed": claimed, "bomb": bomb, "virtual": virtual, "external": external,
    "elsewhere": elsewhere, "pipe": pipe, "nowhere": nowhere, "itself": itself, "group": group, "root": root,
    "empty": rewritten(lambda v: v[..., :0] if v.ndim else numpy.zeros(0)),
    "short": rewritten(lambda v: v[:-1] if v.ndim else v),
    "long": rewritten(lambda v: numpy.concatenate([v, v[:1]]) if v.ndim else v),
    "wide": rewritten(lambda v: numpy.concatenate([v, v[..., :1]], axis=-1) if v.ndim else v),
    "scalar": rewritten(lambda v: v.reshape(-1)[0] if v.size else v),
    "deep": rewritten(lambda v: v[..., numpy.newaxis]),
    "flat": rewritten(lambda v: v.reshape(-1)),
    "other type": rewritten(text_or_number),
}
# What an older version had not, or had under another name: where such a thing is gone, a file may be sound.
MAY_LACK = {"parameters/reviewers", "totals/iteration/releases", "totals/iteration/delay_by_cause", "metrics/capability/frontier", "cause"}
GONE = {"missing", "bomb", "claimed", "virtual", "external", "nowhere", "itself", "group", "root"}
SAME = {  # where a change leaves the array as it should be
    ("flat", 1), ("scalar", 0), ("short", 0), ("long", 0), ("wide", 0), ("empty", 0), ("flat", 0),
}
RUN = ["runs/status", "runs/seed", "runs/fingerprint", "runs/events", "runs/message", "bloc", "time", "point", "replicate",
       "scenario", "totals/iteration/releases", "totals/iteration/delay_by_cause", "metrics/capability/frontier", "cause"]
CAMPAIGN = ["base", "base_scenario", "settings", "point_id", "parameters/base_index", "parameters/reviewers",
            "runs/status", "runs/seed", "point", "bloc", "totals/iteration/releases", "metrics/capability/frontier"]


class Hostile(CampaignTest):
    def setUp(self):
        super().setUp()
        self.small_run("--replicates", "3", "-o", "sound.h5")
        os.mkfifo(self.folder / "pipe")

    def sound(self, name="sound.h5"):
        """A copy that says nothing of a digest: as a file of another program."""
        shutil.copy(self.folder / name, self.folder / "bad.h5")
        return h5py.File(self.folder / "bad.h5", "r+")

    def told(self, command):
        limit = None if SANITIZED else (lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)))
        return subprocess.run([POLDYN, *command], cwd=self.folder, capture_output=True, text=True, timeout=30,
                              errors="replace", preexec_fn=limit)

    def try_all(self, names, commands, original):
        """In the fast tier each change meets one of the names, another in turn: all of them take minutes."""
        for k, (what, change) in enumerate(CHANGES.items()):
            for name in names if FULL else [names[k % len(names)]]:
                with self.sound(original) as file:
                    del file.attrs["digest"]
                    rank = len(file[name].shape)
                    change(file, name)
                for command in commands:
                    done = self.told(command)
                    about = f"{what} {name}: {' '.join(command)}\n{done.stdout[:300]}\n{done.stderr[:600]}"
                    if (what, rank) in SAME or (what in GONE and name in MAY_LACK):
                        self.assertIn(done.returncode, (0, 4, 64, 65), about)
                    else:
                        self.assertEqual(done.returncode, 65, about)
                        self.assertEqual(done.stdout, "", about)
                        self.assertRegex(done.stderr, r"bad\.h5: cannot ", about)

    def test_arrays_of_a_result(self):
        self.try_all(RUN, COMMANDS[:4], "sound.h5")

    def test_every_command(self):
        self.try_all(["runs/status", "bloc"], COMMANDS[4:], "sound.h5")

    def test_arrays_of_a_campaign(self):
        self.write_experiment(replicates=2)
        self.sweep("-o", "c")
        self.run_app("merge", "c", "-o", "merged.h5")
        self.try_all(CAMPAIGN, COMMANDS[:2], "merged.h5")

    def test_bases_that_are_not_there(self):
        self.write_experiment(replicates=2)
        self.sweep("-o", "c")
        self.run_app("merge", "c", "-o", "merged.h5")
        for base in (-1, 1, 2**31 - 1, -2**31):
            with self.sound("merged.h5") as file:
                del file.attrs["digest"]
                file["parameters/base_index"][2] = base
            for command in COMMANDS[:2]:
                done = self.told(command)
                self.assertEqual(done.returncode, 65, done.stderr)
                self.assertIn("base_index", done.stderr)

    def test_values_that_mean_nothing(self):
        for name, at, value, word in (("runs/status", (0, 1), 7, "status"), ("time", 2, 0.0, "rise"),
                                      ("time", 2, numpy.nan, "rise")):
            with self.sound() as file:
                del file.attrs["digest"]
                file[name][at] = value
            done = self.told(["export", "bad.h5", "-m", "releases"])
            self.assertEqual(done.returncode, 65, done.stderr)
            self.assertIn(word, done.stderr)

    def test_many_groups_take_linear_time(self):
        with self.sound() as file:
            del file.attrs["digest"]
            for i in range(4000):
                file.create_group(f"a{i:05}")
        self.assertEqual(self.told(["export", "bad.h5", "-m", "*"]).returncode, 0)

    def test_single_bits(self):
        whole = bytearray((self.folder / "sound.h5").read_bytes())
        step = 8 * len(whole) // 150
        for bit in range(5, 8 * len(whole), step):
            other = bytearray(whole)
            other[bit // 8] ^= 1 << bit % 8
            (self.folder / "bad.h5").write_bytes(other)
            done = self.told(["status", "bad.h5"])
            self.assertEqual(done.returncode, 65, f"bit {bit}: {done.stdout}{done.stderr}")
        self.assertIn("digest:      fits", self.run_app("status", "sound.h5").stdout)
        told = self.run_app("status", "sound.h5", "--json").stdout
        self.assertRegex(told, r'"digest": "fits"')
        self.assertTrue(re.search(rb"\npoldyn digest 1: [0-9a-f]{16}\n$", bytes(whole)))

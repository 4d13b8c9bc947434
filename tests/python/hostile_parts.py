"""Parts of a campaign that are not what their names say: forged or damaged so that the name still fits, and what is no
file at all. A merge refuses them, a sweep sets them aside and makes their runs anew."""
import json
import os
import shutil
import subprocess

import h5py
import numpy

from _app import POLDYN
from _campaign import CampaignTest


def fnv(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def replaced(make):
    def change(file, name):
        values = make(file[name][()])
        del file[name]
        kind = h5py.string_dtype() if values.dtype == object else None
        file.create_dataset(name, data=values, dtype=kind)
    return change


def missing(file, name):
    del file[name]


CHANGES = {
    "missing": missing,
    "empty": replaced(lambda v: v[:0]),
    "short": replaced(lambda v: v[:-1]),
    "long": replaced(lambda v: numpy.concatenate([v, v[:1]])),
    "scalar": replaced(lambda v: numpy.array(v.reshape(-1)[0])),
    "deep": replaced(lambda v: v[..., numpy.newaxis]),
    "other type": replaced(lambda v: numpy.ones(v.shape) if v.dtype == object else numpy.full(v.shape, "x", dtype=object)),
}
WIDTHS = {
    "wide": replaced(lambda v: numpy.concatenate([v, v], axis=1)),
    "narrow": replaced(lambda v: v[:, :-1]),
    "no width": replaced(lambda v: v[:, :0]),
}


class Parts(CampaignTest):
    def setUp(self):
        super().setUp()
        self.write_experiment(replicates=2, horizon="0.2 y")
        self.sweep("-o", "calm")
        self.calm = self.merged("calm")
        self.part = self.parts("calm")[0]

    def forge(self, change, *arguments):
        """A campaign whose only part is changed, and has the name that its bytes ask for."""
        shutil.rmtree(self.folder / "c", ignore_errors=True)
        shutil.copytree(self.folder / "calm", self.folder / "c")
        made = self.parts("c")[0]
        with h5py.File(made, "r+") as file:
            change(file, *arguments)
        made.rename(made.with_name(f"part-{fnv(made.read_bytes())}.h5"))

    def check_refused_and_mended(self, about):
        for command in (["status", "c"], ["merge", "c", "-o", "x.h5"]):
            done = subprocess.run([POLDYN, *command], cwd=self.folder, capture_output=True, text=True, timeout=30)
            self.assertEqual(done.returncode, 0 if command[0] == "status" else 65, about + done.stderr)
            self.assertIn("damaged", done.stdout + done.stderr, about)
        self.assertIn("found damaged", self.sweep("-o", "c").stderr, about)
        self.assertEqual(self.merged("c"), self.calm, about)

    def test_every_array(self):
        names = ["id", "seed", "replicate", "status", "fingerprint", "events", "seconds", "message", "totals", "sampled"]
        for what, change in CHANGES.items():
            for name in names:
                if (what, name) in (("missing", "totals"), ("missing", "sampled")):
                    continue  # a campaign may keep none: told by its own layout below
                self.forge(change, name)
                self.check_refused_and_mended(f"{what} {name}: ")
        for what, change in WIDTHS.items():
            for name in ("totals", "sampled"):
                self.forge(change, name)
                self.check_refused_and_mended(f"{what} {name}: ")
        for name in ("totals", "sampled"):
            self.forge(missing, name)
            self.check_refused_and_mended(f"no {name}: ")

    def test_values_that_cannot_be(self):
        for name, value in (("status", 2), ("status", 200), ("seconds", numpy.nan), ("seconds", -1e300), ("seconds", 1e300)):
            def change(file):
                file[name][1] = value
            self.forge(change)
            self.check_refused_and_mended(f"{name} = {value}: ")

    def test_runs_under_another_s_id(self):
        for name, value in (("replicate", 10**6), ("replicate", 7), ("seed", 99)):
            def change(file):
                file[name][1] = value
            self.forge(change)
            told = self.run_app("merge", "c", "-o", "x.h5", exit_code=65).stderr
            self.assertIn("names a run by another's id", told)

    def test_what_is_no_file(self):
        places = self.folder / "calm/parts"
        os.mkfifo(places / "part-0123456789abcdef.h5")
        (places / "part-0123456789abcdee.h5").symlink_to("/dev/zero")
        (places / "part-0123456789abcded.h5").mkdir()
        (places / "part-0123456789abcdec.h5").symlink_to("nothing")
        self.assertEqual(self.merged("calm", timeout=30), self.calm)
        self.sweep("-o", "calm", timeout=30)
        self.assertEqual(json.loads(self.run_app("status", "calm", "--json", timeout=30).stdout)["damaged_parts"], 0)

    def test_no_output_takes_a_name_of_the_campaign(self):
        before = sorted(entry.name for entry in (self.folder / "calm").rglob("*"))
        outputs = ["calm/.lock", "calm/campaign.toml", "calm/parts/part-0123456789abcdef.h5", "calm/parts/x.h5"]
        for output in outputs:
            for command in (["merge", "calm"], ["run", "scenario.toml", "--set", "run.horizon=0.1 y"],
                            ["compare", "scenario.toml", "scenario.toml", "--replicates", "2", "--set", "run.horizon=0.1 y"]):
                told = self.run_app(*command, "-o", output, "--force", exit_code=73).stderr
                self.assertIn("keeps its own files there", told)
            self.run_app("new", output, "--force", exit_code=73)
        self.assertEqual(sorted(entry.name for entry in (self.folder / "calm").rglob("*")), before)
        (self.folder / "link").symlink_to("calm/parts")
        self.run_app("merge", "calm", "-o", "link/x.h5", exit_code=73)
        self.run_app("merge", "calm", "-o", "calm/merged.h5")

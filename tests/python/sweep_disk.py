"""Campaigns on disks that are full or read-only. Needs to mount a tmpfs; skipped where that is not allowed."""
import json
import subprocess

from _campaign import CampaignTest, data_of
import app_disk


class SweepDisk(CampaignTest):
    mount = app_disk.Disk.mount

    def test_a_full_disk_keeps_what_is_done_and_the_same_command_goes_on(self):
        self.write_experiment(replicates=300, horizon="1 y")
        self.sweep("-o", "calm")
        place = self.mount("size=600k")
        done = self.run_app("sweep", "exp.toml", "-o", place / "c", exit_code=74)
        self.assertIn("free some space, or write to another disk, and run again; earlier parts are kept, and the same command "
                      "goes on", done.stderr)
        subprocess.run(["mount", "-o", "remount,size=200m", place], check=True)
        status = json.loads(self.run_app("status", place / "c", "--json").stdout)
        self.assertEqual(status["damaged_parts"], 0)
        self.run_app("sweep", "exp.toml", "-o", place / "c")
        self.run_app("merge", place / "c", "-o", "a.h5")
        self.run_app("merge", "calm", "-o", "b.h5")
        self.assertEqual(data_of(self.folder / "a.h5"), data_of(self.folder / "b.h5"))

    def test_a_read_only_folder_is_told_before_anything_runs(self):
        place = self.mount("size=10m")
        self.write_experiment(replicates=2)
        self.run_app("sweep", "exp.toml", "-o", place / "c")
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        self.assertIn("read-only", self.run_app("sweep", "exp.toml", "-o", place / "d", exit_code=73).stderr.lower())
        self.assertIn("read-only", self.run_app("sweep", "exp.toml", "-o", place / "c", exit_code=73).stderr.lower())
        self.run_app("status", place / "c")
        self.run_app("merge", place / "c", "-o", "x.h5")

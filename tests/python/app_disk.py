"""Disks that are full or read-only. Needs to mount a tmpfs; skipped where that is not allowed."""
import pathlib
import subprocess
import tempfile

from _app import AppTest


class Disk(AppTest):
    def mount(self, options):
        place = pathlib.Path(tempfile.mkdtemp(prefix="poldyn-disk-"))
        self.addCleanup(place.rmdir)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True)
        if done.returncode != 0:
            self.skipTest("a tmpfs cannot be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", place], check=True)
        return place

    def test_a_full_disk_ends_the_run_with_advice_and_leaves_nothing(self):
        for size in ("8k", "64k", "400k"):
            place = self.mount(f"size={size}")
            done = self.run_app("run", "scenario.toml", "--replicates", "200", "--events", "-o", place / "a.h5",
                                exit_code=74)
            self.assertIn("a.h5", done.stderr)
            self.assertIn("space", done.stderr)
            self.assertEqual(list(place.iterdir()), [])

    def test_an_old_result_outlives_a_full_disk(self):
        place = self.mount("size=400k")
        (place / "a.h5").write_text("mine")
        self.run_app("run", "scenario.toml", "--replicates", "200", "--events", "-o", place / "a.h5", "--force",
                     exit_code=74)
        self.assertEqual((place / "a.h5").read_text(), "mine")

    def test_a_read_only_disk_is_told_before_anything_runs(self):
        place = self.mount("ro")
        done = self.run_app("run", "scenario.toml", "--replicates", "1000000", "-o", place / "a.h5", exit_code=73,
                            timeout=20)
        self.assertIn("read-only", done.stderr.lower())
        self.run_app("new", place / "b.toml", exit_code=73)

    def test_a_full_disk_is_told_by_new(self):
        place = self.mount("size=8k")
        self.run_app("new", place / "b.toml")
        self.run_app("new", place / "c.toml", exit_code=74)
        self.assertEqual([entry.name for entry in place.iterdir()], ["b.toml"])

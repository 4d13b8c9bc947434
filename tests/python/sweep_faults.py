"""Campaigns where files may not be read or written, and where the clock runs backwards: nothing finished is lost."""
import json
import os
import shutil
import subprocess

import h5py

from _app import POLDYN, as_text
from _campaign import CampaignTest

NOBODY = 65534
# Every look at the clock finds it a day earlier, but for gettimeofday(): poldyn does not use it, and UCX (a part of
# Open MPI 5) waits by it before main() begins.
CLOCK = """\
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
static long back;
int clock_gettime(clockid_t which, struct timespec *at) {
  int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
  int done = real(which, at);
  if (which == CLOCK_REALTIME) at->tv_sec -= 86400 * ++back;
  return done;
}
time_t time(time_t *at) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (at) *at = now.tv_sec;
  return now.tv_sec;
}
"""


# As on a cluster file system without locks: everybody gets every lock.
NO_LOCKS = "int flock(int file, int how) { return 0; }\n"


class Preloaded(CampaignTest):
    """Tests that put functions of their own in the place of the C library's."""

    def preload(self, text):
        compiler = next((c for c in ("cc", "gcc", "clang") if shutil.which(c)), None)
        if compiler is None:
            self.skipTest("there is no C compiler")
        (self.folder / "own.c").write_text(text)
        subprocess.run([compiler, "-shared", "-fPIC", "-o", "own.so", "own.c", "-ldl"], cwd=self.folder, check=True)
        return {"LD_PRELOAD": str(self.folder / "own.so"), "ASAN_OPTIONS": "verify_asan_link_order=0"}


class Rights(CampaignTest):
    """As a user whom rights bind: root starts the program as nobody."""

    def setUp(self):
        super().setUp()
        self.write_experiment()
        self.sweep("-o", "calm")
        self.program = POLDYN
        if os.geteuid() == 0:
            self.folder.chmod(0o755)
            self.program = shutil.copy(POLDYN, self.folder / "poldyn")
            for entry in [self.folder, *self.folder.rglob("*")]:
                os.chown(entry, NOBODY, NOBODY)

    def run_app(self, *arguments, exit_code=0, **options):
        if not hasattr(self, "program"):
            return super().run_app(*arguments, exit_code=exit_code, **options)
        who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run([self.program, *map(str, arguments)], cwd=self.folder, capture_output=True, text=True,
                              timeout=300, **who)
        self.assertEqual(done.returncode, exit_code, done.stdout + done.stderr)
        return done

    def done(self, folder):
        return json.loads(self.run_app("status", folder, "--json").stdout)["done"]

    def test_parts_that_may_only_be_read(self):
        self.sweep("-o", "c", "--shard", "1/2")
        for part in self.parts("c"):
            part.chmod(0o444)
        self.sweep("-o", "c")
        self.assertEqual(self.merged("c"), self.merged("calm"))
        whole = self.parts("c")[0]
        whole.chmod(0o644)
        whole.write_bytes(whole.read_bytes()[:-100])
        whole.chmod(0o444)
        said = self.sweep("-o", "c")
        self.assertIn("c: 1 part found damaged, renamed to *.damaged; their runs are made again", said.stderr)
        self.assertIn("12 were there before", said.stdout)
        self.assertEqual(self.merged("c"), self.merged("calm"))

    def test_a_folder_of_parts_that_may_only_be_read_is_told_before_anything_runs(self):
        self.sweep("-o", "c", "--shard", "1/2")
        parts = self.folder / "c/parts"
        parts.chmod(0o555)
        said = self.sweep("-o", "c", exit_code=73).stderr
        self.assertIn("c/parts: cannot write parts into this folder: Permission denied; make it writable", said)
        self.run_app("merge", "c", "-o", "half.h5", "--partial")
        self.assertEqual(self.done("c"), 12)
        self.sweep("-o", "c", "--shard", "1/2")  # has nothing left to write
        parts.chmod(0o755)
        self.sweep("-o", "c")
        self.assertEqual(self.merged("c"), self.merged("calm"))

    def test_a_part_that_may_not_be_read_is_not_taken_for_damaged(self):
        self.sweep("-o", "c")
        hidden = self.parts("c")[0]
        hidden.chmod(0)
        for command in (["status", "c"], ["merge", "c", "-o", "x.h5"], ["sweep", "exp.toml", "-o", "c"]):
            said = self.run_app(*command, exit_code=65).stderr
            self.assertIn(f"{hidden.name}: cannot read this part: Permission denied; make it readable", said)
        self.assertEqual(self.parts("c"), [hidden])
        hidden.chmod(0o644)
        self.assertIn("0 runs done", self.sweep("-o", "c").stdout)
        self.assertEqual(self.merged("c"), self.merged("calm"))

    def test_another_user_s_lock(self):
        self.sweep("-o", "c", "--shard", "1/2")
        (self.folder / "c/.lock").chmod(0o444)
        said = self.sweep("-o", "c", exit_code=73).stderr
        self.assertIn("cannot lock this campaign: Permission denied; ask the owner", said)
        self.assertEqual(self.done("c"), 12)


class Locks(Preloaded):
    def test_two_writers_where_locks_do_not_work(self):
        environment = self.preload(NO_LOCKS)
        self.write_experiment(replicates=50, horizon="10 y", sampled="")
        self.sweep("-o", "calm")
        both = [self.start("-o", "c", environment=environment) for _ in range(2)]
        for program in both:
            _, err = program.communicate(timeout=200)
            self.assertIn(program.returncode, (0, 74), err)  # 74: the other took its file for what a killed sweep left
        self.sweep("-o", "c")
        self.assertEqual(self.merged("c"), self.merged("calm"))


class Clock(Preloaded):
    def setUp(self):
        super().setUp()
        self.backwards = self.preload(CLOCK)

    def test_the_same_data_and_sound_estimates(self):
        environment = os.environ | self.backwards
        self.write_experiment(replicates=30, horizon="5 y")
        self.sweep("-o", "calm")
        self.sweep("-o", "rough", "--shard", "2/3")
        self.sweep("-o", "rough", env=environment)
        told = json.loads(self.run_app("status", "rough", "--json", env=environment).stdout)
        self.assertEqual((told["done"], told["left"]), (180, 0))
        self.assertTrue(0 < told["seconds_per_run"] < 60, told)
        self.run_app("merge", "rough", "-o", "merged.h5", env=environment)
        with h5py.File(self.folder / "merged.h5") as file:
            stood = as_text(file.attrs["created"])
        self.assertEqual(self.merged("rough"), self.merged("calm"))
        with h5py.File(self.folder / "merged.h5") as file:
            self.assertLess(stood, as_text(file.attrs["created"])[:10])  # so the clock did run backwards

    def test_parts_are_closed_in_time(self):
        self.write_experiment(replicates=2000, horizon="20 y", sampled="")
        program = self.start("-o", "c", environment=self.backwards)
        self.wait_until_at_work("c", 2)
        program.kill()
        program.communicate(timeout=20)
        self.assertGreater(json.loads(self.run_app("status", "c", "--json").stdout)["done"], 1)

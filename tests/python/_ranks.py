"""Helpers for tests of campaigns by MPI ranks. Ends a test as skipped if there is no MPI."""
import os
import shutil
import signal
import subprocess
import sys
import time

from _app import POLDYN
from _campaign import CampaignTest

MPIRUN = shutil.which("mpirun")
LIBRARIES = subprocess.run(["ldd", POLDYN], capture_output=True, text=True).stdout
if MPIRUN is None or "libmpi" not in LIBRARIES:
    print("no mpirun, or poldyn was built without MPI")
    sys.exit(4)


class RanksTest(CampaignTest):
    def start_ranks(self, ranks, *arguments):
        command = [MPIRUN, "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-n", str(ranks), POLDYN, "sweep",
                   "exp.toml", "--jobs", "1", *arguments]
        # Open MPI keeps some memory to the end, which LeakSanitizer would call an error of poldyn's.
        calm = os.environ | {"ASAN_OPTIONS": "detect_leaks=0"}
        return subprocess.Popen(command, cwd=self.folder, env=calm, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def ranks(self, ranks, *arguments, exit_code=0):
        program = self.start_ranks(ranks, *arguments)
        out, err = program.communicate(timeout=200)
        self.assertEqual(program.returncode, exit_code, out + err)
        return out, err

    @staticmethod
    def ranks_of(program):
        """Process numbers of the ranks that an mpirun has started: its children, or (Open MPI 5) theirs."""
        def children(parents, *more):
            command = ["pgrep", "-P", ",".join(map(str, parents)), *more]
            return [int(n) for n in subprocess.run(command, capture_output=True, text=True).stdout.split()]
        ranks, parents = [], [program.pid]
        while parents:
            ranks += children(parents, "-x", "poldyn")
            parents = children(parents)
        return ranks

    def wait_for_ranks(self, program):
        while not self.ranks_of(program) and program.poll() is None:
            time.sleep(0.01)

    def kill_a_rank(self, program, luck, after):
        """SIGKILL to a rank of a running mpirun, `after` seconds from when there is one; False if all have ended."""
        self.wait_for_ranks(program)
        time.sleep(after)
        ranks = self.ranks_of(program)
        if ranks:
            os.kill(luck.choice(ranks), signal.SIGKILL)
        program.communicate(timeout=60)
        return bool(ranks)

    def kill_one_of(self, ranks, folder, luck, pause):
        """Starts so many ranks and kills one. Again, where they end at once since those of a killed mpirun are still there."""
        for _ in range(20):
            if self.kill_a_rank(self.start_ranks(ranks, "-o", folder), luck, pause()):
                return
            time.sleep(0.5)
        self.fail("no rank lived long enough to be killed")

    def finish_by_ranks(self, ranks, folder):
        """The same command until it succeeds: what a killed mpirun left behind may be at work for a moment."""
        for _ in range(20):
            program = self.start_ranks(ranks, "-o", folder)
            program.communicate(timeout=400)
            if program.returncode == 0:
                return
            time.sleep(0.5)
        self.fail("ranks that were left alone did not end well")

"""Sweeps by MPI ranks: the same data as threads, and nothing lost when ranks are killed. Skipped without MPI."""
import json
import os
import random
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


class Ranks(CampaignTest):
    def start_ranks(self, ranks, *arguments):
        command = [MPIRUN, "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-n", str(ranks), POLDYN, "sweep",
                   "exp.toml", "--jobs", "1", *arguments]
        return subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def ranks(self, ranks, *arguments, exit_code=0):
        program = self.start_ranks(ranks, *arguments)
        out, err = program.communicate(timeout=200)
        self.assertEqual(program.returncode, exit_code, out + err)
        return out, err

    def test_any_number_of_ranks_gives_the_same_data(self):
        self.write_experiment()
        self.sweep("-o", "calm")
        whole = self.merged("calm")
        for ranks in (1, 2, 4):
            out, _ = self.ranks(ranks, "-o", f"r{ranks}", "--json")
            self.assertEqual(json.loads(out)["done_now"], 24)
            self.assertEqual(self.merged(f"r{ranks}"), whole)
        self.ranks(3, "-o", "r2")  # nothing left to do

    def test_signals_and_kills(self):
        self.write_experiment(replicates=60, horizon="20 y")
        self.sweep("-o", "calm")
        luck = random.Random(3)
        for number in (signal.SIGTERM, signal.SIGKILL, "rank", "rank"):
            program = self.start_ranks(2, "-o", "rough")
            time.sleep(luck.uniform(1, 2))
            if number == "rank":
                children = subprocess.run(["pgrep", "-P", str(program.pid), "-x", "poldyn"], capture_output=True, text=True)
                for child in children.stdout.split()[-1:]:
                    os.kill(int(child), signal.SIGKILL)
            else:
                program.send_signal(number)
            program.communicate(timeout=60)
            time.sleep(0.5)  # ranks of a killed mpirun end by themselves
        for _ in range(20):
            program = self.start_ranks(2, "-o", "rough")
            program.communicate(timeout=200)
            if program.returncode == 0:
                break
            time.sleep(0.5)
        self.assertEqual(program.returncode, 0)
        self.assertEqual(self.merged("rough"), self.merged("calm"))

    def test_one_rank_that_fails_ends_all_with_its_message(self):
        self.write_experiment(replicates=2)
        (self.folder / "c").write_text("a file")
        _, err = self.ranks(2, "-o", "c", exit_code=73)
        self.assertIn("a file has this name", err)

"""Limits that shells, containers and batch systems set: of memory, of processes, of the size of a file, of CPU time."""
import json
import os
import resource
import signal
import subprocess
import time

from _app import POLDYN
from _campaign import CampaignTest

MB = 1 << 20
SANITIZED = b"__asan_init" in open(POLDYN, "rb").read()


def limited(kind, most):
    return lambda: resource.setrlimit(kind, (most, most))


class Memory(CampaignTest):
    def setUp(self):
        super().setUp()
        if SANITIZED:
            self.skipTest("sanitizers need address space of their own")

    def test_more_threads_than_there_is_room_for(self):
        self.write_experiment()
        self.sweep("-o", "calm")
        for room in (150, 200, 300):  # 64 stacks of 8 MB do not fit
            self.sweep("-o", f"c{room}", "-j", "64", preexec_fn=limited(resource.RLIMIT_AS, room * MB), timeout=60)
            self.assertEqual(self.merged(f"c{room}"), self.merged("calm"))
        self.small_run("--replicates", "40", "-j", "64", preexec_fn=limited(resource.RLIMIT_AS, 200 * MB), timeout=60)
        self.run_app("compare", "scenario.toml", "scenario.toml", "--set", "run.horizon=0.5 y", "--replicates", "20",
                     "-j", "64", preexec_fn=limited(resource.RLIMIT_AS, 200 * MB), timeout=60)

    def test_want_of_memory_is_no_result_of_a_run(self):
        more = 'bloc.north.population.entry_rate = "10000000 /y"\n'
        self.write_experiment(more="[factor.much]\nkey = \"bloc.north.population.entry_rate\"\nvalues = [4, 1e7]\n")
        told = self.sweep("-o", "c", "-j", "2", preexec_fn=limited(resource.RLIMIT_AS, 400 * MB), exit_code=70,
                          timeout=60)
        self.assertIn("out of memory", told.stderr)
        self.assertEqual(json.loads(self.run_app("status", "c", "--json").stdout)["failed"], 0, more)
        told = self.small_run("--set", "bloc.north.population.entry_rate=1e7", exit_code=70, timeout=60,
                              preexec_fn=limited(resource.RLIMIT_AS, 400 * MB))
        self.assertIn("out of memory", told.stderr)
        self.assertNotIn("report it", told.stderr)
        self.assertNotIn("scenario.h5", self.files())


class FileSize(CampaignTest):
    def test_a_limit_of_file_sizes_is_told_and_leaves_nothing(self):
        self.write_experiment()
        self.sweep("-o", "c")
        for kilobytes in (0, 4, 16):
            less = limited(resource.RLIMIT_FSIZE, kilobytes << 10)
            before = self.files()
            for command in (["run", "scenario.toml", "--set", "run.horizon=0.5 y"], ["merge", "c", "-o", "c.h5"],
                            ["new", "my.toml"] if kilobytes == 0 else ["merge", "c", "-o", "d.h5"],
                            ["sweep", "exp.toml", "-o", "other"]):
                told = self.run_app(*command, exit_code=74, preexec_fn=less)
                self.assertIn("ulimit -f", told.stderr)
                if command[0] != "sweep":
                    self.assertEqual(self.files(), before)
            parts = self.folder / "other/parts"
            self.assertEqual(list(parts.iterdir()) if parts.exists() else [], [])
        with open(self.folder / "params.txt", "wb") as file:
            self.run_app("params", stdout=file, stderr=subprocess.PIPE, capture_output=False, exit_code=74, preexec_fn=less)
        self.sweep("-o", "other")
        self.assertEqual(self.merged("other"), self.merged("c"))


class Signals(CampaignTest):
    def test_every_signal_that_asks_for_an_end_ends_it_well(self):
        self.write_experiment(replicates=2000, horizon="20 y", sampled="")
        for number in (signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGXCPU, signal.SIGTERM):
            program = subprocess.Popen([POLDYN, "run", "scenario.toml", "--replicates", "1000000"], cwd=self.folder,
                                       stderr=subprocess.PIPE, text=True)
            for _ in range(400):
                if any("partial" in name for name in self.files()):
                    break
                time.sleep(0.02)
            program.send_signal(number)
            _, told = program.communicate(timeout=20)
            self.assertEqual(program.returncode, 75, told)
            self.assertFalse([name for name in self.files() if "partial" in name])
            folder = f"c{int(number)}"
            program = self.start("-o", folder)
            self.wait_until_at_work(folder, 1)
            program.send_signal(number)
            _, told = program.communicate(timeout=20)
            self.assertEqual(program.returncode, 75, told)
            self.assertIn("the same command goes on", told)

    def test_a_closed_terminal_that_nohup_ignores(self):
        ignored = lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
        program = subprocess.Popen([POLDYN, "run", "scenario.toml", "--set", "run.horizon=0.5 y", "--replicates", "20"],
                                   cwd=self.folder, stdout=subprocess.DEVNULL, preexec_fn=ignored)
        time.sleep(0.1)
        program.send_signal(signal.SIGHUP)
        self.assertEqual(program.wait(timeout=60), 0)


class Processes(CampaignTest):
    def test_not_one_thread_more(self):
        if os.geteuid() != 0:
            self.skipTest("needs to become another user")
        self.write_experiment()
        self.folder.chmod(0o777)
        nobody = 65534
        alone = {"user": nobody, "group": nobody, "extra_groups": [], "timeout": 100}
        program = self.folder / "poldyn"
        program.write_bytes(open(POLDYN, "rb").read())
        program.chmod(0o755)
        for command in (["sweep", "exp.toml", "-o", "c", "-j", "8"],
                        ["run", "scenario.toml", "--set", "run.horizon=0.5 y", "-j", "8"]):
            done = subprocess.run(["prlimit", "--nproc=1", program, *command], cwd=self.folder, capture_output=True,
                                  text=True, **alone)
            self.assertEqual(done.returncode, 0, done.stderr)

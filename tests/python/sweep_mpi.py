"""Sweeps by MPI ranks: the same data as threads, and nothing lost when ranks are killed. Skipped without MPI."""
import json
import random
import signal
import time

from _ranks import RanksTest


class Ranks(RanksTest):
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
        begin = time.monotonic()
        self.sweep("-o", "calm")
        calm = time.monotonic() - begin
        luck = random.Random(3)
        # Ranks that outlive a killed mpirun may go on to the end of the work, so that comes last.
        for number in ("rank", "rank", signal.SIGTERM, signal.SIGKILL):
            pause = luck.uniform(0, calm / 4)  # half of the work is left after all four
            if number == "rank":
                self.kill_one_of(2, "rough", luck, lambda: pause)
                continue
            program = self.start_ranks(2, "-o", "rough")
            self.wait_for_ranks(program)
            time.sleep(pause)
            program.send_signal(number)
            program.communicate(timeout=60)
            time.sleep(0.5)  # ranks of a killed mpirun end by themselves
        self.finish_by_ranks(2, "rough")
        self.assertEqual(self.merged("rough"), self.merged("calm"))

    def test_one_rank_that_fails_ends_all_with_its_message(self):
        self.write_experiment(replicates=2)
        (self.folder / "c").write_text("a file")
        _, err = self.ranks(2, "-o", "c", exit_code=73)
        self.assertIn("a file has this name", err)

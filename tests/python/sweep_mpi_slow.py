"""Twenty kills of MPI ranks at random moments end in the same data as an undisturbed campaign on threads."""
import random
import time

from _ranks import RanksTest


class RankKills(RanksTest):
    def test_twenty_kills(self):
        self.write_experiment(replicates=400, horizon="20 y")
        begin = time.monotonic()
        self.sweep("-o", "calm")
        calm = time.monotonic() - begin
        # The twenty together are as long as the calm campaign, so that work is left for the last of them on any machine.
        luck = random.Random(12)
        killed = 0
        for _ in range(20):
            program = self.start_ranks(luck.choice((1, 2, 3)), "-o", "rough")
            killed += self.kill_a_rank(program, luck, luck.uniform(0, 2 * calm / 20))
        print("ranks killed:", killed, "parts:", len(self.parts("rough")))
        self.assertGreaterEqual(killed, 18)
        self.finish_by_ranks(2, "rough")
        self.assertEqual(self.merged("rough"), self.merged("calm"))

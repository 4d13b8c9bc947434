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
        for _ in range(20):
            self.kill_one_of(luck.choice((1, 2, 3)), "rough", luck, lambda: luck.uniform(0, 2 * calm / 20))
        print("parts:", len(self.parts("rough")))
        self.finish_by_ranks(2, "rough")
        self.assertEqual(self.merged("rough"), self.merged("calm"))

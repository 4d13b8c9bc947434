"""Fifty kills at random moments end in the same data as an undisturbed campaign."""
import random
import time

from _campaign import CampaignTest


class Kills(CampaignTest):
    def test_fifty_kills(self):
        self.write_experiment(replicates=400, horizon="20 y")
        begin = time.monotonic()
        self.sweep("-o", "calm")
        calm = time.monotonic() - begin
        # The fifty together are as long as the calm campaign, so that work is left for the last of them on any machine.
        luck = random.Random(11)
        killed = self.kill_until_done("rough", 50, lambda i: luck.uniform(0.01, 2 * calm / 50))
        self.assertGreaterEqual(killed, 45)
        self.assertEqual(self.merged("rough"), self.merged("calm"))

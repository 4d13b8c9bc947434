"""The job script in a real Slurm of one node: array, pre-emption, requeue, a controller that dies. The same data as threads."""
import json
import os
import re
import signal
import sys

import _slurm
from _campaign import CampaignTest

if _slurm.missing():
    print(_slurm.missing())
    sys.exit(4)


class Array(CampaignTest):
    def setUp(self):
        super().setUp()
        self.slurm = _slurm.Slurm(self.folder / "slurm")
        self.addCleanup(self.slurm.stop)

    def script(self, tasks):
        text = self.sweep("-o", "c", "--slurm-script", str(tasks)).stdout
        text = text.replace("--cpus-per-task=4", "--cpus-per-task=1").replace("--mem-per-cpu=500M", "--mem-per-cpu=0")
        (self.folder / "job.sh").write_text(text)

    def log(self):
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def done(self):
        return json.loads(self.run_app("status", "c", "--json").stdout)["done"]

    def test_preempted_requeued_and_restarted(self):
        self.write_experiment(replicates=250, horizon="20 y")
        self.sweep("-o", "calm")
        self.script(3)
        slurm = self.slurm
        job = slurm.submit("job.sh", cwd=self.folder)
        slurm.wait_for(lambda: len(slurm.tasks("running")) == 2, "two running tasks")
        self.wait_until_at_work("c")

        # A job that needs the whole node: the tasks are signalled, keep what is done and are queued again.
        urgent = slurm.submit("-p", "high", "-n", "1", "-c", "2", "--mem=0", "--wrap", "sleep 2", cwd=self.folder)
        slurm.wait_for(lambda: urgent in slurm.tasks("running"), "the urgent job running")
        self.assertEqual([t for t in slurm.tasks("running") if t.startswith(job)], [])
        self.assertIn(f"{job}_0", slurm.tasks("pending"))

        slurm.wait_for(lambda: [t for t in slurm.tasks("running") if t.startswith(job)], "a task that goes on")
        again = [t for t in slurm.tasks("running") if t.startswith(job)][0]
        slurm.tell("scontrol", "requeue", again)
        slurm.wait_for(lambda: again in slurm.tasks("pending"), "the task queued again")

        # The controller dies and comes back; what runs goes on. It knows what it has saved: of a task that ended since, it
        # would hold for many minutes that it runs.
        slurm.wait_until_saved()
        os.kill(slurm.process("slurmctld"), signal.SIGKILL)
        slurm.start("slurmctld")
        slurm.wait_for(lambda: "down" not in slurm.tell("scontrol", "ping").lower(), "a controller")
        slurm.wait_for(lambda: not slurm.tasks(), "an empty queue")

        status = json.loads(self.run_app("status", "c", "--verify", "--json").stdout)
        self.assertEqual((status["done"], status["failed"], status["left"]), (1500, 0, 0), self.log())
        self.assertEqual(self.merged("c"), self.merged("calm"))

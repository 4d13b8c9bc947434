"""A Slurm of one node in a folder: controller, node daemon, munge. For tests that want the real thing."""
import os
import pathlib
import re
import shutil
import socket
import subprocess
import time

from _app import POLDYN

PROGRAMS = ("slurmctld", "slurmd", "sbatch", "scontrol", "squeue", "munge")

# Two partitions of the one node: what is sent to `high` pre-empts what runs in `low`, which is queued again.
# cred_expire: a job that is queued again waits for as long; the default is two minutes.
CONFIGURATION = """\
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmdPort={node_port}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=cred_expire=5
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=bf_interval=1
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
{signal_at_preemption}
KillWait=10
JobRequeue=1
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} State=UNKNOWN
PartitionName=low Nodes={host} Default=YES PriorityTier=1 PreemptMode=REQUEUE GraceTime=20 MaxTime=INFINITE State=UP
PartitionName=high Nodes={host} PriorityTier=2 PreemptMode=OFF MaxTime=INFINITE State=UP
"""


def missing():
    """What stands in the way of a Slurm here; empty if nothing does."""
    if os.geteuid() != 0:
        return "only root can start the daemons"
    absent = [program for program in PROGRAMS if shutil.which(program) is None]
    return f"missing: {', '.join(absent)} (packages slurmctld slurmd slurm-client munge)" if absent else ""


def version():
    said = subprocess.run(["slurmctld", "-V"], capture_output=True, text=True, check=True).stdout
    return tuple(int(n) for n in re.search(r"(\d+)\.(\d+)", said).groups())


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Slurm:
    def __init__(self, folder, cpus=2):
        self.folder = pathlib.Path(folder)
        (self.folder / "state").mkdir(parents=True)
        (self.folder / "spool").mkdir()
        host = socket.gethostname().split(".")[0]
        # The same setting moved to a line of its own in 23.02.
        key = "PreemptParameters=send_user_signal" if version() >= (23, 2) else "SlurmctldParameters=preempt_send_user_signal"
        text = CONFIGURATION.format(folder=self.folder, host=host, port=free_port(), node_port=free_port(), cpus=cpus,
                                    signal_at_preemption=key)
        (self.folder / "slurm.conf").write_text(text)
        (self.folder / "cgroup.conf").write_text("CgroupPlugin=disabled\n" if version() >= (23, 11) else "")
        self.environment = os.environ | {"SLURM_CONF": str(self.folder / "slurm.conf"),
                                         "PATH": f"{pathlib.Path(POLDYN).parent}:{os.environ['PATH']}"}
        self.start_munge()
        self.start("slurmctld")
        self.start("slurmd")
        self.wait_for(lambda: "idle" in self.tell("sinfo", "--noheader", "-o", "%T"), "an idle node")

    @staticmethod
    def start_munge():
        if subprocess.run(["munge", "-n"], capture_output=True).returncode == 0:
            return
        os.makedirs("/run/munge", exist_ok=True)
        shutil.chown("/run/munge", "munge", "munge")
        subprocess.run(["su", "-s", "/bin/sh", "munge", "-c", "munged"], check=True)

    def start(self, daemon):
        subprocess.run([daemon], env=self.environment, check=True)

    def process(self, daemon):
        return int((self.folder / f"{daemon}.pid").read_text())

    def stop(self):
        for daemon in ("slurmd", "slurmctld"):
            try:
                os.kill(self.process(daemon), 9)
            except (OSError, ValueError):
                pass

    def tell(self, *command):
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        return done.stdout + done.stderr

    def submit(self, *arguments, cwd):
        done = subprocess.run(["sbatch", "--parsable", *arguments], env=self.environment, cwd=cwd, capture_output=True,
                              text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def tasks(self, state=None):
        """Tasks in the queue, as job_index; of one state, or all."""
        chosen = ["-t", state] if state else []
        return self.tell("squeue", "--noheader", "--array", "-o", "%i", *chosen).split()

    def wait_until_saved(self):
        """Until the controller has written its jobs down, as they are now or later."""
        now = time.time()
        self.wait_for(lambda: (self.folder / "state/job_state").stat().st_mtime > now, "saved state of the jobs")

    def wait_for(self, condition, what, seconds=240):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"no {what} after {seconds} s\n" + self.tell("squeue", "--array") +
                                     (self.folder / "slurmctld.log").read_text()[-3000:])
            time.sleep(0.2)

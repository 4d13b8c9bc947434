"""Helpers for tests of campaigns."""
import os
import signal
import subprocess
import time

import h5py
import numpy

from _app import POLDYN, AppTest

EXPERIMENT = """\
[experiment]
base = "scenario.toml"
replicates = {replicates}

[set]
run.horizon = "{horizon}"

[factor.reviewers]
key = "bloc.south.stage.review.reviewers"
values = [2, 5, 10]

[factor.pass_probability]
key = "bloc.south.stage.review.pass_probability"
range = [0.5, 0.9]
levels = 2

[record]
totals = ["iteration/*", "pipeline/mean_wait"]
sampled = [{sampled}]
"""


def data_of(path):
    """Everything in a file but what says when and how it was made."""
    found = {}

    def visit(name, item):
        if isinstance(item, h5py.Dataset):
            values = item[()]
            found[name] = values.tobytes() if isinstance(values, numpy.ndarray) and values.dtype != object else str(values)
            found[name + "@"] = {k: str(v) for k, v in item.attrs.items() if k not in ("DIMENSION_LIST", "REFERENCE_LIST")}

    with h5py.File(path) as file:
        file.visititems(visit)
        found["/"] = {k: str(v) for k, v in file.attrs.items() if k not in ("created", "history", "command_line")}
    return found


class CampaignTest(AppTest):
    def write_experiment(self, replicates=4, horizon="0.5 y", sampled='"capability/*"', more=""):
        text = EXPERIMENT.format(replicates=replicates, horizon=horizon, sampled=sampled)
        (self.folder / "exp.toml").write_text(text + more)

    def sweep(self, *arguments, **options):
        return self.run_app("sweep", "exp.toml", *arguments, **options)

    def merged(self, folder, name="merged.h5", **options):
        self.run_app("merge", folder, "-o", name, "--force", **options)
        return data_of(self.folder / name)

    def start(self, *arguments, environment=None):
        return subprocess.Popen([POLDYN, "sweep", "exp.toml", *map(str, arguments)], cwd=self.folder,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                env=os.environ | (environment or {}))

    def parts(self, folder):
        return sorted((self.folder / folder / "parts").glob("part-*.h5"))

    def wait_until_at_work(self, folder, parts=0):
        """Until signals are heeded, and so many parts are written."""
        for _ in range(2000):
            if (self.folder / folder / ".lock").exists() and len(self.parts(folder)) >= parts:
                return
            time.sleep(0.02)
        self.fail(f"no sweep is at work in {folder}")

    def kill_until_done(self, folder, kills, pause, number=signal.SIGKILL, arguments=()):
        """Starts the same sweep again and again and kills it; then lets it end. Gives the number of those it killed."""
        killed = 0
        for i in range(kills):
            program = self.start("-o", folder, *arguments)
            try:
                program.communicate(timeout=pause(i))
            except subprocess.TimeoutExpired:
                program.send_signal(number)
                program.communicate(timeout=20)
                killed += 1
        self.sweep("-o", folder, *arguments)
        return killed

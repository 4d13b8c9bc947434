"""Campaigns: sweep, status, merge, export; what is done is never lost, and how it was done leaves no trace."""
import csv
import io
import json
import os
import random
import signal
import subprocess
import time

import h5py

from _app import POLDYN, as_text
from _campaign import CampaignTest


class Sweep(CampaignTest):
    def test_sweep_status_merge(self):
        self.write_experiment()
        done = self.sweep("-o", "c", "--json")
        self.assertEqual(json.loads(done.stdout)["runs"], 24)
        status = json.loads(self.run_app("status", "c", "--json").stdout)
        self.assertEqual([status[k] for k in ("runs", "done", "failed", "left")], [24, 24, 0, 0])
        self.run_app("merge", "c", "-o", "all.h5")
        with h5py.File(self.folder / "all.h5") as file:
            self.assertEqual(file["totals/iteration/releases"].shape, (6, 4, 2))
            self.assertEqual(file["metrics/capability/frontier"].shape[:3], (6, 4, 2))
            self.assertEqual(list(file["parameters/reviewers"][()]), [2, 2, 5, 5, 10, 10])
            self.assertEqual(as_text(file.attrs["complete"]), "yes")
            self.assertNotIn("fragmentation", file["totals"])
        again = self.sweep("-o", "c", "--json")
        self.assertEqual(json.loads(again.stdout)["done_now"], 0)
        self.run_app("merge", "c", "-o", "all.h5", exit_code=73)

    def test_xarray_opens_the_merged_file(self):
        try:
            import xarray
        except ImportError:
            self.skipTest("xarray is not installed")
        self.write_experiment(replicates=2)
        self.sweep("-o", "c")
        self.run_app("merge", "c", "-o", "all.h5")
        for engine in ("netcdf4", "h5netcdf"):
            opened = {g: xarray.open_dataset(self.folder / "all.h5", engine=engine, group=g)
                      for g in ("", "parameters", "totals/iteration", "metrics/capability", "runs")}
            delay = opened["totals/iteration"].idea_to_deployment
            self.assertEqual(delay.dims, ("point", "replicate", "bloc"))
            self.assertEqual(opened["parameters"].pass_probability.dims, ("point",))
            self.assertEqual(opened["parameters"].reviewers.values.tolist(), [2, 2, 5, 5, 10, 10])
            self.assertEqual(opened[""].base_scenario.size, 1)
            for data in opened.values():
                data.close()

    def test_a_point_of_the_merged_file_can_be_run_by_itself(self):
        self.write_experiment(replicates=2)
        self.sweep("-o", "c")
        self.run_app("merge", "c", "-o", "all.h5")
        self.assertIn("--point", self.run_app("run", "all.h5", exit_code=64).stderr)
        self.assertIn("--point", self.run_app("replay", "all.h5", exit_code=64).stderr)
        self.run_app("compare", "all.h5", "all.h5", exit_code=64)
        self.run_app("run", "all.h5", "--point", "3", "--replicates", "2", "-o", "one.h5")
        with h5py.File(self.folder / "all.h5") as all_, h5py.File(self.folder / "one.h5") as one:
            self.assertEqual(list(all_["runs/fingerprint"][3]), list(one["runs/fingerprint"][0]))
            self.assertEqual(all_["totals/iteration/releases"][3].tolist(), one["totals/iteration/releases"][0].tolist())

    def test_threads_and_shards_give_the_same_data(self):
        self.write_experiment()
        self.sweep("-o", "one", "--jobs", "1")
        whole = self.merged("one")
        self.sweep("-o", "two", "--jobs", "2")
        self.assertEqual(self.merged("two"), whole)
        for shards in (2, 3, 4, 5, 6, 7, 20):  # of 20 parts not all are open at once
            order = list(range(1, shards + 1))
            random.Random(shards).shuffle(order)
            for i in order:
                self.sweep("-o", f"s{shards}", "--shard", f"{i}/{shards}")
            self.assertEqual(self.merged(f"s{shards}"), whole)

    def test_shards_work_side_by_side_and_take_their_number_from_slurm(self):
        self.write_experiment()
        self.sweep("-o", "one")
        tasks = [self.start("-o", "c", environment={"SLURM_ARRAY_TASK_ID": str(3 + 2 * i), "SLURM_ARRAY_TASK_COUNT": "3",
                                                    "SLURM_ARRAY_TASK_MIN": "3", "SLURM_ARRAY_TASK_STEP": "2"})
                 for i in range(3)]
        for task in tasks:
            _, err = task.communicate(timeout=100)
            self.assertEqual(task.returncode, 0, err)
        self.assertEqual(self.merged("c"), self.merged("one"))
        self.sweep("-o", "d", "--shard", "4/3", exit_code=64)

    def test_a_clock_that_was_set_back_changes_nothing(self):
        self.write_experiment()
        self.sweep("-o", "calm")
        self.sweep("-o", "rough", "--shard", "1/2")
        future = time.time() + 10 * 365 * 86400
        made = self.parts("rough")
        for entry in [self.folder / "rough", *(self.folder / "rough").rglob("*")]:
            os.utime(entry, (future, future))
        told = json.loads(self.run_app("status", "rough", "--json").stdout)
        self.sweep("-o", "rough")
        self.assertTrue(set(made) <= set(self.parts("rough")))
        self.assertEqual(self.merged("rough"), self.merged("calm"))
        self.assertEqual((told["done"], told["left"]), (12, 12))

    def test_killed_sweeps_lose_nothing_that_was_written(self):
        self.write_experiment(replicates=30, horizon="20 y")
        began = time.monotonic()
        self.sweep("-o", "calm")
        calm = time.monotonic() - began
        luck = random.Random(5)
        # The four together take at most 0.6 of the calm time, so that work is left for the last on any machine.
        self.assertGreaterEqual(self.kill_until_done("rough", 4, lambda i: luck.uniform(0.03, 0.15) * calm), 3)
        self.assertEqual(self.merged("rough"), self.merged("calm"))
        self.assertEqual([f.name for f in (self.folder / "rough" / "parts").iterdir() if f.name.startswith(".")], [])

    def test_signals_end_it_soon_and_keep_what_is_done(self):
        self.write_experiment(replicates=2000, horizon="20 y", sampled="")
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1):
            parts = len(self.parts("c"))
            program = self.start("-o", "c")
            self.wait_until_at_work("c", parts + 1)
            before = time.monotonic()
            program.send_signal(number)
            _, err = program.communicate(timeout=20)
            self.assertLess(time.monotonic() - before, 2)
            self.assertEqual(program.returncode, 75, err)
            self.assertRegex(err, r"interrupted; \d+ of 12000 runs are in c, and the same command goes on")
        status = json.loads(self.run_app("status", "c", "--json").stdout)
        self.assertGreater(status["done"], 3)
        self.assertGreater(status["seconds_left"], 0)
        self.run_app("merge", "c", "-o", "x.h5", exit_code=65)
        self.run_app("merge", "c", "-o", "x.h5", "--partial")
        with h5py.File(self.folder / "x.h5") as file:
            self.assertEqual((file["runs/status"][()] == 2).sum(), 12000 - status["done"])
            self.assertEqual(as_text(file.attrs["complete"]), "no")

    def test_a_run_that_fails_is_kept_and_the_others_go_on(self):
        self.write_experiment(replicates=2, more="\n[factor.warmup]\nkey = \"run.warmup\"\nvalues = [\"0 d\", \"1 y\"]\n")
        done = self.sweep("-o", "c", exit_code=3)
        self.assertIn("12 runs failed", done.stderr)
        self.assertIn("warmup", self.run_app("status", "c").stdout)
        self.sweep("-o", "c", exit_code=3)
        self.run_app("merge", "c", "-o", "x.h5", exit_code=3)
        with h5py.File(self.folder / "x.h5") as file:
            self.assertEqual(file["runs/status"][()].sum(), 12)
            self.assertIn(b"warmup", file["runs/message"][1, 0])

    def test_failed_runs_are_tried_again_when_asked(self):
        self.write_experiment(replicates=2, more="\n[factor.warmup]\nkey = \"run.warmup\"\nvalues = [\"0 d\", \"1 y\"]\n")
        self.sweep("-o", "c", exit_code=3)
        whole = self.merged("c", exit_code=3)
        parts = len(self.parts("c"))
        self.sweep("-o", "c", exit_code=3)
        self.assertEqual(len(self.parts("c")), parts, "not asked: nothing was made")
        self.sweep("-o", "c", "--retry-failed", exit_code=3)
        self.assertGreater(len(self.parts("c")), parts)
        status = json.loads(self.run_app("status", "c", "--json").stdout)
        self.assertEqual((status["done"], status["failed"], status["left"]), (24, 12, 0))
        self.assertEqual(self.merged("c", exit_code=3), whole)

    def test_damaged_parts_are_found_and_made_again(self):
        self.write_experiment()
        self.sweep("-o", "c")
        whole = self.merged("c")
        for damage in ("cut", "flip", "empty"):
            part = self.parts("c")[0]
            content = bytearray(part.read_bytes())
            if damage == "flip":
                content[len(content) // 2] ^= 1
            part.write_bytes({"cut": content[:-100], "flip": content, "empty": b""}[damage])
            said = self.run_app("merge", "c", "-o", "x.h5", exit_code=65).stderr
            self.assertIn("damaged", said)
            self.assertIn("damaged:", self.run_app("status", "c", "--verify").stdout)
            self.sweep("-o", "c")
            self.assertEqual(self.merged("c"), whole)

    def test_another_experiment_is_refused_and_more_of_the_same_extends(self):
        self.write_experiment(replicates=2)
        self.sweep("-o", "c")
        (self.folder / "exp.toml").write_text("# a comment changes nothing\n" + (self.folder / "exp.toml").read_text())
        self.sweep("-o", "c")
        self.write_experiment(replicates=4)
        self.assertIn("12 runs, of which this one has 12", self.sweep("-o", "c", exit_code=65).stderr)
        self.assertEqual(json.loads(self.sweep("-o", "c", "--extend", "--json").stdout)["done_now"], 12)
        self.sweep("-o", "fresh")
        self.assertEqual(self.merged("c"), self.merged("fresh"))
        self.write_experiment(replicates=4, sampled='"fragmentation/*"')
        self.assertIn("other metrics", self.sweep("-o", "c", "--extend", exit_code=65).stderr)
        (self.folder / "full").mkdir()
        (self.folder / "full" / "thesis.tex").write_text("mine")
        self.sweep("-o", "full", exit_code=65)
        self.run_app("merge", "full", exit_code=65)
        self.assertIn("no such folder", self.run_app("status", "nowhere", exit_code=66).stderr)

    def test_two_writers_of_one_folder(self):
        self.write_experiment(replicates=2000, horizon="20 y", sampled="")
        first = self.start("-o", "c")
        self.wait_until_at_work("c", 1)
        said = self.sweep("-o", "c", exit_code=73).stderr
        self.assertIn(f"process {first.pid} on", said)
        self.assertIn("is at work", said)
        self.assertIn("at work:    yes", self.run_app("status", "c").stdout)
        self.sweep("-o", "c", "--shard", "1/2", exit_code=73)
        kept = (self.folder / "c/campaign.toml").read_bytes()
        whole = (self.folder / "exp.toml").read_text()
        self.write_experiment(replicates=5)
        self.sweep("-o", "c", "--extend", exit_code=73)
        self.assertEqual((self.folder / "c/campaign.toml").read_bytes(), kept, "the one at work keeps its experiment")
        (self.folder / "exp.toml").write_text(whole)
        first.terminate()
        self.assertEqual(first.wait(timeout=20), 75)

    def test_slurm_script(self):
        self.write_experiment()
        script = self.sweep("-o", "my folder", "--slurm-script", "20").stdout
        for line in ("#SBATCH --array=0-19", "#SBATCH --signal=B:USR1@60", "#SBATCH --requeue", "scontrol requeue",
                     "poldyn sweep 'exp.toml' --output 'my folder'"):
            self.assertIn(line, script)
        (self.folder / "job.sh").write_text(script)
        subprocess.run(["bash", "-n", "job.sh"], cwd=self.folder, check=True)
        self.assertFalse((self.folder / "my folder").exists())
        (self.folder / "exp.toml").rename(self.folder / "an exp%j.toml")
        script = self.run_app("sweep", "an exp%j.toml", "--slurm-script", "2", "--extend").stdout
        self.assertIn("#SBATCH --job-name=poldyn-an_exp_j\n", script)  # words and % are Slurm's
        self.assertIn("poldyn sweep 'an exp%j.toml' --output 'an exp%j' --extend --quiet", script)
        for settled in (("-j", "3"), ("--shard", "1/2")):
            self.run_app("sweep", "an exp%j.toml", "--slurm-script", "2", *settled, exit_code=64)

    def test_the_job_script_goes_on_after_a_signal_and_is_requeued(self):
        self.write_experiment(replicates=60, horizon="20 y", sampled="")
        script = self.sweep("-o", "c", "--slurm-script", "1").stdout
        (self.folder / "job.sh").write_text(script)
        tools = self.folder / "bin"
        tools.mkdir()
        (tools / "scontrol").write_text("#!/bin/sh\necho \"$@\" >> requeued\n")
        (tools / "scontrol").chmod(0o755)
        os.symlink(POLDYN, tools / "poldyn")
        environment = os.environ | {"PATH": f"{tools}:{os.environ['PATH']}", "SLURM_ARRAY_JOB_ID": "7",
                                    "SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_COUNT": "1"}
        job = subprocess.Popen(["bash", "job.sh"], cwd=self.folder, env=environment)
        self.wait_until_at_work("c", 1)
        job.send_signal(signal.SIGUSR1)
        self.assertEqual(job.wait(timeout=20), 0)
        self.assertEqual((self.folder / "requeued").read_text(), "requeue 7_0\n")
        self.assertEqual(subprocess.run(["bash", "job.sh"], cwd=self.folder, env=environment, timeout=100).returncode, 0)
        self.assertEqual(json.loads(self.run_app("status", "c", "--json").stdout)["left"], 0)


class Expand(CampaignTest):
    def test_lists_and_counts_without_running(self):
        self.write_experiment()
        text = self.run_app("expand", "exp.toml").stdout
        self.assertRegex(text, r"runs: +24: 4 replicates of each, seed 1, common random numbers")
        for line in text.splitlines():
            self.assertLessEqual(len(line), 80)
        points = list(csv.DictReader(io.StringIO(self.run_app("expand", "exp.toml", "--csv").stdout)))
        self.assertEqual([p["reviewers"] for p in points], ["2", "2", "5", "5", "10", "10"])
        runs = list(csv.DictReader(io.StringIO(self.run_app("expand", "exp.toml", "--runs").stdout)))
        self.assertEqual(len({r["run_id"] for r in runs}), 24)
        self.assertEqual(json.loads(self.run_app("expand", "exp.toml", "--json").stdout)["runs"], 24)
        self.assertEqual(self.files(), ["exp.toml", "scenario.toml"])
        self.run_app("check", "exp.toml")
        self.assertIn("poldyn sweep", self.run_app("run", "exp.toml", exit_code=64).stderr)

    def test_mistakes_come_before_anything_is_made(self):
        self.write_experiment(more="\n[factor.x]\nkey = \"bloc.south.stage.review.reviewer\"\nvalues = [1]\n")
        for command in (["expand"], ["sweep", "-o", "c"], ["check"]):
            said = self.run_app(command[0], "exp.toml", *command[1:], exit_code=65).stderr
            self.assertIn("did you mean 'bloc.south.stage.review.reviewers'?", said)
            self.assertRegex(said, r"exp\.toml:\d+:7")
        self.assertEqual(self.files(), ["exp.toml", "scenario.toml"])


class Export(CampaignTest):
    def test_tidy_csv_with_all_context(self):
        self.write_experiment(replicates=2)
        self.sweep("-o", "c")
        self.run_app("merge", "c", "-o", "all.h5")
        rows = list(csv.DictReader(io.StringIO(self.run_app("export", "all.h5", "-m", "releases").stdout)))
        self.assertEqual(len(rows), 6 * 2 * 2)
        with h5py.File(self.folder / "all.h5") as file:
            values = file["totals/iteration/releases"][()]
        for row in rows:
            bloc = ["north", "south"].index(row["bloc"])
            self.assertEqual(float(row["value"]), values[int(row["point"]), int(row["replicate"]), bloc])
            self.assertEqual(float(row["reviewers"]), [2, 2, 5, 5, 10, 10][int(row["point"])])
            self.assertEqual((row["base"], row["status"], row["seed"]), ("scenario", "ok", "1"))
        rows = list(csv.DictReader(io.StringIO(
            self.run_app("export", "all.h5", "--metric", "frontier", "-m", "delay_by_cause").stdout)))
        self.assertTrue(any(r["time_days"] for r in rows))
        self.assertTrue(any(r["axis"] == "cause" and r["position"] for r in rows))
        rows = list(csv.DictReader(io.StringIO(self.run_app("export", "all.h5", "-m", "mean_wait").stdout)))
        self.assertEqual({(r["bloc"], r["position"]) for r in rows}, {("south", "review")})  # the north has no stage
        said = self.run_app("export", "all.h5", "-m", "relaeses", exit_code=64).stderr
        self.assertIn("did you mean 'releases'?", said)
        self.small_run("--replicates", "2")
        rows = list(csv.DictReader(io.StringIO(self.run_app("export", "scenario.h5", "-m", "totals/iteration/releases").stdout)))
        self.assertEqual(len(rows), 4)
        self.assertIn("--list", self.run_app("export", "scenario.h5", exit_code=64).stderr)
        (self.folder / "two.toml").write_text('extends = "scenario.toml"\n[bloc.south.stage.audit]\nreviewers = 2\n')
        self.run_app("run", "two.toml", "--replicates", "1", "--set", "run.horizon=0.5 y")
        rows = list(csv.DictReader(io.StringIO(self.run_app("export", "two.h5", "-m", "mean_wait").stdout)))
        self.assertEqual([r["position"] for r in rows if r["bloc"] == "south"], ["review", "audit"])

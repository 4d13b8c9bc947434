"""What stands at a place of a result is found by its name: in the file, in CSV, in merged files and by measures."""
import csv
import io
import json
import shutil
import subprocess

import h5py
import numpy
import xarray

from _app import AppTest, as_text, open_to_change
from _desk import bloc, desk

TWO_BLOCS = desk(bloc("lab", ["paper", "review"]), bloc("court", ["audit"], rate=1))
POLICIES = """
[[policy]]
label = "more staff"
when = "lab.pipeline.queue_length > 0.2"
gap = "10 d"
[policy.add]
bloc.lab.stage.review.reviewers = 1
[[policy]]
at = "25 d"
until = "45 d"
[policy.set]
bloc.lab.stage.review.patience = "3 d"
[[policy]]
label = "never"
at = "5 d"
when = "lab.pipeline.queue_length > 1e6"
[policy.set]
bloc.lab.stage.review.pass_probability = 0.5
"""


class Named(AppTest):
    def write(self, name, text):
        (self.folder / name).write_text(text)

    def export(self, file, *metrics):
        chosen = [word for metric in metrics for word in ("-m", metric)]
        return list(csv.DictReader(io.StringIO(self.run_app("export", file, *chosen).stdout)))

    def campaign(self, name):
        self.run_app("sweep", name + ".toml", "-o", name, "-q")
        self.run_app("merge", name, "-o", name + ".h5", "-q", "--force")


class InTheFile(Named):
    def setUp(self):
        super().setUp()
        self.write("two.toml", TWO_BLOCS)
        self.run_app("run", "two.toml", "-q")

    def test_each_axis_of_each_metric_has_names(self):
        with h5py.File(self.folder / "two.h5") as file:
            metrics = [file[f"{group}/{family}/{name}"] for group in ("totals", "metrics") for family in file[group]
                       for name in file[group][family] if len(file[group][family][name].dims) > 2]
            self.assertGreater(len(metrics), 300)
            for metric in metrics:
                for dimension in metric.dims:
                    axis = dimension[0].name.strip("/")
                    if axis in ("point", "replicate", "time"):
                        continue
                    names = file[axis if axis != "stage" else "stage_name"]
                    self.assertEqual(names.dtype.kind, "O", f"{metric.name} along {axis}")
            self.assertEqual(file["stage_name"].asstr()[()].tolist(), [["paper", "review"], ["audit", ""]])
            self.assertEqual([d[0].name for d in file["stage_name"].dims], ["/bloc", "/stage"])

    def test_xarray_shows_the_names_of_stages_as_a_coordinate(self):
        for engine in ("netcdf4", "h5netcdf"):
            with xarray.open_dataset(self.folder / "two.h5", engine=engine) as root:
                self.assertIn("stage_name", root.coords)
                group = xarray.open_dataset(self.folder / "two.h5", group="totals/pipeline", engine=engine)
                wait = group.assign_coords(root.coords).mean_wait.isel(point=0, replicate=0)
                named = wait.where(wait.stage_name == "review", drop=True)
                self.assertEqual((named.sizes["bloc"], named.sizes["stage"]), (1, 1))
                self.assertEqual(named.bloc.item(), "lab")
                group.close()
        said = subprocess.run(["ncdump", "-v", "stage_name", self.folder / "two.h5"], capture_output=True, text=True)
        self.assertIn('"paper", "review"', said.stdout)

    def test_csv_has_a_line_for_each_stage_that_there_is(self):
        rows = self.export("two.h5", "mean_wait")
        self.assertEqual([(r["bloc"], r["position"]) for r in rows if r["replicate"] == "0"],
                         [("lab", "paper"), ("lab", "review"), ("court", "audit")])

    def test_the_column_metric_tells_totals_from_samples(self):
        rows = self.export("two.h5", "releases")
        self.assertEqual({(r["metric"], r["time_days"] == "") for r in rows},
                         {("totals/iteration/releases", True), ("metrics/iteration/releases", False)})

    def test_an_earlier_file_without_names_is_read_with_those_of_its_scenario(self):
        before = self.run_app("export", "two.h5", "-m", "pipeline/*").stdout
        with open_to_change(self.folder / "two.h5") as file:
            del file["stage_name"]
        self.assertEqual(self.run_app("export", "two.h5", "-m", "pipeline/*").stdout, before)
        with open_to_change(self.folder / "two.h5") as file:  # and where the scenario says nothing, by number
            del file["scenario"]
            file["scenario"] = ["nonsense"]
        self.assertEqual({r["position"] for r in self.export("two.h5", "mean_wait")}, {"0", "1"})

    def test_names_of_another_shape_are_refused(self):
        with open_to_change(self.folder / "two.h5") as file:
            del file["stage_name"]
            file["stage_name"] = [["paper", "review"]]
        self.assertIn("stage_name", self.run_app("export", "two.h5", "-m", "mean_wait", exit_code=65).stderr)


class InMergedFiles(Named):
    """Bases that list the same things in another order, or have others."""

    def setUp(self):
        super().setUp()
        self.write("one.toml", desk(bloc("lab", ["paper", "review"]), bloc("court", ["audit"], rate=1)))
        self.write("other.toml", desk(bloc("court", ["hearing", "audit"], rate=1, reviewers=2),
                                      bloc("lab", ["review", "paper"], track=["paper", "review"], reviewers=4)) + """
[domain.zeal]
""")
        self.write("one.toml", (self.folder / "one.toml").read_text() + "[domain.zeal]\n")
        self.write("exp.toml", """
[experiment]
base = ["one.toml", "other.toml"]
replicates = 2
[factor.rate]
key = "bloc.lab.filings.interarrival.mean"
values = ["0.5 d", "0.8 d"]
[record]
totals = ["*"]
sampled = ["pipeline/*"]
""")
        self.campaign("exp")

    def test_each_value_has_the_names_that_its_own_run_gives_it(self):
        merged = self.export("exp.h5", "pipeline/*")
        self.assertEqual({r["position"] for r in merged if r["bloc"] == "court" and r["axis"] == "stage"},
                         {"audit", "hearing"})
        for point in range(4):
            self.run_app("run", "exp.h5", "--point", point, "-o", "point.h5", "-q", "--force")
            own = {self.key(r): r["value"] for r in self.export("point.h5", "pipeline/*")}
            theirs = {self.key(r): r["value"] for r in merged if r["point"] == str(point)}
            self.assertGreater(len(own), 100)
            self.assertEqual({k: theirs[k] for k in own}, own)
            self.assertEqual({v for k, v in theirs.items() if k not in own}, {""} if point < 2 else set())

    @staticmethod
    def key(row):
        return tuple(row[c] for c in ("metric", "replicate", "bloc", "time_days", "axis", "position"))

    def test_blocs_of_other_names_are_refused_still(self):
        self.write("other.toml", desk(bloc("lab", ["review"]), bloc("west", ["audit"])))
        self.assertIn("other blocs", self.run_app("check", "exp.toml", exit_code=65).stderr)


class Points(Named):
    """`run FILE --point N` makes the runs that the campaign made."""

    def fingerprints(self, name):
        with h5py.File(self.folder / name) as file:
            return file["runs/fingerprint"][()], file["runs/seed"][()]

    def test_same_seed_and_replicates_as_in_the_campaign(self):
        self.write("base.toml", desk(bloc("lab", ["review"])))
        for common in ("true", "false"):
            self.write("seven.toml", f"""
[experiment]
base = "base.toml"
replicates = 4
seed = 7
common_random_numbers = {common}
[factor.reviewers]
key = "bloc.lab.stage.review.reviewers"
values = [3, 4]
""")
            self.run_app("sweep", "seven.toml", "-o", common, "-q")
            self.run_app("merge", common, "-o", "all.h5", "-q", "--force")
            prints, seeds = self.fingerprints("all.h5")
            for point in (0, 1):
                self.run_app("run", "all.h5", "--point", point, "-o", "p.h5", "-q", "--force")
                own, own_seed = self.fingerprints("p.h5")
                self.assertEqual(own[0].tolist(), prints[point].tolist())
                self.assertEqual(set(own_seed[0]), set(seeds[point]))
                self.assertIn("bit for bit", self.run_app("replay", "p.h5").stdout)
                said = self.run_app("expand", "all.h5", "--point", point).stdout
                self.assertIn(f"seed = {seeds[point][0]}\n", said)
            self.assertEqual(len({s for row in seeds for s in row}), 1 if common == "true" else 2)
        for more in (["--seed", "9"], ["--set", "run.seed=9"], ["--set", "run={seed=9}"]):
            self.run_app("run", "all.h5", "--point", "1", "-o", "p.h5", "-q", "--force", *more)
            own, own_seed = self.fingerprints("p.h5")
            self.assertEqual((own.shape, own_seed[0, 0]), ((1, 4), 9))
        self.run_app("run", "all.h5", "--point", "1", "-o", "p.h5", "-q", "--force", "--replicates", "2")
        self.assertEqual(self.fingerprints("p.h5")[0][0].tolist(), prints[1][:2].tolist())

    def test_runs_of_several_seeds_are_no_scenarios(self):
        self.write("base.toml", desk(bloc("lab", ["review"])))
        self.run_app("run", "base.toml", "-q")
        with open_to_change(self.folder / "base.h5") as file:
            file["runs/seed"][0, 1] = 4
        said = self.run_app("run", "base.h5", "-o", "x.h5", exit_code=65).stderr
        self.assertIn("not all one seed", said)
        self.run_app("run", "base.h5", "-o", "x.h5", "--seed", "4", "-q")


class Unread(Named):
    """What nobody would read is refused, by whatever way it comes."""

    def setUp(self):
        super().setUp()
        self.write("base.toml", desk(bloc("lab", ["review"])))

    def test_set_of_an_experiment(self):
        for line, key in (("run.seed = 5", "run.seed"), ("run = { replicates = 7 }", "run.replicates"),
                          ("record.releases = true", "record.releases"), ('extends = "x.toml"', "extends")):
            self.write("e.toml", f"""
[experiment]
base = ["base.toml", "scenario.toml"]
[set]
{line}
[factor.reviewers]
key = "bloc.*.stage.review.reviewers"
values = [3]
""")
            said = self.run_app("check", "e.toml", exit_code=65).stderr
            self.assertEqual(said.count("would be read by nobody") + said.count("cannot extend"), 1, said)
            self.assertRegex(said, r"e\.toml:5:")
            self.assertIn(key, said)

    def test_options_that_say_it_already(self):
        for option, key in ((["--seed", "3"], "run.seed=4"), (["--replicates", "3"], "run={replicates=4}"),
                            (["--releases"], "record.releases=false")):
            said = self.run_app("run", "base.toml", *option, "--set", key, exit_code=64).stderr
            self.assertIn("would be read by nobody: " + option[0], said)
        for key in ("run.replicates=4", "record.events=true"):
            said = self.run_app("compare", "base.toml", "base.toml", "--set", key, exit_code=64).stderr
            self.assertIn("would be read by nobody", said)
        self.assertEqual([f for f in self.files() if f.endswith(".h5")], [])

    def test_factors_named_like_columns(self):
        header = self.header_of_everything()
        self.assertIn("value", header)
        for name in header:
            self.write("e.toml", f"""
[experiment]
base = "base.toml"
[factor.{name}]
key = "bloc.lab.stage.review.reviewers"
values = [3, 30]
""")
            if name == "free":
                continue
            said = self.run_app("check", "e.toml", exit_code=65).stderr
            self.assertIn(f"'{name}' cannot name a factor", said)
        self.write("t.csv", "time.days\n3\n")
        self.write("e.toml", '[experiment]\nbase = "base.toml"\ndesign = "table"\ntable = "t.csv"\n')
        self.assertIn("'time_days' cannot name", self.run_app("check", "e.toml", exit_code=65).stderr)

    def header_of_everything(self):
        """Names of all columns that are printed beside a factor's, and of all axes of the merged file."""
        self.write("free.toml", """
[experiment]
base = "base.toml"
[factor.free]
key = "bloc.lab.stage.review.reviewers"
values = [3, 30]
""")
        self.campaign("free")
        names = set(self.run_app("expand", "free.toml", "--runs").stdout.splitlines()[0].split(","))
        names |= set(self.run_app("export", "free.h5", "-m", "mean_wait").stdout.splitlines()[0].split(","))
        with xarray.open_dataset(self.folder / "free.h5") as root:
            names |= set(root.dims) | set(root.coords)
        return sorted(names)


class Unused(Named):
    """What a scenario declares and nothing uses is noted by `check`."""

    def notes(self, text):
        self.write("n.toml", text)
        said = self.run_app("check", "n.toml").stderr
        return [line.partition("note: ")[2] for line in said.splitlines() if "note: " in line]

    def test_stages_tracks_and_domains(self):
        stages = ["paper", "review"]
        self.assertEqual(self.notes(desk(bloc("lab", stages))), [])
        found, = self.notes(desk(bloc("lab", stages, track=["review"])))
        self.assertIn("bloc.lab.stage.paper: no track has this stage", found)
        self.write("top.toml", 'extends = "n.toml"\n')  # a base may hold what another file on top of it uses
        self.assertEqual(self.run_app("check", "top.toml").stderr, "")
        policy = '\n[[policy]]\nat = "9 d"\n[policy.set]\nbloc.lab.track.full.stages = ["paper", "review"]\n'
        self.assertEqual(self.notes(desk(bloc("lab", stages, track=["review"])) + policy), [])
        light = '[bloc.lab.track.light]\nstages = ["paper"]\n[bloc.lab.registration]\nlight_track = false\nwho = "all"\n'
        text = desk(bloc("lab", stages)).replace('[bloc.lab.registration]\nwho = "all"\n', light)
        found, = self.notes(text)
        self.assertIn("bloc.lab.track.light.stages", found)
        self.assertEqual(self.notes(text.replace("light_track = false", 'change_track = "light"')), [])
        found, = self.notes(desk(bloc("lab", stages)) + "[domain.idle]\ndemand_weight = 0\n")
        self.assertIn("domain.idle.demand_weight = 0.0: nobody has a use", found)


class Tables(Named):
    """What `expand --csv` writes is a design that can be run."""

    def test_read_back_it_is_the_same_points(self):
        self.write("base.toml", desk(bloc("lab", ["review"])))
        self.write("two.toml", desk(bloc("lab", ["review", "audit"])))
        self.write("e.toml", """
[experiment]
base = ["base.toml", "two.toml"]
[factor.reviewers]
key = "bloc.lab.stage.review.reviewers"
values = [3, 30]
[factor.audit]
key = "bloc.lab.stage.audit.reviewers"
bases = ["two"]
values = [2, 5]
[factor.review]
key = "bloc.lab.stage.review.review"
values = ["1 d", { dist = "gamma", mean = "2 d", cv = 0.5 }]
[factor.patience]
key = "bloc.lab.stage.review.patience"
values = ["0 d", "7 d"]
""")
        listed = self.run_app("expand", "e.toml", "--csv").stdout
        self.write("points.csv", listed)
        factors = {"reviewers": "review.reviewers", "audit": "audit.reviewers", "review": "review.review",
                   "patience": "review.patience"}
        self.write("again.toml", '[experiment]\nbase = ["base.toml", "two.toml"]\ndesign = "table"\ntable = "points.csv"\n' +
                   "".join(f'[factor.{name}]\nkey = "bloc.lab.stage.{key}"\n' + ('bases = ["two"]\n' if name == "audit" else "")
                           for name, key in factors.items()))
        again = self.run_app("expand", "again.toml", "--csv")
        self.assertEqual(again.stdout, listed)
        self.assertEqual(len(listed.splitlines()), 1 + 8 + 16)
        self.assertIn("left out, for a table needs none: point, point_id", again.stderr)

    def test_a_factor_of_plain_times_has_numbers(self):
        self.write("base.toml", desk(bloc("lab", ["review"])))
        self.write("e.toml", """
[experiment]
base = "base.toml"
[factor.patience]
key = "bloc.lab.stage.review.patience"
values = ["1 d", "1 wk"]
[factor.review]
key = "bloc.lab.stage.review.review"
values = ["1 d", { dist = "gamma", mean = "2 d", cv = 0.5 }]
""")
        self.campaign("e")
        with h5py.File(self.folder / "e.h5") as file:
            self.assertEqual(file["parameters/patience"][()].tolist(), [1, 1, 7, 7])
            self.assertEqual(as_text(file["parameters/patience"].attrs["units"]), "d")
            self.assertEqual(file["parameters/review"].asstr()[0], "1 d")
        self.assertEqual({float(r["patience"]) for r in self.export("e.h5", "mean_wait")}, {1, 7})

    def test_a_base_that_is_none_and_a_list_of_runs(self):
        self.write("base.toml", desk(bloc("lab", ["review"])))
        self.write("e.toml", """
[experiment]
base = "base.toml"
design = "table"
table = "t.csv"
[factor.reviewers]
key = "bloc.lab.stage.review.reviewers"
""")
        self.write("t.csv", "base,reviewers\nbase,3\nbsae,4\n")
        said = self.run_app("check", "e.toml", exit_code=65).stderr
        self.assertIn("t.csv:3:1", said)
        self.assertIn("did you mean 'base'?", said)
        self.write("t.csv", "reviewers,run_id\n3,1\n")
        self.assertIn("expand --csv", self.run_app("check", "e.toml", exit_code=65).stderr)

    def test_an_experiment_behind_a_link_finds_its_base(self):
        (self.folder / "deep").mkdir()
        self.write("deep/base.toml", desk(bloc("lab", ["review"])))
        self.write("deep/top.toml", 'extends = "base.toml"\n')
        self.write("deep/e.toml", '[experiment]\nbase = "top.toml"\n')
        (self.folder / "e.toml").symlink_to("deep/e.toml")
        (self.folder / "top.toml").symlink_to("deep/top.toml")
        self.run_app("check", "e.toml", "top.toml")


class Policies(Named):
    def setUp(self):
        super().setUp()
        self.write("p.toml", desk(bloc("lab", ["review"], rate=3), bloc("court", ["audit"])) + POLICIES)
        self.summary = json.loads(self.run_app("run", "p.toml", "--json", "--events", "-o", "p.h5").stdout)

    def test_how_often_and_when_stands_in_file_csv_and_summary(self):
        with h5py.File(self.folder / "p.h5") as file:
            names = file["policy"].asstr()[()].tolist()
            self.assertEqual(names, ["more staff", "2", "never"])
            firings, first, last, in_force = (file[f"totals/policy/{n}"][0] for n in
                                              ("firings", "first_firing", "last_firing", "time_in_force"))
            so_far = file["metrics/policy/firings"][0]
            day = file["time"][()]
            kinds = as_text(file["events/kind"].attrs["flag_meanings"]).split()
            for r in range(3):
                mine = (file["events/run_replicate"][()] == r) & (file["events/kind"][()] == kinds.index("policy_changes"))
                at = file["events/at"][()][mine] / 86400e6
                subject, step = file["events/subject"][()][mine], file["events/extra"][()][mine]
                for p in range(3):
                    begins = at[(subject == p) & (step == 0)]
                    self.assertEqual(firings[r, 0, p], len(begins))
                    if len(begins):
                        self.assertEqual((first[r, 0, p], last[r, 0, p]), (begins[0], begins[-1]))
                    else:
                        self.assertTrue(numpy.isnan(first[r, 0, p]))
                    self.assertEqual(so_far[r, 0, :, p].tolist(), [float((begins < t).sum()) for t in day])
            self.assertGreater(firings[:, 0, 0].min(), 1)
            self.assertEqual(in_force[0, 0].tolist(), [60 - first[0, 0, 0], 20, 0])
            self.assertEqual(firings[:, 0].tolist(), firings[:, 1].tolist())  # every bloc says the same
            mean = firings[:, 0, 0].mean()
        rows = self.export("p.h5", "totals/policy/firings")
        self.assertEqual({r["position"] for r in rows}, set(names))
        told = {p["name"]: p for p in self.summary["policies"]}
        self.assertEqual(told["more staff"]["firings"]["mean"], mean)
        self.assertEqual((told["never"]["fired_in_runs"], told["2"]["first_firing_days"]["mean"]), (0, 25))
        text = self.run_app("run", "p.toml", "-f").stdout
        self.assertRegex(text, r"more staff +3 of 3")
        self.assertRegex(text, r"never +0 of 3")

    def test_merged_by_name(self):
        first, second, third = POLICIES.split("\n[[policy]]\n")[1:]
        self.write("q.toml", desk(bloc("lab", ["review"], rate=3), bloc("court", ["audit"])) +
                   "".join(f"\n[[policy]]\n{p}" for p in (third, first, second.replace("at =", 'label = "2"\nat ='))))
        self.write("e.toml", '[experiment]\nbase = ["p.toml", "q.toml"]\nreplicates = 2\n')
        self.campaign("e")
        rows = self.export("e.h5", "totals/policy/first_firing")
        of = lambda point: [(r["replicate"], r["position"], r["value"]) for r in rows if r["point"] == point]
        self.assertEqual(of("0"), of("1"))

    def test_a_condition_may_look_at_any_policy(self):
        self.write("w.toml", desk(bloc("lab", ["review"], rate=3)) + """
[[policy]]
label = "follows"
when = "lab.policy.firings[the first-one] > 0"
[policy.set]
bloc.lab.stage.review.patience = "3 d"
[[policy]]
label = "the first-one"
at = "25 d"
[policy.set]
bloc.lab.stage.review.max_attempts = 2
""")
        self.run_app("run", "w.toml", "-q")
        with h5py.File(self.folder / "w.h5") as file:
            self.assertEqual(file["totals/policy/first_firing"][0, 0, 0].tolist(), [30, 25])

    def test_without_policies_there_is_no_such_axis(self):
        self.write("n.toml", desk(bloc("lab", ["review"])))
        self.assertEqual(json.loads(self.run_app("run", "n.toml", "--json").stdout)["policies"], [])
        with h5py.File(self.folder / "n.h5") as file:
            self.assertNotIn("policy", file)
            self.assertNotIn("policy", file["totals"])
        self.run_app("replay", "n.h5")
        off = json.loads(self.run_app("run", "p.toml", "--set", "mechanisms.policy=false", "--json", "-o", "off.h5").stdout)
        self.assertEqual([p["firings"]["mean"] for p in off["policies"]], [0, 0, 0])


class Recovery(Named):
    def test_blocs_and_stages_are_found_by_name(self):
        switch = '\n[[policy]]\nat = "20 d"\nuntil = "40 d"\n[policy.set]\nbloc.lab.stage.review.reviewers = 1\n'
        blocs = bloc("lab", ["paper", "review"]), bloc("court", ["audit"])
        for name, more in (("a", ""), ("b", switch)):
            self.write(name + ".toml", desk(*blocs) + more)
            self.run_app("run", name + ".toml", "-q")
        shutil.copy(self.folder / "b.h5", self.folder / "c.h5")
        with open_to_change(self.folder / "c.h5") as file:  # the same, but all that has a name lies in another order
            for path in ("metrics/pipeline/queue_length", "metrics/pipeline/queue_length_by_stage"):
                values = file[path][()][:, :, ::-1]
                if values.ndim == 5:
                    values[:, :, 1] = values[:, :, 1, :, ::-1]
                file[path][...] = values
            file["bloc"][...] = ["court", "lab"]
            file["stage_name"][...] = [["audit", ""], ["review", "paper"]]
        said = [self.recovery(name, "queue_length_by_stage[review]") for name in ("b.h5", "c.h5")]
        self.assertEqual([m["bloc"] for m in json.loads(said[0])["metrics"]], ["lab"])
        self.assertEqual(*said)
        self.assertIn("no bloc has", self.recovery("b.h5", "queue_length_by_stage[reviews]", exit_code=65))
        said = [self.recovery(name, "queue_length") for name in ("b.h5", "c.h5")]
        self.assertEqual([m["bloc"] for m in json.loads(said[0])["metrics"]], ["lab", "court"])
        self.assertNotEqual(json.loads(said[0])["metrics"][0]["gap_at_return"]["mean"], 0)
        self.assertEqual(*said)

    def recovery(self, switched, metric, exit_code=0):
        done = self.run_app("recovery", "a.h5", switched, "--since", "40 d", "--metric", "metrics/pipeline/" + metric,
                            "--json", exit_code=exit_code)
        return done.stdout or done.stderr

"""What stands in a result file, read as users will read it; repeating and comparing."""
import json
import subprocess
import shutil

import numpy

from _app import AppTest, as_text

try:
    import h5py
except ImportError:
    h5py = None
try:
    import xarray
except ImportError:
    xarray = None


def contents(path):
    """Every dataset as bytes, for comparison."""
    found = {}

    def visit(name, item):
        if isinstance(item, h5py.Dataset):
            value = item[()]
            found[name] = value.tolist() if item.dtype.kind == "O" else value.tobytes()

    with h5py.File(path) as file:
        file.visititems(visit)
    return found


class Results(AppTest):
    def setUp(self):
        super().setUp()
        if h5py is None:
            self.skipTest("h5py is not installed")

    def test_any_number_of_threads_gives_the_same_data(self):
        for jobs in (1, 2, 5):
            self.small_run("--replicates", "6", "--jobs", jobs, "--releases", "--events", "-o", f"{jobs}.h5")
        first = contents(self.folder / "1.h5")
        self.assertGreater(len(first), 20)
        for jobs in (2, 5):
            self.assertEqual(contents(self.folder / f"{jobs}.h5"), first)

    def test_replicates_differ_and_a_seed_changes_all(self):
        self.small_run("--replicates", "3")
        self.small_run("--replicates", "3", "--seed", "18", "-o", "b.h5")
        with h5py.File(self.folder / "scenario.h5") as a, h5py.File(self.folder / "b.h5") as b:
            fingerprints = [*a["runs/fingerprint"][0], *b["runs/fingerprint"][0]]
            self.assertEqual(len(set(fingerprints)), 6)
            self.assertEqual(b.attrs["base_seed"], 18)
            self.assertEqual(b["runs/seed"][0, 0], 18)

    def test_attributes(self):
        self.small_run("--replicates", "2", "--jobs", "1")
        with h5py.File(self.folder / "scenario.h5") as file:
            attributes = {name: as_text(x) if isinstance(x, bytes) else x for name, x in file.attrs.items()}
            self.assertEqual(attributes["Conventions"], "CF-1.10")
            self.assertEqual(attributes["schema_version"], 1)
            self.assertEqual(attributes["complete"], "yes")
            self.assertEqual(attributes["base_seed"].dtype, numpy.uint64)
            self.assertRegex(attributes["fingerprint"], "^[0-9a-f]{16}$")
            self.assertRegex(attributes["created"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
            self.assertIn("--set 'run.horizon=0.5 y'", attributes["command_line"])
            for name in ("title", "history", "source", "references", "poldyn_version", "git_commit"):
                self.assertTrue(attributes[name], name)

            def visit(name, item):
                if isinstance(item, h5py.Dataset) and name.startswith(("metrics/", "totals/")):
                    for key in ("units", "long_name", "formula", "source"):
                        self.assertTrue(item.attrs[key], f"{name} {key}")
                    self.assertEqual([d[0].name for d in item.dims][:3], ["/point", "/replicate", "/bloc"])

            file.visititems(visit)

    def test_the_root_fingerprint_is_the_documented_hash(self):
        self.small_run("--replicates", "3")
        with h5py.File(self.folder / "scenario.h5") as file:
            value = 0xCBF29CE484222325  # FNV-1a, 64 bits
            for status, fingerprint in zip(file["runs/status"][0], file["runs/fingerprint"][0]):
                for byte in bytes([status]) + int(fingerprint).to_bytes(8, "little"):
                    value = (value ^ byte) * 0x100000001B3 % 2**64
            self.assertEqual(f"{value:016x}", as_text(file.attrs["fingerprint"]))

    def test_xarray_opens_every_group_with_both_engines(self):
        if xarray is None:
            self.skipTest("xarray is not installed")
        self.small_run("--replicates", "2", "--releases", "--events")
        with h5py.File(self.folder / "scenario.h5") as file:
            groups = [f"{top}/{family}" for top in ("metrics", "totals") for family in file[top]]
        for engine in ("netcdf4", "h5netcdf"):
            with xarray.open_dataset(self.folder / "scenario.h5", engine=engine) as root:
                self.assertEqual(list(root.bloc.values), ["north", "south"])
                self.assertEqual(str(root.time.values[0])[:10], "2000-01-01")
            for group in groups + ["runs", "releases", "events"]:
                with xarray.open_dataset(self.folder / "scenario.h5", engine=engine, group=group) as data:
                    data.load()
                    self.assertGreater(len(data.data_vars), 0, group)

    def test_command_line_tools_open_it(self):
        self.small_run("--replicates", "2", "--releases", "--events")
        for tool in (["ncdump"], ["h5dump", "-A"], ["h5ls", "-r"]):
            if shutil.which(tool[0]) is None:
                continue
            done = subprocess.run([*tool, "scenario.h5"], cwd=self.folder, capture_output=True)
            self.assertEqual(done.returncode, 0, tool)

    def test_a_result_is_run_again_from_itself(self):
        self.small_run("--replicates", "3", "--seed", "5", "--releases")
        self.run_app("run", "scenario.h5")
        self.assertEqual(contents(self.folder / "scenario-again.h5"), contents(self.folder / "scenario.h5"))
        expanded = self.run_app("expand", "scenario.h5").stdout
        (self.folder / "expanded.toml").write_text(expanded)
        self.run_app("run", "expanded.toml")
        self.assertEqual(contents(self.folder / "expanded.h5"), contents(self.folder / "scenario.h5"))


class Replay(AppTest):
    def setUp(self):
        super().setUp()
        if h5py is None:
            self.skipTest("h5py is not installed")
        self.small_run("--replicates", "4")

    def tamper(self, change):
        with h5py.File(self.folder / "scenario.h5", "r+") as file:
            del file.attrs["digest"]  # as who wants his change to be read
            change(file)

    def test_a_change_that_hides_nothing_is_refused(self):
        with h5py.File(self.folder / "scenario.h5", "r+") as file:
            file["runs/fingerprint"][0, 2] += 1
        for command in ("replay", "status"):
            told = self.run_app(command, "scenario.h5", exit_code=65).stderr
            self.assertIn("changed after it was written", told)
            self.assertIn("remove its attribute 'digest'", told)

    def test_metrics_that_are_gone(self):
        def lose(file):
            del file["totals/iteration/releases"]
        self.tamper(lose)
        done = self.run_app("replay", "scenario.h5", exit_code=4)
        self.assertIn("totals/iteration/releases is missing", done.stdout)
        for group in ("totals", "metrics"):
            self.small_run("--replicates", "2", "--force")
            def lose_all(file):
                del file[group]
                file.attrs["git_commit"] = "another"
            self.tamper(lose_all)
            done = self.run_app("replay", "scenario.h5", exit_code=4)
            self.assertIn(f"the file holds no {group}", done.stdout)

    def test_an_older_file_says_how_many_metrics_were_compared(self):
        def older(file):
            del file["totals/iteration/releases"]
            file.attrs["git_commit"] = "another"
        self.tamper(older)
        self.assertRegex(self.run_app("replay", "scenario.h5").stdout, r"the same in (\d+) of \d+ metrics")

    def test_an_honest_file(self):
        self.assertIn("4 runs repeated", self.run_app("replay", "scenario.h5", "--jobs", "2").stdout)

    def test_a_changed_fingerprint(self):
        def change(file):
            file["runs/fingerprint"][0, 2] += 1
        self.tamper(change)
        done = self.run_app("replay", "scenario.h5", exit_code=4)
        self.assertIn("replicate 2: fingerprint", done.stdout)
        self.assertNotIn("replicate 1:", done.stdout)

    def test_a_changed_value(self):
        path = []
        def change(file):
            family = next(iter(file["totals"]))
            name = next(iter(file["totals"][family]))
            path.append(f"totals/{family}/{name}")
            file[path[0]][0, 3] = 1e6
        self.tamper(change)
        done = self.run_app("replay", "scenario.h5", exit_code=4)
        self.assertIn(f"replicate 3: other values of {path[0]}", done.stdout)

    def test_a_later_schema_is_refused_by_name(self):
        def change(file):
            file.attrs["schema_version"] = numpy.int32(99)
        self.tamper(change)
        done = self.run_app("replay", "scenario.h5", exit_code=65)
        self.assertIn("schema version 99, this poldyn reads up to 1", done.stderr)

    def test_another_program_s_file(self):
        with h5py.File(self.folder / "other.h5", "w") as file:
            file["x"] = [1, 2]
        self.assertIn("no result of poldyn", self.run_app("replay", "other.h5", exit_code=65).stderr)

    def test_a_truncated_file(self):
        data = (self.folder / "scenario.h5").read_bytes()
        (self.folder / "cut.h5").write_bytes(data[: len(data) // 2])
        self.assertIn("cut.h5", self.run_app("replay", "cut.h5", exit_code=65).stderr)


class Compare(AppTest):
    def test_a_file_with_itself_and_with_another_seed(self):
        self.small_run("--replicates", "4", "-o", "a.h5")
        self.small_run("--replicates", "4", "--seed", "9", "-o", "b.h5")
        same = json.loads(self.run_app("compare", "a.h5", "a.h5", "--json").stdout)
        self.assertTrue(same["paired"])
        readings = {m["reading"] for c in same["comparisons"] for m in c["metrics"]}
        self.assertLessEqual(readings, {"equal", "-"})
        done = self.run_app("compare", "a.h5", "b.h5")
        self.assertIn("Runs are independent", done.stdout)
        self.assertIn("b.h5: another seed", done.stderr)

    def test_paired_differences_agree_with_numpy(self):
        if h5py is None:
            self.skipTest("h5py is not installed")
        self.small_run("--replicates", "5", "-o", "a.h5")
        self.small_run("--replicates", "5", "-o", "b.h5", "--set", "bloc.south.stage.review.reviewers=2")
        report = json.loads(self.run_app("compare", "a.h5", "b.h5", "--json").stdout)
        checked = 0
        with h5py.File(self.folder / "a.h5") as a, h5py.File(self.folder / "b.h5") as b:
            for bloc, compared in enumerate(report["comparisons"]):
                for metric in compared["metrics"]:
                    difference = (b[metric["path"]][0] - a[metric["path"]][0])[:, bloc]
                    difference = difference[~numpy.isnan(difference)]
                    if len(difference) == 5:
                        half = 2.7764451052 * difference.std(ddof=1) / 5**0.5  # reference case T-4
                        self.assertAlmostEqual(metric["difference"]["mean"], difference.mean(), places=9)
                        self.assertAlmostEqual(metric["difference"]["high"], difference.mean() + half, places=7)
                        checked += 1
        self.assertGreater(checked, 4)

    def test_one_run_each_gives_no_verdict(self):
        self.small_run("--replicates", "1", "-o", "a.h5")
        self.assertIn("says nothing about chance", self.run_app("compare", "a.h5", "a.h5").stdout)

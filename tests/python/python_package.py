"""The package for Python: the program's numbers to the bit, names and units, errors, Ctrl-C, and plain functions."""
import os
import pathlib
import pickle
import random
import signal
import subprocess
import sys
import threading
import time
import unittest

import h5py
import numpy as np

from _app import POLDYN, SOURCE, AppTest

LIBRARY = pathlib.Path(POLDYN).resolve().parent / "capi" / "libpoldyn.so.1"
os.environ["POLDYN_LIBRARY"] = str(LIBRARY)
sys.path.insert(0, str(SOURCE / "python"))
if LIBRARY.exists():
    import poldyn
    from poldyn import _datasets

SCENARIOS = SOURCE / "scenarios"
SETTINGS = [("bloc.main.population.exit_hazard", lambda r: r.uniform(0.01, 0.4)),
            ("bloc.main.population.vendors", lambda r: r.randint(10, 80)),
            ("bloc.main.market.base_weight", lambda r: r.uniform(0, 0.8)),
            ("bloc.main.supply.growth", lambda r: f"{r.uniform(0.2, 0.8)} OOM/y"),
            ("technology.bits", lambda r: r.choice([12, 16, 24])),
            ("mechanisms.exit", lambda r: r.choice([True, False])),
            ("bloc.main.registration.who", lambda r: r.choice(["all", "public_facing"]))]


def same(a, b):
    return np.array_equal(np.asarray(a, float), np.asarray(b, float), equal_nan=True)


class Package(AppTest):
    def setUp(self):
        super().setUp()
        if not LIBRARY.exists():
            self.skipTest("libpoldyn.so is not beside the program")

    def program(self, scenario, settings, replicates, seed):
        path = self.folder / "run.h5"
        given = [x for key, value in settings.items()
                 for x in ("--set", f"{key}={str(value).lower() if isinstance(value, bool) else value}")]
        subprocess.run([POLDYN, "run", scenario, "--replicates", str(replicates), "--seed", str(seed), "--quiet", "--force",
                        "-o", path, *given], check=True)
        return path

    def test_ten_random_settings_give_the_programs_numbers(self):
        chance = random.Random(20261201)
        compared = 0
        for i in range(10):
            scenario = SCENARIOS / chance.choice(["sovereign.toml", "buying_state.toml", "open.toml"])
            settings = {"run.horizon": "2 y", "run.warmup": "0.5 y"}
            for key, draw in chance.sample(SETTINGS, 3):
                settings[key] = draw(chance)
            path = self.program(scenario, settings, 2, 40 + i)
            made = poldyn.run(scenario, 2, set=settings, seed=40 + i, threads=1 + i % 2)
            with h5py.File(path) as file:
                for name, variable in made.items():
                    at = variable.attrs.get("path")
                    if at is None:
                        continue
                    stored = file[at][0]
                    self.assertEqual(list(stored.shape), list(variable.shape), (name, settings))
                    self.assertTrue(same(stored, variable.values), (name, settings))
                    compared += 1
                self.assertTrue(np.array_equal(file["runs/fingerprint"][0] if "runs" in file else made["fingerprint"].values,
                                               made["fingerprint"].values))
        self.assertGreater(compared, 3500)

    def test_names_units_and_dimensions_are_those_of_the_file(self):
        made = poldyn.run(SCENARIOS / "two_blocs.toml", 2, set={"run.horizon": "1 y", "run.warmup": "0 d"})
        self.assertEqual(made["time_to_deployment"].dims, ("replicate", "bloc"))
        self.assertEqual(made["time_to_deployment"].attrs["units"], "d")
        self.assertIn("idea", made["time_to_deployment"].attrs["description"])
        self.assertEqual(list(made["bloc"].values), list(poldyn.Scenario(SCENARIOS / "two_blocs.toml").metrics["blocs"]))
        self.assertIn("time", made["queue_length"].dims)
        path = self.program(SCENARIOS / "two_blocs.toml", {"run.horizon": "1 y", "run.warmup": "0 d"}, 2, 1)
        opened = poldyn.open(path)
        for name in ("time_to_deployment", "queue_length", "releases", "hhi_models"):
            self.assertTrue(same(opened[name].values[0], made[name].values), name)

    def test_factors_are_dimensions(self):
        key = "bloc.main.population.exit_hazard"
        made = poldyn.run(SCENARIOS / "open.toml", 2, set={"run.horizon": "1 y", "run.warmup": "0 d", key: (0.05, 0.4)}, series=False)
        self.assertEqual(made["exits"].dims, (key, "replicate", "bloc"))
        for value in (0.05, 0.4):
            alone = poldyn.run(SCENARIOS / "open.toml", 2, set={"run.horizon": "1 y", "run.warmup": "0 d", key: value}, series=False)
            self.assertTrue(same(made["exits"].sel({key: value}).values, alone["exits"].values))
        self.assertNotIn("queue_length", made)

    def test_without_xarray_the_same_is_there(self):
        settings = {"run.horizon": "1 y", "run.warmup": "0 d"}
        with_it = poldyn.run(SCENARIOS / "open.toml", 2, set=settings)
        kept, _datasets.xarray = _datasets.xarray, None
        try:
            plain = poldyn.run(SCENARIOS / "open.toml", 2, set=settings)
            self.assertIsInstance(plain, poldyn.Dataset)
            self.assertEqual(set(plain), set(with_it.data_vars))
            self.assertTrue(same(plain["releases"].sel(bloc="main").values, with_it["releases"].sel(bloc="main").values))
            self.assertTrue(same(plain["releases"].mean("replicate"), with_it["releases"].mean("replicate").values))
            with self.assertRaises(ImportError):
                poldyn.open("x.h5")
        finally:
            _datasets.xarray = kept

    def test_a_mistake_has_the_programs_words_and_places(self):
        with self.assertRaises(poldyn.Mistake) as caught:
            poldyn.run(SCENARIOS / "open.toml", set={"bloc.main.population.vendors": -3})
        text = subprocess.run([POLDYN, "check", SCENARIOS / "open.toml", "--set", "bloc.main.population.vendors=-3"],
                              capture_output=True, text=True).stderr
        self.assertIn(str(caught.exception).splitlines()[0], text)
        self.assertEqual(caught.exception.mistakes[0]["key"], "bloc.main.population.vendors")
        again = pickle.loads(pickle.dumps(caught.exception))
        self.assertEqual(again.mistakes, caught.exception.mistakes)
        with self.assertRaises(FileNotFoundError):
            poldyn.Scenario("no_such_file.toml")
        top = self.folder / "top.toml"
        top.write_text('extends = "gone.toml"\n')
        with self.assertRaises(poldyn.Mistake) as caught:
            poldyn.Scenario(top)
        self.assertIn("gone.toml", str(caught.exception))
        scenario = poldyn.Scenario(SCENARIOS / "open.toml")
        before = scenario.toml
        with self.assertRaises(poldyn.Mistake):
            scenario.set({"run.horizon": "9 y", "run.nothing": 1})
        self.assertEqual(scenario.toml, before)

    def test_values_of_python_are_written_as_toml(self):
        scenario = poldyn.Scenario(SCENARIOS / "open.toml")
        scenario.set({"bloc.main.population.class_shares": [0.2, 0.5, 0.3], "mechanisms.exit": np.bool_(False),
                      "class.frontier.training": {"dist": "lognormal", "mean": "50 d", "cv": 0.25},
                      "bloc.main.population.vendors": np.int64(31), "bloc.main.market.base_weight": np.float64(0.1) + 0.2})
        rows = scenario.parameters
        self.assertEqual(rows["bloc.main.population.class_shares"]["value"], [0.2, 0.5, 0.3])
        self.assertEqual(rows["mechanisms.exit"]["value"], False)
        self.assertEqual(rows["class.frontier.training"]["value"], {"dist": "lognormal", "mean": 50, "cv": 0.25})
        self.assertEqual(rows["bloc.main.market.base_weight"]["value"], 0.1 + 0.2)
        scenario["mechanisms.exit"] = None
        self.assertEqual(scenario.parameters["mechanisms.exit"]["value"], True)
        again = pickle.loads(pickle.dumps(scenario))
        self.assertEqual(again.toml, scenario.toml)
        other = again.copy()
        other["run.seed"] = 9
        self.assertNotEqual(other.toml, again.toml)

    def test_ctrl_c_ends_the_runs(self):
        code = ("import poldyn, sys\n"
                f"try: poldyn.run({str(SCENARIOS / 'sovereign.toml')!r}, 100000, series=False, progress=lambda x: print(x, flush=True))\n"
                "except KeyboardInterrupt: print('interrupted'); sys.exit(7)\n")
        child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True,
                                 env={**os.environ, "PYTHONPATH": str(SOURCE / "python")})
        child.stdout.readline()
        child.send_signal(signal.SIGINT)
        rest, _ = child.communicate(timeout=20)
        self.assertEqual(child.returncode, 7, rest)
        self.assertIn("interrupted", rest)

    def test_other_threads_go_on_while_runs_are_made(self):
        counted = []

        def count():
            while not counted or counted[-1] is not None:
                counted.append(time.perf_counter())
                time.sleep(0.002)
                if stop.is_set():
                    counted.append(None)

        stop = threading.Event()
        thread = threading.Thread(target=count)
        thread.start()
        begun = time.perf_counter()
        poldyn.run(SCENARIOS / "sovereign.toml", 8, threads=1, series=False)
        took = time.perf_counter() - begun
        stop.set()
        thread.join()
        self.assertGreater(len(counted), 20 * took)  # with the lock held there would be ten a second, at calls back

    def test_progress_is_told_and_what_it_raises_is_raised(self):
        seen = []
        poldyn.run(SCENARIOS / "open.toml", 3, set={"run.horizon": "1 y", "run.warmup": "0 d"}, progress=seen.append)
        self.assertEqual(seen[-1], 1)
        self.assertEqual(seen, sorted(seen))
        with self.assertRaises(ZeroDivisionError):
            poldyn.run(SCENARIOS / "open.toml", 50, progress=lambda share: 1 / 0)
        with self.assertRaises(KeyboardInterrupt):
            poldyn.run(SCENARIOS / "open.toml", 500, progress=lambda share: False)

    def test_pairs_are_compared_as_the_program_does(self):
        a, b = (poldyn.run(SCENARIOS / f"{name}.toml", 14, set={"run.horizon": "1 y", "run.warmup": "0 d"}, series=False)
                for name in ("open", "sovereign"))
        d = poldyn.compare(a["releases"].sel(bloc="main"), b["releases"].sel(bloc="main"))
        self.assertEqual(d.pairs, 14)
        self.assertAlmostEqual(d.mean, float((b["releases"] - a["releases"]).mean()), places=9)
        self.assertLess(d.low, d.mean)
        with self.assertRaises(ValueError):
            poldyn.compare([1, 2], [1, 2, 3])

    def test_a_model_is_a_function_of_numbers(self):
        base = poldyn.Scenario(SCENARIOS / "open.toml", {"run.horizon": "1 y", "run.warmup": "0 d"})
        model = poldyn.Model(base, {"hazard": "bloc.main.population.exit_hazard", "vendors": "bloc.main.population.vendors"},
                             ["exits", "releases@main"], replicates=3)
        one = model(hazard=0.4, vendors=20)
        self.assertEqual(one, model(vendors=20, hazard=0.4))
        expected = poldyn.run(base, 3, set={"bloc.main.population.exit_hazard": 0.4, "bloc.main.population.vendors": 20}, series=False)
        self.assertAlmostEqual(one["exits"], float(expected["exits"].mean()), places=12)
        self.assertNotEqual(one, model(hazard=0.4, vendors=20, seed=8))
        table = model.at([[0.4, 20], [0.1, 20]])  # SALib: N x D in, a vector for each outcome out
        self.assertEqual(table.shape, (2, 2))
        self.assertEqual(table[0].tolist(), list(one.values()))
        self.assertEqual(pickle.loads(pickle.dumps(model))(hazard=0.4, vendors=20), one)
        for names, what in ((["exitz"], "exits"), (["exits@nowhere"], "main")):
            with self.assertRaises(KeyError) as caught:
                poldyn.Model(base, {}, names)
            self.assertIn(what, str(caught.exception))
        with self.assertRaises(TypeError):
            model(hazrd=0.4)
        two = poldyn.Scenario(SCENARIOS / "two_blocs.toml")
        with self.assertRaises(KeyError) as caught:
            poldyn.Model(two, {}, ["exits"])
        self.assertIn("exits@", str(caught.exception))

    def test_every_name_has_a_docstring(self):
        for name in poldyn.__all__:
            if name != "__version__":
                self.assertTrue(getattr(poldyn, name).__doc__, name)


if __name__ == "__main__":
    unittest.main()

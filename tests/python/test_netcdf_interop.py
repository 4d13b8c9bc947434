"""The file that tests/hdf5/h5_example_test.cpp writes, opened with what its users will use, none of it ours.

Needs the C++ tests program: POLDYN_TESTS, or poldyn_tests beside or below the folder of POLDYN.
"""
import atexit
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import warnings

import h5netcdf  # noqa: F401  (missing engines must fail here, not skip)
import h5py
import netCDF4  # noqa: F401
import numpy as np
import xarray as xr

warnings.simplefilter("error")

SEED = 0xFEDCBA9876543210  # above 2**63
ENGINES = ("netcdf4", "h5netcdf")
METRICS = "metrics/fragmentation"


def tests_program():
    if "POLDYN_TESTS" in os.environ:
        return os.environ["POLDYN_TESTS"]
    folder = pathlib.Path(os.environ.get("POLDYN", "")).parent
    found = [path for path in (folder / "poldyn_tests", *sorted(folder.glob("*/poldyn_tests"))) if path.is_file()]
    if not found:
        print("skipped: no poldyn_tests; set POLDYN_TESTS")
        sys.exit(4)
    return str(found[0])


def run(*command):
    """Standard output of a program that must neither fail nor complain."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and done.stderr == "", (command, done.returncode, done.stderr)
    return done.stdout


folder = tempfile.TemporaryDirectory()
atexit.register(folder.cleanup)  # before its own finaliser, which warns
example = os.path.join(folder.name, "example.h5")
subprocess.run([tests_program(), "h5 example*"], env={**os.environ, "POLDYN_EXAMPLE_FILE": example},
               stdout=subprocess.DEVNULL, check=True)


def expected_hhi():
    hhi = np.full((2, 2, 3, 4), np.nan)
    hhi[:, 0] = np.arange(24).reshape(2, 3, 4) / 64
    hhi[0, 0, 1, 1] = np.nan
    hhi[1, 1] = 0.75
    return hhi


class Xarray(unittest.TestCase):
    def each(self, group=None, **options):
        for engine in ENGINES:
            with self.subTest(engine=engine), xr.open_dataset(example, engine=engine, group=group, **options) as data:
                yield data.load()

    def test_root_has_named_coordinates(self):
        for data in self.each():
            self.assertEqual(dict(data.sizes) | {"event": 0, "entry": 3},
                             {"point": 2, "replicate": 2, "bloc": 3, "time": 4, "event": 0, "entry": 3})
            self.assertEqual(list(data.bloc.values), ["EU", "São Tomé", "中国"])
            self.assertEqual(str(data.time.values[3])[:10], "2025-04-01")
            self.assertEqual(data.replicate.attrs, {"units": "1", "standard_name": "realization", "comment": "added"})

    def test_file_attributes_keep_type_value_and_order(self):
        for data in self.each():
            a = data.attrs
            self.assertEqual(list(a)[:3], ["Conventions", "title", "base_seed"])
            self.assertEqual(a["title"], "Beispiel – 例")
            self.assertEqual((int(a["base_seed"]), a["base_seed"].dtype), (SEED, np.uint64))
            self.assertEqual([int(x) for x in a["seeds"]], [SEED, 1])
            self.assertEqual((int(a["negative"]), int(a["signed"]), int(a["unsigned"])), (-5 * 10**9, -7, 4 * 10**9))
            self.assertEqual((a["weight"], a["small"], a["complete"]), (0.1, np.float32(0.5), 1))
            self.assertEqual((a["empty"], list(a["names"])), ("", ["α", "", "c"]))
            self.assertEqual(a["bad_bytes"], "a\ufffdz\ufffdy")

    def test_metrics_have_dimensions_values_and_units(self):
        for data in self.each(METRICS):
            self.assertEqual(data.hhi.dims, ("point", "replicate", "bloc", "time"))
            self.assertEqual((data.hhi.dtype, data.hhi_small.dtype), (np.float64, np.float32))
            np.testing.assert_array_equal(data.hhi.values, expected_hhi())
            np.testing.assert_array_equal(data.hhi_small.values[:, 0], expected_hhi()[:, 0])
            self.assertEqual(list(data.hhi.attrs),
                             ["units", "long_name", "valid_min", "valid_max", "formula", "source"])
            self.assertEqual(data.hhi.attrs["units"], "1")
            self.assertEqual(data.hhi_small.attrs["valid_max"].dtype, np.float32)

    def test_a_group_and_the_root_merge_into_labelled_data(self):
        for engine in ENGINES:
            with xr.open_dataset(example, engine=engine) as root, \
                    xr.open_dataset(example, engine=engine, group=METRICS) as metrics:
                value = root.merge(metrics).hhi.sel(point=1, replicate=0, bloc="中国", time="2025-01-31")
                self.assertEqual(float(value), 21 / 64)

    def test_integers_lengths_of_time_and_scalars_stay_what_they_are(self):
        for data in self.each("totals"):
            self.assertEqual((data.seed.dtype, [int(x) for x in data.seed.values]), (np.uint64, [SEED, SEED + 1]))
            self.assertEqual(data.status.values.tolist(), [[0, 1], [2, 0]])
            self.assertEqual(data.status.attrs["flag_meanings"].split(), ["ok", "failed", "cut-off"])
            self.assertEqual(data.status.attrs["flag_values"].dtype, np.uint8)
            self.assertEqual((data.wait.dtype, data.wait.values.tolist()), (np.float64, [1.5, 2.5]))
            self.assertEqual((data["mean"].dims, float(data["mean"])), ((), 0.25))
            np.testing.assert_array_equal(data.late.values, [7.0, np.nan])

    def test_strings_and_dimensions_of_a_group(self):
        for data in self.each("vendors"):
            self.assertEqual((list(data.vendor.values), list(data.home.values)), (["one", "two"], ["Köln", ""]))
            self.assertEqual(data.share.dims, ("vendor", "time"))

    def test_empty_axes(self):
        for data in self.each("events"):
            self.assertEqual((data.kind.shape, data.matrix.shape, data.grows.shape), ((0,), (0, 3), (2, 0)))

    def test_a_log_of_columns(self):
        for data in self.each("log"):
            self.assertEqual((data.day.dtype, data.day.values.tolist()), (np.int32, [-1, 5, 9]))
            self.assertEqual((data["count"].dtype, int(data["count"][2])), (np.uint32, 4 * 10**9))

    def test_a_text_of_megabytes(self):
        for data in self.each("scenario"):
            text = data.base.item()
            self.assertGreater(len(text.encode()), 5_000_000)
            self.assertTrue(text.startswith("# Zulassung für Modelle über 10²⁵ FLOP\n"))


class H5py(unittest.TestCase):
    def test_every_axis_has_a_scale_and_every_string_is_variable(self):
        def visit(name, item):
            if not isinstance(item, h5py.Dataset) or h5py.h5ds.is_scale(item.id):
                return
            for axis in item.dims:
                self.assertEqual(len(axis), 1, name)
            if item.dtype.kind == "O":
                self.assertEqual(h5py.check_string_dtype(item.dtype).length, None, name)

        with h5py.File(example) as file:
            file.visititems(visit)
            self.assertEqual(int(file.attrs["base_seed"]), SEED)
            hhi = file[METRICS]["hhi"]
            np.testing.assert_array_equal(hhi[:], expected_hhi())
            self.assertTrue(np.isnan(hhi.fillvalue))
            self.assertEqual((hhi.compression, hhi.shuffle, hhi.fletcher32), ("gzip", True, True))
            self.assertEqual(hhi.dims[3][0].name, "/time")
            self.assertEqual(file["bloc"].asstr()[1], "São Tomé")

    def test_nothing_says_when_it_was_made(self):
        with h5py.File(example) as file:
            file.visititems(lambda name, item: self.assertFalse(h5py.h5g.get_objinfo(item.id).mtime, name))


class Programs(unittest.TestCase):
    def test_h5dump(self):
        text = run("h5dump", "-d", f"/{METRICS}/hhi", example)
        self.assertIn("( 2, 2, 3, 4 ) / ( 2, H5S_UNLIMITED, 3, 4 )", text)
        self.assertIn(str(SEED), run("h5dump", "-a", "/base_seed", example))
        run("h5dump", "-H", "-p", example)

    def test_ncdump(self):
        text = run("ncdump", "-h", example)
        order = ["point = 2", "replicate = UNLIMITED ; // (2 currently)", "bloc = 3", "time = 4",
                 f":base_seed = {SEED}ULL", ':title = "Beispiel – 例"', "group: vendors", "group: metrics",
                 "hhi:_FillValue = NaN", 'hhi:units = "1"', "hhi_small:valid_max = 1.f", "flag_values = 0UB, 1UB, 2UB",
                 "group: events", "group: scenario", "string base"]
        places = [text.find(part) for part in order if part != ':title = "Beispiel – 例"']
        self.assertNotIn(-1, places, text)
        self.assertEqual(places[:4] + places[5:], sorted(places[:4] + places[5:]), text)
        self.assertIn(':title = "Beispiel – 例"', text)
        self.assertNotIn("phony", text)
        self.assertIn('"EU", "São Tomé", "中国"', run("ncdump", "-v", "bloc", example))
        run("ncdump", example)

    def test_nccopy_gives_the_same_data(self):
        copy = os.path.join(folder.name, "copy.nc")
        run("nccopy", example, copy)
        drop_name = lambda text: re.sub(r"^netcdf \w+", "netcdf", text)
        self.assertEqual(drop_name(run("ncdump", copy)), drop_name(run("ncdump", example)))


if __name__ == "__main__":
    unittest.main()

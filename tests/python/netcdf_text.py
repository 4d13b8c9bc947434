"""A result file goes to CDL and back, UDUNITS reads its units, and Octave its texts."""
import shutil
import subprocess
import unittest

import h5py
import netCDF4
import numpy as np

from _app import AppTest, as_text

ODD = """\
title = "A \\"quoted\\" title, back\\\\slash, 100 %"
[run]
horizon = "1 y"
replicates = 2
seed = 9200000000000000000
[record]
releases = true
filings = true
[domain.general]
[bloc.north.population]
vendors = 10
[bloc.south]
like = "north"
[[policy]]
label = "odd / name \\"x\\" \\\\ %"
at = "0.5 y"
set = { "bloc.north.market.demand" = "3 B$/y" }
"""


class Text(AppTest):
    def setUp(self):
        super().setUp()
        (self.folder / "odd.toml").write_text(ODD)
        self.run_app("run", "odd.toml", "-o", "odd.h5", "-q")

    def said_by(self, *command, **options):
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=300, **options)
        self.assertEqual(done.returncode, 0, (command, done.stderr[-2000:]))
        return done.stdout

    def test_ncdump_and_ncgen_lose_nothing(self):
        """CDL keeps the word `structure` for itself, so that one group needs another name on the way."""
        there = self.said_by("ncdump", "odd.h5").replace("group: structure {", "group: structures {")
        (self.folder / "odd.cdl").write_text(there)
        self.said_by("ncgen", "-k", "nc4", "-o", "back.nc", "odd.cdl")
        back = self.said_by("ncdump", "-n", "odd", "back.nc")
        self.assertEqual(back.replace("// group structures", "// group structure"), there)
        self.assertIn("9200000000000000000", there)
        self.assertIn("NaN", there)

    def test_no_other_name_is_one_that_cdl_keeps(self):
        kept = set("byte char short int ubyte ushort uint int64 uint64 long float double real string opaque compound struct structure "
                   "enum unlimited netcdf nan inf nanf inff infinity".split())
        with h5py.File(self.folder / "odd.h5") as file:
            names = set()
            file.visit(lambda path: names.update(path.split("/")))
        self.assertEqual(names & kept, {"structure"})

    @unittest.skipUnless(shutil.which("udunits2"), "needs udunits2 (package udunits-bin)")
    def test_udunits_reads_every_unit(self):
        units = set()
        with h5py.File(self.folder / "odd.h5") as file:
            file.visititems(lambda _, item: units.update({as_text(item.attrs["units"])} if "units" in item.attrs else ()))
            cash, rate = ({name: as_text(value) for name, value in file[f"metrics/structure/{path}"].attrs.items()
                           if name.startswith("unit")} for path in ("cash", "use_rate"))
        self.assertGreaterEqual(len(units), 6)
        for unit in units:
            self.said_by("udunits2", "-H", unit, "-W", unit)
        self.assertEqual((cash["unit_symbol"], rate["unit_symbol"]), ("M$", "M$/y"))
        for unit, plain in ((cash["units"], "1"), (rate["units"], "Julian_year-1")):
            self.assertRegex(self.said_by("udunits2", "-H", unit, "-W", plain), rf"= 1e\+06 {plain}\n")

    def test_money_is_a_million(self):
        with h5py.File(self.folder / "odd.h5") as file:
            self.assertEqual(as_text(file["metrics/structure/cash"].attrs["units"]), "1e6")
            self.assertEqual(as_text(file["metrics/structure/use_rate"].attrs["units"]), "1e6 Julian_year-1")
            self.assertEqual(as_text(file["metrics/iteration/idea_to_deployment"].attrs["units"]), "d")

    def test_small_arrays_lie_in_their_headers_and_large_ones_in_chunks(self):
        self.run_app("run", "odd.toml", "-o", "many.h5", "-q", "--replicates", "200", "--set", "run.horizon=60 d", "--set", "record.filings=false")
        for name, layout in (("odd.h5", h5py.h5d.COMPACT), ("many.h5", h5py.h5d.CHUNKED)):
            with h5py.File(self.folder / name) as file, netCDF4.Dataset(self.folder / name) as data:
                cash = file["totals/structure/final_cash"]
                self.assertEqual(cash.id.get_create_plist().get_layout(), layout)
                self.assertEqual(cash.compression, None if layout == h5py.h5d.COMPACT else "gzip")
                np.testing.assert_array_equal(cash[()], np.ma.filled(data["totals/structure/final_cash"][:], np.nan))
                self.assertTrue(np.isfinite(cash[()]).all())

    def test_texts_are_texts_to_all(self):
        for path in ("metrics/structure/cash", "time"):
            with h5py.File(self.folder / "odd.h5") as file:
                ours = {name: as_text(value) for name, value in file[path].attrs.items()}
            with netCDF4.Dataset(self.folder / "odd.h5") as data:
                theirs = data[path]
                for name in ("units", "long_name"):
                    self.assertIsInstance(ours[name], str)
                    self.assertEqual(theirs.getncattr(name), ours[name])

    def test_octave(self):
        if not shutil.which("octave-cli"):
            self.skipTest("needs octave-cli and octave-netcdf")
        code = ("pkg load netcdf; disp(ncreadatt('odd.h5','/metrics/structure/cash','units'));"
                "disp(ncreadatt('odd.h5','/metrics/structure/cash','unit_symbol'));"
                "disp(ncreadatt('odd.h5','/metrics/structure/cash','long_name')); disp(ncreadatt('odd.h5','/','title'));"
                "printf('%.17g\\n', ncread('odd.h5','/metrics/structure/cash')(1));")
        done = subprocess.run(["octave-cli", "--eval", code], cwd=self.folder, capture_output=True, text=True, timeout=300)
        if "package_name" in done.stderr or "not found" in done.stderr:
            self.skipTest("needs octave-netcdf")
        with h5py.File(self.folder / "odd.h5") as file:
            cash = file["metrics/structure/cash"]
            expected = [as_text(cash.attrs[name]) for name in ("units", "unit_symbol", "long_name")] + [as_text(file.attrs["title"])]
            self.assertEqual(done.stdout.splitlines()[:4], expected, done.stderr)
            np.testing.assert_equal(float(done.stdout.splitlines()[4]), cash[(0,) * cash.ndim])

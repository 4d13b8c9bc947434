"""libpoldyn as C sees it: the example is compiled with all warnings, and says what the program says."""
import json
import pathlib
import re
import subprocess
import unittest

from _app import POLDYN, SOURCE, AppTest

FOLDER = pathlib.Path(POLDYN).resolve().parent / "capi"


class CInterface(AppTest):
    def setUp(self):
        super().setUp()
        if not (FOLDER / "libpoldyn.so").exists():
            self.skipTest("libpoldyn.so is not beside the program")

    def example(self, *arguments):
        program = self.folder / "pairs"
        if not program.exists():
            subprocess.run(["cc", "-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror",
                            f"-I{SOURCE}/capi", f"{SOURCE}/capi/example/pairs.c", f"-L{FOLDER}", "-lpoldyn",
                            f"-Wl,-rpath,{FOLDER}", "-o", program], check=True)
        return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)

    def test_the_example_gives_the_numbers_of_the_program(self):
        a, b = SOURCE / "scenarios/open.toml", SOURCE / "scenarios/sovereign.toml"
        made = self.example(a, b, "totals/iteration/time_to_deployment", 16)
        self.assertEqual(made.returncode, 0, made.stderr)
        told = json.loads(subprocess.run([POLDYN, "compare", a, b, "--replicates", "16", "-m", "time_to_deployment", "--json"],
                                         capture_output=True, text=True, check=True).stdout)
        row = self.row(told)
        mean_a, mean_b, mean = (float(re.search(rf"{name} ([-0-9.e+]+)", made.stdout)[1]) for name in ("A", "B", "B - A"))
        half = float(re.search(r"\+- ([-0-9.e+]+)", made.stdout)[1])
        self.assertAlmostEqual(mean_a, row["baseline"]["mean"], delta=1e-12 * abs(mean_a))
        self.assertAlmostEqual(mean_b, row["other"]["mean"], delta=1e-12 * abs(mean_b))
        self.assertAlmostEqual(mean, row["difference"]["mean"], delta=1e-12 * abs(mean))
        low, high = row["any_look"]["low"], row["any_look"]["high"]
        self.assertAlmostEqual(half, (high - low) / 2, delta=1e-9 * half)

    @staticmethod
    def row(told):
        """The object of the metric, wherever the program's JSON has it."""
        stack = [told]
        while stack:
            at = stack.pop()
            if isinstance(at, dict):
                if "any_look" in at and "difference" in at:
                    return at
                stack += at.values()
            elif isinstance(at, list):
                stack += at
        raise AssertionError(f"no comparison in {told}")

    def test_mistakes_are_said_as_the_program_says_them(self):
        bad = self.folder / "bad.toml"
        bad.write_text("[run]\nhorizon = \"5 parsecs\"\n")
        made = self.example(bad, bad, "totals/iteration/releases", 4)
        self.assertEqual(made.returncode, 1)
        self.assertIn("bad.toml:2", made.stderr)
        self.assertIn("parsecs", made.stderr)
        gone = self.example("gone.toml", "gone.toml", "totals/iteration/releases", 4)
        self.assertIn("gone.toml: no such file", gone.stderr)

    def test_the_library_shows_what_the_header_says_and_nothing_else(self):
        header = (SOURCE / "capi/poldyn.h").read_text()
        declared = set(re.findall(r"POLDYN_API [^;]*?(poldyn_\w+)\(", header))
        listed = set(re.findall(r"^    (poldyn_\w+);", (SOURCE / "capi/poldyn.map").read_text(), re.M))
        shown = subprocess.run(["nm", "-D", "--defined-only", FOLDER / "libpoldyn.so"], capture_output=True, text=True,
                               check=True).stdout
        symbols = set(re.findall(r" T (\S+)", shown))
        self.assertEqual(declared, listed)
        self.assertEqual(symbols, {f"{name}@@POLDYN_1" for name in declared})

    def test_every_function_stands_in_the_page(self):
        page = (SOURCE / "docs/c.md").read_text()
        for name in re.findall(r"POLDYN_API [^;]*?(poldyn_\w+)\(", (SOURCE / "capi/poldyn.h").read_text()):
            self.assertIn(f"`{name}", page)


if __name__ == "__main__":
    unittest.main()

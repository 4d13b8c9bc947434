"""docs/tutorial.md does what it says: its commands run and print what stands there, and its text speaks of printed numbers only."""
import pathlib
import re
import struct
import subprocess
import sys
import unittest

from _app import POLDYN, SOURCE
from app_report import has_page

sys.path.insert(0, str(SOURCE / "docs"))
import walk


class Tutorial(unittest.TestCase):
    @unittest.skipUnless(has_page(), "this poldyn was built without node and npm, and the last step makes a page")
    def test_every_command_prints_what_stands_below_it(self):
        done = subprocess.run([sys.executable, SOURCE / "docs/walk.py", POLDYN], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_number_that_is_printed_nowhere_is_found(self):
        page = "It takes 3.1 ± 0.2 d, 40 % or 0.25.\n\n```\n$ x\nd -3.1 ± 0.2\n0.25\n```\n"
        self.assertEqual(walk.unfounded(page), ["40 %"])

    def test_another_line_is_found_and_another_time_is_not(self):
        self.assertEqual(walk.first_difference("a\n20 runs of 5 y, seed 1, in 8.1 s\n", "a\n20 runs of 5 y, seed 1, in 90 ms\n"), "")
        self.assertIn(":2: ", walk.first_difference("a\nx 8 d\n", "a\nx 9 d\n"))
        self.assertIn(":2: ", walk.first_difference("a\n", "a\nb\n"))

    def test_commands_over_several_lines(self):
        text = "$ one \\\n    two\nsaid\n$ three\n"
        self.assertEqual(list(walk.commands_of(text)), [("$ one \\\n    two\n", "said\n"), ("$ three\n", "")])

    def test_what_it_links_to_is_there_and_pictures_are_small(self):
        for page in (SOURCE / "docs/tutorial.md", SOURCE / "README.md"):
            for target in re.findall(r"\]\(([^)#:]+)", page.read_text()):
                self.assertTrue((page.parent / target).exists(), f"{page}: {target}")
        for picture in ("report.png", "tutorial_report.png"):
            data = pathlib.Path(SOURCE, "docs/pictures", picture).read_bytes()
            self.assertEqual(data[:8], b"\x89PNG\r\n\x1a\n")
            width, height = struct.unpack(">II", data[16:24])
            self.assertTrue(600 < width < 1100 and 300 < height < 1100, (picture, width, height))
            self.assertLess(len(data), 300_000)


if __name__ == "__main__":
    unittest.main()

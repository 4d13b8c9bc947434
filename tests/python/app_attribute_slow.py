"""The example of docs/attribution.md prints what the page says."""
import os
import re
import subprocess
import unittest

from _app import POLDYN, SOURCE


class Page(unittest.TestCase):
    def test_the_example(self):
        page = (SOURCE / "docs/attribution.md").read_text()
        command, printed = re.search(r"<!-- example -->\n```sh\n(.*?)```\n```\n(.*?)```", page, re.S).groups()
        done = subprocess.run(["sh", "-c", command.replace("poldyn", f'"{POLDYN}"', 1)], cwd=SOURCE, capture_output=True,
                              text=True, env=os.environ | {"COLUMNS": "80", "LC_ALL": "C.UTF-8"})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, printed)


if __name__ == "__main__":
    unittest.main()

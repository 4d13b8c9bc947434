"""The commands in the code blocks of docs/cli.md run as they stand, in order, and what it says of --precision holds."""
import re
import subprocess
import unittest

from _app import POLDYN, SOURCE, AppTest


class Page(AppTest):
    def test_commands_run(self):
        text = (SOURCE / "docs/cli.md").read_text()
        (self.folder / "scenario.toml").unlink()
        (self.folder / "scenarios").symlink_to(SOURCE / "scenarios")
        (self.folder / "data").symlink_to(SOURCE / "data")
        ran = 0
        for block in re.findall(r"^```\n(.*?)^```", text, re.M | re.S):
            place = "."
            for line in block.splitlines():
                command = re.split(r" {2,}", line)[0]  # what it does stands behind blanks
                if command.startswith("cd "):
                    place = command[3:]
                    continue
                self.assertTrue(command.startswith("poldyn "), line)
                # A shell takes .. for the folder that the user came from, whatever the link leads to.
                command = command.replace("../", f"{self.folder}/") if place != "." else command
                done = subprocess.run(["bash", "-c", f'poldyn() {{ "{POLDYN}" "$@"; }}; cd {place} && {command}'],
                                      cwd=self.folder, capture_output=True, text=True, timeout=300)
                self.assertEqual(done.returncode, 0, command + done.stderr)
                ran += 1
        self.assertGreater(ran, 10)

    def test_the_example_of_a_stage_is_one_of_a_new_scenario_too(self):
        self.run_app("new", "mine.toml")
        stages = re.findall(r"stage\.(\w+)\]", (self.folder / "mine.toml").read_text())
        for stage in stages:
            self.run_app("compare", "mine.toml", "mine.toml", "--set", "B:run.sample_interval=10 d", "--precision", f"mean_wait[{stage}]=9 d")


if __name__ == "__main__":
    unittest.main()

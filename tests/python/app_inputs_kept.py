"""An output never takes the place of a file that its command reads, under whatever name, with or without --force."""
import os
import pathlib
import unittest

from _app import AppTest

FACTS = """\
[[fact]]
id = "F"
statement = "s"
scenario = "{scenario}"
measure = "totals/iteration/releases@north"
observed = 1
unit = "1"
figures = []
"""
EXPERIMENT = "[experiment]\nbase = \"{base}\"\nreplicates = 1\n[factor.length]\nkey = \"run.horizon\"\nvalues = [\"0.1 y\"]\n"


class InputsKept(AppTest):
    def everything(self):
        return {path: path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file()}

    def keeps(self, *arguments, output=None):
        """The command is refused at once and leaves every file as it was."""
        for force in ([], ["--force"]) if output else ([],):
            before = self.everything()
            done = self.run_app(*arguments, *(["-o", output] if output else []), *force, exit_code=73, timeout=20)
            self.assertRegex(done.stderr, "would be lost|keeps its own files there")
            self.assertNotIn("--force", done.stderr)
            self.assertEqual(done.stdout, "")
            self.assertEqual(self.everything(), before)
        return done.stderr

    def other_names(self, name):
        """The same file by a path, a symbolic link and a hard link."""
        (self.folder / "sub").mkdir(exist_ok=True)
        (self.folder / "soft.h5").unlink(missing_ok=True)
        (self.folder / "hard.h5").unlink(missing_ok=True)
        (self.folder / "soft.h5").symlink_to(self.folder / "sub" / ".." / name)
        os.link(self.folder / name, self.folder / "hard.h5")
        return [name, f"sub/../{name}", str(self.folder / name), "soft.h5", "hard.h5"]

    def test_run(self):
        self.small_run("--replicates", "1", "-o", "r.h5")
        (self.folder / "base.toml").write_text((self.folder / "scenario.toml").read_text())
        (self.folder / "top.toml").write_text('extends = "base.toml"\n')
        for read, lost in (("scenario.toml", "scenario.toml"), ("r.h5", "r.h5"), ("top.toml", "top.toml"),
                           ("top.toml", "base.toml")):
            for name in self.other_names(lost):
                told = self.keeps("run", read, "--replicates", "1000000", output=name)
                self.assertIn(lost, told)
                self.keeps("run", read, "--dry-run", output=name)

    def test_run_without_an_output(self):
        (self.folder / "text.h5").write_text((self.folder / "scenario.toml").read_text())
        before = self.everything()
        self.run_app("run", "text.h5", "--force", "--replicates", "1000000", exit_code=73, timeout=20)
        self.assertEqual(self.everything(), before)

    def test_compare(self):
        for name in ("a.h5", "b.h5"):
            self.small_run("--replicates", "1", "-o", name)
        (self.folder / "top.toml").write_text('extends = "scenario.toml"\n')
        for sides, lost in ((("a.h5", "b.h5"), "a.h5"), (("a.h5", "b.h5"), "b.h5"),
                            (("top.toml", "top.toml"), "top.toml"), (("top.toml", "top.toml"), "scenario.toml")):
            for name in self.other_names(lost):
                self.keeps("compare", *sides, output=name)

    def test_sweep_and_merge(self):
        (self.folder / "exp.toml").write_text(EXPERIMENT.format(base="scenario.toml"))
        self.run_app("sweep", "exp.toml", "-o", "folder", "-q")
        part = next((self.folder / "folder/parts").glob("part-*"))
        for name in ("folder/campaign.toml", f"folder/parts/{part.name}"):
            for other in self.other_names(name):
                self.keeps("merge", "folder", output=other)
        for name, text in (("exp", EXPERIMENT.format(base="../scenario.toml")),
                           ("base", (self.folder / "scenario.toml").read_text())):
            place = self.folder / name
            place.mkdir()
            (place / "campaign.toml").write_text(text)
            (self.folder / "other.toml").write_text(EXPERIMENT.format(base="base/campaign.toml"))
            self.keeps("sweep", "exp/campaign.toml" if name == "exp" else "other.toml", "-o", name, "--extend")

    def test_facts(self):
        folder = self.folder / "facts"
        folder.mkdir()
        self.small_run("--replicates", "10", "-o", "facts/r.h5")
        (self.folder / "facts.toml").write_text(FACTS.format(scenario="facts/r.h5"))
        self.keeps("facts", "facts.toml")
        (folder / "scenario.h5").write_text(FACTS.format(scenario="../scenario.toml"))
        self.keeps("facts", "facts/scenario.h5")

    def test_claims(self):
        from app_claims import CLAIMS
        place = self.folder / "claims"
        place.mkdir()
        text = (self.folder / "scenario.toml").read_text()
        (place / "claims.json").write_text(CLAIMS.replace('"scenario.toml"', '"../scenario.toml"'))
        self.keeps("claims", "claims/claims.json")
        (place / "claims.json").unlink()
        (place / "one-space.h5").write_text(text)
        (self.folder / "list.toml").write_text(CLAIMS.replace('"scenario.toml"', '"claims/one-space.h5"'))
        self.keeps("claims", "list.toml", "-o", pathlib.Path("claims"))
        (self.folder / "top.toml").write_text('extends = "claims/one-space.h5"\n')
        (self.folder / "list.toml").write_text(CLAIMS.replace('"scenario.toml"', '"top.toml"'))
        self.keeps("claims", "list.toml")


if __name__ == "__main__":
    unittest.main()

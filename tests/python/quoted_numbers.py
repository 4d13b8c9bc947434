"""Numbers that README.md and data/README.md quote of what the program knows are those that it has."""
import re
import subprocess
import tomllib

from _app import POLDYN, SOURCE, AppTest

README = (SOURCE / "README.md").read_text()
DATA = (SOURCE / "data/README.md").read_text()
WORDS = "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()


def found(pattern, page):
    """The numbers in the one place of the page that says this, whether in digits or in words."""
    places = re.findall(pattern, re.sub(r"\s+", " ", page))
    assert len(places) == 1, (pattern, places)
    said = places[0] if isinstance(places[0], tuple) else (places[0],)
    return [WORDS.index(n) if n in WORDS else int(n) for n in said]


def facts_on_pages():
    """Facts, hits and misses, as both pages say."""
    facts, hit, missed = found(r"against (\w+) observed figures \((\d+) hit, (\d+) missed", README)
    hit_there, of, missed_there = found(r"(\d+) of (\d+) hit at the last look, (\d+) missed", DATA)
    return (facts, hit, missed), (of, hit_there, missed_there)


class Quoted(AppTest):
    def test_claims_and_controls(self):
        listed = subprocess.run([POLDYN, "claims", "--list", str(SOURCE / "data/claims.toml")], capture_output=True, text=True,
                                check=True).stdout
        claims = len(re.findall(r"^C\d+: ", listed, re.M))
        controls = len(re.findall(r"^(?!C)[A-Z]\w*: ", listed, re.M))
        self.assertEqual(found(r"tests (\w+) claims about regimes and (\w+) controls", README), [claims, controls])

    def test_facts(self):
        facts = len(tomllib.loads((SOURCE / "data/facts.toml").read_text())["fact"])
        for of, hit, missed in facts_on_pages():
            self.assertEqual(of, facts)
            self.assertEqual(hit + missed, facts)

    def test_every_file_of_data_has_its_row(self):
        rows = re.findall(r"^\| `(\w+\.(?:toml|csv|json))` \|", DATA, re.M)
        self.assertEqual(sorted(rows), sorted(path.name for path in (SOURCE / "data").iterdir() if path.name != "README.md"))

    def test_commands_of_the_table_are_there(self):
        known = set(re.findall(r"^  (\w+) {2,}", self.run_app("--help").stdout, re.M))
        page = (SOURCE / "docs/cli.md").read_text()
        self.assertIn("sweep", known)
        for command in known:
            self.assertRegex(page, rf"`{command}\b")
        for command in re.findall(r"`poldyn (\w+)", README):
            self.assertIn(command, known)

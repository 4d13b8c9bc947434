#!/usr/bin/python3
"""Writes what the program prints into the generated pages of docs/, or with --check says which are stale.

usage: docs/refresh.py [--check] PATH_TO_POLDYN
"""
import pathlib
import re
import subprocess
import sys

import claims_page

DOCS = pathlib.Path(__file__).resolve().parent
ROOT = DOCS.parent


def sections(markdown):
    """{heading: table} of the generated parameter reference."""
    found = {}
    for part in re.split(r"(?m)^## ", markdown)[1:]:
        heading, _, body = part.partition("\n")
        table = "\n".join(line for line in body.splitlines() if line.startswith("|"))
        found[re.search(r"\[+(.*?)\]", heading).group(1)] = table
    return found


def event_table():
    """The comments beside the enumerators of sim/world/events.h, which is where events are declared."""
    text = (ROOT / "sim/world/events.h").read_text()
    body = re.search(r"enum class EventKind[^{]*\{(.*?)\};", text, re.S).group(1)
    rows = re.findall(r"^\s*(\w+),?\s*(?:///<\s*(.*))?$", body, re.M)
    return "\n".join(["| event | of whom, and what it carries |", "|---|---|"] + [f"| {k} | {v} |" for k, v in rows])


def filled(text, tables):
    def fill(match):
        kind = match.group(1)
        table = event_table() if kind == "events" else tables[kind.removeprefix("parameters: ")]
        return f"<!-- {kind} -->\n{table}\n<!-- end -->"

    return re.sub(r"<!-- (events|parameters: .*?) -->\n.*?<!-- end -->", fill, text, flags=re.S)


def main():
    check = "--check" in sys.argv
    poldyn = [a for a in sys.argv[1:] if a != "--check"][0]

    def say(*words):
        return subprocess.run([poldyn, "params", *words], check=True, capture_output=True, text=True).stdout

    reference = say("--format", "markdown")
    metrics = say("--metrics", "--format", "markdown")
    written_by_hand = (DOCS / "format.md").read_text().partition(metrics.partition("\n")[0])[0]
    glossary = say("--metrics", "--format", "glossary")
    glossary_by_hand = (DOCS / "glossary.md").read_text().partition(glossary.partition("\n")[0] + "\n")[0]
    pages = {
        "parameters.md": reference,
        "format.md": written_by_hand + metrics,
        "glossary.md": glossary_by_hand + glossary,
        "scenario.schema.json": say("--format", "schema"),
        "claims.md": claims_page.page(),
        "model.md": filled((DOCS / "model.md").read_text(), sections(reference)),
    }
    stale = [name for name, text in pages.items() if not (DOCS / name).exists() or (DOCS / name).read_text() != text]
    if not check:
        for name in stale:
            (DOCS / name).write_text(pages[name])
    for name in stale:
        print(f"docs/{name} {'is stale: run docs/refresh.py' if check else 'written'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())

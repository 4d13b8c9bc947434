#!/usr/bin/python3
"""Does what docs/tutorial.md says, in a new folder, and compares what is printed with the page, or with --write puts it there.

usage: docs/walk.py [--write] [--folder FOLDER] PATH_TO_POLDYN

On the page a block of code that begins with `$ ` holds commands, each with what it prints; a block after a comment
`<!-- file: NAME -->` is a file that the reader is to write. With --folder everything stays there, to be looked at.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
from itertools import zip_longest

PAGE = pathlib.Path(__file__).resolve().parent / "tutorial.md"
REMEDY = "docs/walk.py --write PATH_TO_POLDYN puts it there; then read whether the text still says what the numbers say."
TIME = re.compile(r"\b[\d.]+ (ms|s|min|h)$")
QUOTED = re.compile(r"[+-]?\d[\d.,]* ± [\d.]*\d|\b\d[\d.]* %|\b0\.\d+")
BLOCK = re.compile(r"(?m)^(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<language>\w*)\n(?P<text>.*?)^```$", re.S)


def commands_of(text):
    """The commands of a block, each with its lines, and with what is printed below it on the page."""
    command, printed = [], []
    for line in text.splitlines(keepends=True):
        if line.startswith("$ "):
            if command:
                yield "".join(command), "".join(printed)
            command, printed = [line], []
        elif command[-1].endswith("\\\n") and not printed:
            command.append(line)
        else:
            printed.append(line)
    yield "".join(command), "".join(printed)


def made_again(page, folder, poldyn):
    """The page with what its commands print now, and how long each took."""
    environment = os.environ | {"COLUMNS": "80", "LC_ALL": "C.UTF-8", "PATH": f"{poldyn.parent}:{os.environ['PATH']}"}
    took = []

    def told(match):
        if match["file"]:
            (folder / match["file"]).write_text(match["text"])
        if not match["text"].startswith("$ "):
            return match[0]
        lines = []
        for command, _ in commands_of(match["text"]):
            start = time.monotonic()
            done = subprocess.run(["sh", "-c", command[2:]], cwd=folder, env=environment, capture_output=True, text=True)
            took.append((time.monotonic() - start, command))
            if done.returncode:
                sys.exit(f"{command}ends with {done.returncode}\n{done.stdout}{done.stderr}")
            lines += [command, done.stdout, done.stderr]
        return f"```{match['language']}\n{''.join(lines)}```"

    return BLOCK.sub(told, page), took


def first_difference(ours, theirs):
    """The first line that is printed otherwise, but for the time that something took; empty if there is none."""
    for number, (mine, other) in enumerate(zip_longest(ours.splitlines(), theirs.splitlines(), fillvalue=""), 1):
        if TIME.sub("", mine) != TIME.sub("", other):
            return f"docs/tutorial.md:{number}: it says\n{mine}\nand what is printed is\n{other}\n{REMEDY}"
    return ""


def unfounded(page):
    """Numbers of the text that stand in no block: what a block says must be right before one may speak of it."""
    shown = "".join(match["text"] for match in BLOCK.finditer(page))
    return [number for number in QUOTED.findall(BLOCK.sub("", page)) if number.lstrip("+-") not in shown]


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("poldyn", type=pathlib.Path)
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--folder", type=pathlib.Path)
    asked = asked.parse_args()
    page = PAGE.read_text()
    with tempfile.TemporaryDirectory(prefix="poldyn-tutorial-") as made:
        folder = asked.folder or pathlib.Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        now, took = made_again(page, folder, asked.poldyn.resolve())
    if asked.folder:
        for seconds, command in took:
            print(f"{seconds:6.1f} s  {command}", end="")
    if asked.write:
        PAGE.write_text(now)
    elif first_difference(page, now):
        sys.exit(first_difference(page, now))
    if unfounded(now):
        sys.exit(f"docs/tutorial.md speaks of numbers that are printed nowhere on it: {', '.join(unfounded(now))}")


if __name__ == "__main__":
    main()

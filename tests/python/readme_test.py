"""What the README and the page on results print is what happens: the demo's table, the example commands, the Python."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLDYN = os.environ["POLDYN"]
README = (ROOT / "README.md").read_text()


def block(text, language, after):
    """The first code block of a language after a heading or sentence."""
    return re.search(rf"```{language}\n(.*?)```", text[text.index(after):], re.DOTALL).group(1)


def run(*command, cwd, **options):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, **options)
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


with tempfile.TemporaryDirectory(prefix="poldyn-readme-") as name:
    folder = pathlib.Path(name)
    (folder / "demo").mkdir()
    (folder / "scenarios").symlink_to(ROOT / "scenarios")
    for scenario in ("open", "sovereign"):
        run(POLDYN, "run", f"scenarios/{scenario}.toml", "--replicates", "40", "-o", f"demo/{scenario}.h5", "--quiet", cwd=folder)
    table = run(POLDYN, "compare", "demo/open.h5", "demo/sovereign.h5", cwd=folder, env=os.environ | {"COLUMNS": "80"})
    printed = block(README, "", "The demo prints a table")
    assert table.startswith(printed), f"README.md shows another table than the demo prints:\n{table}"

    told = run(POLDYN, "report", "demo/open.h5", "demo/sovereign.h5", "--markdown", cwd=folder)
    printed = block((ROOT / "docs/report.md").read_text(), "", "The sentences are printed")
    assert told == printed, f"docs/report.md shows other sentences than the program prints:\n{told}"

    commands = block(README, "sh", "## Change a rule").replace("--replicates 20", "--replicates 2")
    path = f"{pathlib.Path(POLDYN).parent}:{os.environ['PATH']}"
    commands = "\n".join(line for line in commands.splitlines() if not line.startswith("PATH="))
    run("sh", "-e", "-c", commands, cwd=folder, env=os.environ | {"PATH": path})

    page = (ROOT / "docs/reading-results.md").read_text()
    said = run(sys.executable, "-c", block(page, "python", "# Reading results"), cwd=folder)
    assert "development" in said and "long_name" in said, said

    # The pictures of docs/show.md are what is printed, a command each.
    for command, picture in re.findall(r"```\n\$ poldyn ([^\n]*)\n(.*?)```", (ROOT / "docs/show.md").read_text(), re.DOTALL):
        if "review.h5" in command and not (folder / "review.h5").exists():
            (folder / "experiments").symlink_to(ROOT / "experiments")
            run(POLDYN, "sweep", "experiments/review.toml", "-o", "review", "--quiet", cwd=folder)
            run(POLDYN, "merge", "review", "-o", "review.h5", "--quiet", cwd=folder)
        drawn = run(POLDYN, *command.split(), cwd=folder, env=os.environ | {"COLUMNS": "80", "LC_ALL": "C.UTF-8"})
        assert drawn == picture, f"docs/show.md shows another picture of {command}:\n{drawn}"

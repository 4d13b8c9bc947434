#!/usr/bin/python3
"""Runs poldyn's models and the same models written for its peers in turn, and tells how long each takes.

usage: peers.py BUILD [ROUNDS] [--write]

BUILD is poldyn's release tree. Each round runs every contestant of a model once, each a process of its own that prints
what it did and the CPU seconds of its event loop; medians over the rounds are told. All contestants of a model must
have done the same, else nothing is told. --write puts the tables into docs/performance.md, between its marks.
"""
import array
import datetime
import json
import os
import pathlib
import random
import re
import resource
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PAGE = ROOT / "docs/performance.md"
MADE = ROOT / "build/peers"

COMPILER = os.environ.get("CXX", "g++").split()
HOLD_EVENTS = 1_000_000
CUSTOMERS = 300_000
MEASURED = "poldyn, with its samples and totals"
WHOLE = "poldyn run, whole program"
ERLANG_C_WAIT = 0.7455  # M/M/4, load 0.8, in mean services: C(4, 3.2) / (4 - 3.2)


class Fault(Exception):
    """What makes the comparison worthless, or impossible."""


# ---- contestants -----------------------------------------------------------------------------------------------------


def compiled(name, library):
    """The program of a peer, compiled unless it is newer than its sources."""
    program, source = MADE / name, HERE / f"{name}.cpp"
    sources = [source, *HERE.glob("*.h")]
    if not program.exists() or program.stat().st_mtime < max(file.stat().st_mtime for file in sources):
        warnings = "-Wall -Wextra -Wpedantic -Wconversion -Wshadow".split()
        optimised = ["-std=c++17", "-O2", "-DNDEBUG", *warnings, f"-I{ROOT}"]
        subprocess.run([*COMPILER, *optimised, source, "-o", program, f"-l{library}"], check=True)
    return [program]


def programs(build):
    """{contestant: how its program starts}; all of them take the model as further words."""
    ns3 = compiled("ns3", "ns3-core")
    return {
        "poldyn's event queue": [build / "bench/bench_peers_queue"],
        "std::priority_queue": [build / "bench/bench_peers_plain"],
        "ns-3, its default scheduler": [*ns3, "ns3::MapScheduler"],
        "ns-3, its fastest scheduler": [*ns3, "ns3::PriorityQueueScheduler"],
        "SystemC": compiled("systemc", "systemc"),
        "SimPy": ["/usr/bin/python3", HERE / "simpy_models.py"],
    }


def table():
    """A file of exponential numbers with mean 1, for all contestants that do not draw. Not a multiple of anything."""
    draw = random.Random(1)
    file = MADE / "exponential.f64"
    with open(file, "wb") as out:
        array.array("d", (draw.expovariate(1) for _ in range(1_000_003))).tofile(out)
    return file


class Model:
    """One model: its title, what it counts, its check, and of each contestant the command, a function of the round."""

    def __init__(self, title, unit, check, commands):
        self.title, self.unit, self.check, self.commands = title, unit, check, commands
        self.seen = {name: [] for name in commands}


def hold(pending, starts, numbers):
    model = ["hold", numbers, pending, HOLD_EVENTS]
    commands = {name: lambda _, start=start: [*start, *model] for name, start in starts.items()}
    return Model(f"Hold model, {pending:,} pending, {HOLD_EVENTS:,} events", "event", same_hold, commands)


def with_poldyn(build, scenario, others):
    """The kernel first: the others are measured by it. The whole program reads, runs once and writes a file."""
    kernel, program = build / "bench/bench_peers_poldyn", build / "poldyn"
    file, result = HERE / f"{scenario}.toml", MADE / f"{scenario}.h5"
    return {
        "poldyn": lambda turn: [kernel, "loop", file, turn],
        MEASURED: lambda turn: [kernel, "result", file, turn],
        WHOLE: lambda turn: [program, "run", file, "--seed", turn, "-j", 1, "--json", "-f", "-o", result],
        **others,
    }


def office(build, starts, numbers):
    others = {name: lambda _, start=start: [*start, "office", numbers, CUSTOMERS] for name, start in starts.items()}
    title = f"M/M/4 office, load 0.8, {CUSTOMERS:,} customers"
    return Model(title, "customer", same_office, with_poldyn(build, "office", others))


def loop(build, starts):
    others = {name: lambda turn, start=start: [*start, "loop", turn] for name, start in starts.items()}
    title = "Vendor loop, 1,000 vendors, 10 years"
    return Model(title, "release", same_loop, with_poldyn(build, "loop", others))


# ---- all have done the same ------------------------------------------------------------------------------------------


def near(what, name, value, expected, tolerance):
    if not abs(value - expected) <= tolerance * abs(expected):
        band = f"{expected:.8g} to within {tolerance:g} of it"
        raise Fault(f"{name} runs another model: {what} is {value:.8g}, not {band}")


def same_hold(runs):
    """Same increments, so the last event has the same time but for the rounding of clocks."""
    expected = runs["std::priority_queue"]["ended"]
    for name, run in runs.items():
        near("the time of the last event", name, run["ended"], expected, 1e-6)


def same_fingerprint(runs):
    """poldyn's event loop alone is the run that the whole program makes."""
    if not runs["poldyn"]["fingerprint"] == runs[MEASURED]["fingerprint"] == runs[WHOLE]["fingerprint"]:
        raise Fault("poldyn's event loop, its run with all measures and the whole program differ in their fingerprints")


def same_office(runs):
    """The waits of theory for all, the same waits for those that share the table: the longest tells the order of
    service, which the mean does not."""
    same_fingerprint(runs)
    plain = runs["std::priority_queue"]
    for name, run in runs.items():
        near("events per customer", name, run["events"] / run["done"], 2, 1e-3)
        near("customers", name, run["done"], CUSTOMERS, 0.01)
        near("the mean wait", name, run["mean_wait"], ERLANG_C_WAIT, 0.08)
        if "longest_wait" in run:
            near("the mean wait", name, run["mean_wait"], plain["mean_wait"], 1e-4)
            near("the longest wait", name, run["longest_wait"], plain["longest_wait"], 1e-4)


def same_loop(runs):
    same_fingerprint(runs)
    expected = runs["std::priority_queue"]["done"]
    for name, run in runs.items():
        near("releases", name, run["done"], expected, 0.02)
        near("reviews per release", name, run["reviews"] / run["done"], 1 / 0.8, 0.02)


# ---- running ---------------------------------------------------------------------------------------------------------


def cpu_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(command):
    """What the process printed, which is JSON, and its whole CPU time as `process`."""
    environment = {**os.environ, "SYSTEMC_DISABLE_COPYRIGHT_MESSAGE": "1"}
    words = [str(word) for word in command]
    before = cpu_of_children()
    done = subprocess.run(words, capture_output=True, text=True, env=environment)
    process = cpu_of_children() - before
    if done.returncode != 0:
        raise Fault(f"{' '.join(words)} failed: {done.stderr.strip()}")
    return {**json.loads(done.stdout), "process": process}


def play(model, rounds):
    for turn in range(1, rounds + 1):
        runs = {name: run(command(turn)) for name, command in model.commands.items()}
        if whole := runs.get(WHOLE):  # tells a summary; its fingerprint says that it did the same as the kernel
            told = {key: whole[key] for key in ("fingerprint", "process")}
            runs[WHOLE] = {**runs["poldyn"], **told, "seconds": whole["process"]}
        model.check(runs)
        for name, seen in runs.items():
            model.seen[name].append(seen)


# ---- telling ---------------------------------------------------------------------------------------------------------


def median_ns(seen, per):
    return statistics.median(1e9 * one["seconds"] / one[per] for one in seen)


def markdown(model):
    """A table of one model; times relative to its first contestant."""
    per_event = model.unit != "event"
    first = median_ns(next(iter(model.seen.values())), "done")
    head = ["contestant", f"ns per {model.unit}", *(["ns per event"] if per_event else []), "relative", "process, s"]
    lines = [f"### {model.title}", "", f"| {' | '.join(head)} |", "|---|" + "---:|" * (len(head) - 1)]
    for name, seen in model.seen.items():
        each = median_ns(seen, "done")
        cells = [name, f"{each:,.0f}", *([f"{median_ns(seen, 'events'):,.0f}"] if per_event else [])]
        whole = statistics.median(one["process"] for one in seen)
        lines.append(f"| {' | '.join([*cells, f'{each / first:.2f}', f'{whole:.2f}'])} |")
    return "\n".join(lines)


def version(package):
    asked = subprocess.run(["dpkg-query", "-W", "-f=${Version}", package], capture_output=True, text=True)
    return asked.stdout or "of unknown version"


def setting(rounds):
    """When, on what, how busy with other work (CPU time suffers from that too), with what."""
    cpu = re.search(r"(?m)^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text())
    asked = subprocess.run([*COMPILER, "-dumpfullversion"], capture_output=True, text=True)
    return (
        f"Measured {datetime.date.today()}, {rounds} rounds, {os.cpu_count()} cores, {cpu[1] if cpu else 'unknown'}; "
        f"load average {os.getloadavg()[0]:.1f} at the start.\n"
        f"{COMPILER[0]} {asked.stdout.strip()}, ns-3 {version('libns3-dev')}, SystemC {version('libsystemc-dev')}, "
        f"SimPy {version('python3-simpy3')}, Python {sys.version.split()[0]}."
    )


def write(text):
    page = PAGE.read_text()
    filled, marks = re.subn(r"(?s)(<!-- peers -->\n).*?(<!-- end -->)", lambda m: f"{m[1]}{text}\n{m[2]}", page)
    if marks != 1:
        raise Fault(f"{PAGE} has no place marked for the tables")
    PAGE.write_text(filled)


def arguments(words):
    """The release tree, the number of rounds, whether to write the page."""
    rounds = [word for word in words[1:] if word != "--write"] or ["5"]
    if not words or len(rounds) > 1 or not re.fullmatch("[1-9][0-9]*", rounds[0]):
        raise Fault("usage: peers.py BUILD [ROUNDS] [--write]")
    return pathlib.Path(words[0]).resolve(), int(rounds[0]), "--write" in words


def main(words):
    build, rounds, to_page = arguments(words)
    MADE.mkdir(parents=True, exist_ok=True)
    starts, numbers = programs(build), table()
    models = [hold(pending, starts, numbers) for pending in (1_000, 100_000)]
    models += [office(build, starts, numbers), loop(build, starts)]
    texts = [setting(rounds)]
    print(texts[0], flush=True)
    for model in models:
        play(model, rounds)
        texts.append(markdown(model))
        print(f"\n{texts[-1]}", flush=True)
    if to_page:
        write("\n\n".join(texts))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (Fault, OSError, subprocess.CalledProcessError) as fault:
        sys.exit(f"peers: {fault}")

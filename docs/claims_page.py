"""Makes docs/claims.md of data/claims.toml and of the results of a full run in data/claims_results.json; for refresh.py.

usage: docs/claims_page.py CLAIMS.json    keeps the results of this run as data/claims_results.json
"""
import json
import math
import pathlib
import re
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLAIMS = ROOT / "data/claims.toml"
RESULTS = ROOT / "data/claims_results.json"
BAR = 20

HEAD = """\
# The claims, tested

What an essay on regimes claims, C1 to C21, each as experiments that can come out either way. `poldyn claims` runs them; this page is
made from the run whose results stand in `data/claims_results.json`, and a test keeps it fresh. `./dev claims` makes that run and this page.

"""

EARLIER = """\
> **These numbers are of an earlier run** (poldyn {version}, commit `{commit}`, fingerprint `{fingerprint}`): `data/claims.toml` has changed since.

"""

MEANING = """\
## What a word means, and what not

A row is an effect, with its size first. A claim is a heading over its effects; how many of them were shown stands beside it, and no single word
is said of a claim. A word is a statement about this model: its mechanisms, the rules that stand for a regime here, and the ranges that its uncertain
parameters may have. *Shown* means that the mechanisms that were written down are enough to bring the effect about, over the space and in most of
its worlds. It does not mean that the effect is there in the world, or that it has no other cause. *Shown small* is a finding as well: an effect as large as
is of interest is excluded. *Not decided* says nothing about the effect, only what it would cost to know. A mechanism that is not in the model may change any of them. The
ranges are assumptions, and a claim was put into numbers by one reading of it, which stands beside it. Whoever reads it otherwise changes `data/claims.toml`, or asks for
another threshold: `poldyn claims --threshold C4.1=0.05` judges the stored runs anew, without new ones.

Parameters were not changed to get a word. Where something surprises, the remark names the ablation or the metric that explains it.

"""

RULES = """\
## How it is judged

| word | rule |
|---|---|
| effect | at one point: mean over replicates of the side with the driver less the side without it, run by run on common random numbers; `level` has one side and a reference; `ranks` is a rank correlation over regimes, whose error is the greater one of the jackknife's and of random halves of the replicates; `median` is the median of the ratio over replicates, with the error of Maritz & Jarrett (1978), and `tail` the share of the worst runs of both sides that are of one side less that of the other: harm has a heavy tail, whose mean is that of a few runs |
| size | mean over the points of the space, each alike, with its t interval. The spread between points (tau) is told apart from luck: variance of the values less the mean one of their errors (Hedges & Olkin 1985), intervals by generalised squares (Jackson 2013). *A new world*: the 95 % interval of the effect at a further point. Deviations of few runs are moderated over points (Smyth 2004). Each point has random numbers of its own, so that points are independent |
| of interest | the smallest effect of interest: stated for each effect with its reason, before the full run. It cuts the line into three: as claimed, small, opposite |
| worlds | shares of worlds of the three kinds: each point counts by its probabilities, given its runs and where the other points lie (empirical Bayes), so that none is left open |
| told | the mean over points lies in one of the three, and all else is excluded at 5 % after Holm's adjustment for all effects of the file. Rounds may end when something is told, so that this is by a confidence sequence, which holds at any look ([decision 8](decisions/0008-stopping-at-a-precision.md)) |
| shown, shown small, shown opposite | the mean is told to be there, and so are 80 % of worlds or more, or would be if worlds lay as little apart as their runs allow (the lower end of tau) |
| depends on X | no kind has 80 % of worlds, and X is the parameter whose best single split tells most of which worlds are of the commonest kind, with a permutation p of at most 0.01 over all parameters and thresholds, whether the mean is told or not; or the mean is told, worlds are mixed and no single parameter is |
| not decided | the mean is not told, and no parameter tells mixed worlds apart. How many runs would tell it, if mean and spread stay, stands beside it |
| by construction | the effect follows the strength of one rule (p of at most 0.01 over all strengths), is short of what is of interest where that rule has no force, does not turn in between, and either has the input's own slope, 1 within a tenth, known to 0.2 and telling half of the spread, or nothing else has a say: a curve in that strength alone tells 90 % of its spread between points. Such an effect is what the rule says, read back |

*Rounds.* {rounds} Runs go where they decide: the next round doubles the points of the sides whose effects are open and can be told within the plan. What is run next follows from
whole rounds alone, so interruptions, threads and ranks change nothing.

Three entries test the procedure in each run: N0 compares a world with itself on other random numbers, P1 plants an effect of known size, A1 plants an artefact, which
must be marked. Unit tests hold it against synthetic data: an effect whose mean lies at the very threshold gets a word in 5 % of 4,000 trials with one look, and in less with rounds; luck alone is
*shown* in none of 2,000 and *shown small* in 98 %; a planted effect is found in 95 % of 500; an artefact is marked in 99 % of 200, and what is none in 1 % at most; intervals of the mean cover 92.2 to 97.8 % of 1,000 trials
and, as the regressions on strengths, agree with R on the vaccine trials of metafor's handbook.

A fitted world takes the place of the ranges and changes no rule: words come from points, wherever these are from, and the baseline is one more point, at which ablations are made
([decision 11](decisions/0011-an-effect-is-judged-over-worlds.md)).

"""


FILE = """\
## Writing a claim

`poldyn claims my_claims.toml` reads any file of this form; `--list`, `--only C4,C9`, `--quick`, `--details`, `--threshold` and `--json` are in [cli.md](cli.md).

| table | keys |
|---|---|
| `[campaign]`, `[campaign.quick]` | `seed`, `baseline_replicates`, `points` of the first round, `most_points` (without it one round), `point_replicates` |
| `[world.NAME]` | `scenario`, relative to the file; `set` and `quick_set`, lists of `"dotted.key=value"` |
| `[uncertain.NAME]` | `key` or a list, with `*`; `range` or `log_range`; `because`; `strength = true` for how strong a rule is: it varies on the sides whose rules set the key, and its range goes from no force to full force |
| `[rules.NAME]` | `meaning`; `set`; `of = "a+b"` takes in other rules first |
| `[[claim]]` | `id`, `title`, `statement`, `reading`, `remark`; `world`; sides `off` and `on` as `"a+b"`, `""` for none; `at_least`, how many effects are claimed; `regimes` of ranks; `needs` of a claim that cannot be tested |
| `[[claim.effect]]` | `name`, `measure` (as of `poldyn facts`), `as` (difference, ratio, level, halves, spread, ranks, median, tail), `direction`, `smallest`, `because`, `unit`, `reference`, `against` of ranks, `tail`, `off` and `on` of its own, `context = true` for what stands beside the claim |
| `[claim.without.NAME]` | an ablation: `meaning` and `set`, on both sides |

"""

LOGARITHMS = ("ratio", "spread", "median")
SHAPES = {"steady": "steady", "levelling": "most of it comes with the first force", "accelerating": "most of it comes with the last force",
          "turning": "turns in between"}


def claims_hash():
    """FNV-1a of all lines that decide results, as claims/ has it."""
    value = 0xCBF29CE484222325
    lines = [x for x in CLAIMS.read_text().split("\n") if x and not x.startswith(("remark = ", "#"))]
    for byte in "poldyn claims file\n".encode() + b"".join(x.encode() + b"\n" for x in lines):
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return f"{value:016x}"


def is_far(x):
    """Of a logarithm: as claims/ has it."""
    return abs(x) > math.log(3)


def ratio(x, as_factor):
    if x is None:
        return "-"
    return f"x {math.exp(x):.3g}" if as_factor else f"{100 * math.expm1(x):+.1f} %"


def size(x, effect):
    """An effect in words: "+12 %", "-0.21 OOM"."""
    if x is None:
        return "-"
    if effect["as"] in LOGARITHMS:
        return ratio(x, is_far(x))
    return f"{x:+.3g}" + (f" {effect['unit']}" if effect["unit"] else "")


def interval(at, effect):
    if at["mean"] is None:
        return "no value"
    if effect["as"] in LOGARITHMS:
        mean, low, high = (ratio(at[key], is_far(at["mean"])) for key in ("mean", "low", "high"))
        return f"{mean} [{low}, {high}]"
    unit = f" {effect['unit']}" if effect["unit"] else ""
    bare = {**effect, "unit": ""}
    low, high = size(at["low"], bare), size(at["high"], bare)
    return f"{size(at['mean'], bare)} [{low}, {high}]{unit}"


def percent(x):
    return "-" if x is None else f"{100 * x:.0f} %"


def bar(worlds):
    """Shares of worlds as blocks: shown, small, opposite."""
    cells, done, text = 0, 0, ""
    for key, block in (("shown", "█"), ("small", "·"), ("opposite", "▼")):
        done += worlds[key] or 0
        text += block * (round(BAR * done) - cells)
        cells = round(BAR * done)
    return text


def rough(n):
    return f"{float(f'{n:.2g}'):,.0f}"


def word(effect):
    text = effect["word"] if effect["pooled"]["mean"] is not None else "no value at enough points"
    if text == "depends":
        parameter = effect["decider"]["parameter"]
        text += f" on {parameter}" if parameter else " (no single parameter)"
    if effect["runs_needed"]:
        text += f" (needs about {rough(effect['runs_needed'])} runs)"
    return f"**{text}**" + (f", by construction ({effect['by_construction']})" if effect["by_construction"] else "")


def found(claim):
    tally = claim["found"]
    text = f"{tally['shown']} of {tally['effects']} shown"
    text += f" ({claim['at_least']} are claimed)" if claim.get("at_least") else ""
    text += "".join(f", {tally[k]} {w}" for k, w in (("by_construction", "by construction"), ("small", "small"), ("depends", "depends" if tally["depends"] == 1 else "depend")) if tally[k])
    return f"{text}, {tally['opposite']} opposite, {tally['open']} open"


def bars(effect):
    """What stands beside the word: shares of worlds."""
    return f"`{bar(effect['pooled']['worlds'])}`"


def summary(results):
    yield "## What came out\n"
    yield "█ shown, · small, ▼ opposite: shares of worlds. Sizes are means over the space with their 95 % interval.\n"
    for claim in results["claims"]:
        name = f"[{claim['id']}](#{claim['id'].lower()}) {claim['title']}"
        if "needs" in claim:
            yield f"{name}: not testable, needs {claim['needs']}.\n"
            continue
        yield f"**{name}**: {found(claim)}\n"
        yield "| size [95 %] | effect | found | worlds |\n|---|---|---|---|"
        for effect in claim["effects"]:
            if effect["counts"]:
                yield f"| {interval(effect['pooled'], effect)} | {effect['name']} | {word(effect)} | {bars(effect)} |"
        yield ""


def effects_table(claim):
    yield ("| size [95 %] | effect | found | of interest | a new world | tau | worlds shown / small / opposite | points | at the baseline | without | with | in sd |\n"
           f"|{'---|' * 12}")
    for effect in claim["effects"]:
        at = effect["baseline"]

        def number(x):
            return "-" if x is None else f"{x:.4g}"

        sign = 1 if effect["direction"] == "up" else -1
        name = effect["name"] if effect["counts"] else f"*beside it:* {effect['name']}"
        p, w = effect["pooled"], effect["pooled"]["worlds"]
        middle = (f"{size(p['predicted_low'], effect)} to {size(p['predicted_high'], effect)} | {number(p['tau'])} | "
                  f"{percent(w['shown'])} / {percent(w['small'])} / {percent(w['opposite'])} | {p['points']} | {interval(at, effect)}")
        yield (f"| {interval(p, effect)} | {name} | {word(effect)} | {size(sign * effect['smallest'], effect)} | {middle} | "
               f"{number(effect['mean_off'])} | {number(effect['mean_on'])} | {number(at['standardised'])} |")
    yield ""
    reasons = [f"{e['name']}: {e['because']}" for e in claim["effects"] if e["counts"] and e["because"] != "as above"]
    yield "Of interest, because: " + "; ".join(reasons) + ".\n"


def deciders(claim):
    for effect in claim["effects"]:
        d = effect["decider"]
        if not d["parameter"] or not effect["counts"]:
            continue
        yield (f"- {effect['name']}: `{d['parameter']}` tells most. {'Above' if d['above'] else 'Below'} {d['threshold']:.3g}, {percent(d['share_there'])} of worlds "
               f"are {d['kind']}, elsewhere {percent(d['share_elsewhere'])} (p = {d['p']:.2g}).")
    if any(e["decider"]["parameter"] and e["counts"] for e in claim["effects"]):
        yield ""


def doses(claim):
    rows = [(e, d) for e in claim["effects"] for d in e["strengths"] if d["shape"] != "none" and d["slope"] is not None]
    if not rows:
        return
    yield ("| effect | strength of | weak | middling | strong | slope [95 %] | shape | tells of the spread |\n|---|---|---|---|---|---|---|---|")
    for effect, dose in rows:
        per = "unit" if dose["scale"] == "linear" else "e-fold" if effect["as"] in LOGARITHMS else "decade"
        thirds = " | ".join(size(x, effect) for x in dose["thirds"])
        mark = " (by construction)" if effect["by_construction"] == dose["strength"] else ""
        yield (f"| {effect['name']} | {dose['strength']}{mark} | {thirds} | {dose['slope']:+.2g} [{dose['slope_low']:+.2g}, {dose['slope_high']:+.2g}] per {per} | "
               f"{SHAPES[dose['shape']]} | {percent(dose['explained'])} |")
    yield ""


def told(at):
    """Whether an effect is told apart from none."""
    return at["low"] is not None and (at["low"] > 0 or at["high"] < 0)


def carried_by(one, effect):
    """The share of the effect that goes with the mechanism; of an effect that is not there, what the mechanism does to it."""
    if not told(one["carried"]):
        return "n.s."
    return percent(one["share"]) if told(effect["baseline"]) else f"({size(one['carried']['mean'], effect)})"


def ablation_table(claim):
    counting = [e for e in claim["effects"] if e["counts"]]
    if not claim["ablations"]:
        return
    yield "| without, on both sides, at the baseline | what is left of the effects [95 %] | carried by it |\n|---|---|---|"
    for ablation in claim["ablations"]:
        left, carried = [], []
        for effect, one in zip(counting, ablation["effects"]):
            left.append(interval(one["left"], effect))
            carried.append(carried_by(one, effect))
        yield f"| {ablation['name']}: {ablation['meaning']} | {'; '.join(left)} | {'; '.join(carried)} |"
    yield ""


def detail(claim, remark):
    yield f"### {claim['id']}\n"
    yield f"*{claim['statement']}*\n"
    if "needs" in claim:
        yield f"Not testable: needs {claim['needs']}.\n"
        return
    sides = {(e["off"], e["on"]) for e in claim["effects"] if e["as"] not in ("level", "halves", "ranks")}
    if claim["reading"]:
        yield claim["reading"] + "\n"
    if sides:
        yield "Sides: " + "; ".join(f"`{off}` against `{on}`" for off, on in sorted(sides)) + ".\n"
    yield f"**{found(claim)}.** {remark}".strip() + "\n"
    yield from effects_table(claim)
    yield from deciders(claim)
    yield from doses(claim)
    yield from ablation_table(claim)


def rules_table(file):
    yield "## Sides\n"
    yield "`open` has none of these. A side joins some of them; `data/claims.toml` has the settings.\n"
    yield "| rules | meaning |\n|---|---|"
    for name, rule in file["rules"].items():
        yield f"| `{name}` | {rule['meaning']}{' (' + rule['of'].replace('+', ' + ') + ')' if 'of' in rule else ''} |"
    yield ""


def space_table(file):
    """Of the claims file, so that it says what the next run has."""
    yield "## The space\n"
    yield ("Ranges are the plausible ranges that `poldyn params` documents with the parameters, most of them assumptions. All claims share "
           "the points. Strengths of rules run from no force to full force, and vary where a rule is in force.\n")
    yield "| name | parameter | from | to | scale | |\n|---|---|---|---|---|---|"
    for name, one in file["uncertain"].items():
        scale = "log" if "log_range" in one else "linear"
        low, high = one.get("log_range") or one["range"]
        keys = one["key"] if isinstance(one["key"], list) else [one["key"]]
        about = ["strength of a rule"] if one.get("strength") else []
        about += [one["because"]] if "because" in one else []
        yield f"| {name} | {', '.join(f'`{k}`' for k in keys)} | {low} | {high} | {scale} | {'; '.join(about)} |"
    yield ""


def origin(results):
    """A note at the top, if the run is not one of this file."""
    if results["claims_hash"] == claims_hash():
        return ""
    return EARLIER.format(version=results["version"], commit=results["git_commit"][:10], fingerprint=results["fingerprint"])


def rounds_text(campaign):
    first, most = campaign["points"], campaign.get("most_points", campaign["points"])
    if most <= first:
        return f"There is one, of {first} points."
    return (f"The first has {first} points of a Sobol' sequence, {campaign['point_replicates']} replicates at each; there may be up to {most} points.")


def store(run):
    """Keeps the results of a run: as `poldyn claims` writes them, but with each list of numbers on one line."""
    text = pathlib.Path(run).read_text()
    RESULTS.write_text(re.sub(r"\[\s+([^\[\]{}\"]*?)\s+\]", lambda found: f"[{' '.join(found.group(1).split())}]", text))


def page():
    results = json.loads(RESULTS.read_text())
    file = tomllib.loads(CLAIMS.read_text())
    note = origin(results)
    remarks = {claim["id"]: claim.get("remark", "") for claim in file["claim"]}
    text = HEAD + note
    text += "\n".join(summary(results)) + "\n"
    text += MEANING
    text += RULES.format(rounds=rounds_text(file["campaign"]))
    text += "\n".join(space_table(file)) + "\n" + "\n".join(rules_table(file)) + "\n"
    text += ("## Claim by claim\n\n*without*, *with*: means of the measure on either side at the baseline; *in sd*: effect there over the deviation of runs "
             "without the driver (of a ratio, of its logarithm). *carried*: share of the whole effect that goes with the mechanism, or in parentheses what goes "
             "if there was no whole effect; n.s.: not told apart from none.\n\n")
    for claim in results["claims"]:
        text += "\n".join(detail(claim, remarks.get(claim["id"], ""))) + "\n"
    text += FILE
    text += (f"## The run\n\n`poldyn claims`, seed {results['seed']}, {results['baseline_replicates']} replicates at the baseline, "
             f"{results['runs']} runs in all, {results['failed']} of them failed; fingerprint of all runs `{results['fingerprint']}`. "
             f"poldyn {results['version']}, commit `{results['git_commit'][:10]}`.\n")
    return text


if __name__ == "__main__":
    store(sys.argv[1])

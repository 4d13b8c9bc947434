"""Makes docs/claims.md of data/claims.toml and of the results of a full run in data/claims_results.json; for refresh.py."""
import json
import math
import pathlib
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLAIMS = ROOT / "data/claims.toml"
RESULTS = ROOT / "data/claims_results.json"
BAR = 20

HEAD = """\
# The claims, tested

What an essay on regimes claims, C1 to C21, each as an experiment that can come out either way. `poldyn claims` runs them; this page is
made from the run whose results stand in `data/claims_results.json`, and a test keeps it fresh.

"""

MEANING = """\
## What a verdict means, and what not

A verdict is a statement about this model: its mechanisms, the rules that stand for a regime here, and the ranges that its uncertain
parameters may have. *Supported* means that the mechanisms that were written down are enough to bring the effect about at the baseline and
nearly wherever in their ranges the runs can tell; how much stays open stands beside it. It does not mean that the effect is there in
the world, or that it has no other cause. *Not supported* means that an effect as large as is of interest was not shown: where the claim *fails*
these mechanisms do not bring one about, where it is *open* more runs may still show one, and a mechanism that is not in the model may. The baseline is set by
hand and not fitted, the ranges are assumptions, and a claim was put into numbers by one reading of it, which stands beside it. Whoever reads
it otherwise changes `data/claims.toml`. A claim of several effects is judged as a whole: one effect that fails makes it fail, and the table of its effects
says which. Some claims follow closely from what a rule sets; the ablation that takes that mechanism away says so.

Parameters were not changed to get a verdict. Where something surprises, the remark names the ablation or the metric that explains it.

"""

RULES = """\
## How it is judged

| word | rule |
|---|---|
| effect | mean over replicates of the side with the driver less the side without it, run by run on common random numbers; `level` has one side and a reference; `ranks` is a rank correlation over regimes, whose error is the greater one of the jackknife's and of random halves of the replicates; where noise hides most ranks it still covers too seldom, since noise takes a correlation towards 0 |
| smallest effect of interest | stated for each effect with its reason, before the full run. Two claims were changed after a look: C13's tail was first a metric that could not move and is now measured in decades (about 0.8 and 1.9 at the baseline were known when 0.3 was set), and C20 counts the latency in place of the share carried out (not supported either way) |
| holds, fails, reverses | the whole 95 % interval is at or beyond the smallest effect of interest; short of it; at or beyond it in the other direction. Else open |
| several effects | all must hold (intersection-union), or as many as the claim says; it fails as soon as so many cannot any more |
| baseline | one-sided p values against the smallest effect of interest, the largest of a claim's effects, doubled for the two directions, adjusted for all claims (Holm) at 5 % |
| space | {points} points of a Sobol' sequence in {dimensions} parameters, {point_replicates} replicates each; deviations of so few runs are moderated over points (Smyth 2004). The interval of a share goes from Wilson's lower limit without the open points to his upper limit with all of them |
| supported | holds at the baseline and at 80 % of the decided points or more, which are half of all or more |
| reversed | likewise for the other direction |
| depends on X | neither, and it holds at the baseline or at 20 % of all points or more; X is the parameter whose best single split tells most (Gini), with a permutation p of at most 0.01 over all parameters and thresholds; without such a parameter: no single parameter |
| not supported | everything else |

Two entries test the procedure in each run: N0 compares a world with itself on other random numbers, P1 plants an effect of known size. Unit tests
hold it against synthetic data: luck alone is judged anything but *not supported* in less than 5 % of 4,000 trials, an effect that lies at the very
threshold is called in 2.5 % of them, and a planted one is found in 99 % of 500.

"""


FILE = """\
## Writing a claim

`poldyn claims my_claims.toml` reads any file of this form; `--list`, `--only C4,C9`, `--quick`, `--details` and `--json` are in [cli.md](cli.md).

| table | keys |
|---|---|
| `[campaign]`, `[campaign.quick]` | `seed`, `baseline_replicates`, `points`, `point_replicates` |
| `[world.NAME]` | `scenario`, relative to the file; `set` and `quick_set`, lists of `"dotted.key=value"` |
| `[uncertain.NAME]` | `key` or a list, with `*`; `range` or `log_range` |
| `[rules.NAME]` | `meaning`; `set`; `of = "a+b"` takes in other rules first |
| `[[claim]]` | `id`, `title`, `statement`, `reading`, `remark`; `world`; sides `off` and `on` as `"a+b"`, `""` for none; `at_least`; `regimes` of ranks; `needs` of a claim that cannot be tested |
| `[[claim.effect]]` | `name`, `measure` (as of `poldyn facts`), `as` (difference, ratio, level, halves, spread, ranks), `direction`, `smallest`, `because`, `unit`, `reference`, `against` of ranks, `off` and `on` of its own, `context = true` for what stands beside the claim |
| `[claim.without.NAME]` | an ablation: `meaning` and `set`, on both sides |

"""


def claims_hash():
    """FNV-1a of all lines that decide results, as app/command_claims.cpp has it."""
    value = 0xCBF29CE484222325
    lines = [x for x in CLAIMS.read_text().split("\n") if x and not x.startswith(("remark = ", "#"))]
    for byte in "poldyn claims file\n".encode() + b"".join(x.encode() + b"\n" for x in lines):
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return f"{value:016x}"


def size(x, effect):
    """An effect in words: "+12 %", "-0.21 OOM"."""
    if x is None:
        return "-"
    if effect["as"] in ("ratio", "spread"):
        factor = math.exp(x)
        return f"x {factor:.3g}" if factor > 3 or factor < 1 / 3 else f"{100 * (factor - 1):+.1f} %"
    return f"{x:+.3g}" + (f" {effect['unit']}" if effect["unit"] else "")


def interval(at, effect):
    if at["mean"] is None:
        return "-"
    unit = f" {effect['unit']}" if effect["unit"] else ""
    bare = {**effect, "unit": ""}
    low, high = size(at["low"], bare), size(at["high"], bare)
    return f"{size(at['mean'], bare)} [{low}, {high}]{unit if effect['as'] not in ('ratio', 'spread') else ''}"


def share(n, points):
    return f"{100 * n / points:.0f} %"


def bar(space):
    """Shares of holds, undecided, fails and reverses, in this order, as blocks."""
    cells, done, text = 0, 0, ""
    for key, block in (("holds", "█"), ("undecided", "░"), ("fails", "·"), ("reverses", "▼")):
        done += space[key]
        upto = round(BAR * done / space["points"])
        text += block * (upto - cells)
        cells = upto
    return text


def decider(claim):
    d = claim["decider"]
    if not d["parameter"]:
        return "No single parameter tells points where it holds from the others."
    where = "above" if d["above"] else "below"
    return (f"`{d['parameter']}` decides: {where} {d['threshold']:.3g} it holds at {100 * d['share_there']:.0f} % of the decided points, "
            f"elsewhere at {100 * d['share_elsewhere']:.0f} % (p = {d['p']:.2g}).")


def summary(claims):
    yield "## What came out\n"
    yield ("█ holds, ░ open, · fails, ▼ reverses: shares of the points of the parameter space.\n")
    yield "| claim | | at the baseline | over the space | holds | verdict |\n|---|---|---|---|---|---|"
    for claim in claims:
        if "needs" in claim:
            yield f"| {claim['id']} | {claim['title']} | - | - | - | **not testable**: needs {claim['needs']} |"
            continue
        space = claim["space"]
        base = {"undecided": "open"}.get(claim["baseline"], claim["baseline"])
        if claim["counting"] > 1:
            holding = sum(e["counts"] and e["outcome"] == "holds" for e in claim["effects"])
            base += f", {holding} of {claim['counting']} effects hold"
        yield (f"| [{claim['id']}](#{claim['id'].lower()}) | {claim['title']} | {base} | `{bar(space)}` | "
               f"{share(space['holds'], space['points'])} | **{claim['verdict']}** |")
    yield ""


def effects_table(claim):
    yield "| effect | without | with | effect [95 %] | in sd | of interest | baseline | holds / fails / reverses / open |\n|---|---|---|---|---|---|---|---|"
    for effect in claim["effects"]:
        at, space = effect["baseline"], effect["space"]

        def number(x):
            return "-" if x is None else f"{x:.4g}"

        sign = 1 if effect["direction"] == "up" else -1
        name = effect["name"] if effect["counts"] else f"*beside it:* {effect['name']}"
        outcome = {"undecided": "open"}.get(effect["outcome"], effect["outcome"])
        yield (f"| {name} | {number(effect['mean_off'])} | {number(effect['mean_on'])} | {interval(at, effect)} | "
               f"{number(at['standardised'])} | {size(sign * effect['smallest'], effect)} | {outcome} | "
               f"{space['holds']} / {space['fails']} / {space['reverses']} / {space['undecided']} |")
    yield ""
    reasons = [f"{e['name']}: {e['because']}" for e in claim["effects"] if e["counts"] and e["because"] != "as above"]
    yield "Of interest, because: " + "; ".join(reasons) + ".\n"


def told(at):
    """Whether an effect is told apart from none."""
    return at["low"] is not None and (at["low"] > 0 or at["high"] < 0)


def carried_by(one, effect):
    """The share of the effect that goes with the mechanism; of an effect that is not there, what the mechanism does to it."""
    if not told(one["carried"]):
        return "n.s."
    return f"{100 * one['share']:.0f} %" if told(effect["baseline"]) else f"({size(one['carried']['mean'], effect)})"


def ablation_table(claim):
    counting = [e for e in claim["effects"] if e["counts"]]
    if not claim["ablations"]:
        return
    yield "| without, on both sides | what is left of the effects [95 %] | carried by it | then it |\n|---|---|---|---|"
    for ablation in claim["ablations"]:
        left, carried = [], []
        for effect, one in zip(counting, ablation["effects"]):
            left.append(interval(one["left"], effect))
            carried.append(carried_by(one, effect))
        outcome = {"undecided": "is open"}.get(ablation["outcome"], ablation["outcome"])
        yield f"| {ablation['name']}: {ablation['meaning']} | {'; '.join(left)} | {'; '.join(carried)} | {outcome} |"
    yield ""


def detail(claim, remark):
    yield f"### {claim['id']}\n"
    yield f"*{claim['statement']}*\n"
    if "needs" in claim:
        yield f"Not testable: needs {claim['needs']}.\n"
        return
    sides = {(e["off"], e["on"]) for e in claim["effects"] if e["as"] in ("difference", "ratio", "spread")}
    if claim["reading"]:
        yield claim["reading"] + "\n"
    if sides:
        yield "Sides: " + "; ".join(f"`{off}` against `{on}`" for off, on in sorted(sides)) + ".\n"
    yield f"**{claim['verdict'][0].upper() + claim['verdict'][1:]}.** {remark}".strip() + "\n"
    yield from effects_table(claim)
    space = claim["space"]
    low, high = space["holds_interval"]
    yield (f"`{bar(space)}` Over the space it holds at {space['holds']} of {space['points']} points ({100 * low:.0f} % to {100 * high:.0f} %), "
           f"fails at {space['fails']}, reverses at {space['reverses']}; {space['undecided']} are open. {decider(claim)}\n")
    if claim["verdict"] == "not supported" and space["undecided"] > space["fails"] + space["reverses"]:
        yield "At most points the runs do not tell: the claim was not shown, which is not to say that it fails.\n"
    yield from ablation_table(claim)


def rules_table(file):
    yield "## Sides\n"
    yield "`open` has none of these. A side joins some of them; `data/claims.toml` has the settings.\n"
    yield "| rules | meaning |\n|---|---|"
    for name, rule in file["rules"].items():
        yield f"| `{name}` | {rule['meaning']}{' (' + rule['of'] + ')' if 'of' in rule else ''} |"
    yield ""


def space_table(results):
    yield "## The space\n"
    yield ("Ranges are the plausible ranges that `poldyn params` documents with the parameters, most of them assumptions. All claims share "
           "the points.\n")
    yield "| name | parameter | from | to | scale |\n|---|---|---|---|---|"
    for one in results["space"]:
        low, high = (str(one[k]).strip('"') for k in ("low", "high"))
        yield f"| {one['name']} | {', '.join(f'`{k}`' for k in one['keys'])} | {low} | {high} | {one['scale']} |"
    yield ""


# To be taken out with the next full run.
EARLIER = """> **This page is of an earlier version**, commit {commit}. Since then random numbers are found by name, elementary functions are
> the program's own, and speed is measured with what never comes out in it ([model.md](model.md) 7.27, 7.28): the numbers here are those of that
> version until a full run is made anew. A verdict in one word hides what was found: under C4 deployment is later at nearly every point, and
> the claim fails for its other two effects.

"""


def page():
    results = json.loads(RESULTS.read_text())
    file = tomllib.loads(CLAIMS.read_text())
    if results["claims_hash"] != claims_hash():
        raise SystemExit("data/claims.toml has changed since data/claims_results.json was made: run `poldyn claims --json > "
                         "data/claims_results.json`")
    remarks = {claim["id"]: claim.get("remark", "") for claim in file["claim"]}
    text = HEAD + EARLIER.format(commit=results["git_commit"][:7])
    text += "\n".join(summary(results["claims"])) + "\n"
    text += MEANING
    text += RULES.format(points=results["points"], dimensions=len(results["space"]), point_replicates=results["point_replicates"])
    text += "\n".join(space_table(results)) + "\n" + "\n".join(rules_table(file)) + "\n"
    text += "## Claim by claim\n\n*without*, *with*: means of the measure on either side; *in sd*: effect over the deviation of runs without the driver (of a " \
            "ratio, of its logarithm). *carried*: share of the whole effect that goes with the mechanism, or in parentheses what goes if there " \
            "was no whole effect; n.s.: not told apart from none.\n\n"
    for claim in results["claims"]:
        text += "\n".join(detail(claim, remarks[claim["id"]])) + "\n"
    text += FILE
    text += (f"## The run\n\n`poldyn claims`, seed {results['seed']}, {results['baseline_replicates']} replicates at the baseline, "
             f"{results['runs']} runs in all, {results['failed']} of them failed; fingerprint of all runs `{results['fingerprint']}`. "
             f"poldyn {results['version']}.\n")
    return text

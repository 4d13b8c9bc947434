"""An office alone, which runs in a moment: filings from outside, and nothing else happens."""

HEAD = """\
title = "filings at an office"
[run]
horizon = "60 d"
sample_interval = "10 d"
replicates = 3
[mechanisms]
projects = false
filings = true
search = false
renewal = false
bundling = false
procurement = false
market = false
finance = false
entry = false
exit = false
openness = false
adoption = false
[capability]
release_gain_oom = 0
[domain.any]
"""

BLOC = """\
[bloc.{bloc}.population]
vendors = 0
entry_rate = 0
[bloc.{bloc}.supply]
growth = 0
[bloc.{bloc}.registration]
who = "all"
[bloc.{bloc}.filings]
interarrival = {{ dist = "exponential", rate = "{rate} /d" }}
[bloc.{bloc}.track.full]
stages = [{track}]
"""

STAGE = """\
[bloc.{bloc}.stage.{stage}]
reviewers = {reviewers}
review = {{ dist = "exponential", mean = "1 d" }}
pass_probability = 1
rectification = 0
max_attempts = 250
"""


def bloc(name, stages, track=None, rate=2, reviewers=3):
    """`stages` in the order of their tables; `track` in the order in which a filing visits them."""
    text = BLOC.format(bloc=name, rate=rate, track=", ".join(f'"{s}"' for s in track or stages))
    return text + "".join(STAGE.format(bloc=name, stage=s, reviewers=reviewers) for s in stages)


def desk(*blocs):
    return HEAD + "".join(blocs)

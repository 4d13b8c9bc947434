"""Scenarios of an approval office alone, for tests: filings, stages, no market."""

OFFICE = """\
title = "an office"
[run]
horizon = "200 d"
warmup = "0 d"
sample_interval = "10 d"
[mechanisms]
projects = false
filings = true
market = false
finance = false
procurement = false
entry = false
exit = false
[domain.any]
"""


def bloc(name, stages, order=None, arrivals='{ dist = "exponential", rate = "2 /d" }'):
    """A bloc whose filings pass `stages`, {name: table text}; tables stand in `order`."""
    track = ", ".join(f'"{stage}"' for stage in stages)
    text = f"""\
[bloc.{name}.population]
vendors = 0
[bloc.{name}.registration]
who = "all"
[bloc.{name}.filings]
interarrival = {arrivals}
[bloc.{name}.track.full]
stages = [{track}]
"""
    for stage in order or stages:
        text += f"[bloc.{name}.stage.{stage}]\n{stages[stage]}\n"
    return text


REVIEW = 'reviewers = 3\nreview = { dist = "exponential", mean = "1 d" }'
PAPER = 'reviewers = 2\nreview = "0.1 d"'

#!/usr/bin/python3
"""The three models as SimPy's manual shows such models: processes that wait for timeouts and for a resource.

usage: simpy_models.py hold TABLE PENDING EVENTS | office TABLE CUSTOMERS | loop SEED
"""
import array
import itertools
import json
import os
import random
import sys
import time

import simpy


def numbers(path):
    table = array.array("d")
    with open(path, "rb") as file:
        table.fromfile(file, os.path.getsize(path) // table.itemsize)
    return table


def timed(run, *arguments):
    start = time.process_time()
    run(*arguments)
    return time.process_time() - start


def hold(path, pending, events):
    env = simpy.Environment()
    increments = itertools.cycle(numbers(path))

    def subject():
        while True:
            yield env.timeout(next(increments))

    def steps(count):
        for _ in range(count):
            env.step()

    for _ in range(int(pending)):
        env.process(subject())
    steps(int(pending))  # each process starts with an event of its own
    seconds = timed(steps, int(events))
    return {"seconds": seconds, "events": int(events), "done": int(events), "ended": env.now}


def office(path, customers):
    count = int(customers)
    table = numbers(path)
    gaps = [number / 3.2 for number in table[:count]]
    services = list(table[count : 2 * count])
    env = simpy.Environment()
    desk = simpy.Resource(env, capacity=4)
    waits = []

    def customer(service):
        came = env.now
        with desk.request() as turn:
            yield turn
            waits.append(env.now - came)
            yield env.timeout(service)

    def source():
        for gap, service in zip(gaps, services):
            yield env.timeout(gap)
            env.process(customer(service))

    env.process(source())
    seconds = timed(env.run)
    return {
        "seconds": seconds,
        "events": 2 * len(waits),
        "done": len(waits),
        "mean_wait": sum(waits) / len(waits),
        "longest_wait": max(waits),
    }


def loop(seed):
    draw = random.Random(int(seed))
    env = simpy.Environment()
    desk = simpy.Resource(env, capacity=90)
    counts = {"train": 0, "review": 0, "mend": 0, "release": 0}

    def vendor():
        while True:
            yield env.timeout(draw.gammavariate(4, 15))
            counts["train"] += 1
            while True:
                with desk.request() as turn:
                    yield turn
                    yield env.timeout(draw.expovariate(1 / 5))
                counts["review"] += 1
                if draw.random() < 0.8:
                    break
                yield env.timeout(draw.expovariate(1 / 10))
                counts["mend"] += 1
            counts["release"] += 1

    for _ in range(1000):
        env.process(vendor())
    seconds = timed(env.run, 3650)
    events = counts["train"] + counts["review"] + counts["mend"]
    return {"seconds": seconds, "events": events, "done": counts["release"], "reviews": counts["review"]}


if __name__ == "__main__":
    model, *rest = sys.argv[1:]
    print(json.dumps({"hold": hold, "office": office, "loop": loop}[model](*rest)))

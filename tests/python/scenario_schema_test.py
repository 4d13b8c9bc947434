"""docs/scenario.schema.json is a valid JSON Schema: it takes our scenarios and refuses common slips."""
import copy
import json
import pathlib
import sys

try:
    import jsonschema
    import tomllib
except ImportError as missing:
    print(f"left out: {missing} (Debian: python3-jsonschema; Python 3.11)")
    sys.exit(0)

root = pathlib.Path(__file__).resolve().parents[2]
schema = json.loads((root / "docs/scenario.schema.json").read_text())
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)

files = sorted([*root.glob("scenarios/**/*.toml"), *root.glob("tests/data/scenarios/*.toml")])
assert files
for file in files:
    scenario = tomllib.loads(file.read_text())
    errors = [f"{'.'.join(map(str, e.path))}: {e.message}" for e in validator.iter_errors(scenario)]
    assert not errors, (file, errors)

good = {
    "extends": "base.toml",
    "run": {"horizon": "5 y"},
    "domain": {"general": {"kind": "tool_use"}},
    "bloc": {"north": {"like": "south", "procurement": {"length": {"dist": "gamma", "mean": "3 mo", "shape": 4}}}},
}
assert validator.is_valid(good)


def refused(path, value):
    slip = copy.deepcopy(good)
    at = slip
    for key in path[:-1]:
        at = at.setdefault(key, {})
    at[path[-1]] = value
    return not validator.is_valid(slip)


procurement = ["bloc", "north", "procurement"]
slips = [
    (["run", "horizn"], "5 y"),
    (["run", "horizon"], "5 years"),
    (["run", "horizon"], -1),
    (["run", "seed"], 1.5),
    (["mechanisms", "search"], "true"),
    (["domain", "general", "kind"], "tools"),
    (["domain", "General"], {}),
    ([*procurement, "preference"], 1.5),
    ([*procurement, "preference"], "50 d"),
    ([*procurement, "length"], {"dist": "gamma", "mean": "3 mo", "alpha": 4}),
    ([*procurement, "length"], {"dist": "gama", "mean": "3 mo"}),
    ([*procurement, "length"], {"mean": -3}),
    (["bloc", "north", "track", "full", "stages"], "panel"),
    (["bloc", "north", "track", "middle"], {}),
]
for path, value in slips:
    assert refused(path, value), (path, value)

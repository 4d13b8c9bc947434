"""Every shipped scenario gives the committed fingerprint, on one thread and on two.

The same file holds for Debian 12 and 13: if a new Boost draws otherwise, this says so. After a change that is meant to
move them: tests/python/fingerprint_test.py --update, and name old and new in the commit.
"""
import json
import os
import sys

import _fingerprints as f

POLDYN = os.environ["POLDYN"]

if "--update" in sys.argv:
    f.EXPECTED.write_text(json.dumps({n: f.fingerprint(POLDYN, n) for n in f.SCENARIOS}, indent=2) + "\n")
    sys.exit()

for jobs in (1, 2):
    wrong = f.differences(POLDYN, jobs)
    assert not wrong, "\n".join([f"with {jobs} jobs:"] + wrong)

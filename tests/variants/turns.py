"""A variant turns the clauses that turns.yaml names, and no other; a scenario passes all of its own.

turns.py PROGRAM SCENARIO [VARIANT]"""
import json
import pathlib
import subprocess
import sys
import tempfile

import yaml

program, scenario, *rest = sys.argv[1:]
variant = rest[0] if rest else None
table = yaml.safe_load(pathlib.Path(__file__).with_name("turns.yaml").read_text(encoding="utf-8"))[scenario]
PASSES, FAILS, NOT_SETTLED = 0, 1, 3


def clauses(name, size):
    """Verdict and estimate of every clause, and of the members of those that have some."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([program, "run", name, "-o", folder, *size], stdout=subprocess.PIPE)
        assert done.returncode in (PASSES, FAILS, NOT_SETTLED), done.returncode
        judged = subprocess.run([program, "assess", folder, "--format", "json"], stdout=subprocess.PIPE)
        assert judged.returncode == done.returncode, "run and assess agree"
    return {clause["id"]: clause for clause in json.loads(judged.stdout)["clauses"]}


def shown(found):
    return ", ".join(f"{id} {clause['verdict']} ({clause['estimate']})" for id, clause in found.items())


if not variant:
    found = clauses(scenario, [])
    print(scenario, shown(found))
    assert all(clause["verdict"] == "pass" for clause in found.values()), "a default settles every clause"
    sys.exit()

expected = table["variants"][variant] or {}
size = expected.get("size", table["size"])
found = clauses(f"{scenario}/{variant}", size)
print(variant, shown(found))
assert [id for id, clause in found.items() if clause["verdict"] == "fail"] == expected.get("fails", [])
if "better" in expected:
    own = clauses(scenario, size)
    print(scenario, shown(own))
    for id, reading in expected["better"].items():
        estimate = lambda clauses: next(each["estimate"] for each in clauses[id]["readings"] if each["reading"] == reading)
        sign = -1 if own[id]["comparator"].startswith("<") else 1
        assert sign * estimate(found) > sign * estimate(own), (id, estimate(found), estimate(own))

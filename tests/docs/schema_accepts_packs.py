"""docs/schema/pack.schema.json accepts the packs of this repository, refuses spoilt ones, and knows the KPIs the program knows.

usage: schema_accepts_packs.py SCHEMA PROGRAM PACK...
"""

import copy
import json
import subprocess
import sys

import jsonschema
import yaml


def spoilt(pack):
    """One mistake each."""
    def scenario(change):
        copied = copy.deepcopy(pack)
        change(next(iter(copied["scenarios"].values())))
        return copied

    def clause(change):
        return scenario(lambda s: change(s["clauses"][0]))

    yield "unknown key", {**pack, "limits": 3}
    yield "no schema", {key: value for key, value in pack.items() if key != "schema"}
    yield "empty pack", {**pack, "scenarios": {}}
    yield "confidence 1", {**pack, "confidence": 1}
    yield "unknown KPI", clause(lambda c: c.update(kpi="latencey"))
    yield "unknown unit", clause(lambda c: c.update(unit="percent"))
    yield "no reading", clause(lambda c: c.update(readings=[]))
    yield "misspelt key of a clause", clause(lambda c: c.update(limt=c.pop("limit")))
    yield "observed with a limit", scenario(lambda s: s.update(observe=[{"kpi": "yield", "readings": ["all_units"], "limit": 1}]))
    yield "observed without a reading", scenario(lambda s: s.update(observe=[{"kpi": "yield", "readings": []}]))
    yield "observed KPI unknown", scenario(lambda s: s.update(observe=[{"kpi": "yeild", "readings": ["all_units"]}]))
    yield "sequential without beta", clause(lambda c: c.update(sequential={"acceptable": 60}))
    yield "beta of a half", clause(lambda c: c.update(sequential={"acceptable": 60, "beta": 0.5}))
    yield "guard band without uncertainty", clause(lambda c: c.update(guard_band={"rule": "guarded"}))
    yield "unknown decision rule", clause(lambda c: c.update(guard_band={"rule": "strict", "expanded_uncertainty": 1}))
    yield "no English", clause(lambda c: c["title"].pop("en"))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    wrong = []
    listed = subprocess.run([sys.argv[2], "--lang", "en", "list", "kpis"], capture_output=True, text=True, check=True).stdout
    kpis = [line.split()[0] for line in listed.splitlines() if line and not line.startswith(" ")]
    if schema["$defs"]["criterion"]["properties"]["kpi"]["enum"] != kpis:
        wrong.append("the schema's KPIs are not those of the program")
    for path in sys.argv[3:]:
        with open(path, encoding="utf-8") as file:
            pack = yaml.safe_load(file)
        wrong += [f"{path}: {error.json_path}: {error.message}" for error in validator.iter_errors(pack)]
        wrong += [f"{path}: accepted with {mistake}" for mistake, document in spoilt(pack) if validator.is_valid(document)]
    print("\n".join(wrong))
    sys.exit(1 if wrong or len(sys.argv) < 4 else 0)


main()

"""The schema accepts the plan of every scenario, in and out of reach of a budget, and refuses spoilt copies of one."""
import copy
import json
import subprocess
import sys

import jsonschema

schema_path, program = sys.argv[1:]
with open(schema_path, encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)


def plan(*arguments):
    done = subprocess.run([program, "plan", *arguments, "--format", "json"], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


scenarios = [line.split()[0] for line in subprocess.run(
    [program, "list", "scenarios", "--lang", "en"], stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout.splitlines()
    if line and not line.endswith(":")]
assert len(scenarios) == 9, scenarios
for scenario in scenarios:
    validator.validate(plan(scenario))
    validator.validate(plan(scenario, "--budget", "4h", "--burst-length", "2", "--cv", "5%"))
whole = plan("line-coordination", "--assume", "production_efficiency_uplift=5%", "--assume", "device_latency=2%")
validator.validate(whole)


def is_refused(spoil):
    spoilt = copy.deepcopy(whole)
    spoil(spoilt)
    return not validator.is_valid(spoilt)


reading = lambda json: json["clauses"][1]["criteria"][0]["readings"][0]
for spoil in (
        lambda json: json.update(power=1.5),
        lambda json: json.pop("assumptions"),
        lambda json: json.update(extra=1),
        lambda json: reading(json).update(settles="maybe"),
        lambda json: reading(json)["sizes"][0].update(n=-1),
        lambda json: reading(json)["sizes"][0].pop("chances"),
        lambda json: reading(json)["characteristic"][0]["chances"].update(fail=2),
):
    assert is_refused(spoil)

"""The schema accepts what `sensitivity` writes, with values that are refused and such that do not exist, and refuses spoilt copies."""
import copy
import json
import subprocess
import sys
import tempfile

import jsonschema

schema_path, program = sys.argv[1:]
with open(schema_path, encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)

with tempfile.TemporaryDirectory() as folder:
    done = subprocess.run(
        [program, "sensitivity", "line-coordination", "-o", folder, "--duration", "5min", "--replications", "2", "--only",
         "process.buffer_units", "--only", "pilot.network.carrier.bandwidth_mhz", "--format", "json"],
        stdout=subprocess.PIPE, check=True)
written = json.loads(done.stdout)
validator.validate(written)
buffer, bandwidth = written["parameters"]
assert buffer["lower"] is None, "a buffer of 1 has no less"
assert bandwidth["lower"]["criteria"], "80 MHz"
assert bandwidth["higher"]["criteria"] is None, "no band has 120 MHz"
assert len(written["other_seeds"]) == 2


def is_refused(spoil):
    spoilt = copy.deepcopy(written)
    spoil(spoilt)
    return not validator.is_valid(spoilt)


for spoil in (
        lambda json: json.update(share=1.5),
        lambda json: json.pop("other_seeds"),
        lambda json: json.update(extra=1),
        lambda json: json["parameters"][0].pop("title"),
        lambda json: json["parameters"][1]["lower"].update(criteria=1),
        lambda json: json["criteria"]["9.2"].update(verdict="perhaps"),
):
    assert is_refused(spoil)

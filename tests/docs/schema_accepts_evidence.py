"""schema_accepts_evidence.py SCHEMA WRITER FOLDER: the schema, judged by a validator that is not ours.

WRITER writes evidence into FOLDER; all of it must satisfy the schema, and every kind of spoilt row and manifest must not.
"""
import copy
import csv
import json
import pathlib
import subprocess
import sys

import jsonschema
import yaml

schema_path, writer, folder = sys.argv[1:]
folder = pathlib.Path(folder)
schema = json.loads(pathlib.Path(schema_path).read_text(encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
failures = []


def is_valid(name, value):
    part = {"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": f"#/$defs/{name}"}
    return jsonschema.Draft202012Validator(part).is_valid(value)


def expect(is_expected, what):
    if not is_expected:
        failures.append(what)


def typed(cell, column):
    """A CSV cell as JSON, by the column's declared type; what does not convert stays text, which the schema refuses."""
    if cell == "":
        return None
    types = column.get("type", "string")
    for name, convert in (("integer", int), ("number", float), ("boolean", {"true": True, "false": False}.__getitem__)):
        if name in types:
            try:
                return convert(cell)
            except (ValueError, KeyError):
                return cell
    return cell


subprocess.run([writer, folder], check=True)
tables = {path.stem: path for path in folder.glob("pilot/1/*.csv")}
expect(set(tables) == set(schema["$defs"]) - {"manifest"}, f"tables {sorted(tables)} are not those of the schema")
for name, path in tables.items():
    columns = schema["$defs"][name]["properties"]
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{key: typed(cell, columns[key]) for key, cell in row.items()} for row in csv.DictReader(file)]
    expect(len(rows) == 200, f"{name}: {len(rows)} rows, 200 were written")
    for row in rows:
        expect(is_valid(name, row), f"{name} refuses {row}")
    for key, column in columns.items():
        good = rows[0]
        empties = [row for row in rows if row[key] is None]
        may_be_empty = "null" in column.get("type", []) or None in column.get("enum", [])
        expect(bool(empties) == may_be_empty, f"{name}.{key}: may be empty in the schema, {len(empties)} empty cells in 200 rows")
        spoilt = {"of another type": {**good, key: ["x"]}, "missing": {k: v for k, v in good.items() if k != key}}
        if not may_be_empty:
            spoilt["empty"] = {**good, key: None}
        if "minimum" in column:
            spoilt["too small"] = {**good, key: column["minimum"] - 1}
        if "maximum" in column:
            spoilt["too large"] = {**good, key: column["maximum"] + 1}
        if "enum" in column:
            spoilt["no choice"] = {**good, key: "5g"}
        for how, row in spoilt.items():
            expect(not is_valid(name, row), f"{name} accepts a row whose {key} is {how}")
    expect(not is_valid(name, {**rows[0], "temperature": 1}), f"{name} accepts an unknown column")

manifest = yaml.safe_load((folder / "evidence.yaml").read_text(encoding="utf-8"))
expect(jsonschema.Draft202012Validator(schema).is_valid(manifest), f"the schema refuses {manifest}")
expect(is_valid("manifest", {key: manifest[key] for key in ("schema", "scenario", "source")}), "the schema needs more than three keys")


def unused(part, value, where):
    """Properties of the schema that the full manifest does not have: a key only one of the two knows."""
    for key, child in part.get("properties", {}).items():
        if key not in value:
            yield f"{where}.{key}"
        else:
            yield from unused(child, value[key], f"{where}.{key}")
    if "items" in part:
        yield from unused(part["items"], value[0], where)


expect(list(unused(schema["$defs"]["manifest"], manifest, "manifest")) == [], "the writer never writes " + str(list(unused(schema["$defs"]["manifest"], manifest, "manifest"))))


def spoil(*path_and_value):
    *path, last, value = path_and_value
    spoilt = copy.deepcopy(manifest)
    inner = spoilt
    for step in path:
        inner = inner[step]
    inner[last] = value
    return spoilt


for spoilt in (
    spoil("schema", "plantproof-evidence/2"),
    spoil("source", "measured"),
    spoil("scenario", None),
    spoil("area", "width_m", 0),
    spoil("area", "height_m", 3),
    spoil("gnbs", 0, "x_m", "ten"),
    spoil("zones", 0, "width_m", 0),
    spoil("measured_by", ""),
    spoil("measured_by", " "),
    spoil("measured_by", "two\nlines"),
    spoil("measured_by", ["a"]),
    spoil("obstacles", 0, "corners_m", [[0, 0], [1, 1]]),
    spoil("obstacles", 0, "corners_m", 0, [0]),
    spoil("obstacles", 0, "length_m", 5),
    spoil("obstacles", 0, {"name": "rack", "length_m": 5, "width_m": 0}),
    spoil("parameters", "freshness_limit_s", "soon"),
    spoil("clock_uncertainty_ns", "mesages", 5),
    spoil("clock_uncertainty_ns", "messages", -5),
    spoil("clock_uncertainty_ns", "messages", {"plc": -5}),
    spoil("clock_uncertainty_ns", "records", {"plc": 5}),
    spoil("planned_rows", "inspection", 5),
    spoil("planned_rows", "inspections", 0),
    spoil("files", "pilot/1/messages.csv", "A" * 64),
    spoil("sources", 0, "rows_read", 1.5),
    spoil("sources", 0, "refused", "wrong_typ", 1),
    spoil("sources", 0, "remarks", 0, {"zh": "只有中文"}),
    spoil("simulation", {"seed": 1}),
    spoil("note", "by hand"),
):
    expect(not is_valid("manifest", spoilt), f"the schema accepts {spoilt}")

expect(is_valid("manifest", spoil("obstacles", 0, {"name": "rack", "length_m": 5, "width_m": 2, "origin_y_m": -3})), "the schema refuses a rectangle")

for failure in failures[:20]:
    print(failure)
sys.exit(1 if failures else 0)

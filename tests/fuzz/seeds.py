#!/usr/bin/env python3
"""Collects the seeds of the fuzz targets from the fixtures that the other tests have: seeds.py SOURCE SHARED FOLDER.

What tests read in memory they keep themselves (tests/seed.hpp)."""
import gzip
import pathlib
import sys

LARGEST = 1 << 16
source, shared, folder = (pathlib.Path(argument) for argument in sys.argv[1:])


def keep(target, name, data):
    place = folder / target
    place.mkdir(parents=True, exist_ok=True)
    (place / name.replace("/", "_")).write_bytes(data[:LARGEST])


def named(path):
    return str(path.relative_to(source))


def head(data, lines):
    return b"".join(data.splitlines(keepends=True)[:lines])


fixtures = [path for top in ("data/samples", "tests", "docs") for path in sorted((source / top).rglob("*")) if path.is_file()]
for path in fixtures:
    data = path.read_bytes()
    if path.suffix == ".csv" and path.parent.parent.name in ("pilot", "baseline"):
        keep("table", named(path), path.stem.encode() + b"\n" + head(data, 20))
    if path.name == "evidence.yaml":
        keep("manifest", named(path), data)
    if path.suffix == ".yaml" and b"plantproof-pack/" in data:
        keep("pack", named(path), data)
    if path.suffix in (".svg", ".png", ".jpg"):
        keep("floor_plan", named(path), head(data, 20) + b"\n@@@@ extent\n0,0,100,50")
    if path.name == "out" and data.startswith(b"{"):
        keep("verdict", named(path), data)
    if path.suffix in (".gz", ".zst"):
        keep("compressed", named(path), data)
    if path.name.lower() == "campaign.yaml":
        seed = data
        for other in sorted(path.parent.rglob("*")):
            name = str(other.relative_to(path.parent))
            if other.is_file() and other != path and name.encode() in data:
                seed += b"\n@@@@ " + name.encode() + b"\n" + head(other.read_bytes(), 20)
        keep("campaign", named(path), seed)

for path in sorted((source / "validators/packs").glob("*.yaml")):
    keep("pack", named(path), path.read_bytes())
for path in sorted((source / "scenarios").glob("*/scenario.yaml")):
    keep("scenario", named(path), path.read_bytes())
    for variant in sorted(path.parent.glob("variants/*.yaml")):
        keep("scenario", named(variant), path.read_bytes() + b"\n@@@@ variant\n" + variant.read_bytes())
for magic in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"):
    keep("floor_plan", magic.hex(), magic + bytes(range(32)))
for size in (0, 1, 100, 70000):
    keep("compressed", f"{size}.gz", gzip.compress(bytes(i * i % 251 for i in range(size)), mtime=0))

for path in sorted((shared / "formats").glob("*.json")) if shared.is_dir() else []:
    name = path.name.split("_")[0]
    seed = f"schema: plantproof-campaign/1\nscenario: line-coordination\nsources:\n  - format: {name}\n    phase: pilot\n    path: source\n    flow: f\n"
    if name in ("iperf3", "irtt"):
        keep(name, path.name, seed.encode() + b"\n@@@@ source\n" + path.read_bytes())

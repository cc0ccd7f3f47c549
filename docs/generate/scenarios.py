"""Measures the tables of docs/scenarios.md and docs/scenarios.zh.md and writes them: scenarios.py PROGRAM DIRECTORY
[SCENARIO ...], of all scenarios or of these.

Every scenario and variant is run as a user would, and every parameter is varied; it takes hours. What is in DIRECTORY
from an earlier call is not simulated again."""
import json
import pathlib
import re
import subprocess
import sys

import yaml

# How much is simulated of each of the hundreds of plants that differ in one parameter: less than by default.
SENSITIVITY = {
    "digital-workshop": ["--duration", "15min", "--replications", "2"],
    "ar-vr": ["--duration", "24h", "--replications", "2", "--set", "process.training.exercise_s=10", "--set",
              "process.maintenance.guidance_s=10"],
    "wireless-control": ["--duration", "30s", "--replications", "2"],
    "cloud-robot": ["--duration", "60s", "--replications", "2"],
    "material-tracking": ["--duration", "4h", "--replications", "3"],
    "data-collection": ["--duration", "10s", "--replications", "2", "--only", "process"],
    "agv-transport": ["--duration", "300s", "--replications", "2"],
    "line-coordination": ["--duration", "4h", "--replications", "3"],
    "visual-inspection": ["--replications", "2"],
}
ROOT = pathlib.Path(__file__).parents[2]
# A variant that takes long is simulated as briefly as its test does it, and of these scenarios all are.
BRIEF = {"digital-workshop", "ar-vr", "wireless-control", "cloud-robot", "material-tracking", "data-collection"}
TURNS = yaml.safe_load((ROOT / "tests" / "variants" / "turns.yaml").read_text(encoding="utf-8"))
VERDICTS = {"pass": ("通过", "pass"), "fail": ("**不通过**", "**fail**"), "inconclusive": ("未定", "inconclusive"),
            "no_data": ("无数据", "no data"), "invalid": ("无效", "invalid")}
LANGUAGES = ("zh", "en")
program, directory, asked = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]


def printed(*arguments):
    done = subprocess.run([program, *arguments], stdout=subprocess.PIPE, encoding="utf-8")
    assert done.returncode in (0, 1, 3), (arguments, done.returncode)
    return done.stdout


def value(clause):
    """A clause's estimate as people read it."""
    if clause["estimate"] is None:
        return ""
    if clause["unit"] == "1":
        return f"{100 * clause['estimate']:.3g} %"
    return f"{clause['estimate']:.4g}" + (" ms" if clause["unit"] == "ms" else "")


def found(clause, language):
    members = " / ".join(value(member) for member in clause.get("members", []))
    return f"{members or value(clause)} {VERDICTS[clause['verdict']][LANGUAGES.index(language)]}".strip()


def judged(name, size):
    folder = directory / "run" / name.replace("/", "-")
    printed("run", name, "-o", str(folder), *size)
    return json.loads(printed("assess", str(folder), "--format", "json"))["clauses"]


def variants_table(scenario, language):
    common = TURNS[scenario]["size"] if scenario in BRIEF else []
    shown = lambda size: f"`{' '.join(size)}`" if size else ""
    rows = [({"zh": "（默认）", "en": "(default)"}[language], shown(common), judged(scenario, common))]
    for file in sorted((ROOT / "scenarios" / scenario / "variants").glob("*.yaml")):
        title = next(entry["title"] for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["set"] if "title" in entry)
        size = (TURNS[scenario]["variants"][file.stem] or {}).get("size", common)
        note = f" ({shown(size)})" if size and size != common else ""
        rows.append((f"`{file.stem}`", title[language] + note, judged(f"{scenario}/{file.stem}", size)))
    ids = [clause["id"] for clause in rows[0][2]]
    head = {"zh": ["变体", "不同之处"], "en": ["variant", "what is different"]}[language] + ids
    lines = [head, ["---"] * len(head)] + [[name, title, *(found(clause, language) for clause in clauses)] for name, title, clauses in rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def sensitivity_tables(scenario, language):
    return printed("sensitivity", scenario, "-o", str(directory / "sensitivity" / scenario), *SENSITIVITY[scenario], "--rows", "8",
                   "--format", "markdown", "--lang", language)


TABLES = {"variants": variants_table, "sensitivity": sensitivity_tables}
for language, name in (("zh", "scenarios.zh.md"), ("en", "scenarios.md")):
    page = ROOT / "docs" / name
    block = re.compile(r"(<!-- (variants|sensitivity) (\S+) -->\n).*?(<!-- end -->)", re.S)
    text = block.sub(lambda match: match[0] if asked and match[3] not in asked else
                     f"{match[1]}\n{TABLES[match[2]](match[3], language)}\n{match[4]}", page.read_text(encoding="utf-8"))
    page.write_text(text, encoding="utf-8")

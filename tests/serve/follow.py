"""follow.py PLANTPROOF SAMPLES: `plantproof assess --follow` while a measurement is being recorded. Exits 1 when one thing is wrong."""
import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM, SAMPLES = sys.argv[1:3]
failures = 0


def check(right, what):
    global failures
    if not right:
        failures += 1
        print("FAILED", what)


def until(come, what):
    """Waits for what a run that goes on will show."""
    for _ in range(600):
        try:
            if (found := come()) is not None:
                return found
        except FileNotFoundError:
            pass
        time.sleep(0.1)
    check(False, what)
    raise SystemExit(1)


def clauses(path):
    return {clause["id"]: clause for clause in json.loads(path.read_text())["clauses"]}


def record(scratch, sample):
    """The sample without its hashes and most of its messages, and the text that is still to come."""
    evidence = scratch / sample.replace("/", "-")
    shutil.copytree(pathlib.Path(SAMPLES) / sample, evidence)
    manifest = (evidence / "evidence.yaml").read_text()
    head, _, _ = manifest.partition("files:")
    (evidence / "evidence.yaml").write_text(head)
    table = max(evidence.glob("pilot/*/*.csv"), key=lambda file: file.stat().st_size)
    text = table.read_bytes()
    cut = len(text) // 2
    table.write_bytes(text[:cut])
    return evidence, table, text[cut:]


def sealed(evidence):
    files = "".join(f"  {path.relative_to(evidence)}: {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in sorted(evidence.glob("*/*/*.csv")))
    return (evidence / "evidence.yaml").read_text() + "files:\n" + files


def judged(evidence, *arguments):
    done = subprocess.run([PROGRAM, "assess", str(evidence), "--format", "json", "--lang", "en", *arguments], capture_output=True, text=True)
    return done.returncode, json.loads(done.stdout)


with tempfile.TemporaryDirectory() as name:
    scratch = pathlib.Path(name)

    # What is shown while rows come in is provisional, an unfinished line is not there yet, and sealing ends it.
    evidence, table, rest = record(scratch, "line-coordination/pass")
    verdict = scratch / "verdict.json"
    complaints = scratch / "complaints"
    with open(complaints, "w") as errors:
        following = subprocess.Popen([PROGRAM, "assess", "--follow", str(evidence), "--format", "json", "-o", str(verdict), "--lang", "en"], stderr=errors)
    until(lambda: verdict.exists() or None, "a first verdict")
    first = clauses(verdict)
    check(all(clause["verdict"] != "pass" or clause["sequential"] for clause in first.values()), "nothing passes before its time")
    provisional = [clause for clause in first.values() if clause.get("provisional") == "pass"]
    check(provisional and all(clause["verdict"] == "inconclusive" and "provisional" in clause["sentence"]["en"] for clause in provisional), "what would pass is provisional")
    seen = {id: clause["n"] for id, clause in first.items()}
    with open(table, "ab") as growing:
        growing.write(rest[: len(rest) // 2])
    grown = until(lambda: (now := clauses(verdict)) and ({id: clause["n"] for id, clause in now.items()} != seen and now or None), "the new rows")
    check(all(grown[id]["n"] >= (n or 0) for id, n in seen.items()), "rows are added")

    # What is wrong is said once, and may be mended; the verdict stays.
    before = verdict.read_text()
    whole = table.stat().st_size
    with open(table, "ab") as growing:
        growing.write(b"\nno row\n")
    until(lambda: complaints.read_text() or None, "a complaint")
    time.sleep(2.5)
    check(verdict.read_text() == before, "the last verdict stays where there is none")
    os.truncate(table, whole)
    with open(table, "ab") as growing:
        growing.write(rest[len(rest) // 2 :])
    until(lambda: clauses(verdict) != json.loads(before) and verdict.read_text() != before or None, "all rows")
    (evidence / ".evidence.yaml").write_text(sealed(evidence))
    os.replace(evidence / ".evidence.yaml", evidence / "evidence.yaml")
    code = following.wait(60)
    check(complaints.read_text().count("1 cells in this row") == 1, f"what is wrong is said once: {complaints.read_text()}")
    alone, verdict_alone = judged(evidence)
    check(code == alone and json.loads(verdict.read_text()) == verdict_alone, "at the end it is the verdict on the whole evidence")
    check(not any("provisional" in clause for clause in verdict_alone["clauses"]), "which is not provisional")

    # A signal ends it; in the terminal's text as well.
    evidence, table, rest = record(scratch, "cloud-robot/pass")
    following = subprocess.Popen([PROGRAM, "assess", "--follow", str(evidence), "--lang", "zh"], stdout=subprocess.PIPE, text=True)
    line = until(lambda: following.stdout.readline() or None, "a verdict in text")
    while "测量仍在进行" not in line or "Ctrl-C" not in line:
        line = until(lambda: following.stdout.readline() or None, "how it ends")
    following.send_signal(signal.SIGINT)
    check(following.wait(60) == 3, "nothing is settled")

    # Nor does it go on where nobody can be shown anything.
    with open("/dev/full", "w") as full:
        done = subprocess.run([PROGRAM, "assess", "--follow", str(evidence)], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    check(done.returncode == 2 and done.stderr, f"a full disk ends it: {done.returncode} {done.stderr}")

    # What cannot be followed.
    for arguments, complaint in ((["--looks", "3"], "--looks"), (["--format", "json"], "-o"), ([str(evidence)], "one piece")):
        done = subprocess.run([PROGRAM, "assess", "--follow", str(evidence), *arguments, "--lang", "en"], capture_output=True, text=True)
        check(done.returncode == 2 and complaint in done.stderr, f"{arguments}: {done.stderr}")

sys.exit(1 if failures else 0)

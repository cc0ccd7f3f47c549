"""Runs every ```console block of the pages given and compares what is printed: a page never shows output that is not true.

usage: true_output.py PROGRAM_FOLDER PAGE...

A line "$ COMMAND" is run in the source folder; the lines after it, up to the next "$ " or the end of the block, are its standard output
and standard error as a terminal shows them. PLANTPROOF_UPDATE=1 writes the true output into the pages instead.
"""

import os
import re
import subprocess
import sys
import tempfile


def printed(command, folder, scratch):
    environment = dict(os.environ, PATH=folder + ":" + os.environ["PATH"], LC_ALL="C.UTF-8", TMP=scratch)
    done = subprocess.run(["sh", "-c", command], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout.replace(scratch, "/tmp")


def true_block(block, folder):
    with tempfile.TemporaryDirectory() as scratch:
        lines = []
        for line in block.splitlines():
            if line.startswith("$ "):
                lines.append(line)
                command = line[2:].replace("build/release/plantproof", "plantproof").replace("/tmp/", scratch + "/")
                lines += printed(command, folder, scratch).splitlines()
        return "\n".join(lines) + "\n"


def main():
    folder, pages = sys.argv[1], sys.argv[2:]
    update = os.environ.get("PLANTPROOF_UPDATE")
    wrong = blocks = 0
    for page in pages:
        with open(page, encoding="utf-8") as file:
            text = file.read()

        def check(match):
            nonlocal wrong, blocks
            blocks += 1
            true = true_block(match.group(2), folder)
            if true != match.group(2) and not update:
                wrong += 1
                print(f"{page}: this block is not what is printed:\n{match.group(2)}--- printed:\n{true}")
            return match.group(1) + true + match.group(3) if update else match.group(0)

        checked = re.sub(r"(```console\n)(.*?)(```)", check, text, flags=re.S)
        if update:
            with open(page, "w", encoding="utf-8") as file:
                file.write(checked)
    if blocks == 0:
        print("no console block was found: nothing was checked")
    sys.exit(1 if wrong or blocks == 0 else 0)


main()

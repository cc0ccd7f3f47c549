#!/bin/sh
# screenshots.sh PLANTPROOF EVIDENCE SCRATCH: the pictures of pages in docs/pictures, of EVIDENCE as `plantproof run all -o EVIDENCE` makes it.
# Needs npm and a Chromium, as the tests of the page do.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || { echo "screenshots: there is no Chromium" >&2; exit 1; }
plantproof=$(realpath "$1")
evidence=$(realpath "$2")
"$root/web/test/install.sh" "$3"
cp "$root/docs/generate/screenshots.mjs" "$3/test/"
cd "$3" && CHROMIUM="$chromium" exec node test/screenshots.mjs "$plantproof" "$evidence" "$root/docs/pictures"

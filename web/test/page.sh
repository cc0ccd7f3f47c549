#!/bin/sh
# page.sh SCRATCH PLANTPROOF SAMPLES: reports of all samples in an installed Chromium.
set -eu
web=$(cd "$(dirname "$0")/.." && pwd)
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || { echo "skipped: there is no Chromium"; exit 77; }
"$web/test/install.sh" "$1"
cd "$1" && CHROMIUM="$chromium" exec node test/page.mjs "$2" "$3"

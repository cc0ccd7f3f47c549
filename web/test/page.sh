#!/bin/sh
# page.sh SCRATCH PLANTPROOF SAMPLES: reports of all samples and the list of a served folder in an installed Chromium.
set -eu
web=$(cd "$(dirname "$0")/.." && pwd)
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || { echo "skipped: there is no Chromium"; exit 77; }
"$web/test/install.sh" "$1"
cd "$1"
export CHROMIUM="$chromium"
node test/serve.mjs "$2" "$3"
exec node test/page.mjs "$2" "$3"

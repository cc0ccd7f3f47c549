#!/bin/sh
# is_current.sh SCRATCH: the committed page is what the sources build to, byte by byte.
set -eu
web=$(cd "$(dirname "$0")/.." && pwd)
"$web/test/install.sh" "$1"
cd "$1" && npm run build >build.log 2>&1 || { cat build.log; exit 1; }
cmp "$web/dist/report.html" dist/report.html || { echo "web/dist/report.html is not what web/src builds to: cd web && npm ci && npm run build"; exit 1; }

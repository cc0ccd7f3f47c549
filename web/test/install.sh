#!/bin/sh
# install.sh SCRATCH: copies the sources to SCRATCH and installs the locked packages there, once for each lock file. Exits 77, the
# code of a skipped test, and says why, where that cannot be.
set -eu
web=$(cd "$(dirname "$0")/.." && pwd)
scratch=$1
command -v npm >/dev/null || { echo "skipped: there is no npm"; exit 77; }
mkdir -p "$scratch"
if ! cmp -s "$web/package-lock.json" "$scratch/installed.lock"; then
  cp "$web/package.json" "$web/package-lock.json" "$scratch/"
  (cd "$scratch" && npm ci --no-audit --no-fund >npm.log 2>&1) || { echo "skipped: npm ci failed, is the registry within reach?"; tail -3 "$scratch/npm.log"; exit 77; }
  cp "$web/package-lock.json" "$scratch/installed.lock"
fi
rm -rf "$scratch/src" "$scratch/test"
cp -r "$web/src" "$web/test" "$web/report.html" "$web/tsconfig.json" "$web/vite.config.js" "$scratch/"

#!/usr/bin/env bash
# The same table by plantproof, DuckDB and Polars, in turn: bench/messages/peers/run.sh PROGRAM DIR [RUNS], PROGRAM being
# plantproof_messages and DIR as its `generate DIR` made it. The peers are installed from npm beside DIR. Where CSV_H names
# the folder of fast-cpp-csv-parser's csv.h, a bare loop of that runs, too.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1")
directory=$(realpath "$2")
runs=${3:-5}
scratch=$directory.peers
mkdir -p "$scratch"
cp "$here"/package.json "$here"/*.mjs "$scratch"
cd "$scratch"
npm install --no-audit --no-fund >npm.log
"$program" measure "$directory" --runs "$runs" >plantproof.csv
if [ -n "${CSV_H-}" ]; then
  c++ -std=c++20 -O3 -DNDEBUG -isystem "$CSV_H" "$here/fast_csv.cpp" -o fast_csv
  ./fast_csv "$directory" "$runs" >fast_csv.txt
fi
node duckdb.mjs "$directory" "$runs" >duckdb.csv
cmp plantproof.csv duckdb.csv && echo "DuckDB's table is the same to the last digit"
node polars.mjs "$directory" "$runs" >polars.csv || echo "Polars failed"

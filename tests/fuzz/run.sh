#!/usr/bin/env bash
# Runs every fuzz target, or those named, for so many seconds each, two at a time: run.sh BUILD SECONDS [TARGET...]
# What they find interesting stays in BUILD/corpus, what breaks a property in BUILD/findings, and the run then fails.
set -uo pipefail
build=$1 seconds=$2
shift 2
[ $# -gt 0 ] || { cd "$build/targets" && set -- *_fuzz && set -- "${@%_fuzz}" && cd - >/dev/null; }

run_one() {
  local target=$1 log longest=16384 begun=$SECONDS
  case $target in pcap_*) longest=65536 ;; esac  # a packet has the bytes of many lines of text
  mkdir -p "$build/corpus/$target" "$build/findings/$target" "$build/seeds/$target"
  log="$build/findings/$target.log"
  # One table's reader takes a block of memory that the sanitizer need not keep after it is gone.
  ASAN_OPTIONS=quarantine_size_mb=16 nice -n 10 "$build/targets/${target}_fuzz" -max_total_time="$seconds" -timeout=100 \
    -rss_limit_mb=1024 -max_len="$longest" -print_final_stats=1 -artifact_prefix="$build/findings/$target/" \
    "$build/corpus/$target" "$build/seeds/$target" </dev/null >"$log" 2>&1
  local code=$?
  printf '%-16s %s, %s runs, coverage %s: %s\n' "$target" "$((SECONDS - begun)) s" \
    "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" \
    "$(grep -o 'cov: [0-9]* ft: [0-9]*' "$log" | tail -1)" \
    "$([ $code -eq 0 ] && echo nothing found || echo "FOUND, see $log")"
  return $code
}
export -f run_one
export build seconds
printf '%s\n' "$@" | xargs -P 2 -I{} bash -c 'run_one {}' || exit 1

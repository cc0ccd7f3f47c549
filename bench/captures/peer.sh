#!/usr/bin/env bash
# What tshark (Debian's, installed by hand: it serves this comparison only) takes to list what packets are matched by.
# Usage: peer.sh DIR [RUNS], DIR as made by `plantproof_captures generate DIR`.
set -euo pipefail
runs=${2:-5}
TIMEFORMAT='%U %S %R'
for _ in $(seq "$runs"); do
  { time for file in "$1/first.pcap" "$1/second.pcap"; do
      tshark -n -r "$file" -T fields -e frame.time_epoch -e ip.src -e ip.dst -e ip.id -e udp.srcport -e udp.dstport -e udp.payload
    done >/dev/null 2>&1; } 2>&1
done | awk '{ print $1 + $2, $3 }' | sort -n | awk '{ cpu[NR] = $1; wall[NR] = $2 }
  END { m = int((NR + 1) / 2); printf "tshark: %.1f s CPU, %.1f s, median of %d runs\n", cpu[m], wall[m], NR }'

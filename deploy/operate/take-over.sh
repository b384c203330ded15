#!/usr/bin/env bash
# Rehearses that another replica of scoring takes over: bash deploy/operate/take-over.sh ADDRESSES COMMAND...
#
# ADDRESSES  a folder with a file for each database: databases.sh. Only that of scoring is used.
# COMMAND    what ends one replica: kubectl delete pod shop-cx-index-scoring-5d9-xx --grace-period=0 --force, or kill -9 PID
#
# Replicas need no leader: each reads all shards, and whichever commits a chunk first has counted it (the fence). The script prints how
# long nothing was counted after COMMAND. Departments must be sealing something; an idle one seals an empty batch each minute.
# It ends with 1 when nothing is counted within CX_WAIT_SECONDS (120).
set -euo pipefail
[ $# -ge 2 ] || { echo "bash deploy/operate/take-over.sh ADDRESSES COMMAND..." >&2; exit 1; }
. "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/databases.sh"
read_address "$1" scoring
shift

counted() { query scoring 'select coalesce(sum(version), 0) from shard'; }
"$@"
began=$(date +%s%3N)
before=$(counted)
until=$((began + ${CX_WAIT_SECONDS:-120} * 1000))
while [ "$(counted)" = "$before" ]; do
  [ "$(date +%s%3N)" -lt "$until" ] || refuse NOTHING_COUNTED "no replica has counted anything for ${CX_WAIT_SECONDS:-120} s"
  sleep 0.05
done
echo "counted again after $(($(date +%s%3N) - began)) ms"

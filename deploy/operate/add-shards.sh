#!/usr/bin/env bash
# Gives every department more shards while the installation runs: bash deploy/operate/add-shards.sh ADDRESSES SHARDS COMMAND...
#
# ADDRESSES  a folder with a file for each database: databases.sh
# SHARDS     how many each department has then; more than now
# COMMAND    what sets CX_SHARDS and restarts every process, one after the other in any order. With the chart:
#            helm upgrade shop deploy/helm/cx-index --reuse-values --set installation.shards=4 --wait
#
# A case stays in the shard in which it was judged first, so nothing moves and no order is lost. A shard gets its first case when every
# reader of the first shard reads it too; until then new cases go where they went before. The script waits for that, CX_WAIT_SECONDS at
# most (600), and names the readers that are missing. Kafka gets the partitions from the processes, from Strimzi, or by hand.
set -euo pipefail
[ $# -ge 3 ] || { echo "bash deploy/operate/add-shards.sh ADDRESSES SHARDS COMMAND..." >&2; exit 1; }
. "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/databases.sh"
addresses=$1 wanted=$2
shift 2
[[ $wanted =~ ^[1-9][0-9]{0,2}$ ]] && [ "$wanted" -le 256 ] || refuse SHARDS_INVALID "the number of shards is 1 to 256, not $wanted"

names=$(for name in $(names_in "$addresses"); do is_apart "$name" || echo "$name"; done)
departments=$(grep -vx scoring <<<"$names")
for name in $names; do
  read_address "$addresses" "$name"
  most=$(query "$name" "select greatest((select coalesce(max(shard), 0) from own_shard where carries <> 'documents'),
    (select coalesce(max(shard), 0) from shard where carries <> 'documents'))")
  [ "$wanted" -ge "$most" ] || refuse SHARDS_CANNOT_SHRINK "$name has $most shards: what waits in one that is gone would never be sealed"
done

# What is missing until a department may use all shards: lines "shard READER".
missing() {
  query "$1" "select distinct wanted.shard || ' ' || needed.subscriber
    from generate_series(1, $wanted) as wanted (shard)
    cross join (select carries, subscriber from acknowledged where shard = 1 union select 'observations', 'scoring') as needed
    where not exists (
      select from acknowledged
      where acknowledged.shard = wanted.shard and acknowledged.carries = needed.carries and acknowledged.subscriber = needed.subscriber
    )
    order by 1"
}

began=$(date +%s)
"$@"
until=$(($(date +%s) + ${CX_WAIT_SECONDS:-600}))
for name in $departments; do
  while lacks=$(missing "$name") && [ -n "$lacks" ]; do
    [ "$(date +%s)" -lt "$until" ] ||
      refuse SHARDS_NOT_READ "$name: shard ${lacks%%$'\n'*} does not read it; set its CX_SHARDS and restart it. Until then the shard gets no cases, and nothing is lost"
    sleep 0.5
  done
  echo "$name: $wanted shards, each read by $(query "$name" "select string_agg(distinct subscriber, ', ' order by subscriber) from acknowledged where shard = $wanted and carries <> 'documents'")"
done
echo "every shard is in use after $(($(date +%s) - began)) s"

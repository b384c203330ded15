#!/usr/bin/env bash
# Brings an installation to another version while it runs, process by process: bash deploy/operate/upgrade.sh HOOKS NAME...
#
# HOOKS  a file of bash with three functions, each called with the name of a process:
#          migrate NAME   runs `main.js migrate` of the version to come, and ends with 0 when the tables are there
#          replace NAME   starts the version to come, best beside the old process, and asks the old one to stop
#          is_ready NAME  ends with 0 when the version to come answers /readyz with 200
#        docs/operate.md has those of deploy/compose. On Kubernetes `helm upgrade` does the same.
# NAME   the processes in the order in which they are replaced: readers before the sources that they read, so scoring first. For the way
#        back to an older version it is the other way round.
#
# All migrations come first, and a migration keeps the older version working (docs/postgresql.md). So when one fails, or when a process
# does not become ready within CX_WAIT_SECONDS (120), the script ends, and the processes that are left go on with the version they have.
set -euo pipefail
[ $# -ge 2 ] || { echo "bash deploy/operate/upgrade.sh HOOKS NAME..." >&2; exit 1; }
hooks=$1
shift
. "$hooks"
refuse() {
  echo "$1: $2" >&2
  exit 1
}
for hook in migrate replace is_ready; do
  declare -F "$hook" >/dev/null || refuse HOOKS_INVALID "$hooks defines no function $hook"
done

for name in "$@"; do
  migrate "$name" || refuse MIGRATION_FAILED "$name: its tables stay as they were; no process was replaced"
  echo "$name: migrated"
done

for name in "$@"; do
  began=$(date +%s%3N)
  replace "$name" || refuse NOT_REPLACED "$name: the processes named after it were not replaced either"
  until=$((began + ${CX_WAIT_SECONDS:-120} * 1000))
  until is_ready "$name"; do
    [ "$(date +%s%3N)" -lt "$until" ] || refuse NOT_READY "$name: its /readyz says why; the processes named after it go on with their version"
    sleep 0.2
  done
  echo "$name: replaced and ready after $(($(date +%s%3N) - began)) ms"
done

#!/usr/bin/env bash
# Takes a backup of a whole installation while it runs: bash deploy/operate/backup.sh ADDRESSES TARGET
#
# ADDRESSES  a folder with a file for each database: databases.sh
# TARGET     the folder to make. It holds a dump for each database, the heads of the audit logs, a manifest and SHA256SUMS.
#
# What is in it: everything that the installation acknowledged before the script began: facts, verdicts, sealed batches, counts,
# snapshots, documents, manifests of payouts, audit logs. Not in it: Kafka, because sources keep every batch that a restored reader can lack; and secrets, the
# case key first of all, which is kept apart.
#
# The moments of all databases are fixed first, within some milliseconds, scoring's before those of the departments. So scoring has counted no
# batch that the backup of its department lacks. What a department sealed in between is fetched from it after the restore. In the other
# order scoring would subtract those batches and count them only when feeds report them again. Then the dumps are taken one after the other.
set -euo pipefail
umask 077
[ $# -eq 2 ] || { echo "bash deploy/operate/backup.sh ADDRESSES TARGET" >&2; exit 1; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/databases.sh"
addresses=$1 target=${2%/}
[ ! -e "$target" ] || refuse TARGET_NOT_EMPTY "$target exists already"
making=$target.making
rm -rf "$making"
mkdir -p "$making"
declare -A questions_to answers_of snapshot_of

# connect NAME: opens a session that lasts until the script ends.
connect() {
  local to from
  mkfifo "$work/$1.in" "$work/$1.out"
  with "$1" psql -X -qAt -v ON_ERROR_STOP=1 <"$work/$1.in" >"$work/$1.out" 2>"$work/$1.error" &
  children+=($!)
  exec {to}>"$work/$1.in" {from}<"$work/$1.out"
  questions_to[$1]=$to answers_of[$1]=$from
  ask "$1" 'set idle_in_transaction_session_timeout = 0;'
}

# hold NAME: begins a transaction that sees the database as it is now, and keeps it open.
hold() {
  ask "$1" 'begin isolation level repeatable read read only; select pg_export_snapshot();'
  snapshot_of[$1]=$answer
}

# ask NAME TEXT: what psql prints for it in the open transaction comes into `answer`.
ask() {
  local line is_whole=''
  answer=''
  printf '%s\n\\echo end of answer\n' "$2" >&"${questions_to[$1]}" 2>/dev/null || true
  while IFS= read -r line <&"${answers_of[$1]}"; do
    if [ "$line" = 'end of answer' ]; then is_whole=yes; break; fi
    answer+=${answer:+$'\n'}$line
  done
  [ -n "$is_whole" ] || refuse DATABASE_REFUSES "$1: $(tail -1 "$work/$1.error")"
}

names=$(names_in "$addresses")
declare -A version_of
for name in $names; do
  read_address "$addresses" "$name"
  version_of[$name]=$(check_version "$name")
  if is_apart "$name"; then needed=audit; else needed=own_shard; fi
  tables=$(query "$name" "select to_regclass('public.audit') is not null and to_regclass('public.$needed') is not null")
  [ "$tables" = t ] || refuse DATABASE_REFUSES "$name: it has no tables of cx-index"
done

for name in $names; do connect "$name"; done
began=$(date -u +%Y-%m-%dT%H:%M:%S.%3NZ)
began_ms=$(date +%s%3N)
for name in $names; do hold "$name"; done
fixed_ms=$(($(date +%s%3N) - began_ms))

{
  echo "cx-index-backup 1"
  echo "taken-at $began"
  echo "fixed-within-ms $fixed_ms"
} >"$making/manifest"
heads=''
for name in $names; do
  ask "$name" "\\i '$here/audit-chain.sql'"
  [[ $answer != *broken* ]] || echo "the audit log of $name does not hold: ${answer##*$'\n'}; the backup keeps it as it is" >&2
  head=${answer%%$'\n'*}
  if [[ $head =~ ^([0-9]+)\|([0-9a-f]{64})$ ]]; then
    heads+="${heads:+,}$(printf '\n  "%s": { "position": "%s", "hash": "%s" }' "$name" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}")"
  else
    head='0|'
  fi
  # Roles beside the owner that have privileges here: a restore needs them.
  ask "$name" "select distinct acl.grantee::regrole from (
      select relacl as acl, relowner as owner from pg_class where relnamespace = 'public'::regnamespace
      union all select attacl, relowner from pg_attribute join pg_class on pg_class.oid = attrelid where relnamespace = 'public'::regnamespace
      union all select proacl, proowner from pg_proc where pronamespace = 'public'::regnamespace
    ) as own, aclexplode(own.acl) as acl where acl.grantee <> 0 and acl.grantee <> own.owner;"
  echo "database $name ${version_of[$name]} ${head/|/ } roles ${answer//$'\n'/ }" >>"$making/manifest"
done
printf '{%s\n}\n' "$heads" >"$making/audit-heads.json"
ask scoring "\\o '$work/counts'
\\i '$here/counts.sql'
\\o"
echo "counts $(sha256sum <"$work/counts" | cut -d' ' -f1)" >>"$making/manifest"

for name in $names; do
  with "$name" pg_dump --format=custom --no-owner --snapshot="${snapshot_of[$name]}" --file="$making/$name.dump" 2>"$work/error" ||
    refuse DATABASE_REFUSES "$name: $(tail -1 "$work/error")"
  echo "$name: $(stat -c %s "$making/$name.dump") bytes"
done
(cd "$making" && sha256sum -- * >"$work/sums" && cp "$work/sums" SHA256SUMS && sync -- *)
mv "$making" "$target"
echo "backup in $target, of everything that was acknowledged before $began; its SHA256SUMS has the SHA-256 $(sha256sum <"$target/SHA256SUMS" | cut -d' ' -f1)"

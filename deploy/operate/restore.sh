#!/usr/bin/env bash
# Restores a whole installation into empty databases: bash deploy/operate/restore.sh ADDRESSES BACKUP
#
# ADDRESSES  a folder with a file for each database: databases.sh
# BACKUP     a folder that backup.sh made
#
# Before: the databases exist, are empty and have their roles (deploy/postgres/roles.sql, and readers.sql where it is used), and no process
# is connected. Nothing is changed when the backup is damaged, or a database is not empty or in use.
#
# Each database is restored in one transaction. The same transaction makes every shard, where there are any, begin a new epoch, as after a start of the server:
# without it, a shard that is restored on a server that runs on would seal numbers again that readers know with other content.
# Then the counts, and the whole chain of each audit log, are compared with the backup. check-restore.sh goes on when the processes run.
set -euo pipefail
umask 077
[ $# -eq 2 ] || { echo "bash deploy/operate/restore.sh ADDRESSES BACKUP" >&2; exit 1; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/databases.sh"
addresses=$1 backup=${2%/}

. "$here/check-backup.sh"
check_backup "$backup"
names=$(names_in "$addresses")
own=$(sed -n 's/^database \([a-z0-9_]*\) .*/\1/p' "$backup/manifest")
[ "$(sort <<<"$names")" = "$(sort <<<"$own")" ] ||
  refuse ADDRESSES_DIFFER "the backup is of $(xargs <<<"$own"), and $addresses names $(xargs <<<"$names")"

for name in $names; do
  read_address "$addresses" "$name"
  server=$(check_version "$name")
  read -r _ _ version _ <<<"$(grep "^database $name " "$backup/manifest")"
  [ "$server" -ge "$version" ] || refuse SERVER_TOO_OLD "$name was on PostgreSQL $version, and this server is of version $server"
  objects=$(query "$name" "select count(*) from pg_class where relnamespace = 'public'::regnamespace")
  [ "$objects" = 0 ] || refuse TARGET_NOT_EMPTY "the database of $name holds something; restore into a new one"
  others=$(query "$name" 'select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()')
  [ "$others" = 0 ] || refuse TARGET_IN_USE "something is connected to the database of $name; stop its processes first"
  for role in $(sed -n "s/^database $name .* roles *//p" "$backup/manifest"); do
    known=$(query "$name" "select count(*) from pg_roles where rolname = '$role'")
    [ "$known" = 1 ] || refuse ROLES_MISSING "the server of $name has no role $role; make it as docs/postgresql.md says"
  done
done

for name in $names; do
  {
    pg_restore --no-owner --file=- "$backup/$name.dump"
    is_apart "$name" || echo "update public.own_shard set server_started_at = to_timestamp(0);"
  } | with "$name" psql -X -q -v ON_ERROR_STOP=1 --single-transaction -f - >/dev/null 2>"$work/error" ||
    refuse DATABASE_REFUSES "$name: $(grep -m1 -i 'error' "$work/error" || tail -1 "$work/error"). Nothing is in it; empty the others and begin again"
  with "$name" psql -X -q -c 'analyze' 2>/dev/null || true
  echo "$name: restored"
done

counts=$(with scoring psql -X -qAt -v ON_ERROR_STOP=1 -f "$here/counts.sql" | sha256sum | cut -d' ' -f1)
[ "$counts" = "$(sed -n 's/^counts //p' "$backup/manifest")" ] || refuse RESTORED_DIFFERS "the counts are not those of the backup"
for name in $names; do
  read -r _ _ _ position hash _ <<<"$(grep "^database $name " "$backup/manifest")"
  chain=$(with "$name" psql -X -qAt -v ON_ERROR_STOP=1 -f "$here/audit-chain.sql")
  if [ "$position" = 0 ]; then expected=''; else expected="$position|$hash"; fi
  [ "$chain" = "$expected" ] || refuse RESTORED_DIFFERS "the audit log of $name is not that of the backup, or does not hold: $chain"
done
taken=$(sed -n 's/^taken-at //p' "$backup/manifest")
echo "restored: counts $counts, and every audit log, are those of the backup"
echo "next: start the processes, then run check-restore.sh; let every feed report again what it reported since $taken"

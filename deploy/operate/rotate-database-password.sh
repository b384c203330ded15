#!/usr/bin/env bash
# Gives the database role of one process a new password while it runs:
#   bash deploy/operate/rotate-database-password.sh ADDRESS PASSWORD_FILE [COMMAND...]
#
# ADDRESS        of the database, without a password: postgres://cx_delivery@db.example.com:5432/cx_delivery?sslmode=verify-full
#                It leads to PostgreSQL itself, not to a pooler.
# PASSWORD_FILE  CX_DATABASE_PASSWORD_FILE of the process, or what that is made of. It holds the password of now, and then the new one.
# COMMAND        what brings PASSWORD_FILE to processes that read another file: kubectl apply, rsync. It returns when it has arrived.
#
# The file comes first, then the role: a process whose new password the server refuses goes on with the one before, so there is no moment
# at which it could not connect. A process that starts in between ends, and its orchestrator starts it again. The role changes its own
# password, so no administrator is needed. psql sends a hash, and no password is put on a command line.
#
# Then the script waits until no session of the role is older than the change, CX_WAIT_SECONDS at most (120). Behind pgbouncer also
# replace the password in its auth_file and reload it, or let it read pg_shadow by auth_query.
set -euo pipefail
[ $# -ge 2 ] || { echo "bash deploy/operate/rotate-database-password.sh ADDRESS PASSWORD_FILE [COMMAND...]" >&2; exit 1; }
. "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/files.sh"
address=$1 file=$2
shift 2
need psql openssl setsid
[[ $address =~ ^postgres(ql)?://[^:/@?#]+@ ]] || refuse ADDRESS_INVALID "ADDRESS is postgres://user@host:port/database, without a password"
[ -s "$file" ] || refuse FILE_INVALID "$file is missing or empty; it must hold the password of now"

# as FILE WORDS...: psql as the role, with the password in that file. It has no terminal, so that it reads from stdin what it would ask there.
as() {
  local password
  password=$(cat "$1")
  password=${password//\\/\\\\}
  (umask 077 && printf '*:*:*:*:%s\n' "${password//:/\\:}" >"$work/pgpass")
  shift
  PGPASSFILE="$work/pgpass" PGAPPNAME=cx-operate PGCONNECT_TIMEOUT=10 setsid -w psql -X -qAt -w -v ON_ERROR_STOP=1 -d "$address" "$@" 2>"$work/error"
}
why() { sed '/^password retrieved from file/d' "$work/error" | tail -1; }

(umask 077 && cat "$file" >"$work/old")
role=$(as "$work/old" -c 'select current_user') || refuse DATABASE_REFUSES "the password in $file: $(why)"
(umask 077 && openssl rand -hex 32 >"$work/new")

hand_over "$role" "$file" "$@"

changed_at=$(as "$work/old" -c 'select clock_timestamp()')
# psql asks for the new password twice, and sends a hash of it.
if ! cat "$work/new" "$work/new" | as "$work/old" -c '\password' >/dev/null; then
  reason=$(why)
  take_back "$file" "$@"
  refuse DATABASE_REFUSES "$role keeps its password, and $file holds it again: $reason"
fi
as "$work/new" -c 'select 1' >/dev/null || refuse DATABASE_REFUSES "$role has a new password, which $file holds, but cannot log in: $(why)"
echo "$role has a new password"

older() { as "$work/new" -c "select count(*) from pg_stat_activity where usename = current_user and backend_start < '$changed_at'"; }
until=$(($(date +%s) + ${CX_WAIT_SECONDS:-120}))
while [ "$(older)" != 0 ]; do
  [ "$(date +%s)" -lt "$until" ] ||
    refuse OLD_SESSIONS "$role: $(older) sessions were opened with the old password: a process does not read $file. They go on until they end"
  sleep 1
done
echo "check: every session of $role was opened after $changed_at, with the new password"

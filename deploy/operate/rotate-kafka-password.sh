#!/usr/bin/env bash
# Gives the user of one process in Kafka a new password while it runs, for SCRAM:
#   BROKERS=broker-1.example.com:9093 ADMIN=admin.properties bash deploy/operate/rotate-kafka-password.sh USER PASSWORD_FILE [COMMAND...]
#
# USER           KAFKA_SASL_USERNAME of the process: cx-delivery
# PASSWORD_FILE  KAFKA_SASL_PASSWORD_FILE of the process, or what that is made of
# COMMAND        what brings PASSWORD_FILE to processes that read another file: kubectl apply, rsync. It returns when it has arrived.
# MECHANISMS     for which the user has a password; default: SCRAM-SHA-512
#
# ADMIN is the file with which the programs of Kafka log in, as for deploy/kafka/acls.sh. The process reads its file at each login. Open
# connections stay; a login between file and user is refused, and batches travel directly until the next one: nothing is lost. No password
# is put on a command line. Where Strimzi owns the users, change the Secret of the KafkaUser instead.
set -euo pipefail
[ $# -ge 2 ] || { echo "BROKERS=... ADMIN=... bash deploy/operate/rotate-kafka-password.sh USER PASSWORD_FILE [COMMAND...]" >&2; exit 1; }
. "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/files.sh"
user=$1 file=$2
shift 2
need kafka-configs.sh openssl
[ -s "$file" ] || refuse FILE_INVALID "$file is missing or empty; it must hold the password of now"
[ -n "${BROKERS:-}" ] && [ -s "${ADMIN:-}" ] || refuse SETTINGS_MISSING "set BROKERS and ADMIN"

umask 077
cat "$file" >"$work/old"
openssl rand -hex 32 >"$work/new"
for mechanism in ${MECHANISMS:-SCRAM-SHA-512}; do
  printf '%s=password=%s\n' "$mechanism" "$(cat "$work/new")"
done >"$work/credentials"

hand_over "$user" "$file" "$@"
if ! kafka-configs.sh --bootstrap-server "$BROKERS" --command-config "$ADMIN" --alter --entity-type users --entity-name "$user" \
  --add-config-file "$work/credentials" >"$work/output" 2>&1; then
  take_back "$file" "$@"
  said=$(grep -v '^[[:space:]]*at ' "$work/output" | tail -1)
  refuse KAFKA_REFUSES "$user keeps its password, and $file holds it again: ${said//"$(cat "$work/new")"/[hidden]}"
fi
echo "$user has a new password for ${MECHANISMS:-SCRAM-SHA-512}"
echo "check: cx doctor and /statusz of the process name no LOGIN_REFUSED"

#!/usr/bin/env bash
# Checks a restored installation by its own calls, when its processes run: bash deploy/operate/check-restore.sh BACKUP
#
# It compares the audit logs with the heads of the backup, counts everything again by the second path, and asks cx doctor. Processes that were
# just started still catch up, so doctor has a minute to find nothing wrong. `cx` runs as the person who is logged in, an auditor and
# operator; CX names another program than `npx cx`.
set -euo pipefail
umask 077
[ $# -eq 1 ] || { echo "bash deploy/operate/check-restore.sh BACKUP" >&2; exit 1; }
read -ra cx <<<"${CX:-npx cx}"
heads=$(mktemp)
trap 'rm -f "$heads"' EXIT
cp "${1%/}/audit-heads.json" "$heads" # it is written anew, and the backup stays as it is
failed=0
passes() {
  # shellcheck disable=SC2086
  if "${cx[@]}" $1; then echo "ok: cx ${1/ --heads*/ --heads}"; else failed=3 && echo "NO: cx ${1/ --heads*/ --heads}"; fi
}
passes "audit verify --heads $heads"
passes "verify counts"
SECONDS=0
until [ "$SECONDS" -ge 60 ] || "${cx[@]}" doctor >/dev/null; do sleep 2; done
passes doctor
exit "$failed"

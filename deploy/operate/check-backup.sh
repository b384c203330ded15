#!/usr/bin/env bash
# Checks that a backup is whole, without a database: bash deploy/operate/check-backup.sh BACKUP. restore.sh does the same first.

# check_backup FOLDER: every file has the bytes that backup.sh wrote, and none is missing.
check_backup() {
  local name
  [ -s "$1/SHA256SUMS" ] && [ -s "$1/manifest" ] || refuse BACKUP_INCOMPLETE "$1 has no SHA256SUMS or no manifest: its backup did not end"
  (cd "$1" && sha256sum --check --strict --quiet SHA256SUMS) >"$work/sums" 2>&1 ||
    refuse BACKUP_DAMAGED "$(grep -m1 FAILED "$work/sums" || tail -1 "$work/sums")"
  [ "$(head -1 "$1/manifest")" = 'cx-index-backup 1' ] || refuse BACKUP_DAMAGED "$1/manifest is of no version that this script knows"
  for name in manifest audit-heads.json $(sed -n 's/^database \([a-z0-9_]*\) .*/\1.dump/p' "$1/manifest"); do
    grep -q "  $name\$" "$1/SHA256SUMS" || refuse BACKUP_DAMAGED "$1/SHA256SUMS does not name $name"
  done
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  set -euo pipefail
  [ $# -eq 1 ] || { echo "bash deploy/operate/check-backup.sh BACKUP" >&2; exit 1; }
  . "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/databases.sh"
  check_backup "${1%/}"
  echo "whole: $(sed -n 's/^taken-at //p' "${1%/}/manifest"), $(grep -c '^database ' "${1%/}/manifest") databases"
fi

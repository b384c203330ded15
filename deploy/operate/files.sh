# Read by the scripts of this folder that replace files with secrets.

work=$(umask 077 && mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# refuse REASON SENTENCE: ends the script; the reasons are in docs/operate.md.
refuse() {
  echo "$1: $2" >&2
  exit 1
}

# need PROGRAM...: ends the script when one is missing on this machine.
need() {
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null || refuse TOOLS_MISSING "there is no $program on this machine"
  done
}

# write_over FILE: stdin becomes the content of a file, which keeps its owner, its mode and its inode: a file that is mounted into a
# container by itself, as compose does, would otherwise stay what it was there. A process that reads it in the middle of this keeps
# what it has.
write_over() {
  cat >"$work/next"
  cat "$work/next" >"$1"
  rm -f "$work/next"
}

# bring COMMAND...: runs what brings the files to the processes, where they read others.
bring() {
  if [ $# -gt 0 ]; then "$@"; fi
}

# hand_over NAME FILE COMMAND...: the new password, which is in $work/new, becomes the content of the file and reaches the processes of NAME.
# When it cannot, the file holds the password of $work/old again, and the script ends.
hand_over() {
  local name=$1 file=$2
  shift 2
  write_over "$file" <"$work/new"
  bring "$@" && return
  take_back "$file" "$@"
  refuse COMMAND_FAILED "$name keeps its password, and $file holds it again"
}

# take_back FILE COMMAND...: the file holds the password of $work/old again, and so do the processes, as far as the command works.
take_back() {
  local file=$1
  shift
  write_over "$file" <"$work/old"
  bring "$@" || true
}

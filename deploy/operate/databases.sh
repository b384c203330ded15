# Read by the other scripts of this folder: how they reach the databases of an installation.
#
# A folder of addresses has a file for each database, named for its process: scoring, ordering, ... Each holds one address as
# CX_DATABASE_URL has it, with the role that owns the tables (the migrator) and its password. No password is put on a command line: it
# goes into a file that only this user may read, and which is gone when the script ends.

work=$(mktemp -d)
children=()
clean_up() {
  if [ "${#children[@]}" -gt 0 ]; then kill "${children[@]}" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# refuse REASON SENTENCE: ends the script; the reasons are in docs/operate.md.
refuse() {
  echo "$1: $2" >&2
  exit 1
}

# The names of a folder of addresses, scoring first.
names_in() {
  [ -s "$1/scoring" ] || refuse ADDRESSES_INVALID "$1/scoring is missing: a file with the address of the database, for each process"
  echo scoring
  for file in "$1"/*; do
    local name=${file##*/}
    [[ $name =~ ^[a-z][a-z0-9_]*$ ]] || refuse ADDRESSES_INVALID "$file is not named for a process"
    [ "$name" = scoring ] || echo "$name"
  done
}

# is_apart NAME: whether the process takes no facts and seals nothing. Its database has an audit log and, of payout, manifests.
is_apart() {
  [[ $1 =~ ^(signer|payout)$ ]]
}

# read_address FOLDER NAME: afterwards `with NAME` reaches that database.
read_address() {
  local address before password=''
  address=$(tr -d '\r\n' <"$1/$2")
  [[ $address =~ ^(postgres(ql)?://)([^/@?#]+)@(.+)$ ]] || refuse ADDRESSES_INVALID "$1/$2 does not hold postgres://user:password@host/database"
  local scheme=${BASH_REMATCH[1]} login=${BASH_REMATCH[3]} rest=${BASH_REMATCH[4]}
  if [[ $login == *:* ]]; then
    before=${login#*:}
    before=${before//\\/\\\\}
    password=$(printf '%b' "${before//%/\\x}")
    password=${password//\\/\\\\}
  fi
  (umask 077 && printf '*:*:*:*:%s\n' "${password//:/\\:}" >"$work/$2.password")
  echo "$scheme${login%%:*}@$rest" >"$work/$2.address"
}

# with NAME PROGRAM WORDS...: runs a program of PostgreSQL for the database of that name.
with() {
  local name=$1 program=$2
  shift 2
  PGPASSFILE="$work/$name.password" PGAPPNAME="cx-operate" PGCONNECT_TIMEOUT=10 "$program" --no-password --dbname="$(cat "$work/$name.address")" "$@"
}

# query NAME SQL: prints the rows, with | between columns.
query() {
  with "$1" psql -X -qAt -v ON_ERROR_STOP=1 -c "$2" 2>"$work/error" || refuse DATABASE_REFUSES "$1: $(tail -1 "$work/error")"
}

# The programs of PostgreSQL must be at least as new as the server. Prints the major version of the server.
check_version() {
  local server tools
  server=$(query "$1" 'show server_version_num')
  tools=$(pg_dump --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
  [ "$tools" -ge $((server / 10000)) ] ||
    refuse TOOLS_TOO_OLD "pg_dump is of version $tools and the server of $1 of $((server / 10000)): install postgresql-client-$((server / 10000))"
  echo $((server / 10000))
}

for program in psql pg_dump pg_restore sha256sum; do
  command -v "$program" >/dev/null || refuse TOOLS_MISSING "there is no $program on this machine"
done

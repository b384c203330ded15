#!/bin/sh
# Runs once, in an empty PostgreSQL: a database for each process, the role that owns the tables (cx_migrate), and for each process a
# role that may change no table (deploy/postgres/roles.sql).
set -eu
admin() { psql -v ON_ERROR_STOP=1 -U postgres "$@"; }
password() { admin -v role="$1" -v password="$(cat "/run/secrets/$2-password")" -f - <<'SQL'
alter role :"role" password :'password';
SQL
}
for name in scoring ordering warehouse delivery support survey signer payout; do
  admin -c "create database cx_$name encoding 'UTF8' template template0"
  admin -d "cx_$name" -v migrator=cx_migrate -v service="cx_$name" -f /etc/cx/roles.sql
  password "cx_$name" "$name"
done
password cx_migrate migrate
admin -c 'create role issuer login' -c 'create database issuer owner issuer'
password issuer issuer-database

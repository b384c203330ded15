#!/bin/sh
# Starts PostgreSQL with TLS. The server wants its key to be its own, with mode 0600; compose mounts it with another owner.
set -eu
install -o postgres -g postgres -m 0600 /run/secrets/tls-key /var/lib/postgresql/server.key
exec docker-entrypoint.sh postgres -c ssl=on -c ssl_cert_file=/run/secrets/tls-certificate \
  -c ssl_key_file=/var/lib/postgresql/server.key -c ssl_min_protocol_version=TLSv1.2 -c hba_file=/etc/cx/pg_hba.conf \
  -c max_connections=200

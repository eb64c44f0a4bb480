#!/bin/sh
# As in the real image: root hands over to postgres, an empty data folder becomes a cluster with the user and the
# database that the environment names, passwords are asked for on every address, then the server takes this process.
set -eu
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" && chmod 700 "$PGDATA"
  chown -R postgres:postgres "$PGDATA" /var/run/postgresql
  exec gosu postgres "$0" "$@"
fi
if [ "$1" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_PASSWORD:?must be set}"
  printf '%s\n' "$POSTGRES_PASSWORD" > /tmp/password
  initdb --username="${POSTGRES_USER:-postgres}" --pwfile=/tmp/password --auth-host=scram-sha-256 --auth-local=trust -D "$PGDATA"
  rm /tmp/password
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  echo "listen_addresses = '*'" >> "$PGDATA/postgresql.conf"
  echo "create database \"${POSTGRES_DB:-${POSTGRES_USER:-postgres}}\"" | postgres --single -D "$PGDATA" postgres > /dev/null
fi
exec "$@"

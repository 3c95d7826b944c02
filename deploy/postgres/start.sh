#!/bin/sh
# Runs the official image's PostgreSQL. That prepares an empty volume in several steps (initdb, passwords, create-databases.sh).
# Killed between them, it would take what is there for whole at the next start, and serve without the databases for good. So
# the steps happen in a folder beside, which gets its name when they are done; until then every start begins again.
set -eu

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  rm -rf "$PGDATA.new"
  PGDATA="$PGDATA.new" docker-ensure-initdb.sh "$@"
  # Replaces an empty folder, and fails where there are files.
  mv -T "$PGDATA.new" "$PGDATA"
fi
exec docker-entrypoint.sh "$@"

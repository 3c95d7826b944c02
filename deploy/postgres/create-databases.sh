#!/bin/sh
# Runs while the volume is prepared (start.sh), in a server of which nothing is left when it is interrupted. Each database has an owner of its own and nobody else may connect: a pipeline's
# password opens its destination, never the registry's database.
set -eu

create_database() {
  # psql quotes the values itself; the password is on no command line.
  OWNER=$1 PASSWORD_FILE=$2 psql --username "$POSTGRES_USER" --dbname postgres --no-psqlrc --quiet --set ON_ERROR_STOP=1 <<'SQL'
\getenv owner OWNER
\getenv file PASSWORD_FILE
\set password `cat "$PASSWORD_FILE"`
set log_statement = 'none';
create role :"owner" login password :'password';
create database :"owner" owner :"owner";
revoke connect, temporary on database :"owner" from public;
SQL
}

create_database datamantri /run/secrets/registry_password
create_database warehouse /run/secrets/warehouse_password

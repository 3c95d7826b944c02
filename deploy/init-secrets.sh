#!/bin/sh
# Makes the passwords and keys of the stack, once: what exists is kept. Needs nothing but a shell.
#
# The folder is for its owner only. The files in it may be read by all, because the processes in the containers have
# other user ids than the owner, and see single files of it, never the folder.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
chmod 700 secrets

# keep NAME COMMAND...: secrets/NAME holds what the command prints. A crash leaves no half file.
keep() {
  name=$1
  shift
  [ -s "secrets/$name" ] && return 0
  rm -f "secrets/.new"
  "$@" > "secrets/.new"
  chmod 444 "secrets/.new"
  mv "secrets/.new" "secrets/$name"
  echo "made deploy/secrets/$name"
}

random_bytes() { head -c "$1" /dev/urandom; }
password() { random_bytes 24 | od -An -v -tx1 | tr -d ' \n'; }
base64_key() { random_bytes 32 | base64; }
# An Ed25519 private key is any 32 bytes; the bytes in front say that it is one (RFC 8410, section 7).
ed25519_key() {
  echo "-----BEGIN PRIVATE KEY-----"
  { printf '\060\056\002\001\000\060\005\006\003\053\145\160\004\042\004\040' && random_bytes 32; } | base64
  echo "-----END PRIVATE KEY-----"
}
line() { printf '%s\n' "$1"; }

keep postgres_password password
keep registry_password password
keep warehouse_password password
# Of a person who has to look; each service has a user of its own.
keep nats_password password
services="gateway scheduler registry extractor loader"
for service in $services; do keep "nats_${service}_password" password; done
keep nats_tap_password password
keep admin_password password
keep secrets_key base64_key
keep signing_key ed25519_key

# The same passwords in the form that their readers want. Delete one of these to have it made again.
keep database_url line "postgres://datamantri:$(cat secrets/registry_password)@postgres:5432/datamantri"
for service in $services; do
  keep "nats_url_$service" line "nats://$service:$(cat "secrets/nats_${service}_password")@nats:4222"
done
# What nats/accounts.conf includes.
nats_passwords() {
  for user in $services tap; do echo "nats_${user}_password: \"$(cat "secrets/nats_${user}_password")\""; done
  echo "nats_datamantri_password: \"$(cat secrets/nats_password)\""
}
keep nats_passwords nats_passwords

#!/usr/bin/env bash
# A CI job that replaces the token of a deployment: creates one, stores it, revokes those before it.
# Needs EPILOT_TOKEN; prints nothing secret. Where the new token goes is up to STORE, a command that reads it.
set -euo pipefail

name=${NAME:-Deploy}
api() { epilot access-token "$@" --no-interactive --timeout 60s; }

before=$(api listAccessTokens --json --jsonata "\$join([\$[name='$name'].id], ' ')" | tr -d '"')
created=$(api createAccessToken -d "{\"name\":\"$name\",\"expires_in\":\"7d\"}" --json)

node -p 'JSON.parse(process.argv[1]).token' "$created" | ${STORE:-tee token.txt} > /dev/null
for id in $before; do
  api revokeAccessToken "$id" --yes > /dev/null
  echo "Revoked $id"
done

#!/bin/sh
# A CI job that replaces the token of a deployment: creates one, stores it, revokes those before it.
# Needs @epilot/sdk installed and EPILOT_TOKEN; prints nothing secret. STORE is a command that reads the new token.
set -eu

name=${NAME:-Deploy}
api() { npx --no epilot access-token "$@" --no-interactive --timeout 60s; }

earlier=$(api listAccessTokens --json --jsonata "\$join([\$[name='$name'].id], ' ')")
ids=$(node -p 'JSON.parse(process.argv[1])' "$earlier")
created=$(api createAccessToken -d "{\"name\":\"$name\",\"expires_in\":\"7d\"}" --json)
token=$(node -p 'JSON.parse(process.argv[1]).token' "$created")

echo "$token" | ${STORE:-tee token.txt} > /dev/null
for id in $ids; do
  api revokeAccessToken "$id" --yes > /dev/null
  echo "Revoked $id"
done

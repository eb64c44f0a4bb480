#!/bin/sh
# The commands of the image. `exec`, so that the program itself gets SIGTERM and can end its work.
set -eu
case "${1:-}" in
  edge) exec node --max-semi-space-size=2 edge/main.ts ;; # its streams need no more room for what is young
  consumer) exec node consumer/main.ts ;;
  migrate) exec node scripts/migrate.ts ;;
  gateway) exec node_modules/.bin/serverless offline start --stage local --host 0.0.0.0 --httpPort 3001 ;;
  intake) shift && exec node cli/bin.mjs "$@" ;;
  *) exec "$@" ;;
esac

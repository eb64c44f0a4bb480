#!/bin/sh
# As in the real image: open to the container's network, and not as root.
set -eu
if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
  chown -R redis:redis /data
  exec setpriv --reuid=redis --regid=redis --init-groups "$@" --protected-mode no --bind '* -::*'
fi
exec "$@"

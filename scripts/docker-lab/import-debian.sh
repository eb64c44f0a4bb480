#!/bin/sh
# import-debian.sh TREE [OPTION…] - TAG: a bootstrapped Debian becomes an image; the options go to `docker import`.
set -eu
tree=$1
shift
# An image is thrown away when its build is interrupted: nothing in it needs to wait for the disk.
echo force-unsafe-io > "$tree/etc/dpkg/dpkg.cfg.d/lab"
# A mirror that is a copy may be older than its signature allows.
echo 'Acquire::Check-Valid-Until "false";' > "$tree/etc/apt/apt.conf.d/lab"
# Not where Debian's package ca-certificates would write over it.
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
  cp /etc/ssl/certs/ca-certificates.crt "$tree/opt/certificates.crt"
fi
rm -rf "$tree"/var/cache/apt/*.bin "$tree"/var/cache/apt/archives/*.deb "$tree"/var/lib/apt/lists/*
tar -C "$tree" -c . | docker import "$@"

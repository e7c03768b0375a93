#!/bin/sh
# Installs the dependencies of a fresh clone; does nothing where they are there.
if [ ! -x node_modules/.bin/node ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --loglevel=error --no-fund --no-audit
fi

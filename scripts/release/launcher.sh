#!/bin/sh
# Starts the Node.js beside this script, also through the link that krew makes and with an empty PATH.
self=$0
while [ -L "$self" ]; do
  target=$(/usr/bin/readlink "$self")
  case $target in /*) self=$target ;; *) self=${self%/*}/$target ;; esac
done
case $self in */*) here=${self%/*} ;; *) here=. ;; esac
# they are meant for another Node.js than this one
unset NODE_OPTIONS
exec "$here/node" "$here/bin/run.js" "$@"

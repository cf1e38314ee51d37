#!/usr/bin/env bash
# Whether the commit that is checked out gives the same bytes wherever it is built: builds a fresh clone and compares it with the
# distribution in the folder given, or with that of a second clone, and names each file that differs. Archives of loaded classes
# (*.jsa) are not compared: each JVM writes its own, for itself alone, and a node runs without.
set -eu
source=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Prints where the distribution of a new clone in the folder "$1" is.
build() {
  git clone -q "$source" "$1"
  "$1/tessera" --version >/dev/null
  echo "$1"/distribution/target/tessera-*
}

if [ $# -gt 0 ]; then
  first=$(cd "$1" && pwd)
else
  first=$(build "$work/first")
fi
# Elsewhere on the clock, too, and as a user with a group of his own. A umask that takes rights from readers shows in the jars, though.
second=$(export TZ=Asia/Tokyo LC_ALL=C && umask 002 && build "$work/in/another place")
if (cd "$first" && diff -rq -x '*.jsa' . "$second"); then
  echo "reproducible: $(find "$second" -type f ! -name '*.jsa' | wc -l | tr -d ' ') files are the same"
else
  echo "not reproducible: what is named above differs" >&2
  exit 1
fi

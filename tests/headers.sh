#!/bin/bash
# headers.sh CC [FLAG...] -- every header compiles alone, and twice.
set -u
cd "$(dirname "$0")/.." || exit 2
export PROBE="$*"

# compile ROOT/NAME of one header from an otherwise empty file
probe() {
	local name=${1#include/}
	name=${name#kiosk/}
	name=${name#tests/}
	printf '#include "%s"\n#include "%s"\nextern int probe;\n' \
	    "$name" "$name" |
		$PROBE -fsyntax-only -x c - || { echo "$1: see above" && return 1; }
}
export -f probe

find include kiosk tests -name '*.h' 2>/dev/null | LC_ALL=C sort |
	xargs -r -P "$(nproc)" -I{} bash -c 'probe {}' && echo "Every header stands alone ($1)."

#!/bin/bash
# style.sh -- what no compiler checks: words that mark unfinished work, paths
# of somebody's machine, functions over 100 lines.
set -u
cd "$(dirname "$0")/.." || exit 2

# shellcheck disable=SC2016 # the program is awk's
find kiosk include screens tests -name '*.[ch]' 2>/dev/null |
	LC_ALL=C sort | tr '\n' '\0' | xargs -0 -r awk '
function fault(line, text) {
	printf "%s:%d: %s\n", FILENAME, line, text
	faults++
}
FNR == 1 { start = 0 }
/(^|[^A-Za-z0-9_])(TODO|FIXME|XXX)([^A-Za-z0-9_]|$)/ ||
    tolower($0) ~ /not (yet )?implemented/ {
	fault(FNR, "marks unfinished work")
}
/\/home\/|\/work\/|\/tmp\/wt/ { fault(FNR, "names a path of one machine") }
/^\{/ { start = FNR }
/^\}/ {
	if (start && FNR - start > 100)
		fault(start, "this function has " FNR - start " lines")
	start = 0
}
END { exit faults > 0 }
'

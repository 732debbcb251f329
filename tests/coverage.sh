#!/bin/bash
# coverage.sh BUILD -- lines that ran, file by file, from gcc's counters.
set -u
cd "$(dirname "$0")/.." || exit 2

find "$1/obj/kiosk" "$1/obj/screens" -name '*.gcda' -print0 2>/dev/null |
	LC_ALL=C sort -z | xargs -0 -r gcov -n 2>/dev/null | awk '
/^File / { file = substr($2, 2, length($2) - 2) }
/^Lines executed:/ && file ~ /^(kiosk|screens)\// {
	split($2, part, /[:%]/)
	printf "%6.1f %%  %5d lines  %s\n", part[2], $4, file
	ran += part[2] * $4 / 100
	all += $4
	file = ""
}
END { if (all) printf "%6.1f %%  %5d lines  together\n", ran / all * 100, all }
'

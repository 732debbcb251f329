#!/bin/bash
# run_test.sh -- the runner itself: what it must count, and as what.
set -u
runner=$(cd "$(dirname "$0")" && pwd)/run.sh
work=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-runner.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
wrong=0

# program NAME SCRIPT: a test program, as far as the runner can see.
program() {
	printf '#!/bin/sh\n%s\n' "$2" >"$1"
	chmod +x "$1"
}

# expect STATUS LAST-LINE ARGUMENT...
expect() {
	local status=$1 line=$2 said=0
	shift 2
	bash "$runner" --deadline 1 --result "$work/result" "$@" >out 2>&1 || said=$?
	if [ "$said" -ne "$status" ] || [ "$(tail -n 1 out)" != "$line" ] ||
		[ "$(cat result)" != "$line" ]; then
		echo "run.sh $*: wanted '$line' and status $status, got $said and"
		sed 's/^/    /' out
		wrong=$((wrong + 1))
	fi
}

program ./good 'printf "1..2\nok 1 - a\n[text]ok 2 - b\n"'
program ./bad 'printf "1..2\nok 1 - a\nnot ok 2 - b\n# why\n"; exit 1'
program ./skips 'printf "1..2\nok 1 - a\nnot ok 2 # SKIP b\n"'
program ./stops 'printf "1..3\nok 1 - a\n"'
program ./crashes 'printf "1..3\nok 1 - a\n"; kill -SEGV $$'
program ./hangs 'printf "1..2\nok 1 - a\n"; exec sleep 30'
program ./says_nothing 'exit 0'
program ./leaks 'printf "1..1\nok 1 - a\n"; exit 23'
program ./two_groups 'printf "1..1\nok 1 - a\n# ok - x\n1..2\nok 1 - b\nok 2 - c\n"'
program ./setup_fails 'printf "1..2\nnot ok 0 - x [  FAILED  ] GROUP SETUP\n# ok - x\n"; exit 1'

expect 0 '2 passed, 0 failed' ./good
expect 0 '3 passed, 0 failed, 1 skipped' ./good ./skips
expect 1 '3 passed, 1 failed' ./good ./bad
expect 1 '1 passed, 2 failed' ./stops
expect 1 '1 passed, 2 failed' ./crashes
expect 1 '1 passed, 1 failed' ./hangs
expect 1 '0 passed, 1 failed' ./says_nothing
expect 1 '1 passed, 1 failed' ./leaks
expect 0 '3 passed, 0 failed' ./two_groups
expect 1 '0 passed, 2 failed' ./setup_fails
expect 1 '0 passed, 1 failed' ./is_not_there
expect 1 '0 passed, 0 failed'
expect 0 '1 passed, 0 failed' --check yes true
expect 1 '2 passed, 1 failed' --check no false ./good
expect 1 '2 passed, 1 failed' --check slow 'sleep 30' ./good

[ "$wrong" -eq 0 ]

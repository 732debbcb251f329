#!/bin/bash
# run.sh [options] PROGRAM... -- run test programs, say how each went.
#
#   --check NAME COMMAND  also run COMMAND (sh) as one test
#   --jobs N              programs at once (2)
#   --deadline SECONDS    for each program (120)
#   --result FILE         also write the closing line there
#
# Programs are cmocka's and report as TAP. A program that crashes, passes its
# deadline, reports fewer tests than it planned or none, counts as failed. The
# last line is "N passed, N failed", with ", N skipped" when some were.
set -u

jobs=2
deadline=120
result=
names=()
commands=()

while [ $# -gt 0 ]; do
	case $1 in
	--check) names+=("check $2") commands+=("$3") && shift 3 ;;
	--jobs) jobs=$2 && shift 2 ;;
	--deadline) deadline=$2 && shift 2 ;;
	--result) result=$2 && shift 2 ;;
	-*) echo "run.sh: unknown option $1" >&2 && exit 2 ;;
	*) names+=("$1") commands+=("") && shift ;;
	esac
done

work=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-tests.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
declare -A running=()

# Whoever stops the runner stops the programs too: each lies under a timeout of
# its own process group, which takes its children along.
stop_all() {
	local pid child
	for pid in "${!running[@]}"; do
		child=$(cat "/proc/$pid/task/$pid/children")
		kill -TERM "${child% }"
	done 2>/dev/null
	exit 130
}
trap stop_all INT TERM

# Tests must not depend on the language or terminal of whoever runs them.
unset LC_ALL LC_CTYPE LC_MESSAGES LANGUAGE TZ COLUMNS LINES
export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
export LANG=C.UTF-8 TERM=xterm-256color CMOCKA_MESSAGE_OUTPUT=TAP

# run_one I: output to $work/I.out; "status milliseconds" to $work/I.end.
run_one() {
	local i=$1 start status
	start=${EPOCHREALTIME/./}
	if [ -n "${commands[i]}" ]; then
		timeout -k 5 "$deadline" sh -c "${commands[i]}"
	else
		timeout -k 5 "$deadline" "${names[i]}"
	fi </dev/null >"$work/$i.out" 2>&1
	status=$?
	echo "$status $(((${EPOCHREALTIME/./} - start) / 1000))" >"$work/$i.end"
}

# "passed failed skipped planned" of a TAP report. cmocka gives skipped tests
# as "not ok N # SKIP"; a test's own output may stand before its line.
count_tap() {
	awk '
		/^1\.\.[0-9]+$/ { planned += substr($0, 4) }
		match($0, /(not )?ok [0-9]+ (- |# SKIP)/) {
			found = substr($0, RSTART, RLENGTH)
			if (found ~ /# SKIP$/) skipped++
			else if (found ~ /^not/) failed++
			else passed++
		}
		END { print passed + 0, failed + 0, skipped + 0, planned + 0 }
	' "$1"
}

passed_sum=0
failed_sum=0
skipped_sum=0

# report I: one line, and the output of what failed.
report() {
	local i=$1 status ms passed=0 failed=0 skipped=0 planned=0 why='' word=ok
	local counts
	read -r status ms <"$work/$i.end"
	if [ -n "${commands[i]}" ]; then
		if [ "$status" -eq 0 ]; then passed=1; else failed=1; fi
	else
		read -r passed failed skipped planned < <(count_tap "$work/$i.out")
		if [ $((passed + failed + skipped)) -lt "$planned" ]; then
			why="only $((passed + failed + skipped)) of $planned tests ran"
			failed=$((planned - passed - skipped))
		elif [ "$planned" -eq 0 ]; then
			why="it reported no tests"
			failed=$((failed > 0 ? failed : 1))
		elif [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
			failed=1
			why="exit status $status although no test failed"
		fi
		[ "$status" -lt 128 ] || why="ended by signal $((status - 128)), $why"
	fi
	[ "$status" -ne 124 ] || why="passed its deadline of $deadline seconds"
	[ "$failed" -eq 0 ] || word=FAIL
	counts="$passed passed"
	[ "$failed" -eq 0 ] || counts+=", $failed failed"
	[ "$skipped" -eq 0 ] || counts+=", $skipped skipped"
	printf '%-4s  %-44s %6d.%d s  %s%s\n' "$word" "${names[i]#build/}" \
	    $((ms / 1000)) $((ms % 1000 / 100)) "$counts" "${why:+ ($why)}"
	[ "$failed" -eq 0 ] || sed 's/^/    | /' "$work/$i.out"
	passed_sum=$((passed_sum + passed))
	failed_sum=$((failed_sum + failed))
	skipped_sum=$((skipped_sum + skipped))
}

for ((i = 0; i < ${#names[@]} || ${#running[@]} > 0; )); do
	if ((i < ${#names[@]} && ${#running[@]} < jobs)); then
		run_one "$i" &
		running[$!]=$i
		i=$((i + 1))
	else
		wait -n -p ended
		report "${running[$ended]}"
		unset "running[$ended]"
	fi
done

line="$passed_sum passed, $failed_sum failed"
[ "$skipped_sum" -eq 0 ] || line+=", $skipped_sum skipped"
[ -z "$result" ] || echo "$line" >"$result"
echo "$line"
[ "$failed_sum" -eq 0 ] && [ "$passed_sum" -gt 0 ]

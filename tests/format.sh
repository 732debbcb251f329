#!/bin/bash
# format.sh [--fix] -- .clang-format for every C file and header. Without
# --fix it changes nothing and names each line that differs.
set -u
cd "$(dirname "$0")/.." || exit 2

how=(--dry-run --Werror)
[ "${1:-}" != --fix ] || how=(-i)

find kiosk include screens tests -name '*.[ch]' -print0 2>/dev/null |
	LC_ALL=C sort -z |
	xargs -0 -r -P "$(nproc)" -n 8 clang-format "${how[@]}"

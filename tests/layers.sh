#!/bin/bash
# layers.sh [ROOT] -- check the tree at ROOT (.) against its config/layers.txt.
# One line a fault: file, line, what is wrong. Exit 1 when there is one.
set -u
rules=$(cd "$(dirname "$0")/.." && pwd)/config/layers.txt
cd "${1:-.}" || exit 2

{
	git ls-files 2>/dev/null || true
	ls
} | sed 's|/.*||' | sort -u | awk '
	FNR == NR { if ($1 == "top") for (i = 2; i <= NF; i++) may[$i] = 1; next }
	/^\./ || ($0 in may) || $0 == "build" { next }
	{ print $0 ": has no place at the top (config/layers.txt)"; bad = 1 }
	END { exit bad }
' "$rules" - || top_is_bad=1

find kiosk include screens -name '*.[ch]' 2>/dev/null | LC_ALL=C sort |
	awk -v rules="$rules" '
# A shell pattern of the rules as a regular expression.
function globbed(s) {
	gsub(/\./, "\\.", s)
	gsub(/\*/, "[^/]*", s)
	return "^" s "$"
}

function fault(text) {
	printf "%s:%d: %s\n", file, line_number, text
	faults++
}

# "kiosk/card/apdu.c", "include/card/apdu.h", "card/apdu.h" are room card.
function room_of(path,    part, n) {
	sub(/^include\//, "", path)
	if (path ~ /^(kiosk\/)?card\/(virtual|vpcd)[^\/]*$/)
		return "virtual"
	if (path ~ /^screens\//)
		return "screens"
	if (path ~ /^kiosk\/[^\/]+$/)
		return "root"
	sub(/^kiosk\//, "", path)
	n = split(path, part, "/")
	return n == 2 ? part[1] : ""
}

function may_use(owners, path,    list, n, i) {
	n = split(owners, list, " ")
	for (i = 1; i <= n; i++)
		if (path ~ globbed(list[i]))
			return 1
	return 0
}

function read_rules(    line, part, n, i, rest) {
	while ((getline line < rules) > 0) {
		n = split(line, part, " ")
		if (n < 2 || part[1] ~ /^#/)
			continue
		rest = ""
		for (i = 3; i <= n; i++) {
			rest = rest " " part[i]
			if (part[1] == "room")
				floor[part[2], part[i]] = 1
		}
		if (part[1] == "room")
			known[part[2]] = 1
		else if (part[1] == "header") {
			header[++header_count] = "^(" part[2] ")$"
			header_owner[header_count] = rest
		} else if (part[1] == "call") {
			call[++call_count] = \
			    "(^|[^A-Za-z0-9_>.])(" part[2] ")[ \t]*\\("
			call_owner[call_count] = rest
		}
	}
	close(rules)
	if (header_count == 0 || call_count == 0) {
		print rules ": no rules were read"
		exit 2
	}
}

function exists(path,    line, found) {
	found = (getline line < path) >= 0
	close(path)
	return found
}

function check_quoted(name,    to) {
	if (name !~ /\//) {
		fault("\"" name "\" does not name its floor")
		return
	}
	to = room_of(name)
	if (!(to in known))
		fault("\"" name "\" is in no known room")
	else if (!((room, to) in floor))
		fault("room " room " may not include \"" name "\" (room " to ")")
	else if (room != to && exists("kiosk/" name))
		fault("\"" name "\" is private to room " to)
}

function check_angled(name,    i) {
	for (i = 1; i <= header_count; i++)
		if (name ~ header[i] && !may_use(header_owner[i], file))
			fault("<" name "> belongs to" header_owner[i])
}

# The line without comments, strings and characters; in_comment lasts.
function code_of(s,    out, c, two, quote) {
	out = ""
	while (s != "") {
		two = substr(s, 1, 2)
		c = substr(s, 1, 1)
		if (in_comment) {
			if (two == "*/") { in_comment = 0; s = substr(s, 3) }
			else s = substr(s, 2)
		} else if (two == "/*") {
			in_comment = 1
			s = substr(s, 3)
		} else if (two == "//") {
			break
		} else if (c == "\"" || c == "\047") {
			quote = c
			s = substr(s, 2)
			while (s != "" && substr(s, 1, 1) != quote)
				s = substr(s, substr(s, 1, 1) == "\\" ? 3 : 2)
			s = substr(s, 2)
			out = out " "
		} else {
			out = out c
			s = substr(s, 2)
		}
	}
	return out
}

function check_line(line,    name, i, code, at) {
	if (!in_comment && line ~ /^[ \t]*#[ \t]*include[ \t]*["<]/) {
		name = line
		sub(/^[^"<]*["<]/, "", name)
		sub(/[">].*/, "", name)
		if (line ~ /^[^<]*"/)
			check_quoted(name)
		else
			check_angled(name)
		return
	}
	code = code_of(line)
	for (i = 1; i <= call_count; i++)
		if (match(code, call[i]) && !may_use(call_owner[i], file)) {
			at = substr(code, RSTART, RLENGTH - 1)
			gsub(/[^A-Za-z0-9_]/, "", at)
			fault(at "() belongs to" call_owner[i])
		}
}

BEGIN { read_rules() }
{
	file = $0
	line_number = 0
	in_comment = 0
	room = room_of(file)
	if (!(room in known))
		fault("stands in no known room")
	while ((getline line < file) > 0) {
		line_number++
		check_line(line)
	}
	close(file)
}
END { exit faults > 0 }
' && [ -z "${top_is_bad:-}" ] && echo "Every file keeps to its floor."

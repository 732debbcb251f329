#!/bin/bash
# locale.sh -- the catalogues against the program's texts: every file is well
# formed, a translation has the placeholders of its source and is not the
# source itself, Japanese has every text, the others every text of a resident
# and no other. Names what is wrong, a line each.
set -u
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-locale.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
wrong=0

# Texts are marked N_("..."), R_("...") where a resident reads them, or given
# straight to text_in(language, "...").
# collect NAME KEYWORD...: the template of the texts with those keywords.
collect() {
	local name=$1
	shift
	find include kiosk screens -name '*.[ch]' 2>/dev/null | LC_ALL=C sort |
		xgettext --files-from=- --from-code=UTF-8 "$@" --language=C \
		    --omit-header --force-po -o "$work/texts.pot" || exit 1
	# An empty header, so that the template counts as UTF-8.
	printf 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' |
		cat - "$work/texts.pot" >"$work/$name.pot"
}
collect all --keyword=N_ --keyword=R_ --keyword=text_in:2
collect resident -k --keyword=R_

# Texts that are the same in English and in a language, and rightly so.
same_as_english() {
	cat <<-'LIST'
	es:No
	LIST
}

# compare_placeholders FILE: the set of {names} in each text and its translation.
compare_placeholders() {
	msgattrib --no-wrap --no-obsolete "$1" 2>/dev/null | awk -v file="$1" '
	function names(s,    out, found) {
		delete found
		out = ""
		while (match(s, /\{[a-z_]+\}/)) {
			name = substr(s, RSTART, RLENGTH)
			if (!(name in found)) order[++count] = name
			found[name] = 1
			s = substr(s, RSTART + RLENGTH)
		}
		for (i = 1; i <= count; i++)
			for (j = i + 1; j <= count; j++)
				if (order[j] < order[i]) {
					name = order[i]
					order[i] = order[j]
					order[j] = name
				}
		for (i = 1; i <= count; i++) out = out order[i]
		count = 0
		return out
	}
	function judge() {
		if (id != "" && said != "" && names(id) != names(said)) {
			printf "%s: other placeholders than its source: %s\n", file, id
			bad = 1
		}
		id = said = part = ""
	}
	/^msgid / { judge(); part = "id"; sub(/^msgid /, "") }
	/^msgstr / { part = "said"; sub(/^msgstr /, "") }
	/^"/ {
		text = substr($0, 2, length($0) - 2)
		if (part == "id") id = id text
		else if (part == "said") said = said text
	}
	END { judge(); exit bad }
	'
}

# lacking KIND FILE: the ids of that kind, a line each.
lacking() {
	msgattrib "$1" --no-obsolete --no-wrap "$2" |
		awk '/^msgid ""/ { long = 1 } /^msgid "[^"]/ { print } long && /^"/ {
			print "msgid " $0; long = 0 } /^msgstr/ { long = 0 }
		'
}

# find_english CODE FILE: texts that are still the source's own.
find_english() {
	msgattrib --translated --no-obsolete --no-wrap "$2" | sed -n '
		/^msgid "./ { h; s/^msgid "\(.*\)"$/\1/; x; }
		/^msgstr "./ { s/^msgstr "\(.*\)"$/\1/; G
			s/^\(.*[A-Za-z].*\)\n\1$/\1/p; }' |
		sed "s/^/$1:/" | grep -vxFf <(same_as_english)
}

for code in ja zh ko es pt; do
	catalogue=config/locale/$code.po
	if [ ! -e "$catalogue" ]; then
		echo "$catalogue is missing" && wrong=1
		continue
	fi
	msgfmt --check -o /dev/null "$catalogue" || wrong=1
	compare_placeholders "$catalogue" || wrong=1
	pot=resident
	[ "$code" = ja ] && pot=all
	msgmerge -q -N -o "$work/now.po" "$catalogue" "$work/$pot.pot" || wrong=1
	for kind in --untranslated --only-fuzzy; do
		lacking "$kind" "$work/now.po"
	done | sed "s|^msgid|$catalogue lacks:|" >"$work/said"
	msgattrib --only-obsolete --no-wrap "$work/now.po" |
		sed -n "s|^#~ msgid|$catalogue has what nobody says:|p" |
		grep -v 'says: ""$' >>"$work/said"
	find_english "$code" "$work/now.po" |
		sed 's/$/ (left in English)/' >>"$work/said"
	[ -s "$work/said" ] && cat "$work/said" && wrong=1
done
[ "$wrong" -eq 0 ]

#!/bin/bash
# locale.sh -- the catalogues against the program's texts: every file is well
# formed, a translation has the placeholders of its source, Japanese has every
# text. Names what is wrong, a line each.
set -u
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-locale.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
wrong=0

# Texts are marked N_("..."), or given straight to text_in(language, "...").
find include kiosk screens -name '*.[ch]' 2>/dev/null | LC_ALL=C sort |
	xgettext --files-from=- --from-code=UTF-8 --keyword=N_ --keyword=text_in:2 \
	    --language=C --omit-header --force-po -o "$work/texts.pot" || exit 1
# An empty header, so that the template counts as UTF-8.
printf 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' |
	cat - "$work/texts.pot" >"$work/all.pot"

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

for catalogue in config/locale/*.po; do
	[ -e "$catalogue" ] || continue
	msgfmt --check -o /dev/null "$catalogue" || wrong=1
	compare_placeholders "$catalogue" || wrong=1
done
if [ -e config/locale/ja.po ]; then
	msgmerge -q -N -o "$work/ja.po" config/locale/ja.po "$work/all.pot" || wrong=1
	for kind in --untranslated --only-fuzzy; do
		msgattrib "$kind" --no-obsolete --no-wrap "$work/ja.po" |
			awk '/^msgid ""/ { long = 1 } /^msgid "[^"]/ { print } long && /^"/ {
				print "msgid " $0; long = 0 } /^msgstr/ { long = 0 }
			' >"$work/lacking"
		[ ! -s "$work/lacking" ] && continue
		sed 's/^msgid/config\/locale\/ja.po lacks:/' "$work/lacking"
		wrong=1
	done
else
	echo "config/locale/ja.po is missing" && wrong=1
fi
[ "$wrong" -eq 0 ]

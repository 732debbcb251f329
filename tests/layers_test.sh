#!/bin/bash
# layers_test.sh -- plants violations in an empty tree, one at a time, and
# expects tests/layers.sh to name each, and only it; what is allowed passes.
set -u
layers=$(cd "$(dirname "$0")" && pwd)/layers.sh
tree=$(mktemp -d "${TMPDIR:-/tmp}/kiosk-layers.XXXXXX") || exit 1
trap 'rm -rf "$tree"' EXIT
wrong=0

# in_tree FILE TEXT: FILE in an almost empty tree; prints what layers.sh says.
in_tree() {
	rm -rf "${tree:?}"/*
	mkdir -p "$tree/kiosk/base"
	echo 'int private;' >"$tree/kiosk/base/text_private.h"
	mkdir -p "$tree/$(dirname "$1")"
	printf '%b\n' "$2" >"$tree/$1"
	bash "$layers" "$tree"
}

# refuses FILE TEXT SAID: layers.sh fails with one line, which contains SAID.
refuses() {
	local said
	if said=$(in_tree "$1" "$2") || [ "$(wc -l <<<"$said")" -ne 1 ] ||
		[[ $said != *"$3"* ]]; then
		echo "not refused rightly: $1: $2"
		echo "    wanted: $3"
		echo "    said:   $said"
		wrong=$((wrong + 1))
	fi
}

# allows FILE TEXT
allows() {
	local said
	if ! said=$(in_tree "$1" "$2"); then
		echo "refused wrongly: $1: $2"
		echo "    said:   $said"
		wrong=$((wrong + 1))
	fi
}

# floors
refuses kiosk/base/text.c '#include "rules/pin.h"' \
    'kiosk/base/text.c:1: room base may not include "rules/pin.h"'
refuses kiosk/rules/fee.c '#include "store/db.h"' 'room rules may not'
refuses kiosk/store/cards.c '\n#include "card/agent.h"' 'cards.c:2: room store'
refuses kiosk/card/agent.c '#include "store/cards.h"' 'room card may not'
refuses kiosk/desk/session.c '#include "screens/app.h"' 'room desk may not'
refuses screens/app.c '#include "store/cards.h"' 'room screens may not'
refuses screens/app.c '#include "card/agent.h"' 'room screens may not'
refuses include/screens/app.h '#include "card/agent.h"' 'room screens may not'
refuses include/base/text.h '#include "desk/session.h"' 'room base may not'
refuses kiosk/base/text.c '# include\t"text.h"' 'does not name its floor'
refuses kiosk/base/text.c '#include "pantry/jam.h"' 'in no known room'
refuses kiosk/pantry/jam.c 'int jam;' 'stands in no known room'
refuses kiosk/card/virtual_chip.c '#include "base/text.h"' 'room virtual may not'
refuses kiosk/card/vpcd.c '#include "card/apdu.h"' 'room virtual may not'
refuses kiosk/card/agent.c '#include "card/virtual_chip.h"' 'room card may not'
refuses kiosk/desk/session.c '#include "base/text_private.h"' 'is private to room base'
refuses kiosk/base/text.c '#include "text_private.h"' 'does not name its floor'
allows kiosk/base/text.c '#include "base/text_private.h"'
allows kiosk/base/text.c '#include "base/text.h"'
allows kiosk/desk/session.c '#include "store/cards.h"\n#include "card/agent.h"'
allows screens/app.c '#include "desk/session.h"\n#include "rules/pin.h"'
allows kiosk/main.c '#include "store/db.h"\n#include "screens/app.h"'
allows kiosk/card/virtual_chip.c '#include "card/virtual_chip.h"'

# owners of headers
refuses kiosk/store/cards.c '#include <sqlite3.h>' 'belongs to kiosk/store/db_sqlite.c'
refuses kiosk/card/agent.c '#include <winscard.h>' 'belongs to kiosk/card/transport_pcsc.c'
refuses kiosk/card/agent.c '#include <PCSC/winscard.h>' 'transport_pcsc.c'
refuses kiosk/card/tlv.c '#include <openssl/evp.h>' 'belongs to kiosk/card/crypto.c'
refuses kiosk/card/agent.c '#include <seccomp.h>' 'kiosk/card/sandbox.c'
refuses screens/form.c '#include <curses.h>' 'belongs to screens/terminal.c'
refuses screens/form.c '#include <ncursesw/curses.h>' 'screens/terminal.c'
refuses kiosk/desk/session.c '#include <sodium.h>' 'belongs to kiosk/base/'
refuses kiosk/base/text.c '#include <ini.h>' 'belongs to kiosk/base/'
refuses kiosk/base/text.c '#include <jansson.h>' 'belongs to kiosk/base/'
refuses kiosk/base/text.c '#include <csv.h>' 'belongs to kiosk/base/'
refuses kiosk/base/text.c '#include <iconv.h>' 'belongs to kiosk/base/'
refuses kiosk/base/csv.c '#include <utf8proc.h>' 'belongs to kiosk/base/'
refuses screens/form.c '#include <libintl.h>' 'belongs to kiosk/base/'
allows kiosk/store/db_sqlite.c '#include <sqlite3.h>'
allows kiosk/card/crypto.c '#include <openssl/evp.h>'
allows kiosk/card/virtual_keys.c '#include <openssl/evp.h>\n#include <jansson.h>'
allows screens/draw.c '#include <curses.h>'

# owners of calls
refuses kiosk/card/agent.c 'pid = fork();' 'fork() belongs to kiosk/base/process.c'
refuses kiosk/card/agent.c '\texecv(path, argv);' 'execv() belongs to'
refuses kiosk/card/virtual_chip.c 'execlp (a, b);' 'execlp() belongs to'
refuses kiosk/desk/backup.c 'if (posix_spawn(a))' 'posix_spawn() belongs to'
refuses kiosk/desk/backup.c 'system(line);' 'system() belongs to'
refuses kiosk/desk/session.c 'now = time(NULL);' 'time() belongs to kiosk/base/clock.c'
refuses kiosk/base/loop.c 'clock_gettime(a, b);' 'clock_gettime() belongs to'
refuses kiosk/store/db.c '/* no */ exit(1);' 'exit() belongs to kiosk/main.c'
refuses kiosk/store/db.c '/* a\n b */ "s" exit(1);' 'db.c:2: exit() belongs'
refuses screens/form.c 'gettext("a");' 'gettext() belongs to kiosk/base/'
allows kiosk/store/db.c '/* never exit(1);\n fork() */ "time(NULL)" // exec()'
allows kiosk/store/db.c 'x = c->time(a) + my_time(b); _exit(3); uptime(); q.exit(1);'
allows kiosk/base/process.c 'fork();\nexecve(a, b, c);'
allows kiosk/card/vpcd.c 'exit(1);\ntime(NULL);'
allows kiosk/main.c 'exit(2);'

# the top of the tree
refuses cellar/notes.txt 'wine' 'cellar: has no place at the top'

[ "$wrong" -eq 0 ]

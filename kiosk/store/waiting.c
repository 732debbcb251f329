/* waiting.c -- the list of what waits, and finding one card among many. */
#include "store/waiting.h"

#include <string.h>

#include "base/text.h"
#include "store/search_keys.h"
#include "store/store.h"
#include "store/transaction.h"

#define FOUND_MOST 512	/* lines of one search */
#define TRIED_MOST 4000 /* cards looked at for words in another order */
#define WORDS_MOST 8
#define NAMES_MOST 5 /* four forms, and kana as romaji */
/* After every text: the last code point there is. */
#define LAST_TEXT "\xF4\x8F\xBF\xBF"

#define WAITING_COLUMNS \
	"SELECT c.id, c.person, c.kind, c.state, c.application_id," \
	"       c.notice_no, c.place, p.roman, p.kanji, p.alias, p.kana," \
	"       p.born, p.is_foreign, c.noticed_on, c.expiry, c.reserved_at," \
	"       c.fee_due_yen," \
	"       (SELECT v.id FROM case_ v WHERE v.card = c.id" \
	"           AND v.state IN ('open', 'paused'))" \
	"  FROM card c JOIN person p ON p.id = c.person"

static void
read_waiting(struct db_statement *q, void *record)
{
	struct waiting_row *w = record;
	char code[32];

	w->card = db_column_int(q, 0);
	w->person = db_column_int(q, 1);
	db_column_text(q, 2, code, sizeof(code));
	if (!issue_kind_from_code(code, &w->kind))
		w->kind = ISSUE_FIRST;
	db_column_text(q, 3, code, sizeof(code));
	if (!card_state_from_code(code, &w->state))
		w->state = CARD_UNKNOWN;
	db_column_text(q, 4, w->application_id, sizeof(w->application_id));
	db_column_text(q, 5, w->notice_no, sizeof(w->notice_no));
	db_column_text(q, 6, w->place, sizeof(w->place));
	db_column_text(q, 7, w->roman, sizeof(w->roman));
	db_column_text(q, 8, w->kanji, sizeof(w->kanji));
	db_column_text(q, 9, w->alias, sizeof(w->alias));
	db_column_text(q, 10, w->kana, sizeof(w->kana));
	w->born = store_column_date(q, 11);
	w->foreign = db_column_bool(q, 12);
	w->noticed_on = store_column_date(q, 13);
	w->expiry = store_column_date(q, 14);
	w->reserved_at = db_column_int(q, 15);
	w->fee_due_yen = db_column_int(q, 16);
	w->case_id = db_column_int(q, 17);
}

enum kerr
waiting_list(struct store *st, size_t offset, struct waiting_row *rows,
    size_t most, size_t *count)
{
	static const char sql[] =
	    WAITING_COLUMNS " WHERE c.waits = 1 ORDER BY c.queue_at, c.id"
			    " LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	store_bind_page(q, most, offset);
	return store_rows(q, read_waiting, rows, sizeof(*rows), most, count);
}

enum kerr
waiting_count(struct store *st, int64_t *count)
{
	static const char sql[] = "SELECT count(*) FROM card WHERE waits = 1";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	return store_number(q, count);
}

enum kerr
waiting_offset(struct store *st, int64_t utc, int64_t *offset)
{
	static const char sql[] =
	    "SELECT count(*) FROM card WHERE waits = 1 AND queue_at < :utc";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":utc", utc);
	return store_number(q, offset);
}

enum kerr
waiting_household(struct store *st, const char *household,
    struct waiting_row *rows, size_t most, size_t *count)
{
	static const char sql[] = WAITING_COLUMNS
	    " WHERE p.household = :household ORDER BY p.born, c.id"
	    " LIMIT :most OFFSET :offset";
	struct db_statement *q = NULL;
	enum kerr e;

	*count = 0;
	if (household[0] == '\0')
		return KERR_OK;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":household", household);
	store_bind_page(q, most, 0);
	return store_rows(q, read_waiting, rows, sizeof(*rows), most, count);
}

static enum kerr
load_row(struct store *st, int64_t card, struct waiting_row *out)
{
	static const char sql[] = WAITING_COLUMNS " WHERE c.id = :card";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_int(q, ":card", card);
	return store_one(q, read_waiting, out);
}

/* -- searching -- */

struct found {
	int64_t card[FOUND_MOST];
	size_t count;
	size_t most;
	bool more;
	size_t tried;
};

/* Words of a folded text, in place: "ab cd" becomes "ab\0cd". */
struct words {
	char text[SEARCH_KEY_SIZE];
	const char *word[WORDS_MOST];
	size_t count;
	size_t longest;
};

static bool
is_found(const struct found *found, int64_t card)
{
	for (size_t i = 0; i < found->count; i++)
		if (found->card[i] == card)
			return true;
	return false;
}

static void
split(struct words *w, const char *folded)
{
	char *next = w->text, *word;

	w->count = w->longest = 0;
	text_copy(w->text, sizeof(w->text), folded);
	while (w->count < WORDS_MOST && (word = strsep(&next, " ")) != NULL) {
		if (word[0] == '\0')
			continue;
		w->word[w->count] = word;
		if (strlen(word) > strlen(w->word[w->longest]))
			w->longest = w->count;
		w->count++;
	}
}

/* Whether some word of the folded name begins with word. */
static bool
name_has(const char *folded, const char *word)
{
	size_t len = strlen(word);

	for (const char *s = folded; s != NULL; s = strchr(s, ' ')) {
		s += strspn(s, " ");
		if (strncmp(s, word, len) == 0)
			return true;
	}
	return false;
}

/* Names are folded once and not for each word: folding is nearly all the work
 * of a search whose words come in another order. */
static bool
row_has_words(const struct waiting_row *row, const struct words *w)
{
	const char *const names[] = {
	    row->roman, row->kanji, row->alias, row->kana};
	char folded[NAMES_MOST][SEARCH_KEY_SIZE];
	char romaji[SEARCH_KEY_SIZE];
	size_t count = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i][0] != '\0')
			search_keys_fold(folded[count++], names[i]);
	if (row->kana[0] != '\0') {
		text_romaji(romaji, sizeof(romaji), row->kana);
		search_keys_fold(folded[count++], romaji);
	}
	for (size_t i = 0; i < w->count; i++) {
		size_t n = 0;

		while (n < count && !name_has(folded[n], w->word[i]))
			n++;
		if (n == count)
			return false;
	}
	return true;
}

/* Note one card; with words only when its names hold all of them. */
static enum kerr
consider(struct store *st, struct found *found, int64_t card,
    const struct words *words)
{
	struct waiting_row row;
	enum kerr e;

	if (is_found(found, card))
		return KERR_OK;
	if (words != NULL) {
		if ((e = load_row(st, card, &row)) != KERR_OK)
			return e;
		if (!row_has_words(&row, words))
			return KERR_OK;
	}
	if (found->count == found->most)
		found->more = true;
	else
		found->card[found->count++] = card;
	return KERR_OK;
}

/* Every card with a key that begins with prefix, in the order of the keys. */
static enum kerr
look(struct store *st, const char *prefix, const struct words *words,
    struct found *found)
{
	static const char sql[] =
	    "SELECT card FROM search_key"
	    " WHERE key >= :from AND key < :to ORDER BY key, card";
	char end[SEARCH_KEY_SIZE];
	struct db_statement *q = NULL;
	bool row = true;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	text_range_end(end, sizeof(end), prefix);
	db_bind_text(q, ":from", prefix);
	db_bind_text(q, ":to", end[0] != '\0' ? end : LAST_TEXT);
	while (!found->more && found->tried < TRIED_MOST &&
	       (e = db_step(q, &row)) == KERR_OK && row) {
		e = consider(st, found, db_column_int(q, 0), words);
		if (e != KERR_OK)
			break;
		found->tried += words != NULL;
	}
	db_release(q);
	return e;
}

enum kerr
waiting_search(struct store *st, const char *typed, struct waiting_row *rows,
    size_t most, size_t *count, bool *more)
{
	struct found found = {.most = most < FOUND_MOST ? most : FOUND_MOST};
	struct words words;
	char folded[SEARCH_KEY_SIZE];
	enum kerr e;

	*count = 0;
	*more = false;
	search_keys_fold(folded, typed);
	if (folded[0] == '\0')
		return KERR_OK;
	if ((e = look(st, folded, NULL, &found)) != KERR_OK)
		return e;
	split(&words, folded);
	if (words.count > 1 && !found.more)
		e = look(st, words.word[words.longest], &words, &found);
	for (size_t i = 0; e == KERR_OK && i < found.count; i++) {
		if ((e = load_row(st, found.card[i], &rows[i])) == KERR_OK)
			(*count)++;
	}
	*more = found.more || found.tried >= TRIED_MOST;
	return e;
}

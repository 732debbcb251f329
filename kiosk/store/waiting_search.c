/* waiting_search.c -- finding one card among many. Words in any order: the
 * ranges of the search keys that begin with each word hold card numbers and
 * need no card; only when a word has too many of them are names read. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/search_keys.h"
#include "store/store.h"
#include "store/transaction.h"
#include "store/waiting_row.h"

#define FOUND_MOST 512	/* lines of one search */
#define RANGE_MOST 8192 /* keys looked at for one word */
#define TRIED_MOST 4000 /* cards read for words with more */
#define WORDS_MOST 8
#define NAMES_MOST 5 /* four forms, and kana as romaji */
/* After every text: the last code point there is. */
#define LAST_TEXT "\xF4\x8F\xBF\xBF"

struct found {
	int64_t card[FOUND_MOST];
	size_t count;
	size_t most;
	bool more;
};

/* Words of a folded text, in place: "ab cd" becomes "ab\0cd". */
struct words {
	char text[SEARCH_KEY_SIZE];
	const char *word[WORDS_MOST];
	size_t count;
};

/* The cards with a name in which a word begins so, in the order of the keys. */
struct range {
	int64_t card[RANGE_MOST];
	size_t count;
	bool is_cut; /* there are more */
};

struct by_words {
	struct words words;
	struct range range; /* cards that may have all of them */
	struct range other;
	bool unproven; /* the names of each must still be read */
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
note(struct found *found, int64_t card)
{
	if (is_found(found, card))
		return;
	if (found->count == found->most)
		found->more = true;
	else
		found->card[found->count++] = card;
}

/* The longest word comes first: it has the fewest cards. */
static void
split(struct words *w, const char *folded)
{
	char *next = w->text, *word;
	const char *longest;
	size_t at = 0;

	w->count = 0;
	text_copy(w->text, sizeof(w->text), folded);
	while (w->count < WORDS_MOST && (word = strsep(&next, " ")) != NULL) {
		if (word[0] == '\0')
			continue;
		w->word[w->count] = word;
		if (strlen(word) > strlen(w->word[at]))
			at = w->count;
		w->count++;
	}
	longest = w->word[at];
	w->word[at] = w->word[0];
	w->word[0] = longest;
}

/* -- names -- */

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
 * of reading names. */
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

/* -- ranges of keys -- */

static void
bind_range(struct db_statement *q, const char *prefix)
{
	char end[SEARCH_KEY_SIZE];

	text_range_end(end, sizeof(end), prefix);
	db_bind_text(q, ":from", prefix);
	db_bind_text(q, ":to", end[0] != '\0' ? end : LAST_TEXT);
}

/* Every card with a key that begins with prefix, in the order of the keys. */
static enum kerr
look(struct store *st, const char *prefix, struct found *found)
{
	static const char sql[] =
	    "SELECT card FROM search_key"
	    " WHERE key >= :from AND key < :to ORDER BY key, card";
	struct db_statement *q = NULL;
	bool row = true;
	enum kerr e;

	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	bind_range(q, prefix);
	while (!found->more && (e = db_step(q, &row)) == KERR_OK && row)
		note(found, db_column_int(q, 0));
	db_release(q);
	return e;
}

static enum kerr
read_range(struct store *st, const char *word, struct range *out)
{
	static const char sql[] =
	    "SELECT card FROM search_key"
	    " WHERE key >= :from AND key < :to"
	    "   AND kind IN ('roman', 'kanji', 'alias', 'kana', 'romaji')"
	    " ORDER BY key, card";
	struct db_statement *q = NULL;
	bool row = true;
	enum kerr e;

	out->count = 0;
	out->is_cut = false;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	bind_range(q, word);
	while (!out->is_cut && (e = db_step(q, &row)) == KERR_OK && row) {
		if (out->count == RANGE_MOST)
			out->is_cut = true;
		else
			out->card[out->count++] = db_column_int(q, 0);
	}
	db_release(q);
	return e;
}

static int
compare_cards(const void *left, const void *right)
{
	const int64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

/* Keep the cards that are in other too, which is sorted for it. */
static void
keep_common(struct range *range, struct range *other)
{
	size_t kept = 0;

	qsort(other->card, other->count, sizeof(other->card[0]), compare_cards);
	for (size_t i = 0; i < range->count; i++)
		if (bsearch(&range->card[i], other->card, other->count,
			sizeof(other->card[0]), compare_cards) != NULL)
			range->card[kept++] = range->card[i];
	range->count = kept;
}

/* A whole range proves its word; one that is cut leaves it to the names. */
static enum kerr
read_ranges(struct store *st, struct by_words *b)
{
	enum kerr e = read_range(st, b->words.word[0], &b->range);

	b->unproven = b->range.is_cut;
	for (size_t i = 1; e == KERR_OK && i < b->words.count; i++) {
		e = read_range(st, b->words.word[i], &b->other);
		b->unproven = b->unproven || b->other.is_cut;
		if (e != KERR_OK || b->other.is_cut)
			continue;
		if (b->range.is_cut)
			b->range = b->other;
		else
			keep_common(&b->range, &b->other);
	}
	return e;
}

static enum kerr
look_for_words(struct store *st, struct by_words *b, struct found *found)
{
	struct waiting_row row;
	size_t tried = 0, i = 0;
	enum kerr e = read_ranges(st, b);

	for (; e == KERR_OK && i < b->range.count && !found->more; i++) {
		if (is_found(found, b->range.card[i]))
			continue;
		if (b->unproven) {
			if (tried++ == TRIED_MOST)
				break;
			e = waiting_row_load(st, b->range.card[i], &row);
			if (e != KERR_OK || !row_has_words(&row, &b->words))
				continue;
		}
		note(found, b->range.card[i]);
	}
	found->more = found->more || b->range.is_cut || i < b->range.count;
	return e;
}

static enum kerr
look_for_any_order(struct store *st, const char *folded, struct found *found)
{
	struct by_words *b = calloc(1, sizeof(*b));
	enum kerr e = KERR_OK;

	if (b == NULL)
		return ERR_MEMORY;
	split(&b->words, folded);
	if (b->words.count > 1)
		e = look_for_words(st, b, found);
	free(b);
	return e;
}

enum kerr
waiting_search(struct store *st, const char *typed, struct waiting_row *rows,
    size_t most, size_t *count, bool *more)
{
	struct found found = {.most = most < FOUND_MOST ? most : FOUND_MOST};
	char folded[SEARCH_KEY_SIZE];
	enum kerr e;

	*count = 0;
	*more = false;
	search_keys_fold(folded, typed);
	if (folded[0] == '\0')
		return KERR_OK;
	e = look(st, folded, &found);
	if (e == KERR_OK && !found.more && strchr(folded, ' ') != NULL)
		e = look_for_any_order(st, folded, &found);
	for (size_t i = 0; e == KERR_OK && i < found.count; i++) {
		e = waiting_row_load(st, found.card[i], &rows[i]);
		if (e == KERR_OK)
			(*count)++;
	}
	*more = found.more;
	return e;
}

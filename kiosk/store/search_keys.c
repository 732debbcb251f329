/* search_keys.c -- names and numbers as prefix keys (design, decision 9). */
#include "store/search_keys.h"

#include <string.h>

#include "base/text.h"
#include "store/cards.h"
#include "store/people.h"
#include "store/store.h"
#include "store/transaction.h"

#define WORDS_MOST 12 /* starts of one name that get a key of their own */

char *
search_keys_fold(char out[SEARCH_KEY_SIZE], const char *typed)
{
	char spaced[SEARCH_KEY_SIZE];
	size_t len, skip;

	/* Data may join Roman and kanji names with "_" (counter-procedures
	 * 7.3); folding would only drop it. */
	text_copy(spaced, sizeof(spaced), typed);
	for (char *s = spaced; *s != '\0'; s++)
		if (*s == '_')
			*s = ' ';
	text_fold(out, SEARCH_KEY_SIZE, spaced);
	skip = strspn(out, " ");
	len = strlen(out + skip);
	memmove(out, out + skip, len + 1);
	while (len > 0 && out[len - 1] == ' ')
		out[--len] = '\0';
	return out;
}

/* The same word twice in one name is one key. */
enum kerr
search_keys_write(
    struct store *st, int64_t card, const char *kind, const char *key)
{
	static const char sql[] = "INSERT INTO search_key (key, card, kind)"
				  " VALUES (:key, :card, :kind)"
				  " ON CONFLICT DO NOTHING";
	struct db_statement *q = NULL;
	enum kerr e;

	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":key", key);
	db_bind_int(q, ":card", card);
	db_bind_text(q, ":kind", kind);
	return store_done(q);
}

/* Where the keys of one card go. */
struct making {
	int64_t card;
	search_keys_take *take;
	void *arg;
};

static enum kerr
make_key(const struct making *m, const char *kind, const char *key)
{
	return key[0] == '\0' ? KERR_OK : m->take(m->arg, m->card, kind, key);
}

static enum kerr
make_word_starts(const struct making *m, const char *kind, const char *folded)
{
	int words = 0;
	enum kerr e = KERR_OK;

	for (const char *s = folded;
	     *s != '\0' && e == KERR_OK && words < WORDS_MOST; s++) {
		if (*s == ' ' || (s != folded && s[-1] != ' '))
			continue;
		e = make_key(m, kind, s);
		words++;
	}
	return e;
}

static enum kerr
make_name(const struct making *m, const char *kind, const char *name)
{
	char folded[SEARCH_KEY_SIZE];

	return make_word_starts(m, kind, search_keys_fold(folded, name));
}

static enum kerr
make_number(const struct making *m, const char *kind, const char *number)
{
	char folded[SEARCH_KEY_SIZE];

	return make_key(m, kind, search_keys_fold(folded, number));
}

enum kerr
search_keys_make(int64_t card, const struct card_record *c,
    const struct person *p, search_keys_take *take, void *arg)
{
	const struct {
		const char *kind;
		const char *value;
	} names[] = {{"roman", p->roman}, {"kanji", p->kanji},
	    {"alias", p->alias}, {"kana", p->kana}},
	  numbers[] = {{"notice", c->notice_no},
	      {"application", c->application_id}, {"face", c->face_serial},
	      {"chip", c->chip_serial}};
	const struct making m = {card, take, arg};
	char romaji[SEARCH_KEY_SIZE];
	enum kerr e = KERR_OK;

	for (size_t i = 0; i < 4 && e == KERR_OK; i++)
		e = make_name(&m, names[i].kind, names[i].value);
	if (e == KERR_OK && p->kana[0] != '\0') {
		text_romaji(romaji, sizeof(romaji), p->kana);
		e = make_name(&m, "romaji", romaji);
	}
	for (size_t i = 0; i < 4 && e == KERR_OK; i++)
		e = make_number(&m, numbers[i].kind, numbers[i].value);
	return e;
}

static enum kerr
write_key(void *arg, int64_t card, const char *kind, const char *key)
{
	return search_keys_write(arg, card, kind, key);
}

enum kerr
search_keys_add(struct store *st, int64_t card, const struct card_record *c,
    const struct person *p)
{
	return search_keys_make(card, c, p, write_key, st);
}

enum kerr
search_keys_add_number(
    struct store *st, int64_t card, const char *kind, const char *number)
{
	const struct making m = {card, write_key, st};

	return make_number(&m, kind, number);
}

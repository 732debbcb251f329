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
static enum kerr
add_key(struct store *st, int64_t card, const char *kind, const char *key)
{
	static const char sql[] = "INSERT INTO search_key (key, card, kind)"
				  " VALUES (:key, :card, :kind)"
				  " ON CONFLICT DO NOTHING";
	struct db_statement *q = NULL;
	enum kerr e;

	if (key[0] == '\0')
		return KERR_OK;
	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":key", key);
	db_bind_int(q, ":card", card);
	db_bind_text(q, ":kind", kind);
	return store_done(q);
}

static enum kerr
add_word_starts(
    struct store *st, int64_t card, const char *kind, const char *folded)
{
	int words = 0;
	enum kerr e = KERR_OK;

	for (const char *s = folded;
	     *s != '\0' && e == KERR_OK && words < WORDS_MOST; s++) {
		if (*s == ' ' || (s != folded && s[-1] != ' '))
			continue;
		e = add_key(st, card, kind, s);
		words++;
	}
	return e;
}

static enum kerr
add_name(struct store *st, int64_t card, const char *kind, const char *name)
{
	char folded[SEARCH_KEY_SIZE];

	return add_word_starts(st, card, kind, search_keys_fold(folded, name));
}

enum kerr
search_keys_add_number(
    struct store *st, int64_t card, const char *kind, const char *number)
{
	char folded[SEARCH_KEY_SIZE];

	return add_key(st, card, kind, search_keys_fold(folded, number));
}

enum kerr
search_keys_add(struct store *st, int64_t card, const struct card_record *c,
    const struct person *p)
{
	const struct {
		const char *kind;
		const char *value;
	} names[] = {{"roman", p->roman}, {"kanji", p->kanji},
	    {"alias", p->alias}, {"kana", p->kana}},
	  numbers[] = {{"notice", c->notice_no},
	      {"application", c->application_id}, {"face", c->face_serial},
	      {"chip", c->chip_serial}};
	char romaji[SEARCH_KEY_SIZE];
	enum kerr e = KERR_OK;

	for (size_t i = 0; i < 4 && e == KERR_OK; i++)
		e = add_name(st, card, names[i].kind, names[i].value);
	if (e == KERR_OK && p->kana[0] != '\0') {
		text_romaji(romaji, sizeof(romaji), p->kana);
		e = add_name(st, card, "romaji", romaji);
	}
	for (size_t i = 0; i < 4 && e == KERR_OK; i++)
		e = search_keys_add_number(
		    st, card, numbers[i].kind, numbers[i].value);
	return e;
}

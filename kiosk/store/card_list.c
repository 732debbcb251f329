/* card_list.c -- many new cards: their search keys in the order of the index. */
#include "store/card_list.h"

#include <stdlib.h>
#include <string.h>

#include "store/card_order.h"
#include "store/search_keys.h"
#include "store/store.h"

#define KEYS_MOST 65536 /* kept at most: some 6,000 cards */
#define KEYS_LEN  40	/* bytes of one, with its NUL, that there is room for */

struct kept_key {
	const char *key;  /* in text */
	const char *kind; /* static */
	int64_t card;
};

struct card_list {
	struct store *st; /* borrowed */
	struct kept_key key[KEYS_MOST];
	size_t key_count;
	char text[KEYS_MOST * KEYS_LEN];
	size_t text_len;
};

struct card_list *
card_list_new(struct store *st)
{
	struct card_list *list = malloc(sizeof(*list));

	if (list == NULL)
		return NULL;
	list->st = st;
	list->key_count = list->text_len = 0;
	return list;
}

void
card_list_free(struct card_list **list)
{
	free(*list);
	*list = NULL;
}

/* The order of the index. */
static int
compare_keys(const void *left, const void *right)
{
	const struct kept_key *a = left, *b = right;
	int order = strcmp(a->key, b->key);

	if (order != 0)
		return order;
	if (a->card != b->card)
		return a->card < b->card ? -1 : 1;
	return strcmp(a->kind, b->kind);
}

enum kerr
card_list_end(struct card_list *list)
{
	const struct kept_key *k = list->key;
	enum kerr e = KERR_OK;

	qsort(list->key, list->key_count, sizeof(list->key[0]), compare_keys);
	for (size_t i = 0; e == KERR_OK && i < list->key_count; i++, k++)
		e = search_keys_write(list->st, k->card, k->kind, k->key);
	list->key_count = list->text_len = 0;
	return e;
}

static enum kerr
keep_key(void *arg, int64_t card, const char *kind, const char *key)
{
	struct card_list *list = arg;
	size_t size = strlen(key) + 1;
	char *text;
	enum kerr e;

	if ((list->key_count == KEYS_MOST ||
		list->text_len + size > sizeof(list->text)) &&
	    (e = card_list_end(list)) != KERR_OK)
		return e;
	text = memcpy(list->text + list->text_len, key, size);
	list->text_len += size;
	list->key[list->key_count++] = (struct kept_key){text, kind, card};
	return KERR_OK;
}

enum kerr
card_list_add(struct card_list *list, const struct card_record *card,
    const struct person *p, int64_t *id)
{
	enum kerr e = card_row_add(list->st, card, id);

	return e == KERR_OK ? search_keys_make(*id, card, p, keep_key, list)
			    : e;
}

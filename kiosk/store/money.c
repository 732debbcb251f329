/* money.c -- see money.h. */
#include "store/money.h"

#include <stddef.h>

#include "base/seal.h"
#include "store/canonical.h"
#include "store/store.h"
#include "store/transaction.h"

static const char *const places[DENOMINATION_COUNT] = {
#define X(name, yen) [name] = ":n" #yen,
    DENOMINATIONS(X)
#undef X
};

void
money_bind(struct db_statement *q, const struct cash *c)
{
	for (int d = 0; d < DENOMINATION_COUNT; d++)
		db_bind_int(q, places[d], c->count[d]);
}

void
money_read(struct db_statement *q, int column, struct cash *out)
{
	for (int d = 0; d < DENOMINATION_COUNT; d++)
		out->count[d] = db_column_int(q, column + d);
}

int64_t
money_worth(const struct cash *c)
{
	int64_t sum = 0;

	for (int d = 0; d < DENOMINATION_COUNT; d++)
		sum += c->count[d] * denomination_yen((enum denomination)d);
	return sum;
}

struct cash
money_minus(const struct cash *a, const struct cash *b)
{
	struct cash rest;

	for (int d = 0; d < DENOMINATION_COUNT; d++)
		rest.count[d] = a->count[d] - b->count[d];
	return rest;
}

/* The counter and the person are part of it: another person with the same key
 * is another request. */
void
money_request_begin(struct money_request *r, const char *key, const char *call)
{
	r->key = key;
	r->call = call;
	r->digest[0] = '\0';
	if ((r->hash = seal_hash_new(NULL)) != NULL)
		canonical_text(r->hash, call);
}

void
money_request_cash(struct money_request *r, const struct cash *c)
{
	for (int d = 0; r->hash != NULL && d < DENOMINATION_COUNT; d++)
		canonical_number(r->hash, c->count[d]);
}

enum kerr
money_request_find(
    struct store *st, struct money_request *r, bool *found, int64_t *result)
{
	uint8_t hash[SEAL_HASH_SIZE];

	*found = false;
	if (r->hash == NULL)
		return ERR_MEMORY;
	canonical_number(r->hash, store_counter(st));
	canonical_number(r->hash, store_staff(st));
	seal_hash_end(&r->hash, hash);
	seal_hex(hash, sizeof(hash), r->digest);
	if (!store_is_writing(st) || r->key == NULL || r->key[0] == '\0')
		return ERR_INTERNAL;
	return store_request_get(st, r->key, r->call, r->digest, found, result);
}

enum kerr
money_request_keep(
    struct store *st, const struct money_request *r, int64_t result)
{
	return store_request_put(st, r->key, r->call, r->digest, result);
}

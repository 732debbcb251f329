/* cash.c -- see rules/cash.h. */
#include "rules/cash.h"

#include <string.h>

static const int64_t worth[DENOMINATION_COUNT] = {
#define X(name, yen) [name] = yen,
    DENOMINATIONS(X)
#undef X
};

int64_t
denomination_yen(enum denomination d)
{
	return (unsigned)d < DENOMINATION_COUNT ? worth[d] : 0;
}

bool
denomination_is_note(enum denomination d)
{
	return denomination_yen(d) >= denomination_yen(YEN_1000);
}

bool
denomination_from_yen(int64_t yen, enum denomination *out)
{
	for (int d = 0; d < DENOMINATION_COUNT; d++) {
		if (worth[d] == yen) {
			*out = (enum denomination)d;
			return true;
		}
	}
	return false;
}

enum kerr
cash_total(const struct cash *c, int64_t *yen)
{
	int64_t sum = 0;

	for (int d = 0; d < DENOMINATION_COUNT; d++) {
		if (c->count[d] < 0 || c->count[d] > CASH_YEN_MOST / worth[d])
			return ERR_CASH_AMOUNT;
		/* each is CASH_YEN_MOST at most: ten of them fit */
		sum += c->count[d] * worth[d];
	}
	if (sum > CASH_YEN_MOST)
		return ERR_CASH_AMOUNT;
	*yen = sum;
	return KERR_OK;
}

int64_t
cash_pieces(const struct cash *c)
{
	int64_t pieces = 0;

	for (int d = 0; d < DENOMINATION_COUNT; d++)
		pieces += c->count[d];
	return pieces;
}

bool
cash_is_empty(const struct cash *c)
{
	for (int d = 0; d < DENOMINATION_COUNT; d++)
		if (c->count[d] != 0)
			return false;
	return true;
}

bool
cash_is_equal(const struct cash *a, const struct cash *b)
{
	return memcmp(a->count, b->count, sizeof(a->count)) == 0;
}

enum kerr
cash_add(const struct cash *a, const struct cash *b, struct cash *out)
{
	struct cash sum;
	int64_t yen = 0;
	enum kerr e;

	/* both are sane: no count passes CASH_YEN_MOST, so none overflows */
	if ((e = cash_total(a, &yen)) != KERR_OK ||
	    (e = cash_total(b, &yen)) != KERR_OK)
		return e;
	for (int d = 0; d < DENOMINATION_COUNT; d++)
		sum.count[d] = a->count[d] + b->count[d];
	if ((e = cash_total(&sum, &yen)) == KERR_OK)
		*out = sum;
	return e;
}

enum kerr
cash_subtract(const struct cash *a, const struct cash *b, struct cash *out)
{
	struct cash rest;
	int64_t yen = 0;
	enum kerr e;

	if ((e = cash_total(a, &yen)) != KERR_OK ||
	    (e = cash_total(b, &yen)) != KERR_OK)
		return e;
	for (int d = 0; d < DENOMINATION_COUNT; d++) {
		if (a->count[d] < b->count[d])
			return ERR_CASH_SHORT;
		rest.count[d] = a->count[d] - b->count[d];
	}
	*out = rest;
	return KERR_OK;
}

/*
 * Largest first, with so many 2,000 notes decided beforehand. Without that
 * note each denomination divides the next larger one, so that the smaller
 * pieces of any sum can be changed for a larger one: largest first finds the
 * fewest pieces, or that there are none, also when pieces are scarce.
 */
static bool
take_largest(
    const struct cash *have, int64_t yen, int64_t two_thousands, struct cash *c)
{
	int64_t take;

	memset(c, 0, sizeof(*c));
	c->count[YEN_2000] = two_thousands;
	yen -= two_thousands * worth[YEN_2000];
	for (int d = 0; d < DENOMINATION_COUNT; d++) {
		if (d == YEN_2000)
			continue;
		take = yen / worth[d];
		if (take > have->count[d])
			take = have->count[d];
		c->count[d] = take;
		yen -= take * worth[d];
	}
	return yen == 0;
}

enum kerr
cash_change(const struct cash *have, int64_t yen, struct cash *out)
{
	struct cash try, best;
	int64_t all = 0, most, fewest = -1;
	enum kerr e;

	if ((e = cash_total(have, &all)) != KERR_OK)
		return e;
	if (yen < 0 || yen > CASH_YEN_MOST)
		return ERR_CASH_AMOUNT;
	if (yen > all)
		return ERR_CASH_NO_CHANGE;
	most = yen / worth[YEN_2000];
	if (most > have->count[YEN_2000])
		most = have->count[YEN_2000];
	for (int64_t n = 0; n <= most; n++) {
		if (!take_largest(have, yen, n, &try) ||
		    (fewest >= 0 && cash_pieces(&try) >= fewest))
			continue;
		fewest = cash_pieces(&try);
		best = try;
	}
	if (fewest < 0)
		return ERR_CASH_NO_CHANGE;
	*out = best;
	return KERR_OK;
}

unsigned
cash_running_short(const struct cash *have, const struct cash *least)
{
	unsigned mask = 0;

	for (int d = 0; d < DENOMINATION_COUNT; d++)
		if (have->count[d] < least->count[d])
			mask |= 1U << d;
	return mask;
}

unsigned
cash_too_many_coins(const struct cash *tender)
{
	unsigned mask = 0;

	for (int d = 0; d < DENOMINATION_COUNT; d++)
		if (!denomination_is_note((enum denomination)d) &&
		    tender->count[d] > CASH_COINS_MOST)
			mask |= 1U << d;
	return mask;
}

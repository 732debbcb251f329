/* arrivals_seen.c -- numbers that came before in this file: an open hash. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/arrivals_row.h"

#define NUMBER_SIZE APPLICATION_ID_SIZE
#define LEAST_SLOTS 1024

struct slot {
	char column; /* + 1; 0: free */
	char number[NUMBER_SIZE];
};

struct arrivals_seen {
	struct slot *slot;
	size_t slots; /* a power of two */
	size_t used;
};

struct arrivals_seen *
arrivals_seen_new(void)
{
	struct arrivals_seen *seen = calloc(1, sizeof(*seen));

	if (seen == NULL)
		return NULL;
	seen->slots = LEAST_SLOTS;
	if ((seen->slot = calloc(seen->slots, sizeof(*seen->slot))) == NULL)
		arrivals_seen_free(&seen);
	return seen;
}

void
arrivals_seen_free(struct arrivals_seen **seen)
{
	if (*seen == NULL)
		return;
	free((*seen)->slot);
	free(*seen);
	*seen = NULL;
}

/* FNV-1a */
static size_t
hash(const struct slot *s)
{
	uint64_t h = 14695981039346656037U ^ (uint64_t)s->column;

	for (const char *c = s->number; *c != '\0'; c++)
		h = (h ^ (unsigned char)*c) * 1099511628211U;
	return (size_t)(h ^ h >> 32);
}

/* Its place, or the free one where it belongs. */
static struct slot *
find(struct slot *all, size_t slots, const struct slot *wanted)
{
	size_t at = hash(wanted) & (slots - 1);

	while (all[at].column != 0 &&
	       (all[at].column != wanted->column ||
		   strcmp(all[at].number, wanted->number) != 0))
		at = (at + 1) & (slots - 1);
	return &all[at];
}

static bool
grow(struct arrivals_seen *seen)
{
	size_t slots = seen->slots * 2;
	struct slot *wider = calloc(slots, sizeof(*wider));

	if (wider == NULL)
		return false;
	for (size_t i = 0; i < seen->slots; i++)
		if (seen->slot[i].column != 0)
			*find(wider, slots, &seen->slot[i]) = seen->slot[i];
	free(seen->slot);
	seen->slot = wider;
	seen->slots = slots;
	return true;
}

enum arrivals_met
arrivals_seen_add(
    struct arrivals_seen *seen, enum arrivals_column column, const char *number)
{
	struct slot wanted = {.column = (char)(column + 1)};
	struct slot *place;

	text_copy(wanted.number, sizeof(wanted.number), number);
	if (seen->used * 2 >= seen->slots && !grow(seen))
		return ARRIVALS_NO_MEMORY;
	place = find(seen->slot, seen->slots, &wanted);
	if (place->column != 0)
		return ARRIVALS_AGAIN;
	*place = wanted;
	seen->used++;
	return ARRIVALS_FIRST;
}

/* agent_face.c -- asking the agent for a card's face, and taking its pictures
 * out of the shared area. */
#include <stdlib.h>
#include <string.h>

#include "card/agent_inside.h"

/* A head for the card with this serial; false when it cannot be one. */
static bool
begin_for(struct agent_order *head, enum agent_order_kind kind,
    const char *chip_serial)
{
	agent_order_begin(head, kind);
	if (strlen(chip_serial) >= sizeof(head->chip_serial))
		return false;
	strcpy(head->chip_serial, chip_serial);
	return true;
}

enum kerr
agent_face_tries(struct agent *a, const char *chip_serial)
{
	struct agent_order head;

	if (!begin_for(&head, AGENT_ORDER_FACE_TRIES, chip_serial))
		return ERR_INTERNAL;
	return agent_post(a, &head, NULL, NULL);
}

enum kerr
agent_face_open(struct agent *a, const char *chip_serial, enum face_key key,
    bool may_spend_last, const struct secret *number)
{
	struct agent_order head;

	if (!begin_for(&head, AGENT_ORDER_FACE, chip_serial) ||
	    (unsigned)key >= FACE_KEY_COUNT)
		return ERR_INTERNAL;
	head.face_key = (uint8_t)key;
	head.spend_last = may_spend_last ? 1 : 0;
	return agent_post(a, &head, number, NULL);
}

uint8_t *
agent_face_pixels(const struct agent *a, enum face_picture which,
    const struct picture *picture, size_t *len)
{
	size_t size = 0, n;
	const uint8_t *from = shared_area_slot(&a->area, which, &size);
	uint8_t *copy = NULL;

	*len = 0;
	if (picture->state != PICTURE_READY)
		return NULL;
	n = (size_t)picture->width * (size_t)picture->height *
	    (size_t)picture->channels;
	if (n == 0 || n > size || (copy = malloc(n)) == NULL)
		return NULL;
	memcpy(copy, from, n);
	*len = n;
	return copy;
}

void
agent_face_forget(struct agent *a)
{
	if (agent_is_idle(a) || a->process.fd < 0)
		shared_area_wipe(&a->area);
}

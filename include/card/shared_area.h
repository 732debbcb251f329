/* shared_area.h -- memory that the agent and its parent both see: pictures
 * only (design 1, "one bounded shared area"). Its size is sealed, so that
 * neither side can be made to fault by the other, and it has no name in any
 * file system. Whoever reads it copies first: the other side may change it. */
#ifndef KIOSK_CARD_SHARED_AREA_H
#define KIOSK_CARD_SHARED_AREA_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "card/face.h"

#define SHARED_AREA_SIZE (8UL * 1024 * 1024)

struct shared_area {
	int fd;		/* -1: none */
	uint8_t *bytes; /* SHARED_AREA_SIZE of them; NULL: none */
};

/* Parent: make and map. Errors: ERR_MEMORY (nothing is held then). */
enum kerr shared_area_new(struct shared_area *out);
/* Child: map what it inherited at fd; the descriptor is closed. Errors:
 * ERR_MEMORY. Must come before the sandbox. */
enum kerr shared_area_take(int fd, struct shared_area *out);
/* Nothing that stood there can be read any more, by either side. */
void shared_area_wipe(struct shared_area *area);
/* Wipes, too. */
void shared_area_free(struct shared_area *area);

/* Where a picture lies, and how many bytes it may have. */
uint8_t *shared_area_slot(
    const struct shared_area *area, enum face_picture which, size_t *size);

#endif

/* shared_area.c -- see card/shared_area.h. */
#include "card/shared_area.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/secret.h"

#define PHOTO_SIZE (3UL * FACE_PHOTO_PIXELS)
#define TEXT_SIZE  (1UL * FACE_TEXT_PIXELS)

static const struct {
	size_t at, size;
} slots[FACE_PICTURE_COUNT] = {
    [FACE_PHOTO] = {0, PHOTO_SIZE},
    [FACE_NAME] = {PHOTO_SIZE, TEXT_SIZE},
    [FACE_ADDRESS] = {PHOTO_SIZE + TEXT_SIZE, TEXT_SIZE},
};
_Static_assert(PHOTO_SIZE + 2 * TEXT_SIZE <= SHARED_AREA_SIZE, "room for all");

static enum kerr
map(int fd, struct shared_area *out)
{
	void *at = mmap(
	    NULL, SHARED_AREA_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (at == MAP_FAILED)
		return ERR_MEMORY;
	out->bytes = at;
	(void)madvise(at, SHARED_AREA_SIZE, MADV_DONTDUMP);
	return KERR_OK;
}

enum kerr
shared_area_new(struct shared_area *out)
{
	*out = (struct shared_area){.fd = -1, .bytes = NULL};
	out->fd = memfd_create("kiosk", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (out->fd < 0)
		return ERR_MEMORY;
	if (ftruncate(out->fd, (off_t)SHARED_AREA_SIZE) == 0 &&
	    fcntl(out->fd, F_ADD_SEALS,
		F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0 &&
	    map(out->fd, out) == KERR_OK)
		return KERR_OK;
	shared_area_free(out);
	return ERR_MEMORY;
}

enum kerr
shared_area_take(int fd, struct shared_area *out)
{
	enum kerr e;

	*out = (struct shared_area){.fd = -1, .bytes = NULL};
	e = map(fd, out);
	close(fd);
	return e;
}

void
shared_area_wipe(struct shared_area *area)
{
	/* The pages go away for both sides and come back as zeroes; where
	 * that is not possible, they are written over. */
	if (area->bytes != NULL &&
	    madvise(area->bytes, SHARED_AREA_SIZE, MADV_REMOVE) != 0)
		secret_wipe(area->bytes, SHARED_AREA_SIZE);
}

void
shared_area_free(struct shared_area *area)
{
	shared_area_wipe(area);
	if (area->bytes != NULL)
		(void)munmap(area->bytes, SHARED_AREA_SIZE);
	if (area->fd >= 0)
		close(area->fd);
	*area = (struct shared_area){.fd = -1, .bytes = NULL};
}

uint8_t *
shared_area_slot(
    const struct shared_area *area, enum face_picture which, size_t *size)
{
	*size = slots[which].size;
	return area->bytes + slots[which].at;
}

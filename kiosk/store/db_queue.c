/* db_queue.c -- the queue of writers and the seats of counters: byte locks of
 * one file beside the store (design, decision 4). */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "store/db_file.h"

#define BYTE_NEXT     0	 /* held by the one who writes next */
#define BYTE_WRITER   1	 /* held by the one who writes */
#define BYTE_SEATS    16 /* and 255 more */
#define SEATS	      256
#define SHORT_WAITS   40 /* of 1 ms, then of 5 ms */
#define SHORT_MS      1
#define LONG_MS	      5
#define NANO_OF_MILLI 1000000L

struct db_queue {
	int fd;
};

/* A lock of the open file description: it ends with the last descriptor, also
 * when the process is killed. EAGAIN or EACCES: somebody has it. */
static int
lock_byte(int fd, short type, off_t byte)
{
	struct flock lock = {
	    .l_type = type,
	    .l_whence = SEEK_SET,
	    .l_start = byte,
	    .l_len = 1,
	};

	return fcntl(fd, F_OFD_SETLK, &lock) == 0 ? 0 : errno;
}

enum kerr
db_queue_open(const char *path, struct db_queue **out, struct failure *f)
{
	char name[DB_PATH_SIZE + sizeof(".queue")];
	struct db_queue *q = NULL;

	*out = NULL;
	if ((q = calloc(1, sizeof(*q))) == NULL)
		return failure_set(f, ERR_MEMORY);
	(void)snprintf(name, sizeof(name), "%s.queue", path);
	q->fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (q->fd < 0) {
		enum kerr e = errno == ENOSPC ? ERR_STORE_FULL : ERR_STORE_OPEN;

		failure_system(f, e, name, errno);
		free(q);
		return e;
	}
	*out = q;
	return KERR_OK;
}

void
db_queue_close(struct db_queue **q)
{
	if (*q == NULL)
		return;
	(void)close((*q)->fd);
	free(*q);
	*q = NULL;
}

/* Poll for one byte; *left_ms is what remains of the deadline. Counted in
 * naps and not by a clock, so that a clock that stands still cannot make a
 * terminal wait for ever. */
static enum kerr
wait_byte(int fd, off_t byte, int *left_ms)
{
	struct timespec nap = {0, SHORT_MS * NANO_OF_MILLI};
	int error, naps = 0, ms;

	while ((error = lock_byte(fd, F_WRLCK, byte)) != 0) {
		if (error != EAGAIN && error != EACCES && error != EINTR)
			return ERR_IO;
		ms = naps++ < SHORT_WAITS ? SHORT_MS : LONG_MS;
		if (*left_ms < ms)
			return ERR_STORE_BUSY;
		nap.tv_nsec = ms * NANO_OF_MILLI;
		(void)nanosleep(&nap, NULL);
		*left_ms -= ms;
	}
	return KERR_OK;
}

enum kerr
db_queue_enter(struct db_queue *q, int deadline_ms)
{
	enum kerr e;

	if ((e = wait_byte(q->fd, BYTE_NEXT, &deadline_ms)) != KERR_OK)
		return e;
	e = wait_byte(q->fd, BYTE_WRITER, &deadline_ms);
	(void)lock_byte(q->fd, F_UNLCK, BYTE_NEXT);
	return e;
}

void
db_queue_leave(struct db_queue *q)
{
	(void)lock_byte(q->fd, F_UNLCK, BYTE_WRITER);
}

enum kerr
db_queue_sit(struct db_queue *q, int seat)
{
	int error;

	if (seat < 0 || seat >= SEATS)
		return ERR_INTERNAL;
	error = lock_byte(q->fd, F_WRLCK, BYTE_SEATS + seat);
	if (error == EAGAIN || error == EACCES)
		return ERR_COUNTER_TAKEN;
	return error == 0 ? KERR_OK : ERR_IO;
}

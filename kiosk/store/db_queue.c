/* db_queue.c -- the queue of writers and the seats of counters: byte locks of
 * one file beside the store (design, decision 4).
 *
 * The locks alone decide; the kernel ends them with their process. Whoever lets
 * one go also rings a bell that lies in the same file and is mapped by all, so
 * that the next one wakes at once and in turn. A bell that is not rung (its
 * process was killed) costs the sleepers a nap, nothing else. */
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "store/db_file.h"

#define BYTE_NEXT     0	 /* held by the one who writes next */
#define BYTE_WRITER   1	 /* held by the one who writes */
#define BYTE_SEATS    16 /* and 255 more */
#define SEATS	      256
#define NAP_MS	      5
#define NANO_OF_MILLI 1000000L
#define BELLS_AT      1024 /* in the file, past the bytes that are locked */
#define FILE_LEN      4096

/* One for each of the two bytes, apart in memory. What it counts means
 * nothing: only that it changes. */
struct bell {
	_Atomic uint32_t rung;
	uint8_t apart[124];
};

struct db_queue {
	int fd;
	uint8_t *mapped;    /* FILE_LEN */
	struct bell *bells; /* in it */
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

/* The whole page is written once, so that its block is there when the disk is
 * full. */
static int
map_bells(struct db_queue *q)
{
	static const uint8_t zeros[FILE_LEN];
	struct stat st;

	if (fstat(q->fd, &st) != 0)
		return errno;
	if (st.st_size < FILE_LEN &&
	    pwrite(q->fd, zeros, sizeof(zeros), 0) != (ssize_t)sizeof(zeros))
		return errno != 0 ? errno : ENOSPC;
	q->mapped =
	    mmap(NULL, FILE_LEN, PROT_READ | PROT_WRITE, MAP_SHARED, q->fd, 0);
	if (q->mapped == MAP_FAILED) {
		q->mapped = NULL;
		return errno;
	}
	q->bells = (struct bell *)(void *)(q->mapped + BELLS_AT);
	return 0;
}

enum kerr
db_queue_open(const char *path, struct db_queue **out, struct failure *f)
{
	char name[DB_PATH_SIZE + sizeof(".queue")];
	struct db_queue *q = NULL;
	enum kerr e = KERR_OK;
	int error = 0;

	*out = NULL;
	if ((q = calloc(1, sizeof(*q))) == NULL)
		return failure_set(f, ERR_MEMORY);
	(void)snprintf(name, sizeof(name), "%s.queue", path);
	q->fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	error = q->fd < 0 ? errno : map_bells(q);
	if (error != 0) {
		e = error == ENOSPC ? ERR_STORE_FULL : ERR_STORE_OPEN;
		failure_system(f, e, name, error);
		db_queue_close(&q);
	}
	*out = q;
	return e;
}

void
db_queue_close(struct db_queue **q)
{
	if (*q == NULL)
		return;
	if ((*q)->mapped != NULL)
		(void)munmap((*q)->mapped, FILE_LEN);
	if ((*q)->fd >= 0)
		(void)close((*q)->fd);
	free(*q);
	*q = NULL;
}

static void
let_go(struct db_queue *q, off_t byte)
{
	struct bell *bell = &q->bells[byte];

	(void)lock_byte(q->fd, F_UNLCK, byte);
	(void)atomic_fetch_add(&bell->rung, 1);
	(void)syscall(SYS_futex, &bell->rung, FUTEX_WAKE, 1, NULL, NULL, 0);
}

/* Sleep until the bell rings or a nap is over, unless it rang since heard.
 * false when the nap was slept to its end. */
static bool
sleep_by(struct bell *bell, uint32_t heard)
{
	struct timespec nap = {0, NAP_MS * NANO_OF_MILLI};

	return syscall(SYS_futex, &bell->rung, FUTEX_WAIT, heard, &nap, NULL,
		   0) == 0 ||
	       errno != ETIMEDOUT;
}

/* Wait for one byte; *left_ms is what remains of the deadline. Counted in naps
 * and not by a clock, so that a clock that stands still cannot make a terminal
 * wait for ever; being woken counts a quarter, since somebody else was first.
 */
static enum kerr
wait_byte(struct db_queue *q, off_t byte, int *left_ms)
{
	struct bell *bell = &q->bells[byte];
	uint32_t heard = atomic_load(&bell->rung);
	int error, quarters = 0;

	while ((error = lock_byte(q->fd, F_WRLCK, byte)) != 0) {
		if (error != EAGAIN && error != EACCES && error != EINTR)
			return ERR_IO;
		if (*left_ms < NAP_MS)
			return ERR_STORE_BUSY;
		quarters += sleep_by(bell, heard) ? 1 : 4;
		heard = atomic_load(&bell->rung);
		*left_ms -= quarters / 4 * NAP_MS;
		quarters %= 4;
	}
	return KERR_OK;
}

enum kerr
db_queue_enter(struct db_queue *q, int deadline_ms)
{
	enum kerr e;

	if ((e = wait_byte(q, BYTE_NEXT, &deadline_ms)) != KERR_OK)
		return e;
	e = wait_byte(q, BYTE_WRITER, &deadline_ms);
	let_go(q, BYTE_NEXT);
	return e;
}

void
db_queue_leave(struct db_queue *q)
{
	let_go(q, BYTE_WRITER);
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

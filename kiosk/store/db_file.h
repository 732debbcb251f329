/* db_file.h -- where the store lies: private, writable, on a local disk; and
 * the queue file beside it. For the store room only. */
#ifndef KIOSK_STORE_DB_FILE_H
#define KIOSK_STORE_DB_FILE_H

#include <stdbool.h>

#include "base/error.h"

#define DB_PATH_SIZE 600

/* The directory and the file (which must exist unless create, then it is made
 * empty). Errors: those of db_open(). */
enum kerr db_file_check(const char *path, bool create, struct failure *f);
/* Make the last directory of path, 0700, when it is missing. */
enum kerr db_file_make_directory(const char *path, struct failure *f);

/*
 * The queue: one byte of STORE.queue is the place of the next writer, another
 * the writer's own. A writer first becomes the next one and gives that place
 * up once it writes, so whoever has just written cannot overtake those who
 * wait. Locks belong to the open file: they end with the process.
 */
struct db_queue; /* opaque */
enum kerr db_queue_open(
    const char *path, struct db_queue **out, struct failure *f);
void db_queue_close(struct db_queue **q);
/* Wait for our turn, at most deadline_ms. Errors: ERR_STORE_BUSY. */
enum kerr db_queue_enter(struct db_queue *q, int deadline_ms);
void db_queue_leave(struct db_queue *q);
/* Hold seat 0..255 until closed. Errors: ERR_COUNTER_TAKEN. */
enum kerr db_queue_sit(struct db_queue *q, int seat);

#endif

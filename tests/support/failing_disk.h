/* failing_disk.h -- a disk under SQLite that stops confirming its writes,
 * tears them, forgets them, or is full. */
#ifndef KIOSK_TESTS_FAILING_DISK_H
#define KIOSK_TESTS_FAILING_DISK_H

#include <stdbool.h>
#include <stdint.h>

/* Put it under every database that is opened from now on. */
bool failing_disk_install(void);
/* From now on a sync fails, or works again. */
void failing_disk_fail(bool fail);
/* Syncs asked for since the beginning. */
int failing_disk_syncs(void);

/*
 * For a power cut: at every sync that works, what the file holds then is kept
 * beside it as NAME.synced. Only those copies would be there afterwards.
 */
void failing_disk_keep_synced(void);

/* -- one fault at one operation (a write, a truncation or a sync) -- */

/* X(enum, name) */
#define DISK_FAULTS(X) \
	X(DISK_SOUND, "none") \
	X(DISK_DROP, "power cut, all unsynced writes lost") \
	X(DISK_SOME, "power cut, some unsynced writes lost") \
	X(DISK_TEAR, "power cut in the middle of a write") \
	X(DISK_KILL, "process killed") \
	X(DISK_FULL, "disk full") \
	X(DISK_SYNC, "sync failed")

enum disk_fault {
#define X(fault, name) fault,
	DISK_FAULTS(X)
#undef X
	    DISK_FAULT_COUNT
};
const char *disk_fault_name(enum disk_fault fault);

/* How a process ends at a cut or a kill: by itself, without a word. */
#define DISK_ENDED 40

/*
 * Meet fault at the at'th operation from now, counted from 1. variant: how
 * much of a torn write is there, which unsynced writes are lost. DISK_FULL
 * lasts until failing_disk_full(false); DISK_SYNC fails the first sync at or
 * after that operation. Writes are remembered for DISK_DROP and DISK_SOME from
 * now on, so call it before the database is opened.
 */
void failing_disk_plan(enum disk_fault fault, int at, uint32_t variant);
/* Operations since failing_disk_plan(). */
int failing_disk_operations(void);
/* No file can grow any more, or again. */
void failing_disk_full(bool full);

#endif

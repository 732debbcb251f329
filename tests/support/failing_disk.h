/* failing_disk.h -- a disk under SQLite that stops confirming its writes. */
#ifndef KIOSK_TESTS_FAILING_DISK_H
#define KIOSK_TESTS_FAILING_DISK_H

#include <stdbool.h>

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

#endif

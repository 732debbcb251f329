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

#endif

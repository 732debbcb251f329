/* failing_disk.c -- SQLite's own files with another sync. */
#include "support/failing_disk.h"

#include <sqlite3.h>
#include <string.h>

#define SETS_MOST 8

static sqlite3_vfs disk;
static sqlite3_vfs *real_disk;
/* The database and its log have methods of different sets. */
static struct {
	sqlite3_io_methods ours;
	const sqlite3_io_methods *real;
} sets[SETS_MOST];
static bool failing;
static int syncs;

static int
sync_file(sqlite3_file *file, int flags)
{
	syncs++;
	if (failing)
		return SQLITE_IOERR_FSYNC;
	for (int i = 0; i < SETS_MOST; i++)
		if (file->pMethods == &sets[i].ours)
			return sets[i].real->xSync(file, flags);
	return SQLITE_INTERNAL;
}

/* The same methods, but for the sync. */
static int
open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
    int *out_flags)
{
	int rc = real_disk->xOpen(real_disk, name, file, flags, out_flags);

	(void)vfs;
	if (rc != SQLITE_OK || file->pMethods == NULL)
		return rc;
	for (int i = 0; i < SETS_MOST; i++) {
		if (sets[i].real == NULL) {
			sets[i].real = file->pMethods;
			sets[i].ours = *file->pMethods;
			sets[i].ours.xSync = sync_file;
		}
		if (sets[i].real == file->pMethods) {
			file->pMethods = &sets[i].ours;
			return rc;
		}
	}
	return rc;
}

bool
failing_disk_install(void)
{
	real_disk = sqlite3_vfs_find(NULL);
	if (real_disk == NULL)
		return false;
	disk = *real_disk;
	disk.zName = "failing";
	disk.xOpen = open_file;
	return sqlite3_vfs_register(&disk, 1) == SQLITE_OK;
}

void
failing_disk_fail(bool fail)
{
	failing = fail;
}

int
failing_disk_syncs(void)
{
	return syncs;
}

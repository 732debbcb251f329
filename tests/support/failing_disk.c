/* failing_disk.c -- SQLite's own files with another sync. */
#include "support/failing_disk.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#define SETS_MOST  8
#define FILES_MOST 16
#define BLOCK_SIZE 4096

static sqlite3_vfs disk;
static sqlite3_vfs *real_disk;
/* The database and its log have methods of different sets. */
static struct {
	sqlite3_io_methods ours;
	const sqlite3_io_methods *real;
} sets[SETS_MOST];
/* Which file has which name; a place is used again when its file is. */
static struct {
	sqlite3_file *file;
	char name[256];
} files[FILES_MOST];
static bool failing;
static bool keeping;
static int syncs;

static const char *
name_of(const sqlite3_file *file)
{
	for (int i = 0; i < FILES_MOST; i++)
		if (files[i].file == file)
			return files[i].name;
	return NULL;
}

static void
remember_name(sqlite3_file *file, const char *name)
{
	int place = 0;

	for (int i = 0; i < FILES_MOST; i++)
		if (files[i].file == file || files[i].file == NULL) {
			place = i;
			break;
		}
	files[place].file = file;
	(void)snprintf(files[place].name, sizeof(files[place].name), "%s",
	    name == NULL ? "" : name);
}

/* A copy is there as a whole or not: we may be killed at any moment. */
static bool
finish_copy(FILE *out, const char *name, const char *unfinished)
{
	char path[300];

	(void)snprintf(path, sizeof(path), "%s.synced", name);
	return fclose(out) == 0 && rename(unfinished, path) == 0;
}

/* Read through the open file: opening it once more and closing that would
 * drop the locks of this process. */
static bool
keep_copy(sqlite3_file *file)
{
	const char *name = name_of(file);
	char path[300], block[BLOCK_SIZE];
	sqlite3_int64 size = 0, at;
	size_t len;
	FILE *out;
	bool good;

	if (name == NULL || name[0] == '\0')
		return true;
	(void)snprintf(path, sizeof(path), "%s.copying", name);
	if (file->pMethods->xFileSize(file, &size) != SQLITE_OK ||
	    (out = fopen(path, "w")) == NULL)
		return false;
	good = true;
	for (at = 0; at < size && good; at += (sqlite3_int64)len) {
		len = size - at < BLOCK_SIZE ? (size_t)(size - at) : BLOCK_SIZE;
		good = file->pMethods->xRead(file, block, (int)len, at) ==
			   SQLITE_OK &&
		       fwrite(block, 1, len, out) == len;
	}
	return finish_copy(out, name, path) && good;
}

static int
sync_file(sqlite3_file *file, int flags)
{
	syncs++;
	if (failing)
		return SQLITE_IOERR_FSYNC;
	if (keeping && !keep_copy(file))
		return SQLITE_IOERR;
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
	remember_name(file, name);
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

void
failing_disk_keep_synced(void)
{
	keeping = true;
}

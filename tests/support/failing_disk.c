/* failing_disk.c -- SQLite's own files with another sync, and other writes. */
#include "support/failing_disk.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* -- one fault at one operation -- */

/* What a file held where it was written since its last sync. */
struct undo {
	struct undo *before;
	sqlite3_file *file;
	sqlite3_int64 at;
	sqlite3_int64 file_size;
	int len; /* bytes that were there */
	unsigned char bytes[];
};

static struct undo *undone;
static enum disk_fault planned;
static int planned_at, operations;
static uint32_t planned_variant;
static bool remembering, full;

static const char *const fault_names[DISK_FAULT_COUNT] = {
#define X(fault, name) [fault] = name,
    DISK_FAULTS(X)
#undef X
};

const char *
disk_fault_name(enum disk_fault fault)
{
	return (unsigned)fault < DISK_FAULT_COUNT ? fault_names[fault] : "";
}

void
failing_disk_plan(enum disk_fault fault, int at, uint32_t variant)
{
	planned = fault;
	planned_at = at;
	planned_variant = variant;
	operations = 0;
	remembering = fault == DISK_DROP || fault == DISK_SOME;
}

int
failing_disk_operations(void)
{
	return operations;
}

void
failing_disk_full(bool is_full)
{
	full = is_full;
}

static const sqlite3_io_methods *
real_methods(const sqlite3_file *file)
{
	for (int i = 0; i < SETS_MOST; i++)
		if (file->pMethods == &sets[i].ours)
			return sets[i].real;
	abort();
}

static sqlite3_int64
size_of(sqlite3_file *file)
{
	sqlite3_int64 size = 0;

	if (real_methods(file)->xFileSize(file, &size) != SQLITE_OK)
		abort();
	return size;
}

/* What lies at a place before it changes. */
static void
remember(sqlite3_file *file, sqlite3_int64 at, sqlite3_int64 len)
{
	sqlite3_int64 size = size_of(file);
	struct undo *u;

	if (!remembering)
		return;
	if (at + len > size)
		len = size > at ? size - at : 0;
	if ((u = malloc(sizeof(*u) + (size_t)len)) == NULL)
		abort();
	*u = (struct undo){undone, file, at, size, (int)len};
	if (len > 0 && real_methods(file)->xRead(
			   file, u->bytes, (int)len, at) != SQLITE_OK)
		abort();
	undone = u;
}

static void
forget(const sqlite3_file *file)
{
	struct undo **link = &undone, *u;

	while ((u = *link) != NULL) {
		if (u->file != file) {
			link = &u->before;
			continue;
		}
		*link = u->before;
		free(u);
	}
}

/* As the disk is found afterwards: newest write first, each taken back. */
static void
lose_writes(bool all)
{
	uint32_t dice = planned_variant * 2654435761U + 1;

	for (struct undo *u = undone; u != NULL; u = u->before) {
		const sqlite3_io_methods *real = real_methods(u->file);

		dice = dice * 1664525U + 1013904223U;
		if (!all && (dice >> 20) % 2 == 0)
			continue;
		if (u->len > 0)
			(void)real->xWrite(u->file, u->bytes, u->len, u->at);
		if (all && size_of(u->file) > u->file_size)
			(void)real->xTruncate(u->file, u->file_size);
	}
}

/* The next operation; does not return from a cut or a kill. */
static void
count_operation(
    sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
	if (++operations != planned_at)
		return;
	if (planned == DISK_FULL)
		full = true;
	if (planned == DISK_DROP || planned == DISK_SOME)
		lose_writes(planned == DISK_DROP);
	if (planned == DISK_TEAR && len > 0)
		(void)real_methods(file)->xWrite(
		    file, bytes, (int)(planned_variant % (uint32_t)len), at);
	if (planned != DISK_SOUND && planned != DISK_FULL &&
	    planned != DISK_SYNC)
		_exit(DISK_ENDED);
}

static int
write_file(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
	count_operation(file, bytes, len, at);
	if (full && at + len > size_of(file))
		return SQLITE_FULL;
	remember(file, at, len);
	return real_methods(file)->xWrite(file, bytes, len, at);
}

static int
truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
	count_operation(file, NULL, 0, 0);
	if (full && size > size_of(file))
		return SQLITE_FULL;
	remember(file, size, size_of(file) > size ? size_of(file) - size : 0);
	return real_methods(file)->xTruncate(file, size);
}

static int
control_file(sqlite3_file *file, int what, void *arg)
{
	if (what == SQLITE_FCNTL_SIZE_HINT && full &&
	    *(sqlite3_int64 *)arg > size_of(file))
		return SQLITE_IOERR_WRITE; /* as the real one says it */
	return real_methods(file)->xFileControl(file, what, arg);
}

static bool
sync_is_to_fail(void)
{
	return failing || (planned == DISK_SYNC && operations >= planned_at);
}

static int
sync_file(sqlite3_file *file, int flags)
{
	syncs++;
	count_operation(file, NULL, 0, 0);
	if (sync_is_to_fail())
		return SQLITE_IOERR_FSYNC;
	if (keeping && !keep_copy(file))
		return SQLITE_IOERR;
	forget(file);
	return real_methods(file)->xSync(file, flags);
}

/* The same methods, but for what changes the disk. */
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
			sets[i].ours.xWrite = write_file;
			sets[i].ours.xTruncate = truncate_file;
			sets[i].ours.xFileControl = control_file;
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

/* db_file.c -- where the store may lie (design, decisions 15 and 1). */
#include "store/db_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

/* File systems whose memory maps and locks do not join two machines. WAL keeps
 * its index in shared memory, so it cannot work across them. The numbers are
 * those of statfs(2). */
static const unsigned long network_types[] = {
    0x6969UL,	  /* NFS */
    0x517BUL,	  /* SMB */
    0xFF534D42UL, /* CIFS */
    0xFE534D42UL, /* SMB2 */
    0x01021997UL, /* 9P */
    0x00C36400UL, /* CEPH */
    0x5346414FUL, /* AFS */
    0x6B414653UL, /* kAFS */
    0x73757245UL, /* CODA */
    0x0BD00BD0UL, /* Lustre */
    0x7461636FUL, /* OCFS2 */
    0x01161970UL, /* GFS2 */
};

#define FUSE_TYPE 0x65735546UL

static enum kerr
mode_failure(struct failure *f, const char *path, const char *mode)
{
	failure_set(f, ERR_PERMISSIONS);
	failure_text(f, "file", path);
	failure_text(f, "mode", mode);
	return ERR_PERMISSIONS;
}

/* The directory part of path, "." without one. */
static enum kerr
directory_of(const char *path, char out[DB_PATH_SIZE], struct failure *f)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash == NULL ? 0 : (size_t)(slash - path);

	if (strlen(path) + sizeof("-journal") > DB_PATH_SIZE)
		return failure_system(f, ERR_STORE_OPEN, path, ENAMETOOLONG);
	if (slash == path)
		len = 1;
	memcpy(out, path, len);
	out[len] = '\0';
	if (len == 0)
		(void)snprintf(out, DB_PATH_SIZE, ".");
	return KERR_OK;
}

enum kerr
db_file_make_directory(const char *path, struct failure *f)
{
	char directory[DB_PATH_SIZE];
	enum kerr e;

	if ((e = directory_of(path, directory, f)) != KERR_OK)
		return e;
	if (mkdir(directory, 0700) == 0 || errno == EEXIST)
		return KERR_OK;
	return failure_system(f, ERR_STORE_OPEN, directory, errno);
}

/*
 * FUSE carries local file systems (NTFS, container overlays) as well as
 * remote ones (sshfs, s3fs): the mount table tells which it is. Its device
 * number is the third field, the type follows " - ".
 */
static bool
fuse_is_remote(dev_t device)
{
	static const char *const local[] = {"fuseblk", "fuse.fuse-overlayfs",
	    "fuse.ntfs-3g", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs"};
	char line[1024], type[64];
	unsigned major_no, minor_no;
	bool remote = true; /* not found in the table: take no risk */
	const char *dash;
	FILE *table = fopen("/proc/self/mountinfo", "re");

	if (table == NULL)
		return true;
	while (fgets(line, sizeof(line), table) != NULL) {
		if (sscanf(line, "%*d %*d %u:%u", &major_no, &minor_no) != 2 ||
		    makedev(major_no, minor_no) != device)
			continue;
		dash = strstr(line, " - ");
		if (dash == NULL || sscanf(dash, " - %63s", type) != 1)
			continue;
		for (size_t i = 0; i < sizeof(local) / sizeof(local[0]); i++)
			if (strcmp(type, local[i]) == 0)
				remote = false;
	}
	(void)fclose(table);
	return remote;
}

static enum kerr
check_local(const char *directory, dev_t device, struct failure *f)
{
	struct statfs fs;
	unsigned long type;
	bool remote = false;

	if (statfs(directory, &fs) != 0)
		return failure_system(f, ERR_STORE_OPEN, directory, errno);
	type = (unsigned long)fs.f_type & 0xFFFFFFFFUL;
	for (size_t i = 0; i < sizeof(network_types) / sizeof(network_types[0]);
	     i++)
		remote = remote || type == network_types[i];
	if (type == FUSE_TYPE)
		remote = fuse_is_remote(device);
	return remote ? failure_system(f, ERR_STORE_NETWORK, directory, 0)
		      : KERR_OK;
}

static enum kerr
check_directory(const char *directory, struct failure *f)
{
	struct stat st;

	if (stat(directory, &st) != 0)
		return failure_system(f,
		    errno == ENOENT ? ERR_STORE_MISSING : ERR_STORE_OPEN,
		    directory, errno);
	if (!S_ISDIR(st.st_mode))
		return failure_system(f, ERR_STORE_OPEN, directory, ENOTDIR);
	if ((st.st_mode & 077) != 0)
		return mode_failure(f, directory, "700");
	return check_local(directory, st.st_dev, f);
}

/* Only a file made here is opened: closing any other descriptor of a database
 * file would drop the locks that SQLite holds on it in this process. */
static enum kerr
make_empty(const char *path, struct failure *f)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0)
		return close(fd) == 0
			   ? KERR_OK
			   : failure_system(f, ERR_STORE_OPEN, path, errno);
	if (errno == EEXIST)
		return KERR_OK;
	if (errno == EROFS || errno == EACCES || errno == EPERM)
		return failure_system(f, ERR_STORE_READONLY, path, errno);
	return failure_system(
	    f, errno == ENOSPC ? ERR_STORE_FULL : ERR_STORE_OPEN, path, errno);
}

static enum kerr
check_writable(const char *path, struct failure *f)
{
	if (faccessat(AT_FDCWD, path, R_OK | W_OK, AT_EACCESS) == 0)
		return KERR_OK;
	return failure_system(f, ERR_STORE_READONLY, path, errno);
}

enum kerr
db_file_check(const char *path, bool create, struct failure *f)
{
	char directory[DB_PATH_SIZE];
	struct stat st;
	enum kerr e;

	if ((e = directory_of(path, directory, f)) != KERR_OK ||
	    (e = check_directory(directory, f)) != KERR_OK)
		return e;
	if (create && (e = make_empty(path, f)) != KERR_OK)
		return e;
	if (stat(path, &st) != 0)
		return failure_system(f,
		    errno == ENOENT ? ERR_STORE_MISSING : ERR_STORE_OPEN, path,
		    errno);
	if (!S_ISREG(st.st_mode))
		return failure_system(f, ERR_STORE_OPEN, path, EINVAL);
	if ((st.st_mode & 077) != 0)
		return mode_failure(f, path, "600");
	if ((e = check_writable(directory, f)) != KERR_OK)
		return e;
	return check_writable(path, f);
}

/* printer_spool.c -- a paper as a file in the spool folder. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/printer_inside.h"

#define PATH_SIZE 1024

/* All of it and onto the disk, or an errno. */
static int
write_whole(int fd, const uint8_t *bytes, size_t len)
{
	ssize_t n;

	while (len > 0) {
		n = write(fd, bytes, len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0 ? EIO : errno;
		bytes += n;
		len -= (size_t)n;
	}
	return fsync(fd) == 0 ? 0 : errno;
}

/* A paper that is said to be in the spool is there after a power cut: its
 * folder is synced too. */
static int
put_in_place(const char *beside, const char *path, const char *folder)
{
	int fd, error = 0;

	if (rename(beside, path) != 0)
		return errno;
	if ((fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return errno;
	if (fsync(fd) != 0)
		error = errno;
	close(fd);
	return error;
}

enum kerr
printer_spool(const char *folder, const char *name, const uint8_t *bytes,
    size_t len, struct failure *f)
{
	char path[PATH_SIZE], beside[PATH_SIZE + 8];
	int fd, error;

	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >=
	    (int)sizeof(path))
		return failure_system(f, ERR_SPOOL, folder, ENAMETOOLONG);
	snprintf(beside, sizeof(beside), "%s.new", path);
	fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd == -1)
		return failure_system(f, ERR_SPOOL, folder, errno);
	error = write_whole(fd, bytes, len);
	if (close(fd) != 0 && error == 0)
		error = errno;
	if (error == 0)
		error = put_in_place(beside, path, folder);
	if (error == 0)
		return KERR_OK;
	(void)unlink(beside);
	return failure_system(f, ERR_SPOOL, folder, error);
}

/* virtual_file.c -- files of the virtual card, whole or not at all. */
#include "card/virtual_store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MOST (1024 * 1024)

static bool
write_all(int fd, const uint8_t *bytes, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, bytes, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		bytes += done;
		n -= (size_t)done;
	}
	return fsync(fd) == 0;
}

/* The folder's entry must be on the disk as well as the file. */
static bool
sync_folder(const char *path)
{
	char folder[PATH_MAX];
	char *slash = NULL;
	int fd = -1;
	bool done = false;

	if (snprintf(folder, sizeof(folder), "%s", path) >= PATH_MAX)
		return false;
	if ((slash = strrchr(folder, '/')) == NULL)
		strcpy(folder, ".");
	else if (slash == folder)
		slash[1] = '\0';
	else
		*slash = '\0';
	if ((fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
		return false;
	done = fsync(fd) == 0;
	close(fd);
	return done;
}

enum vresult
vfile_write(const char *path, const void *bytes, size_t n, bool must_be_new)
{
	char temporary[PATH_MAX];
	enum vresult result = V_OUTSIDE;
	int fd = -1;

	if (snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path) >=
	    PATH_MAX)
		return vsay(V_USAGE, "%s: the path is too long", path);
	if ((fd = mkostemp(temporary, O_CLOEXEC)) < 0) /* mode 0600 */
		return vsay(V_OUTSIDE, "%s: %s", path, strerror(errno));
	if (!write_all(fd, bytes, n))
		goto out;
	if (must_be_new ? link(temporary, path) != 0
			: rename(temporary, path) != 0) {
		result = errno == EEXIST ? V_NO : V_OUTSIDE;
		goto out;
	}
	result = sync_folder(path) ? V_OK : V_OUTSIDE;
out:
	if (result == V_OUTSIDE)
		vsay(result, "%s: %s", path, strerror(errno));
	if (result != V_OK || must_be_new)
		unlink(temporary);
	close(fd);
	return result;
}

char *
vfile_read(const char *path)
{
	FILE *in = fopen(path, "re");
	struct stat about = {0};
	char *text = NULL;
	size_t most = 0, n = 0;

	if (in == NULL)
		return NULL;
	if (fstat(fileno(in), &about) != 0 || about.st_size < 0 ||
	    about.st_size > FILE_MOST)
		goto out;
	/* Files are replaced whole, so the size does not grow meanwhile. */
	most = (size_t)about.st_size;
	if ((text = malloc(most + 1)) == NULL)
		goto out;
	n = fread(text, 1, most, in);
	text[n] = '\0';
	if (ferror(in) || n != most) {
		free(text);
		text = NULL;
	}
out:
	fclose(in);
	return text;
}

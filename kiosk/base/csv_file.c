/* csv_file.c -- see base/csv_file.h. The file is read whole, because its
 * encoding is decided over all of it. */
#include "base/csv_file.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

#define FILE_MOST  ((size_t)256 << 20)
#define FILE_BLOCK ((size_t)1 << 16)
#define MARK	   "\xEF\xBB\xBF"
#define MARK_LEN   3

/* Room for one block more; false when the file is too large or memory out. */
static bool
grow_bytes(struct csv_file *file, size_t *size)
{
	char *larger;

	if (*size - file->len >= FILE_BLOCK)
		return true;
	if (file->len > FILE_MOST) {
		errno = EFBIG;
		return false;
	}
	larger = realloc(file->bytes, *size * 2);
	if (larger == NULL)
		return false;
	file->bytes = larger;
	*size *= 2;
	return true;
}

static enum kerr
read_whole(const char *path, struct csv_file *file, struct failure *f)
{
	size_t size = FILE_BLOCK;
	enum kerr e = KERR_OK;
	ssize_t n = 1;
	int fd;

	file->bytes = malloc(size);
	if (file->bytes == NULL)
		return failure_set(f, ERR_MEMORY);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return failure_system(f, ERR_IO, path, errno);
	while (n > 0) {
		if (!grow_bytes(file, &size)) {
			e = failure_system(f, ERR_IO, path, errno);
			break;
		}
		n = read(fd, file->bytes + file->len, FILE_BLOCK);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n < 0)
			e = failure_system(f, ERR_IO, path, errno);
		else
			file->len += (size_t)n;
	}
	close(fd);
	return e;
}

/* -- the encoding -- */

/* How far a text is UTF-8; a NUL is looked for row by row. */
struct utf8_count {
	size_t good_len;   /* bytes before the first that is not UTF-8 */
	size_t wide_count; /* characters of several bytes, in all of it */
	size_t bad_count;  /* bytes of no character */
};

/* Bytes of the character at s, 0 when it is none. */
static size_t
character_len(const char *s, size_t len)
{
	if ((unsigned char)*s < 0x80)
		return 1;
	for (size_t n = 2; n <= 4 && n <= len; n++)
		if (text_is_utf8(s, n))
			return n;
	return 0;
}

static struct utf8_count
count_utf8(const char *s, size_t len)
{
	struct utf8_count count = {len, 0, 0};
	size_t n;

	for (size_t at = 0; at < len; at += n) {
		n = character_len(s + at, len - at);
		if (n > 1) {
			count.wide_count++;
		} else if (n == 0) {
			if (count.bad_count++ == 0)
				count.good_len = at;
			n = 1;
		}
	}
	return count;
}

/* UTF-8 with a few broken bytes often decodes as CP932, into nonsense. In text
 * that is CP932, bytes of no character are the rule. */
static bool
is_damaged_utf8(const struct utf8_count *count)
{
	return count->bad_count > 0 && count->wide_count > 2 * count->bad_count;
}

/*
 * The whole file from CP932. false with the number of good bytes in *good
 * when it is not, or *memory_out.
 */
static bool
convert_cp932(struct csv_file *file, size_t *good, bool *memory_out)
{
	size_t size = file->len * 3 + 1; /* a byte of kana becomes three */
	char *utf8 = malloc(size), *in = file->bytes, *out = utf8;
	size_t in_left = file->len, out_left = size;
	iconv_t cd = iconv_open("UTF-8", "CP932");
	bool done = false;

	*good = 0;
	*memory_out = utf8 == NULL;
	if (utf8 == NULL || cd == (iconv_t)-1)
		goto out;
	done = iconv(cd, &in, &in_left, &out, &out_left) != (size_t)-1;
	*good = file->len - in_left;
	if (!done)
		goto out;
	free(file->bytes);
	file->bytes = utf8;
	file->len = size - out_left;
	utf8 = NULL;
out:
	if (cd != (iconv_t)-1)
		iconv_close(cd);
	free(utf8);
	return done;
}

static enum kerr
decide_encoding(const char *path, struct csv_file *file, struct failure *f)
{
	bool marked =
	    file->len >= MARK_LEN && memcmp(file->bytes, MARK, MARK_LEN) == 0;
	struct utf8_count utf8 = count_utf8(file->bytes, file->len);
	bool memory_out = false;
	size_t good = 0;

	file->encoding = marked ? CSV_UTF8_MARK : CSV_UTF8;
	file->start = marked ? MARK_LEN : 0;
	if (utf8.bad_count == 0)
		return KERR_OK;
	file->encoding = CSV_CP932;
	if (!marked && !is_damaged_utf8(&utf8) &&
	    convert_cp932(file, &good, &memory_out))
		return KERR_OK;
	if (memory_out)
		return failure_set(f, ERR_MEMORY);
	if (good < utf8.good_len)
		good = utf8.good_len;
	/* The reading that went further is what the file was meant to be. */
	failure_set(f, ERR_CSV_ENCODING);
	failure_text(f, "file", path);
	failure_number(f, "byte", (int64_t)good + 1);
	return ERR_CSV_ENCODING;
}

enum kerr
csv_file_read(const char *path, struct csv_file *file, struct failure *f)
{
	enum kerr e;

	memset(file, 0, sizeof(*file));
	if ((e = read_whole(path, file, f)) == KERR_OK)
		e = decide_encoding(path, file, f);
	if (e != KERR_OK) {
		free(file->bytes);
		memset(file, 0, sizeof(*file));
	}
	return e;
}

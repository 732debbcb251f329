/* seal_keys.c -- the file of the audit chain's keys (design, decision 7). */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/seal.h"
#include "base/secret.h"

#define KEY_ALGORITHM "blake2b-256"
#define KEY_HEX_LEN   ((size_t)2 * SEAL_KEY_SIZE)

struct seal_key {
	int64_t id;
	struct secret *bytes; /* SEAL_KEY_SIZE of them */
};

struct seal_keys {
	size_t count;
	struct seal_key key[]; /* ids grow */
};

/* The key file's text with a fresh key, in memory that is wiped; NULL when
 * there is none. */
static struct secret *
new_document(int64_t now)
{
	static const char tail[] = "\"}]}\n";
	char head[128], hex[KEY_HEX_LEN + 1];
	uint8_t key[SEAL_KEY_SIZE];
	struct secret *text = secret_new_even_unlocked(SECRET_CAPACITY_MOST);
	const char *const parts[] = {head, hex, tail};

	if (text == NULL)
		return NULL;
	seal_random(key, sizeof(key));
	seal_hex(key, sizeof(key), hex);
	snprintf(head, sizeof(head),
	    "{\"keys\":[{\"id\":1,\"algorithm\":\"%s\",\"created_at\":%lld,"
	    "\"key\":\"",
	    KEY_ALGORITHM, (long long)now);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		for (const char *p = parts[i]; *p != '\0'; p++)
			secret_push(text, (uint8_t)*p);
	secret_wipe(key, sizeof(key));
	secret_wipe(hex, sizeof(hex));
	return text;
}

static bool
write_all(int fd, const uint8_t *bytes, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, bytes, n);

		if (done == -1 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		bytes += done;
		n -= (size_t)done;
	}
	return true;
}

/* Make the file's name as durable as its content. */
static bool
sync_directory_of(const char *path)
{
	char copy[PATH_MAX];
	bool done;
	int fd;

	if (strlen(path) >= sizeof(copy))
		return false;
	fd = open(
	    dirname(strcpy(copy, path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	done = fd != -1 && fsync(fd) == 0;
	if (fd != -1)
		close(fd);
	return done;
}

enum kerr
seal_keys_create(const char *path, int64_t now, struct failure *f)
{
	struct secret *text = NULL;
	enum kerr e = KERR_OK;
	int fd = -1;

	if ((text = new_document(now)) == NULL) {
		e = failure_set(f, ERR_MEMORY);
		goto out;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1) {
		e = failure_system(f,
		    errno == EEXIST ? ERR_STORE_EXISTS : ERR_IO, path, errno);
		goto out;
	}
	if (!write_all(fd, secret_bytes(text), secret_len(text)) ||
	    fsync(fd) != 0 || !sync_directory_of(path)) {
		e = failure_system(f, ERR_IO, path, errno);
		unlink(path);
	}
out:
	if (fd != -1)
		close(fd);
	secret_free(&text);
	return e;
}

/* One hex digit, -1 for anything else. */
static int
nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The key of a document's entry in wiped memory. NULL with *reason. */
static struct secret *
take_key(const struct json *entry, const char **reason)
{
	const char *algorithm = json_get_text(entry, "algorithm");
	const char *hex = json_get_text(entry, "key");
	struct secret *bytes = NULL;

	*reason = NULL;
	if (algorithm == NULL || strcmp(algorithm, KEY_ALGORITHM) != 0)
		*reason = N_("the algorithm of a key is not known");
	else if (hex == NULL || strlen(hex) != KEY_HEX_LEN)
		*reason = N_("a key is not 64 hexadecimal digits");
	if (*reason != NULL ||
	    (bytes = secret_new_even_unlocked(SEAL_KEY_SIZE)) == NULL)
		return NULL;
	for (size_t i = 0; i < KEY_HEX_LEN; i += 2) {
		int high = nibble(hex[i]), low = nibble(hex[i + 1]);

		if (high < 0 || low < 0) {
			*reason = N_("a key is not 64 hexadecimal digits");
			secret_free(&bytes);
			return NULL;
		}
		secret_push(bytes, (uint8_t)(high << 4 | low));
	}
	return bytes;
}

/* Fill k from the list; ids must grow, so that the last one is the newest. */
static enum kerr
take_keys(struct seal_keys *k, const struct json *list, const char *path,
    struct failure *f)
{
	const char *reason = NULL;
	int64_t last = 0;

	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *entry = json_at(list, i);
		int64_t id = json_get_number(entry, "id", 0);

		if (id <= last)
			return failure_file(f, ERR_KEY_FILE, path,
			    N_("the ids of its keys do not grow from 1"));
		k->key[i].id = last = id;
		k->key[i].bytes = take_key(entry, &reason);
		if (k->key[i].bytes == NULL)
			return reason != NULL
				   ? failure_file(f, ERR_KEY_FILE, path, reason)
				   : failure_set(f, ERR_MEMORY);
		k->count = i + 1;
	}
	return KERR_OK;
}

/* Nobody else may read or change the file. */
static enum kerr
check_private(const char *path, struct failure *f)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return failure_system(f, ERR_KEY_FILE, path, errno);
	if ((st.st_mode & 077) != 0) {
		failure_set(f, ERR_PERMISSIONS);
		failure_text(f, "file", path);
		failure_text(f, "mode", "600");
		return ERR_PERMISSIONS;
	}
	return KERR_OK;
}

/* What was wrong with the document, as a fault of the key file. */
static enum kerr
not_a_key_file(const char *path, enum kerr e, struct failure *f)
{
	if (e == ERR_MEMORY)
		return failure_set(f, e);
	return failure_file(f, ERR_KEY_FILE, path,
	    e == ERR_IO ? N_("it cannot be read")
			: N_("it is not a list of keys"));
}

enum kerr
seal_keys_open(const char *path, struct seal_keys **out, struct failure *f)
{
	const struct json *list = NULL;
	struct seal_keys *k = NULL;
	struct json *document = NULL;
	size_t count;
	enum kerr e;

	*out = NULL;
	if ((e = check_private(path, f)) != KERR_OK)
		goto out;
	if ((e = json_read(path, &document, NULL)) != KERR_OK) {
		e = not_a_key_file(path, e, f);
		goto out;
	}
	list = json_get(document, "keys");
	if ((count = json_count(list)) == 0) {
		e = not_a_key_file(path, ERR_CONFIG, f);
		goto out;
	}
	k = calloc(1, sizeof(*k) + count * sizeof(k->key[0]));
	if (k == NULL) {
		e = failure_set(f, ERR_MEMORY);
		goto out;
	}
	if ((e = take_keys(k, list, path, f)) != KERR_OK)
		goto out;
	*out = k;
	k = NULL;
out:
	json_free(&document); /* wipes what it held */
	seal_keys_free(&k);
	return e;
}

int64_t
seal_keys_current(const struct seal_keys *k)
{
	return k->key[k->count - 1].id;
}

const uint8_t *
seal_keys_get(const struct seal_keys *k, int64_t id)
{
	for (size_t i = 0; i < k->count; i++)
		if (k->key[i].id == id)
			return secret_bytes(k->key[i].bytes);
	return NULL;
}

void
seal_keys_free(struct seal_keys **k)
{
	if (k == NULL || *k == NULL)
		return;
	for (size_t i = 0; i < (*k)->count; i++)
		secret_free(&(*k)->key[i].bytes);
	free(*k);
	*k = NULL;
}

/* secret.c -- locked, guarded, wiped memory. The whole secret, its length
 * included, lies in one allocation of libsodium. */
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <sodium.h>

#include "base/secret.h"

struct secret {
	size_t capacity;
	size_t len;
	bool is_locked;
	uint8_t bytes[];
};

/* libsodium puts the end of an allocation against the guard page, so only
 * sizes of whole units give an aligned start. */
#define SECRET_UNIT 16

static size_t
secret_size(size_t capacity)
{
	size_t n = sizeof(struct secret) + capacity;

	return (n + SECRET_UNIT - 1) / SECRET_UNIT * SECRET_UNIT;
}

static bool
is_continuation(uint8_t byte)
{
	return (byte & 0xc0) == 0x80;
}

enum kerr
secret_init(void)
{
	static const struct rlimit no_core = {0, 0};

	if (sodium_init() < 0)
		return ERR_INTERNAL;
	/* A core file or a debugger of the same user would show PINs. */
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 ||
	    setrlimit(RLIMIT_CORE, &no_core) != 0)
		return ERR_INTERNAL;
	return secret_can_lock(1) ? KERR_OK : ERR_SECRET_MEMORY;
}

bool
secret_can_lock(size_t count)
{
	struct secret *probe = secret_new(SECRET_CAPACITY_MOST);
	bool can = probe != NULL && (count <= 1 || secret_can_lock(count - 1));

	secret_free(&probe);
	return can;
}

struct secret *
secret_new_even_unlocked(size_t capacity)
{
	struct secret *s = NULL;
	size_t size;

	if (capacity > SECRET_CAPACITY_MOST)
		return NULL;
	size = secret_size(capacity);
	if ((s = sodium_malloc(size)) == NULL)
		return NULL;
	memset(s, 0, size);
	s->capacity = capacity;
	/* sodium_malloc() locks but keeps quiet when that failed; locking the
	 * same pages again costs nothing and tells. */
	s->is_locked = sodium_mlock(s, size) == 0;
	return s;
}

struct secret *
secret_new(size_t capacity)
{
	struct secret *s = secret_new_even_unlocked(capacity);

	if (!secret_is_locked(s))
		secret_free(&s);
	return s;
}

bool
secret_is_locked(const struct secret *s)
{
	return s == NULL || s->is_locked;
}

/* s, new and wide enough, takes the bytes; NULL stays NULL. */
static struct secret *
secret_fill(struct secret *s, const void *bytes, size_t n)
{
	if (s == NULL)
		return NULL;
	if (n > 0)
		memcpy(s->bytes, bytes, n);
	s->len = n;
	return s;
}

struct secret *
secret_from_bytes(const void *bytes, size_t n)
{
	return secret_fill(secret_new(n), bytes, n);
}

struct secret *
secret_from_bytes_even_unlocked(const void *bytes, size_t n)
{
	return secret_fill(secret_new_even_unlocked(n), bytes, n);
}

struct secret *
secret_copy(const struct secret *s)
{
	struct secret *copy = NULL;

	if (s == NULL || (copy = secret_new(s->capacity)) == NULL)
		return NULL;
	memcpy(copy->bytes, s->bytes, s->len);
	copy->len = s->len;
	return copy;
}

enum kerr
secret_push(struct secret *s, uint8_t byte)
{
	if (s->len == s->capacity)
		return ERR_TOO_LONG;
	s->bytes[s->len++] = byte;
	return KERR_OK;
}

void
secret_pop(struct secret *s)
{
	if (s->len > 0)
		sodium_memzero(&s->bytes[--s->len], 1);
}

void
secret_pop_character(struct secret *s)
{
	/* At most 3 continuation bytes belong to one character. */
	for (int i = 0; i < 3 && s->len > 1; i++) {
		if (!is_continuation(s->bytes[s->len - 1]))
			break;
		secret_pop(s);
	}
	secret_pop(s);
}

void
secret_clear(struct secret *s)
{
	if (s == NULL)
		return;
	sodium_memzero(s->bytes, s->capacity);
	s->len = 0;
}

size_t
secret_len(const struct secret *s)
{
	return s != NULL ? s->len : 0;
}

size_t
secret_characters(const struct secret *s)
{
	size_t count = 0;

	for (size_t i = 0; i < secret_len(s); i++)
		if (!is_continuation(s->bytes[i]))
			count++;
	return count;
}

const uint8_t *
secret_bytes(const struct secret *s)
{
	return s->bytes;
}

bool
secret_equals(const struct secret *a, const struct secret *b)
{
	if (a == NULL || b == NULL || a->len != b->len)
		return false;
	return sodium_memcmp(a->bytes, b->bytes, a->len) == 0;
}

void
secret_free(struct secret **s)
{
	if (s == NULL || *s == NULL)
		return;
	sodium_free(*s); /* wipes */
	*s = NULL;
}

void
secret_wipe(void *buffer, size_t n)
{
	if (buffer != NULL)
		sodium_memzero(buffer, n);
}

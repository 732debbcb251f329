/* error.c -- the sentences and names of include/base/error.h as tables. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"

/* One row of the list; everything is a literal. */
struct error_words {
	const char *name;
	const char *said;
	const char *staff;
	const char *resident;
};

static const struct error_words words[KERR_COUNT] = {
    [KERR_OK] = {"KERR_OK", N_("Done."), N_("Go on."), N_("Go on.")},
#define X(code, said, staff, resident) [code] = {#code, said, staff, resident},
    KIOSK_ERRORS(X)
#undef X
};

/* A code from nowhere is itself a fault inside the program. */
static const struct error_words *
words_of(enum kerr code)
{
	if ((int)code < 0 || code >= KERR_COUNT)
		code = ERR_INTERNAL;
	return &words[code];
}

const char *
error_said(enum kerr code)
{
	return words_of(code)->said;
}

const char *
error_next_staff(enum kerr code)
{
	return words_of(code)->staff;
}

const char *
error_next_resident(enum kerr code)
{
	return words_of(code)->resident;
}

const char *
error_name(enum kerr code)
{
	return words_of(code)->name;
}

/* Copy at most size - 1 bytes, never half a UTF-8 character. */
static void
copy_whole_characters(char *out, size_t size, const char *s)
{
	size_t len = strlen(s);
	size_t cut = len;

	if (len >= size) {
		cut = size - 1;
		/* A character is at most 4 bytes: bytes that are not UTF-8
		 * must not eat the whole value. */
		for (int i = 0; i < 3 && cut > 0; i++, cut--)
			if (((unsigned char)s[cut] & 0xc0) != 0x80)
				break;
	}
	memcpy(out, s, cut);
	out[cut] = '\0';
}

/* The place for an argument: the one of that name, else the next free one. */
static struct text_argument *
argument_place(struct failure *f, const char *name)
{
	for (size_t i = 0; i < f->argument_count; i++)
		if (strncmp(f->argument[i].name, name, FAILURE_NAME_SIZE - 1) ==
		    0)
			return &f->argument[i];
	if (f->argument_count == FAILURE_ARGUMENTS)
		return NULL;
	return &f->argument[f->argument_count++];
}

enum kerr
failure_set(struct failure *f, enum kerr code)
{
	if (f != NULL) {
		memset(f, 0, sizeof(*f));
		f->code = code;
	}
	return code;
}

enum kerr
failure_text(struct failure *f, const char *name, const char *value)
{
	struct text_argument *a;

	if (f == NULL)
		return KERR_OK;
	a = argument_place(f, name);
	if (a != NULL) {
		copy_whole_characters(a->name, sizeof(a->name), name);
		copy_whole_characters(
		    a->value, sizeof(a->value), value != NULL ? value : "");
	}
	return f->code;
}

enum kerr
failure_number(struct failure *f, const char *name, int64_t value)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%lld", (long long)value);
	return failure_text(f, name, digits);
}

const char *
failure_argument(const struct failure *f, const char *name)
{
	for (size_t i = 0; i < f->argument_count; i++)
		if (strcmp(f->argument[i].name, name) == 0)
			return f->argument[i].value;
	return NULL;
}

enum kerr
failure_file(
    struct failure *f, enum kerr code, const char *file, const char *reason)
{
	failure_set(f, code);
	failure_text(f, "file", file);
	failure_text(f, "reason", reason);
	return code;
}

enum kerr
failure_system(struct failure *f, enum kerr code, const char *file, int number)
{
	const char *reason = strerrordesc_np(number);

	return failure_file(
	    f, code, file, reason != NULL ? reason : N_("unknown reason"));
}

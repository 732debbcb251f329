/* opensc.c -- see support/opensc.h. */
#include "support/opensc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "support/program.h"

#define SAID_SIZE    65536
#define PATH_SIZE    256
#define JAPAN_OFFSET (9 * 3600)

static char said[SAID_SIZE];

/* How pkcs15-tool names the PINs of this card. */
static const struct {
	const char *id, *slot, *label;
} pins[] = {
    {OPENSC_AUTH, "0", "[User Authentication PIN]"},
    {OPENSC_SIGN, "1", "[Digital Signature PIN]"},
};

static size_t
pin_of(const char *id)
{
	size_t i = 0;

	while (strcmp(pins[i].id, id) != 0)
		assert_true(++i < sizeof(pins) / sizeof(pins[0]));
	return i;
}

const char *
opensc_run(int status, const char *const argv[])
{
	int got = program_run(argv, NULL, said, sizeof(said));

	if (got != status)
		fail_msg("%s ended with %d: %s", argv[0], got, said);
	return said;
}

void
opensc_said(const char *text)
{
	if (strstr(said, text) == NULL)
		fail_msg("\"%s\" is not said: %s", text, said);
}

char *
opensc_said_between(
    const char *from, const char *to, char *out, size_t out_size)
{
	const char *at = strstr(said, from), *end;

	out[0] = '\0';
	if (at != NULL && (end = strstr(at += strlen(from), to)) != NULL)
		snprintf(out, out_size, "%.*s", (int)(end - at), at);
	return out;
}

int
opensc_tries(const char *reader, const char *id)
{
	const char *at;
	int tries = -1;

	OPENSC_RUN(0, "pkcs15-tool", "-r", reader, "--list-pins");
	at = strstr(said, pins[pin_of(id)].label);
	if (at == NULL || (at = strstr(at, "Tries left")) == NULL ||
	    sscanf(at, "Tries left : %d", &tries) != 1)
		return -1;
	return tries;
}

void
opensc_verify(const char *reader, const char *id, const char *pin)
{
	OPENSC_RUN(0, "pkcs15-tool", "-r", reader, "--verify-pin", "--auth-id",
	    id, "--pin", pin);
}

void
opensc_refuses(const char *reader, const char *id, const char *pin)
{
	const char *const argv[] = {"pkcs15-tool", "-r", reader, "--verify-pin",
	    "--auth-id", id, "--pin", pin, NULL};

	assert_int_not_equal(program_run(argv, NULL, said, sizeof(said)), 0);
	opensc_said("PIN code or key incorrect");
}

static void
write_text(const char *path, const char *text)
{
	FILE *to = fopen(path, "we");

	assert_non_null(to);
	assert_true(fputs(text, to) >= 0);
	assert_int_equal(fclose(to), 0);
}

static char *
path_in(const char *folder, const char *name, char out[PATH_SIZE])
{
	int n = snprintf(out, PATH_SIZE, "%s/%s", folder, name);

	assert_true(n > 0 && n < PATH_SIZE);
	return out;
}

void
opensc_signs(
    const char *reader, const char *folder, const char *id, const char *pin)
{
	char text[PATH_SIZE], signature[PATH_SIZE], pem[PATH_SIZE];
	char key[PATH_SIZE];

	path_in(folder, "text", text);
	path_in(folder, "signature", signature);
	path_in(folder, "certificate.pem", pem);
	path_in(folder, "key.pem", key);
	write_text(text, "a text that the resident signs\n");
	OPENSC_RUN(0, "pkcs11-tool", "--slot-index", pins[pin_of(id)].slot,
	    "--login", "--pin", pin, "--sign", "--mechanism", "SHA256-RSA-PKCS",
	    "--id", id, "--input-file", text, "--output-file", signature);
	OPENSC_RUN(0, "pkcs15-tool", "-r", reader, "--auth-id", id, "--pin",
	    pin, "--verify-pin", "--read-certificate", id, "--output", pem);
	OPENSC_RUN(
	    0, "openssl", "x509", "-in", pem, "-noout", "-pubkey", "-out", key);
	OPENSC_RUN(0, "openssl", "dgst", "-sha256", "-verify", key,
	    "-signature", signature, text);
	opensc_said("Verified OK");
	write_text(text, "a text that nobody signed\n");
	OPENSC_RUN(1, "openssl", "dgst", "-sha256", "-verify", key,
	    "-signature", signature, text);
}

void
opensc_certificate(const char *reader, const char *folder, char *subject,
    size_t subject_size, char *until, size_t until_size)
{
	char pem[PATH_SIZE], end[40];
	struct tm utc = {0};
	time_t there;

	path_in(folder, "leaf.pem", pem);
	OPENSC_RUN(0, "pkcs15-tool", "-r", reader, "--read-certificate",
	    OPENSC_AUTH, "--output", pem);
	OPENSC_RUN(0, "openssl", "x509", "-in", pem, "-noout", "-subject",
	    "-dates", "-dateopt", "iso_8601", "-nameopt", "RFC2253,utf8");
	opensc_said_between("subject=", "\n", subject, subject_size);
	opensc_said_between("notAfter=", "\n", end, sizeof(end));
	assert_non_null(strptime(end, "%Y-%m-%d %H:%M:%SZ", &utc));
	there = timegm(&utc) + JAPAN_OFFSET;
	assert_true(
	    strftime(until, until_size, "%Y-%m-%d", gmtime(&there)) > 0);
}

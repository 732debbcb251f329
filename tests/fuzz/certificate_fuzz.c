/* Any bytes as a certificate of a card and as a file of an authority: texts
 * end within their room, nothing is judged that could not be read, and one
 * that is too long is refused. The first two bytes are the length of the
 * authority's file. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "card/certificate.h"

#define NOW 1795500000LL

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void
hold(bool truth)
{
	if (!truth)
		abort();
}

static bool
ends(const char *text)
{
	return memchr(text, '\0', CERTIFICATE_TEXT_SIZE) != NULL;
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	hold(certificate_init() == KERR_OK);
	return 0;
}

static void
judge(const struct certificate_authorities *a, const uint8_t *der, size_t len)
{
	struct card_certificate read;

	certificate_read(der, len, CERTIFICATE_AUTH, a, NOW, &read);
	hold(ends(read.subject) && ends(read.issuer) && ends(read.holder));
	hold(read.state == CERTIFICATE_PRESENT ||
	     read.state == CERTIFICATE_BROKEN);
	hold((read.state == CERTIFICATE_BROKEN) ==
	     (read.chain == CHAIN_UNJUDGED));
	hold((certificate_authorities_count(a) == 0) ==
		 (read.chain == CHAIN_NO_CA) ||
	     read.state == CERTIFICATE_BROKEN);
	hold(read.chain != CHAIN_VALID ||
	     (read.not_before <= NOW && NOW <= read.not_after));
	hold(len <= CERTIFICATE_LEN_MOST || read.state == CERTIFICATE_BROKEN);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct certificate_authorities *a = NULL;
	size_t authority_len;
	uint8_t *own;
	int bad = 0;

	if (n < 2)
		return 0;
	authority_len = (size_t)(bytes[0] << 8 | bytes[1]) % (n - 1);
	if ((own = malloc(n)) == NULL) /* exact, to see a byte beyond */
		return 0;
	memcpy(own, bytes, n);
	hold(certificate_authorities_load("", &a, &bad) == KERR_OK);
	(void)certificate_authorities_add(a, own + 2, authority_len);
	judge(a, own + 2 + authority_len, n - 2 - authority_len);
	certificate_authorities_free(&a);
	free(own);
	return 0;
}

/* certificates.h -- certificates made by libcrypto, for tests: authorities and
 * holders with the dates and extensions that a story needs. */
#ifndef TESTS_SUPPORT_CERTIFICATES_H
#define TESTS_SUPPORT_CERTIFICATES_H

#include <stddef.h>
#include <stdint.h>

#define MADE_SIZE 4096

struct made {
	uint8_t der[MADE_SIZE];
	size_t len;
	void *key; /* EVP_PKEY; made_free() ends it */
	void *x509;
};

struct made_wish {
	const char *name;	   /* common name, UTF-8 */
	int64_t from, to;	   /* UTC seconds */
	const char *usage;	   /* "critical,digitalSignature"; NULL: none */
	const char *constraints;   /* "critical,CA:TRUE"; NULL: none */
	const struct made *issuer; /* NULL: signs itself */
	const struct made *key_of; /* takes over its key; NULL: a new one */
	unsigned rsa_bits;	   /* 0: a key on P-256, which is quick */
	size_t padding; /* bytes of a private extension, to make it long */
};

void made_make(const struct made_wish *wish, struct made *out);
void made_free(struct made *m);
/* Write it as a file; as PEM with its private key in front when with_key. */
void made_write_der(const struct made *m, const char *path);
void made_write_pem(const struct made *m, const char *path, int with_key);

#endif

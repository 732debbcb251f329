/* certificate.h -- X.509 certificates as cards hold them: their texts and
 * dates, and whether an authority that the office installed has signed them.
 *
 * Rules: individual-number-card 5. Every generation of an authority has the
 * same name, so the one is found by its signature. An authority read from the
 * same card proves nothing and is never asked for. Revocation is a service of
 * the issuer that is restricted by law: it is not checked here, and whoever
 * shows a result says so. */
#ifndef KIOSK_CARD_CERTIFICATE_H
#define KIOSK_CARD_CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define CERTIFICATE_TEXT_SIZE  256
#define CERTIFICATE_LEN_MOST   8192 /* of one certificate in DER */
#define CERTIFICATE_FILES_MOST 64   /* of a folder of authorities */

struct certificate_authorities; /* opaque */

enum certificate_use {
	CERTIFICATE_AUTH, /* 利用者証明用: EF 000A */
	CERTIFICATE_SIGN, /* 署名用: EF 0001 */
	CERTIFICATE_USE_COUNT
};

enum certificate_state {
	CERTIFICATE_UNASKED, /* nothing was asked */
	CERTIFICATE_ABSENT,
	CERTIFICATE_PROTECTED,	/* it is there; reading needs the PIN */
	CERTIFICATE_PRESENT,	/* read: the fields below are filled */
	CERTIFICATE_BROKEN,	/* what was read is no certificate */
	CERTIFICATE_UNREADABLE, /* the card would not give it */
	CERTIFICATE_STATE_COUNT
};

/* The first of these that applies, from the top. */
enum certificate_chain {
	CHAIN_UNJUDGED, /* no certificate to judge */
	CHAIN_NO_CA,	/* the office installed no authority */
	CHAIN_CA_UNKNOWN,
	CHAIN_CA_UNFIT, /* who signed it may not sign certificates */
	CHAIN_CA_DATES, /* who signed it is outside its own dates */
	CHAIN_MISUSE,	/* key usage or constraints do not fit its use */
	CHAIN_NOT_YET,
	CHAIN_EXPIRED,
	CHAIN_VALID,
	CHAIN_COUNT
};

/* Texts are UTF-8 as the certificate has them: a sink gates them. */
struct card_certificate {
	enum certificate_state state;
	enum certificate_chain chain;
	char subject[CERTIFICATE_TEXT_SIZE]; /* "CN=..., OU=..., C=JP" */
	char issuer[CERTIFICATE_TEXT_SIZE];
	char holder[CERTIFICATE_TEXT_SIZE]; /* the subject's common name, "" */
	int64_t not_before;		    /* UTC seconds */
	int64_t not_after;
};

/* Make libcrypto ready without its configuration file: before the sandbox
 * closes, and before anything else here. Errors: ERR_INTERNAL. */
enum kerr certificate_init(void);

/*
 * The certificates in the files of folder (*.pem, *.crt, *.cer, *.der; PEM
 * with any number in it, or one in DER). "" is a folder without files. Keys
 * and other things in a file are passed over. *bad counts the files of which
 * nothing could be read, and the folder itself when it cannot be.
 * Errors: ERR_MEMORY.
 */
enum kerr certificate_authorities_load(
    const char *folder, struct certificate_authorities **out, int *bad);
/* One more file's bytes; false: nothing of it could be read or kept. */
bool certificate_authorities_add(
    struct certificate_authorities *a, const uint8_t *bytes, size_t len);
size_t certificate_authorities_count(const struct certificate_authorities *a);
/* NULL is allowed. */
void certificate_authorities_free(struct certificate_authorities **a);

/*
 * Read and judge one certificate as of now (UTC seconds); bytes behind it are
 * filler. Fills *out: PRESENT or BROKEN.
 */
void certificate_read(const uint8_t *der, size_t len, enum certificate_use use,
    const struct certificate_authorities *a, int64_t now,
    struct card_certificate *out);

#endif

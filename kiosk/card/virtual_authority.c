/* virtual_authority.c -- the training authorities, and what a card holds of
 * theirs: keys and certificates made when first needed. */
#include "card/virtual_store.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CERTIFICATE_YEARS 5

static char *
join(const char *a, const char *b)
{
	size_t n = strlen(a) + strlen(b) + 1;
	char *both = malloc(n);

	if (both != NULL)
		snprintf(both, n, "%s%s", a, b);
	return both;
}

/* Key and, for an X.509 authority, its own certificate as one text. */
static char *
make_authority(const char *subject)
{
	char *key = vcrypto_key_new();
	struct vcert_wish wish = {.use = VCERT_CA,
	    .subject = subject,
	    .unit = "TRAINING OFFICE",
	    .subject_key = key,
	    .issuer_key = key,
	    .from = "20150101",
	    .to = "20491231"};
	char *certificate = NULL, *both = NULL;

	if (key == NULL || subject == NULL)
		return key;
	if ((certificate = vcrypto_certificate(&wish)) != NULL)
		both = join(key, certificate);
	explicit_bzero(key, strlen(key));
	free(key);
	free(certificate);
	return both;
}

char *
vauthority_open(const char *folder, const char *name, const char *subject)
{
	char path[PATH_MAX];
	char *text = NULL;
	enum vresult written = V_OK;

	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= PATH_MAX)
		return NULL;
	if ((text = vfile_read(path)) != NULL)
		return text;
	/* Making a key takes long: not where it cannot be kept. */
	if (access(folder, W_OK) != 0 ||
	    (text = make_authority(subject)) == NULL)
		return NULL;
	written = vfile_write(path, text, strlen(text), true);
	if (written == V_OK)
		return text;
	/* Another virtual card was first: its authority is the one. */
	explicit_bzero(text, strlen(text));
	free(text);
	return written == V_NO ? vfile_read(path) : NULL;
}

const char *
vcard_get_key(struct vcard *card, enum vkey key)
{
	if (card->key[key] != NULL)
		return card->key[key];
	if ((card->key[key] = vcrypto_key_new()) == NULL)
		return NULL;
	if (vcard_save(card, false) != V_OK) {
		/* A key that is not kept must not be used. */
		free(card->key[key]);
		card->key[key] = NULL;
	}
	return card->key[key];
}

/* Five years, but never longer than the card. */
static void
set_validity(const struct vcard *card, struct vcert_wish *wish)
{
	char year[5] = {0};

	memcpy(wish->from, card->issued, sizeof(wish->from));
	memcpy(wish->to, card->issued, sizeof(wish->to));
	memcpy(year, card->issued, 4);
	snprintf(year, sizeof(year), "%04u",
	    ((unsigned)atoi(year) + CERTIFICATE_YEARS) % 10000U);
	memcpy(wish->to, year, 4);
	if (strcmp(wish->to + 4, "0229") == 0)
		memcpy(wish->to + 4, "0228", 4);
	if (strcmp(wish->to, card->expiry) > 0)
		memcpy(wish->to, card->expiry, sizeof(wish->to));
}

static const struct {
	enum vcert_use use;
	const char *file;
	const char *authority;
	const char *unit;
} issuers[VKEY_COUNT] = {
    [VKEY_SIGN] = {VCERT_SIGN, "ca-sign.pem",
	"TRAINING CA for digital signature", "TRAINING digital signature"},
    [VKEY_AUTH] = {VCERT_AUTH, "ca-auth.pem",
	"TRAINING CA for user authentication", "TRAINING user authentication"},
};

const char *
vcard_get_certificate(struct vcard *card, enum vkey key)
{
	struct vcert_wish wish = {
	    .use = issuers[key].use, .unit = issuers[key].unit};
	uint8_t random[8];
	char subject[sizeof("TRAINING ") + 2 * sizeof(random)];
	char *authority = NULL;

	if (card->certificate[key] != NULL)
		return card->certificate[key];
	if ((wish.subject_key = vcard_get_key(card, key)) == NULL ||
	    !vcrypto_random(random, sizeof(random)))
		return NULL;
	strcpy(subject, "TRAINING ");
	vbytes_hex(random, sizeof(random), subject + strlen(subject));
	wish.subject = subject;
	set_validity(card, &wish);
	authority = vauthority_open(
	    card->folder, issuers[key].file, issuers[key].authority);
	if (authority == NULL)
		return NULL;
	wish.issuer = wish.issuer_key = authority;
	card->certificate[key] = vcrypto_certificate(&wish);
	explicit_bzero(authority, strlen(authority));
	free(authority);
	if (card->certificate[key] != NULL && vcard_save(card, false) != V_OK) {
		free(card->certificate[key]);
		card->certificate[key] = NULL;
	}
	return card->certificate[key];
}

/* The certificate of an authority, without its key, as a file of folder. */
static enum vresult
publish(const char *text, const char *folder, const char *name)
{
	const char *certificate = strstr(text, "-----BEGIN CERTIFICATE-----");
	char path[PATH_MAX];

	if (certificate == NULL ||
	    snprintf(path, sizeof(path), "%s/%s", folder, name) >= PATH_MAX)
		return V_OUTSIDE;
	return vfile_write(path, certificate, strlen(certificate), false);
}

enum vresult
vauthority_publish(const char *cards, const char *folder)
{
	static const enum vkey keys[] = {VKEY_SIGN, VKEY_AUTH};
	enum vresult result = V_OK;

	for (size_t i = 0; i < 2 && result == V_OK; i++) {
		char *text = vauthority_open(
		    cards, issuers[keys[i]].file, issuers[keys[i]].authority);

		if (text == NULL)
			return vsay(V_OUTSIDE, "%s: no authority", cards);
		result = publish(text, folder, issuers[keys[i]].file);
		explicit_bzero(text, strlen(text));
		free(text);
	}
	return result;
}

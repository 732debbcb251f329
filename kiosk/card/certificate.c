/* certificate.c -- see card/certificate.h. Certificates come from outside:
 * libcrypto parses them, and only sizes that we chose leave this file. */
#include "card/certificate.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "base/text.h"

#define FILE_LEN_MOST 65536
#define NAME_FLAGS \
	((XN_FLAG_ONELINE | XN_FLAG_DN_REV) & \
	    ~(unsigned long)ASN1_STRFLGS_ESC_MSB & \
	    ~(unsigned long)XN_FLAG_SPC_EQ)

struct certificate_authorities {
	X509 *certificate[CERTIFICATE_FILES_MOST];
	size_t count;
};

enum kerr
certificate_init(void)
{
	uint64_t how = OPENSSL_INIT_NO_LOAD_CONFIG |
		       OPENSSL_INIT_LOAD_CRYPTO_STRINGS |
		       OPENSSL_INIT_ADD_ALL_DIGESTS;
	EVP_MD *digest = NULL;

	if (OPENSSL_init_crypto(how, NULL) != 1)
		return ERR_INTERNAL;
	/* The provider is opened by the first use. */
	digest = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (digest == NULL)
		return ERR_INTERNAL;
	EVP_MD_free(digest);
	return KERR_OK;
}

/* -- the folder of authorities -- */

/* Keeps the certificate, or frees it when there is no room. */
static bool
keep(struct certificate_authorities *a, X509 *certificate)
{
	if (a->count == CERTIFICATE_FILES_MOST) {
		X509_free(certificate);
		return false;
	}
	a->certificate[a->count++] = certificate;
	return true;
}

static bool
take_pem(struct certificate_authorities *a, const uint8_t *bytes, size_t len)
{
	BIO *in = BIO_new_mem_buf(bytes, (int)len);
	X509 *certificate = NULL;
	bool took = false;

	while (in != NULL &&
	       (certificate = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL)
		took = keep(a, certificate) || took;
	BIO_free(in);
	ERR_clear_error();
	return took;
}

static bool
take_der(struct certificate_authorities *a, const uint8_t *bytes, size_t len)
{
	X509 *certificate = d2i_X509(NULL, &bytes, (long)len);

	ERR_clear_error();
	return certificate != NULL && keep(a, certificate);
}

bool
certificate_authorities_add(
    struct certificate_authorities *a, const uint8_t *bytes, size_t len)
{
	return len <= FILE_LEN_MOST &&
	       (take_pem(a, bytes, len) || take_der(a, bytes, len));
}

static bool
take_file(struct certificate_authorities *a, int folder, const char *name)
{
	uint8_t *bytes = malloc(FILE_LEN_MOST);
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	size_t len = 0;
	ssize_t n = 1;
	bool took = false;

	if (bytes == NULL || fd == -1 || fstat(fd, &st) != 0 ||
	    !S_ISREG(st.st_mode) || st.st_size > FILE_LEN_MOST)
		goto out;
	while (n > 0 && len < FILE_LEN_MOST) {
		n = read(fd, bytes + len, FILE_LEN_MOST - len);
		len += n > 0 ? (size_t)n : 0;
	}
	took = certificate_authorities_add(a, bytes, len);
out:
	/* A key may lie beside a training authority. */
	if (bytes != NULL)
		explicit_bzero(bytes, FILE_LEN_MOST);
	free(bytes);
	if (fd != -1)
		close(fd);
	return took;
}

static int
is_certificate_file(const struct dirent *entry)
{
	static const char *const suffixes[] = {".pem", ".crt", ".cer", ".der"};
	const char *dot = strrchr(entry->d_name, '.');

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (dot != NULL && dot != entry->d_name &&
		    strcmp(dot, suffixes[i]) == 0)
			return 1;
	return 0;
}

static void
take_folder(struct certificate_authorities *a, const char *path, int *bad)
{
	struct dirent **entry = NULL;
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int n = folder != -1 ? scandirat(folder, ".", &entry,
				   is_certificate_file, alphasort)
			     : -1;

	*bad = n < 0 ? 1 : 0;
	for (int i = 0; i < n; i++) {
		if (!take_file(a, folder, entry[i]->d_name))
			(*bad)++;
		free(entry[i]);
	}
	free(entry);
	if (folder != -1)
		close(folder);
}

enum kerr
certificate_authorities_load(
    const char *folder, struct certificate_authorities **out, int *bad)
{
	struct certificate_authorities *a = calloc(1, sizeof(*a));

	*bad = 0;
	*out = a;
	if (a == NULL)
		return ERR_MEMORY;
	if (folder[0] != '\0')
		take_folder(a, folder, bad);
	return KERR_OK;
}

size_t
certificate_authorities_count(const struct certificate_authorities *a)
{
	return a != NULL ? a->count : 0;
}

void
certificate_authorities_free(struct certificate_authorities **a)
{
	if (a == NULL || *a == NULL)
		return;
	for (size_t i = 0; i < (*a)->count; i++)
		X509_free((*a)->certificate[i]);
	free(*a);
	*a = NULL;
}

/* -- one certificate -- */

/* What a memory BIO holds, cut at a character; frees it. A byte 00 ends it. */
static void
take_text(BIO *from, char out[CERTIFICATE_TEXT_SIZE])
{
	char whole[4 * CERTIFICATE_TEXT_SIZE] = "";
	int n = from != NULL ? BIO_read(from, whole, sizeof(whole) - 1) : 0;

	whole[n > 0 ? n : 0] = '\0';
	text_copy(out, CERTIFICATE_TEXT_SIZE, whole);
	BIO_free(from);
}

static void
take_name(const X509_NAME *name, char out[CERTIFICATE_TEXT_SIZE])
{
	BIO *to = BIO_new(BIO_s_mem());

	if (to != NULL)
		(void)X509_NAME_print_ex(to, name, 0, NAME_FLAGS);
	take_text(to, out);
}

static void
take_holder(const X509_NAME *name, char out[CERTIFICATE_TEXT_SIZE])
{
	int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
	BIO *to = at >= 0 ? BIO_new(BIO_s_mem()) : NULL;

	if (to != NULL)
		(void)ASN1_STRING_print_ex(to,
		    X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)),
		    ASN1_STRFLGS_UTF8_CONVERT | ASN1_STRFLGS_ESC_CTRL);
	take_text(to, out);
}

static bool
take_time(const ASN1_TIME *from, int64_t *out)
{
	struct tm tm = {0};

	if (from == NULL || ASN1_TIME_to_tm(from, &tm) != 1)
		return false;
	*out = (int64_t)timegm(&tm);
	return true;
}

/* Key usage of 5: a certificate for signatures is for nothing else than
 * what a person means to sign. Without the extension any use is meant, which
 * is not what this authority issues. */
static bool
fits_use(X509 *certificate, enum certificate_use use)
{
	uint32_t need =
	    use == CERTIFICATE_SIGN ? KU_NON_REPUDIATION : KU_DIGITAL_SIGNATURE;
	uint32_t flags = X509_get_extension_flags(certificate);

	return (flags & (EXFLAG_INVALID | EXFLAG_CA)) == 0 &&
	       (flags & EXFLAG_KUSAGE) != 0 &&
	       (X509_get_key_usage(certificate) & need) != 0;
}

static bool
may_sign(X509 *authority)
{
	uint32_t flags = X509_get_extension_flags(authority);

	return (flags & EXFLAG_INVALID) == 0 && (flags & EXFLAG_BCONS) != 0 &&
	       (flags & EXFLAG_CA) != 0 &&
	       (X509_get_key_usage(authority) & KU_KEY_CERT_SIGN) != 0;
}

static bool
is_within(const X509 *certificate, int64_t now)
{
	int64_t from = 0, to = 0;

	return take_time(X509_get0_notBefore(certificate), &from) &&
	       take_time(X509_get0_notAfter(certificate), &to) && now >= from &&
	       now <= to;
}

static enum certificate_chain
judge_authority(X509 *authority, int64_t now)
{
	if (!may_sign(authority))
		return CHAIN_CA_UNFIT;
	return is_within(authority, now) ? CHAIN_VALID : CHAIN_CA_DATES;
}

/* The best that the installed authorities say: one file may hold the same key
 * in an older certificate. */
static enum certificate_chain
judge_signature(
    X509 *certificate, const struct certificate_authorities *a, int64_t now)
{
	enum certificate_chain best = CHAIN_CA_UNKNOWN;

	if (certificate_authorities_count(a) == 0)
		return CHAIN_NO_CA;
	for (size_t i = 0; i < a->count; i++) {
		EVP_PKEY *key = X509_get0_pubkey(a->certificate[i]);
		enum certificate_chain says;

		if (key == NULL || X509_verify(certificate, key) != 1)
			continue;
		says = judge_authority(a->certificate[i], now);
		best = says > best ? says : best;
	}
	ERR_clear_error();
	return best;
}

static enum certificate_chain
judge(X509 *certificate, enum certificate_use use,
    const struct certificate_authorities *a, int64_t now,
    const struct card_certificate *read)
{
	enum certificate_chain chain = judge_signature(certificate, a, now);

	if (chain != CHAIN_VALID)
		return chain;
	if (!fits_use(certificate, use))
		return CHAIN_MISUSE;
	if (now < read->not_before)
		return CHAIN_NOT_YET;
	return now > read->not_after ? CHAIN_EXPIRED : CHAIN_VALID;
}

void
certificate_read(const uint8_t *der, size_t len, enum certificate_use use,
    const struct certificate_authorities *a, int64_t now,
    struct card_certificate *out)
{
	X509 *certificate = NULL;

	memset(out, 0, sizeof(*out));
	out->state = CERTIFICATE_BROKEN;
	if (len <= CERTIFICATE_LEN_MOST)
		certificate = d2i_X509(NULL, &der, (long)len);
	ERR_clear_error();
	if (certificate == NULL)
		return;
	if (take_time(X509_get0_notBefore(certificate), &out->not_before) &&
	    take_time(X509_get0_notAfter(certificate), &out->not_after)) {
		take_name(X509_get_subject_name(certificate), out->subject);
		take_name(X509_get_issuer_name(certificate), out->issuer);
		take_holder(X509_get_subject_name(certificate), out->holder);
		out->state = CERTIFICATE_PRESENT;
		out->chain = judge(certificate, use, a, now, out);
	}
	X509_free(certificate);
	ERR_clear_error();
}

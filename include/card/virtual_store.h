/* virtual_store.h -- a virtual card's memory: one JSON file of mode 0600.
 *
 * It is written whole (temporary file, fsync, rename, fsync of the folder)
 * before the answer of the command that changed it goes out, so that a card
 * never gives back a try that it counted. PINs are kept as salted hashes only.
 * The folder also holds the keys of the training authorities. */
#ifndef KIOSK_CARD_VIRTUAL_STORE_H
#define KIOSK_CARD_VIRTUAL_STORE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "card/virtual_bytes.h"
#include "card/virtual_crypto.h"

enum vkind {
	VKIND_PLASTIC,
	VKIND_PHONE,	/* only the JPKI application, with a phone's label */
	VKIND_COMBINED, /* also a residence card: 在留AP can be selected */
	VKIND_OTHER,	/* not one of ours: only the issuer domain */
	VKIND_COUNT
};

/* Key references, individual-number-card 4. */
enum vref {
	VREF_SIGN,	   /* JPKI 001B */
	VREF_AUTH,	   /* JPKI 0018 */
	VREF_INPUT,	   /* text 0011 */
	VREF_JUKI,	   /* juki 001C */
	VREF_COMMON,	   /* common 001C */
	VREF_TEXT_BLOCKED, /* text 0012, blocked as issued */
	VREF_TEXT_A,	   /* text 0014 */
	VREF_TEXT_B,	   /* text 0015 */
	VREF_VISUAL_BIRTH, /* visual 0011 */
	VREF_VISUAL_B,	   /* visual 0012 */
	VREF_VISUAL_A,	   /* visual 0013 */
	VREF_COUNT
};

/* RSA keys inside the chip, each made when first needed. */
enum vkey {
	VKEY_SIGN,    /* JPKI 001A */
	VKEY_AUTH,    /* JPKI 0017 */
	VKEY_TEXT,    /* text 0013 */
	VKEY_SESSION, /* text 0006 */
	VKEY_VISUAL,  /* visual 001A */
	VKEY_COUNT
};

enum vquirk {
	VQUIRK_FIRST_6F00 = 1,	 /* the first command after power-on fails */
	VQUIRK_QUERY_9000 = 2,	 /* a verified reference answers 9000 */
	VQUIRK_BLOCKED_6984 = 4, /* the query of a blocked one answers 6984 */
	VQUIRK_ONLY_6F00 = 8,	 /* every command after power-on fails */
	VQUIRK_SHORT_ONLY = 16,	 /* extended lengths are refused: 6700 */
	VQUIRK_LE_255 = 32	 /* so is a read of 256 bytes */
};

struct vpin {
	bool present;
	uint8_t salt[VSALT_LEN];
	uint8_t hash[VHASH_LEN];
	int tries;
	int tries_most;
};

struct vcard {
	char path[PATH_MAX];
	char folder[PATH_MAX];
	enum vkind kind;
	bool contact; /* which ATR a reader makes of it */
	unsigned quirks;
	bool training;	   /* the training issuer may reset its PINs */
	bool wide_lengths; /* outer objects with 82 hh ll */
	int filler;	   /* bytes of FF after text 0002 */
	bool has_sign, has_auth;
	char name[256];
	char address[512];
	char birth[9]; /* YYYYMMDD */
	char sex[2];
	char issued[9];
	char expiry[9];
	char chip_serial[16];
	char municipality[6];
	char number[13]; /* fictional */
	/* What it lacks, with a blank behind each: "juki", "text:0011". */
	char missing[256];
	struct vpin pin[VREF_COUNT];
	char *key[VKEY_COUNT];	       /* PEM, or NULL: not made yet */
	char *certificate[VKEY_COUNT]; /* PEM; SIGN and AUTH only */
};

const char *vref_code(enum vref ref);
/* How many tries a fresh reference has; individual-number-card 4. */
int vref_tries(enum vref ref);
bool vkind_from_code(const char *code, enum vkind *out);
bool vquirk_from_code(const char *code, unsigned *out);

/* Set a reference to a new value with all its tries. */
bool vpin_set(
    struct vpin *pin, const uint8_t *value, size_t len, int tries_most);
bool vpin_matches(const struct vpin *pin, const uint8_t *value, size_t len);

/* Read a card file. The caller ends *out with vcard_free(). */
enum vresult vcard_load(const char *path, struct vcard **out);
/* Set path and folder of a card that has none yet. */
enum vresult vcard_name(struct vcard *card, const char *path);
/* Write it, all or nothing. must_be_new: V_NO when the file exists. */
enum vresult vcard_save(const struct vcard *card, bool must_be_new);
void vcard_free(struct vcard **card);

/* A new card from a description (JSON; docs in virtual_make.c). */
enum vresult vcard_make(FILE *description, const char *path);

/* The key of the card, made and saved when there is none yet; borrowed. */
const char *vcard_get_key(struct vcard *card, enum vkey key);
/* The certificate of VKEY_SIGN or VKEY_AUTH, likewise. */
const char *vcard_get_certificate(struct vcard *card, enum vkey key);

/*
 * The text of DIR/name: the key of a training authority and, when subject is
 * given, its own certificate; made when there is none. The caller frees it;
 * NULL on failure.
 */
char *vauthority_open(
    const char *folder, const char *name, const char *subject);

/*
 * The certificates of the authorities of the cards in DIR cards, made when
 * there are none yet, as files of folder: what an office would install. Their
 * keys stay where they are.
 */
enum vresult vauthority_publish(const char *cards, const char *folder);

/* Write a file whole: temporary, fsync, rename (or link), fsync of the
 * folder. V_NO when must_be_new and it is there. */
enum vresult vfile_write(
    const char *path, const void *bytes, size_t n, bool must_be_new);
/* Read a whole file of at most 1 MiB, NUL-terminated, the caller's to free. */
char *vfile_read(const char *path);

#endif

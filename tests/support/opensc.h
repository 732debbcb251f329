/* opensc.h -- clients of cards that are not ours, OpenSC and openssl, and what
 * they say of the card in a reader of pcscd. Every function fails the test when
 * the client ends otherwise than it should. */
#ifndef TESTS_SUPPORT_OPENSC_H
#define TESTS_SUPPORT_OPENSC_H

#include <stddef.h>

/* OpenSC's numbers of the two: of the PIN, its key and its certificate. */
#define OPENSC_AUTH    "01"
#define OPENSC_SIGN    "02"
#define OPENSC_CA_AUTH "03"

/* Run a client and want this exit status; argv is ended by NULL. What it said
 * is borrowed, until the next run. */
const char *opensc_run(int status, const char *const argv[]);
#define OPENSC_RUN(status, ...) \
	opensc_run(status, (const char *const[]){__VA_ARGS__, NULL})
/* What the last one said holds this text. */
void opensc_said(const char *text);
/* What stands there between two marks, "" for nothing. Returns out. */
char *opensc_said_between(
    const char *from, const char *to, char *out, size_t out_size);

/* Tries left of a PIN, as pkcs15-tool lists it; -1: it lists no such PIN. */
int opensc_tries(const char *reader, const char *id);
/* VERIFY with pkcs15-tool: the right PIN, or one that must be refused. */
void opensc_verify(const char *reader, const char *id, const char *pin);
void opensc_refuses(const char *reader, const char *id, const char *pin);
/* The card signs with pkcs11-tool, openssl takes the signature for the text and
 * not for another; files go to folder. */
void opensc_signs(
    const char *reader, const char *folder, const char *id, const char *pin);
/* The certificate beside the PIN-less key, as subject (RFC 2253) and the day
 * (YYYY-MM-DD, in Japan) of its end. */
void opensc_certificate(const char *reader, const char *folder, char *subject,
    size_t subject_size, char *until, size_t until_size);

#endif

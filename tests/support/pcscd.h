/* pcscd.h -- a pcscd of the test's own, with two readers of the vpcd driver,
 * that no other program on the machine can see (pcsc-behaviour "Starting").
 *
 * The test's own process moves into private namespaces (files, network; for
 * others than root also users) and stays there, so it and its children are
 * this pcscd's only clients. Call pcscd_begin() before any thread is made. */
#ifndef TESTS_SUPPORT_PCSCD_H
#define TESTS_SUPPORT_PCSCD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define PCSCD_READERS 2

struct pcscd {
	pid_t pid;
	char folder[64];		 /* configuration and logs */
	int port;			 /* of the first reader */
	char reader[PCSCD_READERS][128]; /* names */
};

/*
 * false: namespaces or pcscd are not to be had here; reason says why, and the
 * test must be reported as skipped. Anything else that fails ends the test.
 */
bool pcscd_begin(struct pcscd *p, char *reason, size_t reason_size);
/* Stop the daemon and start it again: contexts of before are dead. */
void pcscd_stop(struct pcscd *p);
void pcscd_start(struct pcscd *p);
/* Start it with one more option: "--apdu". */
void pcscd_start_with(struct pcscd *p, const char *option);
/* Whether a line of what it said holds text. */
bool pcscd_log_has(const struct pcscd *p, const char *text);
void pcscd_end(struct pcscd *p);

/* Start virtual-card on a reader: the card that control names, from the
 * folder of cards. Stop it with program_stop(). */
pid_t pcscd_plug(
    const struct pcscd *p, int reader, const char *control, const char *cards);
/* Wait until a card is there (or gone); the test fails after 10 seconds. */
void pcscd_wait_card(const struct pcscd *p, int reader, bool present);
/* Wait until no program holds the card. One that lets go of a card which was
 * lifted just before makes pcscd believe in an empty reader until the card is
 * lifted again, should it be back before pcscd's next look. */
void pcscd_wait_free(const struct pcscd *p, int reader);

#endif

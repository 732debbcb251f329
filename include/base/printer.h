/* printer.h -- one printer: a device file, a TCP port, a command or a spool
 * folder. Nothing here waits: a document is begun, and the loop tells how it
 * ended. One document at a time.
 *
 * How a document ended is told as what is known of the paper:
 *   PRINTER_SENT     it went out whole; a printer that talks has said that it
 *                    got to the end, of a silent one all bytes were taken
 *   PRINTER_SPOOLED  it lies in the folder, synced
 *   PRINTER_NOTHING  no byte of it reached the printer: it may be tried again
 *   PRINTER_UNKNOWN  some of it may have come out: nobody may send it again
 *                    without looking */
#ifndef KIOSK_BASE_PRINTER_H
#define KIOSK_BASE_PRINTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/error.h"

struct loop;
struct printer; /* opaque */

enum printer_kind {
	PRINTER_SPOOL,
	PRINTER_DEVICE,
	PRINTER_TCP,
	PRINTER_COMMAND
};

/* Borrowed texts that outlive the printer; those of other kinds are unused. */
struct printer_settings {
	enum printer_kind kind;
	const char *path;    /* device: /dev/usb/lp0 */
	const char *address; /* tcp: 192.0.2.7:9100, [2001:db8::7]:9100 */
	const char *command; /* words as in a shell, see printer_split() */
	const char *spool;   /* folder */
};

struct printer_document {
	const uint8_t *bytes; /* borrowed until printer_begin() returns */
	size_t len;
	bool is_escpos;	  /* the printer may be asked how it stands */
	const char *name; /* spool: the file */
};

enum printer_end {
	PRINTER_SENT,
	PRINTER_SPOOLED,
	PRINTER_NOTHING,
	PRINTER_UNKNOWN
};
struct printer_result {
	enum printer_end end;
	enum kerr reason;   /* NOTHING, UNKNOWN: why; else KERR_OK */
	struct failure why; /* the same, with its arguments */
};
typedef void printer_done(void *arg, const struct printer_result *result);

/* Patience, in the loop's milliseconds. */
#define PRINTER_CONNECT_MS 3000
#define PRINTER_ANSWER_MS  700	 /* to a question; then it is silent */
#define PRINTER_STALL_MS   10000 /* no byte was taken */
#define PRINTER_END_MS	   20000 /* from the last byte to the end */
#define PRINTER_LOOK_MS	   1500	 /* between questions while it prints */
#define PRINTER_COMMAND_MS 60000

/* Errors: ERR_MEMORY. */
enum kerr printer_new(const struct printer_settings *settings,
    struct loop *loop, struct printer **out);
/* What is at the printer is left as it is and told to nobody. */
void printer_free(struct printer **p);
/*
 * Print. true when the end is known at once (*now), else done is called from
 * a later turn of the loop; it may begin the next document.
 */
bool printer_begin(struct printer *p, const struct printer_document *document,
    printer_done *done, void *arg, struct printer_result *now);
bool printer_is_busy(const struct printer *p);
/* What the printer said is wrong while it prints: KERR_OK, or a code. */
enum kerr printer_trouble(const struct printer *p);

/* -- settings, to be checked when they are read -- */

/* Numbers only: looking a name up could take the screen's time. */
bool printer_address(
    const char *text, struct sockaddr_storage *out, socklen_t *out_len);

#define PRINTER_WORDS_MOST 16
#define PRINTER_WORDS_SIZE 512
struct printer_words {
	const char *word[PRINTER_WORDS_MOST + 1]; /* NULL at the end */
	char text[PRINTER_WORDS_SIZE];
};
/* Words apart at blanks; '...' and "..." hold one together. Nothing is
 * expanded and no shell runs. false: a quote is open, none or too many. */
bool printer_split(const char *command, struct printer_words *out);

#endif

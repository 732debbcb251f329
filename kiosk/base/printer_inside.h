/* printer_inside.h -- a printer from inside, for its own files only. */
#ifndef KIOSK_BASE_PRINTER_INSIDE_H
#define KIOSK_BASE_PRINTER_INSIDE_H

#include <stdint.h>

#include "base/printer.h"
#include "base/process.h"

enum printer_step {
	STEP_IDLE,
	STEP_CONNECTING,
	STEP_ASKING, /* how it stands, before the first byte */
	STEP_WRITING,
	STEP_TAKING, /* all is handed over; a silent printer takes it */
	STEP_ENDING, /* a printer that talks works up to the end */
	STEP_COMMAND
};

struct printer {
	struct printer_settings settings;
	struct loop *loop;
	enum printer_step step;
	int fd; /* device, socket, or the command's end; -1 */
	bool is_socket;
	bool has_room;	/* a device took the last bytes */
	unsigned run;	/* counts documents */
	uint8_t *bytes; /* owned */
	size_t len, sent;
	bool is_escpos;
	int asked;  /* question that waits for its answer, 0: none */
	bool talks; /* it answered one */
	enum kerr trouble;
	int64_t left_ms; /* until the end is not waited for any longer */
	uint64_t timer;
	struct process child;
	printer_done *done;
	void *arg;
};

/* End it: close, forget the document, fill *r. */
void printer_stop(struct printer *p, enum printer_end end, enum kerr reason,
    struct printer_result *r);
/* The same, told to whoever began it. */
void printer_finish(struct printer *p, enum printer_end end, enum kerr reason);
/* Set the one timer anew. */
void printer_wait(struct printer *p, int64_t ms, void (*late)(void *arg));

/* printer_line.c: true when *r is known already. */
bool printer_line_begin(struct printer *p, struct printer_result *r);
/* printer_command.c */
bool printer_command_begin(struct printer *p, struct printer_result *r);
/* printer_spool.c: a file beside it is written, synced and renamed, the folder
 * synced. Errors: ERR_SPOOL (file, reason). */
enum kerr printer_spool(const char *folder, const char *name,
    const uint8_t *bytes, size_t len, struct failure *f);

#endif

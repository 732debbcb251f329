/* virtual_slot.h -- the place where a virtual card lies: which card the
 * control file puts there, what goes wrong by order, and the trace.
 *
 * The control file (text, written by others through rename):
 *   card NAME      DIR/NAME.card lies on the reader; without it: empty
 *   fault KIND N   at the N-th command since power-on, N+ from there on at each
 *   trace FILE     one line per command: sequence, CLA INS P1 P2, Lc, SW;
 *                  never the data. A lost answer is "----".
 * KIND is one of
 *   pull-before, pull-during (it happened, the answer is lost), pull-after
 *   swap=NAME      before it another card lies there, without power
 *   hang           no answer ever; delay=MS an answer after so long
 *   empty, one-byte, truncate=BYTES, oversize=BYTES
 *                  it happened; the reader gives back so much
 *   sw=XXXX        it did not happen, and this is the answer
 *   sw-after=XXXX  it happened, and this is the answer
 *   data=HEX       it happened; these bytes instead of its data, and 9000
 * After a pull or a swap the slot itself rewrites the file with the card that
 * lies there now and without the fault; other faults stay until somebody
 * removes them. */
#ifndef KIOSK_CARD_VIRTUAL_SLOT_H
#define KIOSK_CARD_VIRTUAL_SLOT_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "card/virtual_individual.h"

#define VSLOT_LOOK_MS  25 /* how often the control file is looked at */
#define VSLOT_FAULTS   16
#define VCARD_NAME_MAX 200

enum vfault_kind {
	VFAULT_NONE,
	VFAULT_PULL_BEFORE,
	VFAULT_PULL_DURING,
	VFAULT_PULL_AFTER,
	VFAULT_HANG,
	VFAULT_EMPTY,
	VFAULT_ONE_BYTE,
	VFAULT_TRUNCATE,
	VFAULT_OVERSIZE,
	VFAULT_SW,
	VFAULT_SW_AFTER,
	VFAULT_DELAY,
	VFAULT_SWAP,
	VFAULT_DATA
};

struct vfault {
	enum vfault_kind kind;
	unsigned at;		   /* command since power-on, from 1 */
	bool goes_on;		   /* and at each after it */
	unsigned value;		   /* status word, bytes or milliseconds */
	char text[VCARD_NAME_MAX]; /* as written: KIND, with what it names */
	size_t argument;	   /* in text: the card's name, or hex */
};

struct vcontrol {
	char card[VCARD_NAME_MAX]; /* "": the reader is empty */
	char trace[PATH_MAX];
	struct vfault fault[VSLOT_FAULTS];
	size_t fault_count;
};

/* Take the control file's text apart (text is changed by it). Lines that make
 * no sense are left out and reported on standard error with path. */
void vcontrol_parse(char *text, const char *path, struct vcontrol *out);
/* Write it again with this card ("": none) and without fault number gone. */
enum vresult vcontrol_put(const char *path, const struct vcontrol *control,
    int gone, const char *card);
/* The fault due at this command, or -1. */
int vcontrol_find_fault(const struct vcontrol *control, unsigned at);

/* What ends the program: SIGTERM, SIGINT, or the parent's channel closed. */
struct vlife {
	int signal_fd;
	int channel_fd; /* -1: none */
	bool is_over;
};

enum vresult vlife_begin(struct vlife *life, int channel_fd);
/* Tell the parent that everything is in place: one byte 'R'. */
void vlife_tell_ready(const struct vlife *life);
/* poll(2) on n descriptors; fds has room for two more. is_over when the
 * program shall end. */
void vlife_wait(
    struct vlife *life, struct pollfd *fds, size_t n, int timeout_ms);

struct vslot {
	struct vlife *life;	  /* borrowed */
	const char *control_path; /* borrowed; NULL: card_path lies there */
	const char *cards;	  /* borrowed: the folder */
	const char *card_path;	  /* borrowed: without a control file */
	char *seen;		  /* the control file as it was last read */
	struct vcontrol control;
	char lying[VCARD_NAME_MAX]; /* the card that was loaded */
	bool has_complained;	    /* once for each control file */
	bool is_broken;		    /* it cannot be loaded */
	struct vcard *card;	    /* NULL: empty */
	int lock_fd;		    /* two readers cannot hold one card */
	struct vchip chip;
	bool has_power;
	unsigned placings; /* how often what lies there has changed */
	unsigned commands; /* since power-on */
	unsigned sequence; /* in the trace */
};

/* Look at the control file; true when the card there is another than
 * before (a card, no card). */
bool vslot_look(struct vslot *slot);
/* Take power; false: no card. */
bool vslot_power_on(struct vslot *slot);
void vslot_power_off(struct vslot *slot);
void vslot_reset(struct vslot *slot);

enum vanswer {
	VANSWER_DATA, /* *answer is what the reader gives back */
	VANSWER_GONE, /* the card was removed, or had no power */
	VANSWER_HANG  /* the card will never answer */
};
enum vanswer vslot_exchange(struct vslot *slot, const uint8_t *command,
    size_t len, struct vbytes *answer);
void vslot_close(struct vslot *slot);

/* The two front ends. Each returns when life is over. */
enum vresult vreader_serve(
    struct vslot *slot, struct vlife *life, const char *socket_path);
enum vresult vpcd_serve(
    struct vslot *slot, struct vlife *life, const char *host_port);

#endif

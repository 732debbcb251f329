/* card_model.h -- a small chip in memory behind struct transport, for sweeping
 * faults over every command in a second. It knows only what the PIN commands
 * need (individual-number-card 2, 4, 8) and judges the order of commands; the
 * virtual card proves the rest over real sockets. */
#ifndef KIOSK_TESTS_CARD_MODEL_H
#define KIOSK_TESTS_CARD_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "card/face.h"
#include "card/transport.h"
#include "rules/pin.h"

enum model_fault {
	MODEL_NONE,
	MODEL_GONE_BEFORE, /* pulled: no effect, an error, and so on */
	MODEL_GONE_DURING, /* the effect took place, the answer is lost */
	MODEL_GONE_AFTER,  /* answered, then pulled */
	MODEL_EMPTY,	   /* effect, success with 0 bytes */
	MODEL_ONE_BYTE,	   /* effect, success with 1 byte */
	MODEL_LONG,	   /* effect, 256 bytes before the status word */
	MODEL_SW,	   /* no effect, the status word below */
	MODEL_SW_DONE_BUT  /* effect, the status word below */
};

struct model_pin {
	enum pin_ref ref;
	char value[17];
	int tries, most;
	bool verified;
	int verify_count, change_count;
};

/* A file of the JPKI application that can be read. */
struct model_file {
	uint8_t ef;
	const uint8_t *bytes; /* borrowed */
	size_t len;
	bool is_protected; /* reading answers 6982 */
};

#define MODEL_FILES 4
#define MODEL_FACES 2

struct card_model {
	enum model_fault fault;
	size_t fault_at; /* from 1; 0: never */
	uint16_t sw;
	enum kerr error; /* what the reader says when the card is gone */
	bool is_stay, no_sign;
	bool is_phone;			     /* only JPKI, and its label */
	bool is_other;			     /* no JPKI either */
	bool is_training;		     /* knows the invented reset */
	struct model_file file[MODEL_FILES]; /* ef 0: none */
	/* Of the visual application; a protected one is opened by a number. */
	struct model_file face_file[MODEL_FACES];
	struct model_pin face[FACE_KEY_COUNT];
	const struct model_file *open; /* selected */
	size_t piece_most;	       /* a read gives no more; 0: as asked */
	uint16_t end_sw;    /* of a read that passes the end; 0: 9000 */
	size_t le_most;	    /* a read that asks for more answers 6700; 0: any */
	const char *serial; /* of the record; NULL: MODEL_SERIAL */
	size_t swap_at;	    /* unnoticed power loss before this command ... */
	const char *swap_serial; /* ... and this card instead; NULL: the same */
	size_t count;		 /* commands seen */
	bool gone, powered;
	int ap; /* index of the selected application; -1 */
	struct model_pin *selected;
	bool may_change;  /* the last command was a VERIFY that was right */
	bool broke_order; /* a change without that, or VERIFY without file */
	struct model_pin pin[PIN_REF_COUNT];
};

#define MODEL_SERIAL   "400000000000001"
#define MODEL_NUMBER_B "60040920351234"
#define MODEL_NUMBER_A "123456789018"

/* Fresh, every PIN "1234", SIGN "PASSWORD1234", numbers as above with ten
 * tries. */
void card_model_reset(struct card_model *m);
/* m is borrowed by the transport. */
struct transport *card_model_open(struct card_model *m);

#endif

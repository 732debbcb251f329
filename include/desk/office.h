/* office.h -- the settings of an office, read from its configuration file and
 * checked once at start. Nothing here moves money or rights: those are rows
 * of the store (design, decision 8). */
#ifndef KIOSK_DESK_OFFICE_H
#define KIOSK_DESK_OFFICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/lang.h"

#define OFFICE_NAME_SIZE 96
#define OFFICE_PATH_SIZE 512

enum weak_pin { WEAK_PIN_REFUSE, WEAK_PIN_WARN };
enum reader_transport { READER_PCSC, READER_TRAINING };
enum printer_format { PRINTER_TEXT, PRINTER_ESCPOS };

struct office_settings {
	/* [office] */
	char name[OFFICE_NAME_SIZE];
	char name_latin[OFFICE_NAME_SIZE];
	char municipality[8]; /* 6 digits with check digit, e.g. 132080 */
	bool training;
	int language; /* of staff: enum lang, ja or en for now */
	/* [store] */
	char store[OFFICE_PATH_SIZE];
	char keys[OFFICE_PATH_SIZE];
	char spool[OFFICE_PATH_SIZE];
	char log[OFFICE_PATH_SIZE];
	/* [counter] */
	int64_t counter;
	int64_t idle_lock_seconds;
	char scan_prefix[8]; /* as screens/input.h holds it */
	/* [reader] */
	int transport; /* enum reader_transport */
	char reader[128];
	char ca_directory[OFFICE_PATH_SIZE]; /* authorities' files; "": none */
	/* [card] */
	char issuer[OFFICE_PATH_SIZE]; /* name or path (card/issuer.h); "": the
	                                  one that fits the transport */
	/* [printer] */
	int printer; /* enum printer_kind */
	char printer_path[OFFICE_PATH_SIZE];
	char printer_address[64];
	char printer_command[256];
	int printer_format; /* of a command: enum printer_format */
	int64_t printer_columns;
	int64_t printer_dots; /* across; 0: as many as the columns take */
	char printer_font[OFFICE_PATH_SIZE];
	/* [rules] */
	bool two_papers_always;	       /* counter-procedures 2.2 */
	bool auth_when_declined;       /* 3.3 */
	int weak_pin;		       /* enum weak_pin, 3.5 */
	char visits[OFFICE_PATH_SIZE]; /* who may come, with what; "": ours */
	int64_t resident_idle_seconds;
	/* [training] only with training = yes */
	char training_cards[OFFICE_PATH_SIZE]; /* directory of virtual cards */
	char training_clock[32]; /* "2026-11-24T10:00" Japan time; "": now */
	char training_initial_sign[20];
	char training_initial_pin[8];
};

/* Whether papers go out as ESC/POS, and so need the font. */
bool office_prints_escpos(const struct office_settings *s);

/*
 * Read and check path. counter overrides the file's number when it is not 0.
 * Errors: those of config_read(); ERR_CONFIG also for settings that do not
 * fit each other (training values in a real office).
 */
enum kerr office_read(const char *path, int64_t counter,
    struct office_settings *out, struct failure *f);

#endif

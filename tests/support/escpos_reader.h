/* escpos_reader.h -- a receipt printer's other half for tests: reads ESC/POS
 * byte by byte, as a printer does, into lines of text and of dots. Written
 * from the printers' references alone; it shares nothing with the program. */
#ifndef KIOSK_TESTS_ESCPOS_READER_H
#define KIOSK_TESTS_ESCPOS_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define READER_LINES_MOST 400
#define READER_TEXT_SIZE  512

struct reader_line {
	char text[READER_TEXT_SIZE]; /* UTF-8; "" for dots */
	bool bold, big;
	uint8_t *dots; /* owned; NULL for text */
	size_t row_len, rows;
};

/* A real-time command came: what it was, 1 to 4, and where answers go. */
typedef void reader_asked(void *arg, int n);
/* GS r 1 was reached. */
typedef void reader_ended(void *arg);

struct escpos_reader {
	struct reader_line line[READER_LINES_MOST];
	size_t line_count;
	int cuts;
	int resets; /* ESC @: papers that began */
	bool kanji; /* kanji mode */
	int kanji_code, code_table, country;
	const char *trouble; /* NULL: nothing was wrong so far */
	reader_asked *asked;
	reader_ended *ended;
	void *arg;
	/* the command or picture that is coming in */
	uint8_t command[16];
	size_t command_len;
	uint8_t *picture;
	size_t picture_len, picture_got;
	size_t row_len, rows;
	uint8_t held[READER_TEXT_SIZE]; /* the print buffer */
	size_t held_len;
	bool bold, big;
	uint8_t realtime[3];
	size_t realtime_len;
};

void escpos_reader_begin(struct escpos_reader *r);
void escpos_reader_end(struct escpos_reader *r);
/* Half of a command or picture is forgotten, as a network card does with a
 * connection that broke. */
void escpos_reader_forget(struct escpos_reader *r);
void escpos_reader_take(
    struct escpos_reader *r, const uint8_t *bytes, size_t len);
/* All lines of text with newlines; dots are "[dots]". To be freed. */
char *escpos_reader_text(const struct escpos_reader *r);
/* The n-th line that is dots (from 0), or NULL. */
const struct reader_line *escpos_reader_dots(
    const struct escpos_reader *r, size_t n);
/* Whether the text stands in one of the lines. */
bool escpos_reader_has(const struct escpos_reader *r, const char *text);

#endif

/* escpos.h -- a paper as bytes for an ESC/POS printer, and what the printer
 * says back.
 *
 * Command names are those of the printers' public references (Epson TM
 * series, and the same in Citizen's, Bixolon's and Star's manuals for their
 * ESC/POS modes). Japanese goes out as text in the printer's own type (FS C 1:
 * Shift JIS); a line with anything else goes out as dots (GS v 0). */
#ifndef KIOSK_BASE_ESCPOS_H
#define KIOSK_BASE_ESCPOS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/paper.h"

struct raster;

struct escpos_bytes {
	uint8_t *bytes; /* owned */
	size_t len, room;
	enum kerr error; /* ERR_MEMORY: what was added is not all there */
};
void escpos_bytes_free(struct escpos_bytes *b);

/* The whole paper with its cut. columns: cells of a line, 12 dots each; raster
 * is borrowed. Errors: ERR_MEMORY. */
enum kerr escpos_render(const struct paper *p, size_t columns,
    struct raster *raster, struct escpos_bytes *out);

/* -- status -- */

/* DLE EOT n (n = 1 printer, 2 offline cause, 3 error, 4 roll paper): answered
 * at once, also while the printer is offline; one byte each. */
#define ESCPOS_ASK_LEN	 3
#define ESCPOS_ASK_COUNT 4
void escpos_ask(int n, uint8_t out[ESCPOS_ASK_LEN]);
/* The answer's fixed bits are right: 0xx1xx10. */
bool escpos_is_answer(uint8_t byte);
/* What the answer to n means: KERR_OK, ERR_PRINTER_PAPER, ERR_PRINTER_COVER,
 * ERR_PRINTER_FAULT. */
enum kerr escpos_judge(int n, uint8_t answer);

/* GS r 1: answered when everything before it was printed. */
#define ESCPOS_END_LEN 3
void escpos_end(uint8_t out[ESCPOS_END_LEN]);
/* Its answer's fixed bits: 0xx0xxxx. */
bool escpos_is_end(uint8_t byte);
/* It says that the paper ran out under the last line. */
bool escpos_end_is_paper_out(uint8_t byte);

#endif

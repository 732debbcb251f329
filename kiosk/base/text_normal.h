/* text_normal.h -- Unicode normal forms and character classes for the
 * text_*.c files; the only door to utf8proc. Everyone else calls text.h.
 * Rules: Unicode Standard Annex 15 (normal forms), UAX 44 (categories). */
#ifndef KIOSK_BASE_TEXT_NORMAL_H
#define KIOSK_BASE_TEXT_NORMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No single character decomposes into more (U+FDFA). */
#define TEXT_EXPANDS_MOST 18

enum text_form {
	TEXT_NFC,
	/* NFKC, case folded, invisible characters dropped, and the combining
	 * marks of Latin letters dropped. */
	TEXT_SEARCH
};

/* Combining marks (category M). */
bool text_is_mark(uint32_t point);
/* May join the character before it in some normal form (marks, vowel and
 * final jamo, half-width voicing marks), or is invisible between them. */
bool text_is_joining(uint32_t point);
/* Must be shown as its number: controls, format and bidi characters, line
 * separators, invisible or unassigned characters. */
bool text_is_obeyed(uint32_t point);
bool text_is_space(uint32_t point);
bool text_is_latin(uint32_t point);
/* Punctuation and stand-alone accents. */
bool text_is_punctuation(uint32_t point);

/*
 * Bring points[0..count) into form, in place. The run must begin with a
 * character that joins nothing before it. points has room for
 * TEXT_EXPANDS_MOST times count. Returns the new count.
 */
size_t text_normalise(uint32_t *points, size_t count, enum text_form form);

#endif

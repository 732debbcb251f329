/* text.h -- UTF-8: columns, cutting, the output gate, named placeholders,
 * and folding for search.
 *
 * Sizes: _len is bytes, _columns is terminal cells, _size is a buffer with its
 * NUL. Widths come from the C library's wcwidth(), so that we agree with the
 * terminal; normal forms from utf8proc. Every string that comes from outside
 * (lists, cards, people) passes text_gate() before it reaches a sink (screen
 * cells, command output, CSV, printer): control, bidi and zero-width
 * characters are shown, never obeyed (design, decision 10). */
#ifndef KIOSK_BASE_TEXT_H
#define KIOSK_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Whole text is well-formed UTF-8 without NUL. */
bool text_is_utf8(const char *s, size_t len);
/* Next code point at *s, which moves on; 0 at the end, U+FFFD (one byte on)
 * for a malformed byte. */
uint32_t text_next(const char **s);
#define TEXT_POINT_SIZE 5 /* four bytes and a NUL */
/* UTF-8 of a code point, ended by a NUL; returns its bytes, 0 for what has no
 * encoding. */
size_t text_encode(uint32_t point, char out[TEXT_POINT_SIZE]);
/* Bytes of the character at s: a code point and what combines with it (takes
 * no cell of its own). Its cells in *columns. 0 at the end. */
size_t text_cluster(const char *s, size_t *columns);
/* Cells that s takes; malformed bytes and controls count one. */
size_t text_columns(const char *s);
/* Bytes of the longest prefix of whole characters (combining marks kept with
 * their base) of at most columns cells. */
size_t text_prefix_len(const char *s, size_t columns);
/* Copy; cut at a character when out_size is too small. Returns out. */
char *text_copy(char *out, size_t out_size, const char *s);
/* As text_copy, at most columns cells; what was cut ends in "~". */
char *text_fit(char *out, size_t out_size, const char *s, size_t columns);

/*
 * NFC, and every character that a terminal, a spreadsheet or a reader could
 * obey instead of show becomes visible: U+001B as "<1B>", U+0085 as "<0085>",
 * U+202E as "<202E>", malformed bytes as "<xx>"; likewise a combining mark
 * with nothing to stand on, and the fifth on one letter. What comes out passes
 * again unchanged. The result is at most out_size bytes, cut at a character.
 * Returns out.
 */
char *text_gate(char *out, size_t out_size, const char *s);

/*
 * Put arguments into a pattern by name: "{n} tries" with n=3. Unknown names
 * stay as they are; values are gated. Returns out.
 */
char *text_fill(char *out, size_t out_size, const char *pattern,
    const struct text_argument *argument, size_t argument_count);

/*
 * The folded form that search keys and typed queries share: NFKC, case
 * folded, combining marks of Latin letters dropped, katakana as hiragana,
 * long-vowel marks and punctuation dropped, runs of spaces as one
 * (design, decision 9). Signs between the parts of a name (middle dot, comma,
 * slash, underscore) count as spaces. Returns out.
 */
char *text_fold(char *out, size_t out_size, const char *s);
/* Hepburn romaji (folded, without macrons, long vowels once as on passports:
 * さとう "sato") of a text in kana; characters that are not kana are copied
 * folded. Returns out. */
char *text_romaji(char *out, size_t out_size, const char *kana);
/* As text_romaji, kana by kana (さとう "satou"), as people also type names: a
 * second search key where it differs. Returns out. */
char *text_romaji_spelled(char *out, size_t out_size, const char *kana);
/* The smallest text after every text that begins with prefix: the last code
 * point that can grow, grown by one. Empty when there is none. Returns out. */
char *text_range_end(char *out, size_t out_size, const char *prefix);

/* Full-width ASCII letters, digits, signs and spaces as their ASCII forms
 * (what a Japanese input method leaves behind). Returns out. */
char *text_narrow(char *out, size_t out_size, const char *s);
/* The same for one code point. */
uint32_t text_narrow_point(uint32_t point);

/*
 * Break s into lines of at most columns cells for a terminal: at spaces for
 * Latin text, between characters for Japanese; never before a closing mark
 * unless a line holds nothing else. A newline begins a line.
 * Each line is given to line() (NULL: only counted) as pointer and bytes.
 * Returns the line count; 0 for "".
 */
size_t text_wrap(const char *s, size_t columns,
    void (*line)(void *arg, const char *start, size_t len), void *arg);

#endif

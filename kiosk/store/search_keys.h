/* search_keys.h -- the folded forms under which a card is found. For the
 * store room only. */
#ifndef KIOSK_STORE_SEARCH_KEYS_H
#define KIOSK_STORE_SEARCH_KEYS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct store;
struct person;
struct card_record;

#define SEARCH_KEY_SIZE 320

/* Every key of a new card: each name form from each word start, kana also as
 * romaji, and the numbers as typed, folded. */
enum kerr search_keys_add(struct store *st, int64_t card,
    const struct card_record *c, const struct person *p);
/* As search_keys_add, but each key is given to take(), which may return an
 * error; the same one may come twice. kind is a static string. */
typedef enum kerr search_keys_take(
    void *arg, int64_t card, const char *kind, const char *key);
enum kerr search_keys_make(int64_t card, const struct card_record *c,
    const struct person *p, search_keys_take *take, void *arg);
/* Write one key, unless it is there. */
enum kerr search_keys_write(
    struct store *st, int64_t card, const char *kind, const char *key);
/* One number that came later (a chip's serial). */
enum kerr search_keys_add_number(
    struct store *st, int64_t card, const char *kind, const char *number);
/* What was typed, as a key: folded, without blanks around it. "" when nothing
 * is left. Returns out. */
char *search_keys_fold(char out[SEARCH_KEY_SIZE], const char *typed);

#endif

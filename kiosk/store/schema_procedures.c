/* schema_procedures.c -- what the procedures of cards that residents hold add
 * to the store: which card came after which, whose municipality a card is of,
 * and how often its end was put off. Append only, as schema_tables.c. */
#include "store/schema.h"

static const char cards[] =
    "ALTER TABLE card ADD COLUMN type {code} NOT NULL DEFAULT 'individual';"
    /* the card that this one takes the place of */
    "ALTER TABLE card ADD COLUMN replaces {ref:card};"
    /* six digits as the list says; NULL: this office's */
    "ALTER TABLE card ADD COLUMN municipality {code};"
    "ALTER TABLE card ADD COLUMN express {bool:express} DEFAULT 0;"
    /* One card is replaced once; a withdrawn application does not count. */
    "CREATE UNIQUE INDEX card_replaces ON card (replaces)"
    " WHERE state NOT IN ('cancelled', 'destroyed');"
    /* Other cards of the same person are found by birth date and name. */
    "CREATE INDEX person_born ON person (born);";

static const char extensions[] =
    "CREATE TABLE extension (" /* never altered; counter-procedures 2.11 */
    " id {id},"
    " card {ref:card} NOT NULL,"
    " case_id {ref:case_} NOT NULL,"
    " form {code} NOT NULL," /* normal, special */
    " expiry_before {date} NOT NULL,"
    " expiry_after {date} NOT NULL,"
    " at {time} NOT NULL,"
    " by_staff {ref:staff}"
    ") {row};"
    "CREATE INDEX extension_card ON extension (card, form);"
    /* The special one is given once (2.11). */
    "CREATE UNIQUE INDEX extension_special ON extension (card)"
    " WHERE form = 'special';";

const char *const schema_procedures[] = {cards, extensions, NULL};

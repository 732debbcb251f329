/* schema_cards.c -- cards that do not simply wait: why one was
 * cancelled, and who destroyed it. As in schema_tables.c, append only. */
#include "store/schema.h"

static const char card_columns[] =
    "ALTER TABLE card ADD COLUMN end_reason {code};" /* when cancelled */
    /* What is due to be destroyed is found among all that ever were here. */
    "CREATE INDEX card_state ON card (state, id);";

/* -- Destruction by two people (counter-procedures 1) -- */
static const char destruction[] =
    "CREATE TABLE destruction ("
    " id {id},"
    " day {date} NOT NULL," /* the business day */
    " counter {int} NOT NULL,"
    " first_staff {ref:staff} NOT NULL,"
    " second_staff {ref:staff} NOT NULL,"
    " state {code} NOT NULL," /* open, done, stopped */
    " opened_at {time} NOT NULL,"
    " ended_at {time},"
    " CHECK (first_staff <> second_staff)"
    ") {row};"
    "CREATE TABLE destruction_card ("
    " destruction {ref:destruction} NOT NULL,"
    " card {ref:card} NOT NULL,"
    " reason {code} NOT NULL," /* rules/destruction.h */
    " confirmed {code},"       /* scan, eye; NULL: not destroyed */
    " at {time},"
    " PRIMARY KEY (destruction, card),"
    " CHECK ((confirmed IS NULL) = (at IS NULL))"
    ") {row:key};"
    /* What was destroyed once is not destroyed again. */
    "CREATE UNIQUE INDEX destruction_once ON destruction_card (card)"
    " WHERE at > 0;";

const char *const schema_cards[] = {card_columns, destruction, NULL};

/* -- Remarks of staff: why it was cancelled, in words -- */
static const char card_remark[] =
    "ALTER TABLE card ADD COLUMN end_remark {text};";

const char *const schema_cards_remark[] = {card_remark, NULL};

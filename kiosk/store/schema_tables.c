/* schema_tables.c -- what the store holds, column by column.
 *
 * Append only: a version that an office may have is never edited; a change is
 * a new entry at the end. Times are UTC seconds, days are Japanese civil days
 * as ISO text; NULL means "not set". Enumerations are the codes of the headers
 * in include/rules and include/store. No PIN and no 12-digit number anywhere
 * (design, decisions 1 and 2). */
#include "store/schema.h"

/* -- The office -- */
static const char office_1[] =
    "CREATE TABLE schema_version ("
    " version {int} PRIMARY KEY,"
    " applied_at {time} NOT NULL"
    ") {row};"
    "CREATE TABLE office ("
    " id {int} PRIMARY KEY CHECK (id = 1)," /* there is one */
    " name {text} NOT NULL,"
    " municipality {code} NOT NULL," /* six digits */
    " training {bool:training},"     /* the band on screens and papers */
    " created_at {time} NOT NULL"
    ") {row};"
    "CREATE TABLE staff ("
    " id {id},"
    " number {code} NOT NULL UNIQUE," /* what they sign in with */
    " name {text} NOT NULL,"
    " role {code} NOT NULL,"
    " password {text} NOT NULL," /* Argon2id, encoded */
    " active {bool:active},"
    " failures {int} NOT NULL DEFAULT 0 CHECK (failures >= 0),"
    " last_failure_at {time},"
    " created_at {time} NOT NULL"
    ") {row};"
    "CREATE TABLE business_day ("
    " day {date} PRIMARY KEY,"
    " opened_at {time} NOT NULL,"
    " opened_by {ref:staff},"
    " closed_at {time},"
    " closed_by {ref:staff},"
    " open_mark {int} UNIQUE CHECK (open_mark = 1)" /* at most one is 1 */
    ") {row};";

/* -- People and cards -- */
static const char cards_1[] =
    "CREATE TABLE person ("
    " id {id},"
    " born {date},"
    " is_foreign {bool:is_foreign},"
    " status {code}," /* of residence */
    " stay_until {date},"
    " address {text} NOT NULL,"
    " postcode {code},"
    " phone {code},"
    " household {code},"      /* the same for those who live together */
    " roman {text} NOT NULL," /* four forms, counter-procedures 7.3 */
    " kanji {text} NOT NULL,"
    " alias {text} NOT NULL,"
    " kana {text} NOT NULL"
    ") {row};"
    "CREATE INDEX person_household ON person (household);"
    "CREATE TABLE card ("
    " id {id},"
    " person {ref:person} NOT NULL,"
    " kind {code} NOT NULL,"
    " application_id {code} UNIQUE,"
    " applied_on {date},"
    " issued_on {date},"
    " reissue_reason {code},"
    " fee_due_yen {int} NOT NULL CHECK (fee_due_yen >= 0),"
    " face_serial {code} UNIQUE," /* printed; not derived from the chip's */
    " chip_serial {code} UNIQUE,"
    " notice_no {code},"
    " noticed_on {date},"
    " second_notice_on {date},"
    " reserved_at {time},"
    " expiry {date},"
    " wants_sign {bool:wants_sign},"
    " wants_auth {bool:wants_auth},"
    " place {text} NOT NULL,"
    " state {code} NOT NULL,"
    " state_before {code}," /* remembered while at a counter */
    " state_at {time} NOT NULL,"
    " waits {bool:waits},"     /* state is one that may be called */
    " queue_at {int} NOT NULL" /* order of the waiting list, cards.c */
    ") {row};"
    "CREATE INDEX card_waiting ON card (waits, queue_at, id);"
    "CREATE INDEX card_person ON card (person);"
    "CREATE INDEX card_notice ON card (notice_no);";

/* -- Cases -- */
static const char cases_1[] =
    "CREATE TABLE case_ ("
    " id {id},"
    " kind {code} NOT NULL,"
    " card {ref:card} NOT NULL,"
    " person {ref:person} NOT NULL,"
    " state {code} NOT NULL,"
    " step {code} NOT NULL," /* the one to do now */
    " opener {ref:staff},"
    " owner_counter {int} NOT NULL," /* where it is, was, or ended */
    " owner_staff {ref:staff},"
    " lease_until {time} NOT NULL," /* past: the terminal is silent */
    " business_day {date} NOT NULL REFERENCES business_day (day),"
    " opened_at {time} NOT NULL,"
    " ended_at {time},"
    " ended_day {date}," /* the business day on which it ended */
    " reason {code},"	 /* of the pause, refusal or abandoning */
    " ticket {code},"	 /* called by number, never by name */
    " arrived_at {time},"
    " called_at {time},"
    " at_counter_at {time},"
    " left_at {time},"
    " lang {code} NOT NULL"
    ") {row};"
    /* Two cases can never hold one card, nor one counter two cases. */
    "CREATE UNIQUE INDEX case_live_card ON case_ (card)"
    " WHERE state IN ('open', 'paused');"
    "CREATE UNIQUE INDEX case_open_counter ON case_ (owner_counter)"
    " WHERE state = 'open';"
    "CREATE INDEX case_card ON case_ (card, id);"
    "CREATE INDEX case_state ON case_ (state, id);"
    "CREATE INDEX case_day ON case_ (business_day, id);"
    "CREATE INDEX case_ended ON case_ (ended_day, state);"
    "CREATE TABLE card_move (" /* the life of a card, never altered */
    " id {id},"
    " card {ref:card} NOT NULL,"
    " from_state {code}," /* NULL: it was listed */
    " to_state {code} NOT NULL,"
    " event {code} NOT NULL,"
    " at {time} NOT NULL,"
    " by_staff {ref:staff},"
    " case_id {ref:case_}"
    ") {row};"
    "CREATE INDEX card_move_card ON card_move (card, id);"
    "CREATE TABLE search_key (" /* folded; each name from each word start */
    " key {code} NOT NULL,"
    " card {ref:card} NOT NULL,"
    " kind {code} NOT NULL,"
    " PRIMARY KEY (key, card, kind)"
    ") {row:key};"
    "CREATE TABLE evidence (" /* answers; the newest of a field counts */
    " id {id},"
    " case_id {ref:case_} NOT NULL,"
    " step {code} NOT NULL,"
    " field {code} NOT NULL,"
    " value {text} NOT NULL," /* empty: taken back */
    " by_staff {ref:staff},"
    " at {time} NOT NULL"
    ") {row};"
    "CREATE INDEX evidence_case ON evidence (case_id, step, id);"
    "CREATE TABLE step_done ("
    " case_id {ref:case_} NOT NULL,"
    " step {code} NOT NULL,"
    " done_at {time} NOT NULL,"
    " by_staff {ref:staff},"
    " counter {int} NOT NULL,"
    " PRIMARY KEY (case_id, step)"
    ") {row:key};"
    "CREATE TABLE effect (" /* outside effects, design decision 12 */
    " case_id {ref:case_} NOT NULL,"
    " what {code} NOT NULL,"
    " state {code} NOT NULL,"
    " at {time} NOT NULL,"
    " day {date}," /* the business day on which it was said */
    " by_staff {ref:staff},"
    " PRIMARY KEY (case_id, what)"
    ") {row:key};"
    "CREATE INDEX effect_state ON effect (state, case_id);"
    "CREATE INDEX effect_day ON effect (day, what, state);";

/* -- PINs: what is known of each, never the PIN -- */
static const char pins_1[] =
    "CREATE TABLE pin_session ("
    " id {id},"
    " case_id {ref:case_} NOT NULL,"
    " state {code} NOT NULL,"
    " counter {int} NOT NULL,"
    " chip_serial {code} NOT NULL," /* the card that was proven */
    " lang {code} NOT NULL,"
    " opened_at {time} NOT NULL,"
    " taken_at {time},"
    " ended_at {time}"
    ") {row};"
    "CREATE UNIQUE INDEX pin_session_counter ON pin_session (counter)"
    " WHERE state IN ('asked', 'taken');"
    "CREATE UNIQUE INDEX pin_session_case ON pin_session (case_id)"
    " WHERE state IN ('asked', 'taken');"
    "CREATE TABLE pin_journal (" /* one row per change, never altered */
    " id {id},"
    " case_id {ref:case_} NOT NULL,"
    " session {ref:pin_session},"
    " pin_ref {code} NOT NULL,"
    " status {code} NOT NULL,"
    " tries_left {int}," /* as the card told */
    " at {time} NOT NULL,"
    " how {code} NOT NULL,"
    " by_staff {ref:staff}"
    ") {row};"
    "CREATE INDEX pin_journal_case ON pin_journal (case_id, id);"
    "CREATE TABLE pin_state (" /* the newest journal row of each reference */
    " case_id {ref:case_} NOT NULL,"
    " pin_ref {code} NOT NULL,"
    " status {code} NOT NULL,"
    " session {ref:pin_session},"
    " tries_left {int},"
    " intended_at {time},"
    " result_at {time},"
    " how {code},"
    " day {date}," /* the business day of the last row */
    " PRIMARY KEY (case_id, pin_ref)"
    ") {row:key};"
    "CREATE INDEX pin_state_day ON pin_state (day, status);"
    "CREATE INDEX pin_state_status ON pin_state (status, case_id);";

/* -- Incidents, papers, calendar, lists -- */
static const char papers_1[] =
    "CREATE TABLE incident ("
    " id {id},"
    " kind {code} NOT NULL,"
    " state {code} NOT NULL," /* open, closed */
    " case_id {ref:case_},"
    " counter {int} NOT NULL,"
    " found_serial {code}," /* of the chip that was found */
    " found_card {ref:card},"
    " at {time} NOT NULL,"
    " by_staff {ref:staff},"
    " closed_at {time},"
    " closed_by {ref:staff},"
    " note {text} NOT NULL"
    ") {row};"
    "CREATE INDEX incident_state ON incident (state, id);"
    "CREATE INDEX incident_case ON incident (case_id, state);"
    "CREATE INDEX incident_at ON incident (at);"
    "CREATE TABLE slip ("
    " id {id},"
    " counter {int} NOT NULL,"
    " number {int} NOT NULL," /* without gaps at each counter */
    " case_id {ref:case_},"
    " kind {code} NOT NULL,"
    " lang {code} NOT NULL,"
    " state {code} NOT NULL,"
    " file {text}," /* name in the spool */
    " at {time} NOT NULL,"
    " UNIQUE (counter, number)"
    ") {row};"
    "CREATE INDEX slip_case ON slip (case_id, id);"
    "CREATE INDEX slip_state ON slip (counter, state, id);"
    "CREATE TABLE closed_days (" /* rules/calendar.h */
    " id {id},"
    " first_day {date} NOT NULL,"
    " last_day {date}," /* NULL: open end */
    " rule {code} NOT NULL,"
    " said {text} NOT NULL"
    ") {row};"
    "CREATE INDEX closed_days_first ON closed_days (first_day, id);"
    "CREATE TABLE import_batch ("
    " id {id},"
    " digest {code} NOT NULL UNIQUE," /* of the file: once only */
    " row_count {int} NOT NULL,"
    " at {time} NOT NULL,"
    " by_staff {ref:staff}"
    ") {row};";

/* -- Who did what: design decision 7, audit.h -- */
static const char audit_1[] =
    "CREATE TABLE audit ("
    " counter {int} NOT NULL,"
    " sequence {int} NOT NULL,"
    " version {int} NOT NULL," /* of the canonical form */
    " at {time} NOT NULL,"
    " actor {int} NOT NULL," /* staff id, 0: the program */
    " verb {code} NOT NULL,"
    " object {code} NOT NULL,"
    " object_id {int} NOT NULL,"
    " fields {code} NOT NULL," /* name=value, one space apart */
    " key_id {int} NOT NULL,"
    " previous {bytes} NOT NULL,"
    " hash {bytes} NOT NULL,"
    " PRIMARY KEY (counter, sequence)"
    ") {row:key};"
    "CREATE INDEX audit_object"
    " ON audit (object, object_id, counter, sequence);"
    "CREATE TABLE audit_head ("
    " counter {int} PRIMARY KEY,"
    " sequence {int} NOT NULL,"
    " hash {bytes} NOT NULL"
    ") {row};"
    "CREATE TABLE request (" /* idempotency, design decision 4 */
    " key {code} PRIMARY KEY,"
    " call {code} NOT NULL,"
    " digest {code} NOT NULL,"
    " result {int} NOT NULL,"
    " at {time} NOT NULL"
    ") {row:key};";

static const char *const version_1[] = {
    office_1, cards_1, cases_1, pins_1, papers_1, audit_1, NULL};

const struct migration schema_migrations[] = {
    {1, version_1},
    {2, schema_procedures},
    {3, schema_cards},
    {4, schema_money},
    {5, schema_cards_remark},
    {6, schema_printing},
};

const size_t schema_migration_count =
    sizeof(schema_migrations) / sizeof(schema_migrations[0]);

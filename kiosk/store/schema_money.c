/* schema_money.c -- the tables of fees, cash and receipts, column by column
 * (schema_tables.c says how these lists are kept).
 *
 * Money is whole yen and never below 0: the kind of a row says which way it
 * goes. Only counts of notes and coins in drawer_move have a sign. */
#include "store/schema.h"

/* Notes and coins, the column of each named by its worth (rules/cash.h): what
 * lies in a drawer, what moved (signed), what was counted. The most that any
 * amount can be is CASH_YEN_MOST there. */
#define COUNTS_HELD \
	" held_10000 {int} NOT NULL CHECK (held_10000 >= 0)," \
	" held_5000 {int} NOT NULL CHECK (held_5000 >= 0)," \
	" held_2000 {int} NOT NULL CHECK (held_2000 >= 0)," \
	" held_1000 {int} NOT NULL CHECK (held_1000 >= 0)," \
	" held_500 {int} NOT NULL CHECK (held_500 >= 0)," \
	" held_100 {int} NOT NULL CHECK (held_100 >= 0)," \
	" held_50 {int} NOT NULL CHECK (held_50 >= 0)," \
	" held_10 {int} NOT NULL CHECK (held_10 >= 0)," \
	" held_5 {int} NOT NULL CHECK (held_5 >= 0)," \
	" held_1 {int} NOT NULL CHECK (held_1 >= 0)"
#define COUNTS_MOVED \
	" n10000 {int} NOT NULL," \
	" n5000 {int} NOT NULL," \
	" n2000 {int} NOT NULL," \
	" n1000 {int} NOT NULL," \
	" n500 {int} NOT NULL," \
	" n100 {int} NOT NULL," \
	" n50 {int} NOT NULL," \
	" n10 {int} NOT NULL," \
	" n5 {int} NOT NULL," \
	" n1 {int} NOT NULL"
#define COUNTS_COUNTED \
	" n10000 {int} NOT NULL CHECK (n10000 >= 0)," \
	" n5000 {int} NOT NULL CHECK (n5000 >= 0)," \
	" n2000 {int} NOT NULL CHECK (n2000 >= 0)," \
	" n1000 {int} NOT NULL CHECK (n1000 >= 0)," \
	" n500 {int} NOT NULL CHECK (n500 >= 0)," \
	" n100 {int} NOT NULL CHECK (n100 >= 0)," \
	" n50 {int} NOT NULL CHECK (n50 >= 0)," \
	" n10 {int} NOT NULL CHECK (n10 >= 0)," \
	" n5 {int} NOT NULL CHECK (n5 >= 0)," \
	" n1 {int} NOT NULL CHECK (n1 >= 0)"

/* Taken by another person than the one who entered it (design, decision 8). */
#define TWO_PEOPLE \
	" CHECK (state IN ('proposed', 'in_force', 'rejected'))," \
	" CHECK (state <> 'in_force' OR (proposed_by IS NOT NULL AND" \
	"  decided_by IS NOT NULL AND proposed_by <> decided_by))"

/* -- What is in force, and who may take money -- */
static const char rules_money[] =
    "CREATE TABLE rule_row ("
    " id {id},"
    " kind {code} NOT NULL," /* rules/fee.h */
    " code {code} NOT NULL,"
    " first_day {date} NOT NULL,"
    " last_day {date} CHECK (last_day >= first_day)," /* NULL: no end */
    " value {int} NOT NULL CHECK (value >= 0 AND value <= 1000000000),"
    " evidence {code} NOT NULL,"
    " second_person {bool:second_person},"
    " profile {code} NOT NULL,"
    " replaces {ref:rule_row}," /* it ends the day before this one */
    " state {code} NOT NULL,"
    " proposed_by {ref:staff}," /* NULL: the program, at the founding */
    " proposed_at {time} NOT NULL,"
    " decided_by {ref:staff},"
    " decided_at {time}," TWO_PEOPLE ") {row};"
    "CREATE INDEX rule_row_code"
    " ON rule_row (kind, code, state, first_day);"
    "CREATE INDEX rule_row_state ON rule_row (state, kind, code, first_day);"
    "CREATE INDEX rule_row_profile ON rule_row (profile, state, id);"
    "CREATE TABLE cash_officer ("
    " id {id},"
    " staff {ref:staff} NOT NULL,"
    " number {code} NOT NULL UNIQUE," /* of the appointment */
    " first_day {date} NOT NULL,"
    " last_day {date}," /* NULL: no end */
    " state {code} NOT NULL,"
    " proposed_by {ref:staff} NOT NULL,"
    " proposed_at {time} NOT NULL,"
    " decided_by {ref:staff} CHECK (decided_by <> staff OR"
    "  state = 'rejected'),"
    " decided_at {time}," TWO_PEOPLE ") {row};"
    "CREATE INDEX cash_officer_staff ON cash_officer (staff, state);"
    "CREATE TABLE float_grant ("
    " id {id},"
    " staff {ref:staff} NOT NULL,"
    " fiscal_year {int} NOT NULL,"
    " yen {int} NOT NULL CHECK (yen >= 0 AND yen <= 1000000000),"
    " state {code} NOT NULL,"
    " proposed_by {ref:staff} NOT NULL,"
    " proposed_at {time} NOT NULL,"
    " decided_by {ref:staff} CHECK (decided_by <> staff OR"
    "  state = 'rejected'),"
    " decided_at {time}," TWO_PEOPLE ") {row};"
    "CREATE INDEX float_grant_staff"
    " ON float_grant (staff, fiscal_year, state, decided_at);";

/* -- Drawers -- */
static const char drawers_money[] =
    "CREATE TABLE drawer_session ("
    " id {id},"
    " counter {int} NOT NULL,"
    " business_day {date} NOT NULL REFERENCES business_day (day),"
    " fiscal_year {int} NOT NULL,"
    " state {code} NOT NULL"
    "  CHECK (state IN ('open', 'counting', 'closed')),"
    " opened_by {ref:staff} NOT NULL,"
    " opened_at {time} NOT NULL,"
    " float_yen {int} NOT NULL"
    "  CHECK (float_yen >= 0 AND float_yen <= 1000000000),"
    " move_count {int} NOT NULL," /* rows of drawer_move */
    " expected_yen {int} NOT NULL CHECK (expected_yen >= 0),"
    " counted_yen {int},"
    " closed_by {ref:staff} CHECK (closed_by <> opened_by),"
    " closed_at {time},"
    /* what lies there: kept with every move */
    COUNTS_HELD ","
    " UNIQUE (counter, business_day)"
    ") {row};"
    "CREATE UNIQUE INDEX drawer_session_open ON drawer_session (counter)"
    " WHERE state IN ('open', 'counting');"
    "CREATE INDEX drawer_session_day"
    " ON drawer_session (business_day, counter);"
    "CREATE INDEX drawer_session_state ON drawer_session (state, opened_by);"
    "CREATE TABLE drawer_move ("
    " session {ref:drawer_session} NOT NULL,"
    " ordinal {int} NOT NULL," /* 1, 2, 3, ... */
    " kind {code} NOT NULL,"
    " ledger {int}," /* the entry it belongs to */
    " reason {code} NOT NULL,"
    " yen {int} NOT NULL," /* signed: out of the drawer is below 0 */
    COUNTS_MOVED ","
    " by_staff {ref:staff},"
    " at {time} NOT NULL,"
    " PRIMARY KEY (session, ordinal)"
    ") {row:key};"
    "{append_only:drawer_move}"
    "CREATE TABLE drawer_count (" /* blind; all of them stay */
    " session {ref:drawer_session} NOT NULL,"
    " ordinal {int} NOT NULL,"
    " by_staff {ref:staff} NOT NULL,"
    " at {time} NOT NULL,"
    " yen {int} NOT NULL CHECK (yen >= 0 AND yen <= 1000000000)," COUNTS_COUNTED
    ","
    " PRIMARY KEY (session, ordinal)"
    ") {row:key};"
    "{append_only:drawer_count}";

/* -- The ledger: never altered, one chain per counter (ledger.h) -- */
static const char ledger_money[] =
    "CREATE TABLE ledger ("
    /* the counter and the sequence in one, so that neither can be twice */
    " id {int} PRIMARY KEY"
    "  CHECK (id = counter * 1000000000000 + sequence),"
    " counter {int} NOT NULL,"
    " sequence {int} NOT NULL CHECK (sequence >= 1),"
    " version {int} NOT NULL," /* of the canonical form */
    " kind {code} NOT NULL,"
    " item {code} NOT NULL," /* '' for none */
    " reason {code} NOT NULL,"
    " evidence {code} NOT NULL,"
    " yen {int} NOT NULL CHECK (yen >= 0 AND yen <= 1000000000),"
    " tender_yen {int} NOT NULL"
    "  CHECK (tender_yen >= 0 AND tender_yen <= 1000000000),"
    " change_yen {int} NOT NULL"
    "  CHECK (change_yen >= 0 AND change_yen <= 1000000000),"
    /* ids only: what they name may be purged one day */
    " card {int},"
    " case_id {int},"
    " session {ref:drawer_session}," /* NULL: no drawer was touched */
    " business_day {date} NOT NULL,"
    " fiscal_year {int} NOT NULL,"
    " receipt_no {int} CHECK (receipt_no >= 1),"
    " points_at {ref:ledger},"
    " rule {ref:rule_row},"
    " by_staff {ref:staff} NOT NULL,"
    " approved_by {ref:staff} CHECK (approved_by <> by_staff),"
    " at {time} NOT NULL,"
    " key_id {int} NOT NULL,"
    " previous {bytes} NOT NULL,"
    " hash {bytes} NOT NULL,"
    " CHECK (kind <> 'charge' OR tender_yen - change_yen = yen),"
    " CHECK (kind NOT IN ('void', 'refund') OR"
    "  (points_at IS NOT NULL AND approved_by IS NOT NULL))"
    ") {row};"
    "CREATE UNIQUE INDEX ledger_receipt"
    " ON ledger (counter, fiscal_year, receipt_no);"
    /* nothing is undone twice */
    "CREATE UNIQUE INDEX ledger_undone ON ledger (points_at)"
    " WHERE kind IN ('void', 'refund');"
    "{append_only:ledger}"
    "CREATE TABLE ledger_note (" /* words, outside the chain: can be purged */
    " ledger {int} PRIMARY KEY REFERENCES ledger (id),"
    " text {text} NOT NULL"
    ") {row};"
    "CREATE TABLE ledger_total (" /* kept with every entry */
    " business_day {date} NOT NULL,"
    " counter {int} NOT NULL,"
    " kind {code} NOT NULL,"
    " item {code} NOT NULL,"
    " entries {int} NOT NULL,"
    " yen {int} NOT NULL,"
    " first_id {int} NOT NULL," /* of its entries: they lie in between */
    " last_id {int} NOT NULL,"
    " PRIMARY KEY (business_day, counter, kind, item)"
    ") {row:key};"
    "CREATE TABLE charge_probe (" /* store_can_charge() */
    " counter {int} PRIMARY KEY,"
    " probes {int} NOT NULL"
    ") {row};";

/* -- The fee of a card -- */
static const char fees_money[] =
    "CREATE TABLE fee_order (" /* what a card is charged as, and why */
    " card {ref:card} PRIMARY KEY,"
    " item {code} NOT NULL,"
    " reason {code} NOT NULL,"
    " at {time} NOT NULL,"
    " by_staff {ref:staff}"
    ") {row};"
    /* What settles it: one entry for a card and item, whoever asks, and 0 for
     * undone; an entry that was undone says by which. */
    "CREATE TABLE fee_settled ("
    " card {int} NOT NULL,"
    " item {code} NOT NULL,"
    " undone {int} NOT NULL,"
    " ledger {ref:ledger} NOT NULL,"
    " PRIMARY KEY (card, item, undone)"
    ") {row:key};";

const char *const schema_money[] = {
    rules_money, drawers_money, ledger_money, fees_money, NULL};

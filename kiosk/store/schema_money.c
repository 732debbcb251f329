/* schema_money.c -- the tables of fees, cash and receipts, column by column
 * (schema_tables.c says how these lists are kept).
 *
 * Money is whole yen and never below 0: the kind of a row says which way it
 * goes. Only counts of notes and coins in drawer_move have a sign. */
#include "store/schema.h"

/* Notes and coins, the column of each named by its worth (rules/cash.h). */
#define COUNTS(P, CHECK_EACH) \
	" " P "10000 {int} NOT NULL" CHECK_EACH( \
	    P "10000") ", " P "5000 {int} NOT NULL" CHECK_EACH(P \
	    "5000") ", " P "2000 {int} NOT NULL" CHECK_EACH(P \
	    "2000") ", " P "1000 {int} NOT NULL" CHECK_EACH(P \
	    "1000") ", " P "500 {int} NOT NULL" CHECK_EACH(P \
	    "500") ", " P "100 {int} NOT NULL" CHECK_EACH(P \
	    "100") ", " P "50 {int} NOT NULL" CHECK_EACH(P \
	    "50") ", " P "10 {int} NOT NULL" CHECK_EACH(P \
	    "10") ", " P "5 {int} NOT NULL" CHECK_EACH(P \
	    "5") ", " P "1 {int} NOT NULL" CHECK_EACH(P "1")
#define NOT_BELOW_0(column) " CHECK (" column " >= 0)"
#define ANY(column)	    ""
/* CASH_YEN_MOST of rules/cash.h, as SQL. */
#define SANE_YEN(column) " CHECK (" column " >= 0 AND " column " <= 1000000000)"

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
    " value {int} NOT NULL" SANE_YEN(
	"value") ","
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
		 " yen {int} NOT NULL" SANE_YEN(
		     "yen") ","
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
    " float_yen {int} NOT NULL" SANE_YEN(
	"float_yen") ","
		     " move_count {int} NOT NULL," /* rows of drawer_move */
		     " expected_yen {int} NOT NULL CHECK (expected_yen >= 0),"
		     " counted_yen {int},"
		     " closed_by {ref:staff} CHECK (closed_by <> opened_by),"
		     " closed_at {time},"
    /* what lies there: kept with every move */
    COUNTS("held_",
	NOT_BELOW_0) ","
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
    COUNTS("n", ANY) ","
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
		     " yen {int} NOT NULL" SANE_YEN("yen") "," COUNTS(
			 "n", NOT_BELOW_0) ","
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
    " yen {int} NOT NULL" SANE_YEN(
	"yen") ","
	       " tender_yen {int} NOT NULL" SANE_YEN(
		   "tender_yen") ","
				 " change_yen {int} NOT NULL" SANE_YEN(
				     "change_yen") ","
						   " card {int}," /* ids only: what they name may be purged one day */
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
						   "CREATE INDEX ledger_business_day"
						   " ON ledger (business_day, counter, id);"
						   "CREATE INDEX ledger_card ON ledger (card, id);"
						   "{append_only:ledger}"
						   "CREATE TABLE ledger_head ("
						   " counter {int} PRIMARY KEY,"
						   " sequence {int} NOT NULL,"
						   " hash {bytes} NOT NULL"
						   ") {row};"
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
    /* What settles it now: one entry for a card and item, whoever asks. */
    "CREATE TABLE fee_settled ("
    " card {int} NOT NULL,"
    " item {code} NOT NULL,"
    " ledger {ref:ledger} NOT NULL UNIQUE,"
    " PRIMARY KEY (card, item)"
    ") {row:key};";

const char *const schema_money[] = {
    rules_money, drawers_money, ledger_money, fees_money, NULL};

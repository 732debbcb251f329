/* rule_row.h -- a row of rule_row, shared by what reads and what decides. For
 * the store room only. */
#ifndef KIOSK_STORE_RULE_ROW_H
#define KIOSK_STORE_RULE_ROW_H

struct db_statement;

#define RULE_ROW_SELECT \
	"SELECT id, kind, code, first_day, last_day, value, evidence," \
	"       second_person, profile, replaces, state, proposed_by," \
	"       proposed_at, decided_by, decided_at" \
	"  FROM rule_row"

/* record: struct rule_row. */
void rule_row_read(struct db_statement *q, void *record);

#endif

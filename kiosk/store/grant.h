/* grant.h -- what appointments and float grants share: two people decide, and
 * never the one it is for. For the store room only. */
#ifndef KIOSK_STORE_GRANT_H
#define KIOSK_STORE_GRANT_H

#include "store/cash_officers.h"

struct db_statement;

enum grant_state grant_state_read(struct db_statement *q, int column);
/* ERR_OFFICER with reason, a catalogue id. */
enum kerr grant_fault(struct failure *f, const char *reason);
/* Whether the person of the transaction may take it. Errors: ERR_RULE_STATE,
 * ERR_SAME_PERSON. */
enum kerr grant_judge_second(struct store *st, enum grant_state state,
    int64_t proposed_by, int64_t staff);

#endif

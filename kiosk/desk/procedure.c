/* procedure.c -- see desk/procedure.h. */
#include "desk/procedure.h"

#include "desk/case_bundle.h"
#include "desk/desk_private.h"
#include "rules/procedure.h"

enum kerr
procedure_open(struct desk *d, enum case_kind kind, int64_t card_id,
    const char *key, int64_t *case_id, struct failure *f)
{
	*case_id = 0;
	if (!procedure_is_kind(kind))
		return failure_set(f, ERR_INTERNAL);
	return case_open_kind(d, kind, card_id, key, case_id, f);
}

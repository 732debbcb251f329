/* visit_list.h -- an office's own rows of who may come for which procedure,
 * and with which papers (rules/visit_rules.h), from a CSV file that the
 * configuration names: config/visits.example.csv. */
#ifndef KIOSK_DESK_VISIT_LIST_H
#define KIOSK_DESK_VISIT_LIST_H

#include "base/error.h"

struct visit_rules;

/*
 * Read and check the whole list. *out is owned by the caller, who frees it.
 * Errors: ERR_IO, ERR_MEMORY, ERR_CONFIG (file, line, reason) for anything
 * that the list may not say, ERR_CSV for what is no list at all.
 */
enum kerr visit_list_read(
    const char *path, struct visit_rules **out, struct failure *f);

#endif

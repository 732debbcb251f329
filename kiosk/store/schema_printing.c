/* schema_printing.c -- the tables of papers and their sheets, column by column
 * (schema_tables.c says how these lists are kept). */
#include "store/schema.h"

static const char papers[] =
    "CREATE TABLE print_paper (" /* what is to stand on paper */
    " id {id},"
    " counter {int} NOT NULL,"
    " kind {code} NOT NULL,"   /* receipt, slip, sheet */
    " subject {int} NOT NULL," /* row it is of: receipt, slip */
    " label {code} NOT NULL,"  /* number as people read it */
    " case_id {ref:case_},"
    " lang {code} NOT NULL,"
    " body {text} NOT NULL," /* base/paper.h */
    " copies {int} NOT NULL DEFAULT 0 CHECK (copies >= 0),"
    " at {time} NOT NULL,"
    " by_staff {ref:staff},"
    " UNIQUE (kind, subject)" /* put twice it is one */
    ") {row};"
    "CREATE INDEX print_paper_case ON print_paper (case_id, id);";

static const char sheets[] =
    "CREATE TABLE print_job (" /* one sheet of a paper */
    " id {id},"
    " paper {ref:print_paper} NOT NULL,"
    " nth {int} NOT NULL,"		      /* 1, 2, ... of its paper */
    " counter {int} NOT NULL,"		      /* where it comes out */
    " copy {int} NOT NULL CHECK (copy >= 0)," /* 0: no copy, else its count */
    " replaces {ref:print_job}," /* the spoiled one (counter-procedures 5.3) */
    " state {code} NOT NULL,"
    " printer {text} NOT NULL," /* where its bytes went, "": not yet */
    " reason {code} NOT NULL,"	/* why it waits or is doubtful */
    " tries {int} NOT NULL,"
    " at {time} NOT NULL," /* of the state */
    " by_staff {ref:staff},"
    " answer {code}," /* what staff said came out */
    " answered_by {ref:staff},"
    " answered_at {time},"
    " UNIQUE (paper, nth)"
    ") {row};"
    /* Nothing is printed twice: one sheet of a paper at a time is not done. */
    "CREATE UNIQUE INDEX print_job_live ON print_job (paper)"
    " WHERE state IN ('waiting', 'failed', 'intended', 'unknown');"
    /* A spoiled sheet is replaced once. */
    "CREATE UNIQUE INDEX print_job_replaces ON print_job (replaces);"
    "CREATE INDEX print_job_state ON print_job (counter, state, id);"
    "CREATE INDEX print_job_counter ON print_job (counter, id);";

const char *const schema_printing[] = {papers, sheets, NULL};

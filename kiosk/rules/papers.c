/* papers.c -- see rules/papers.h. */
#include "rules/papers.h"

#include <stddef.h>
#include <string.h>

#include "base/error.h"

#define PHOTO_CERTIFICATE "photo_certificate"

/* X(code, class, dated, label) -- the table of counter-procedures 2.3. */
#define PAPERS(X) \
	X("driving_licence", PAPER_A, PAPER_IS_DATED, N_("Driving licence")) \
	X("passport", PAPER_A, PAPER_IS_DATED, N_("Passport")) \
	X("my_number_card", PAPER_A, PAPER_IS_DATED, N_("My Number card")) \
	X("residence_card", PAPER_A, PAPER_IS_DATED, \
	    N_("Residence card with photo")) \
	X("spr_certificate", PAPER_A, PAPER_IS_DATED, \
	    N_("Special permanent resident certificate with photo")) \
	X("driving_history", PAPER_A, PAPER_NOT_DATED, \
	    N_("Certificate of driving history (since 2012-04-01)")) \
	X("disability", PAPER_A, PAPER_MAY_BE_DATED, \
	    N_("Disability handbook")) \
	X("juki_card", PAPER_A, PAPER_IS_DATED, \
	    N_("Basic Resident Register card with photo")) \
	X("refuge_permit", PAPER_A, PAPER_IS_DATED, \
	    N_("Permit of temporary refuge or provisional stay")) \
	X("insurance", PAPER_B, PAPER_NOT_DATED, \
	    N_("Insurance eligibility document")) \
	X("pension_book", PAPER_B, PAPER_NOT_DATED, N_("Pension book")) \
	X("allowance", PAPER_B, PAPER_NOT_DATED, \
	    N_("Medical or child-allowance certificate")) \
	X("work_or_school", PAPER_B, PAPER_NOT_DATED, \
	    N_("Employee or student card")) \
	X("bank_book", PAPER_B, PAPER_NOT_DATED, N_("Bank book")) \
	X("other_licence", PAPER_B, PAPER_NOT_DATED, \
	    N_("Another licence with name and birth date or address")) \
	X("my_number_no_photo", PAPER_B, PAPER_NOT_DATED, \
	    N_("My Number card without photo")) \
	X(PHOTO_CERTIFICATE, PAPER_B, PAPER_NOT_DATED, \
	    N_("Photo certificate of a facility or hospital")) \
	X("no_proof", PAPER_NO_PROOF, PAPER_NOT_DATED, \
	    N_("Notification card, number notice, point or patient card"))

const struct choice paper_choices[] = {
#define X(code, class, dated, label) {code, label},
    PAPERS(X)
#undef X
	{NULL, NULL},
};

static const struct paper {
	enum paper_class class;
	enum paper_dated dated;
} papers[] = {
#define X(code, class, dated, label) {class, dated},
    PAPERS(X)
#undef X
};

#define PAPER_COUNT (sizeof(papers) / sizeof(papers[0]))

static const struct paper *
find(const char *code)
{
	for (size_t i = 0; i < PAPER_COUNT; i++)
		if (strcmp(paper_choices[i].code, code) == 0)
			return &papers[i];
	return NULL;
}

enum paper_class
paper_class(const char *code)
{
	const struct paper *p = find(code);

	return p != NULL ? p->class : PAPER_UNKNOWN;
}

enum paper_dated
paper_dated(const char *code)
{
	const struct paper *p = find(code);

	return p != NULL ? p->dated : PAPER_NOT_DATED;
}

bool
paper_has_photo(const char *code)
{
	return paper_class(code) == PAPER_A ||
	       strcmp(code, PHOTO_CERTIFICATE) == 0;
}

bool
paper_needs_second(const char *first, bool two_always)
{
	enum paper_class class = paper_class(first);

	return class == PAPER_B || (class == PAPER_A && two_always);
}

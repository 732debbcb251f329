/* destruction_sheet.c -- see destruction_sheet.h. The office's own paper: what
 * is printed on each card, never a name. */
#include "desk/destruction_sheet.h"

#include <stdio.h>
#include <string.h>

#include "desk/desk_private.h"
#include "desk/destruction.h"
#include "desk/printing.h"
#include "desk/slip.h"
#include "store/slips.h"
#include "store/store.h"

#define SLIP_KIND_DESTRUCTION "destruction"

static const char *const how_names[DESTRUCTION_HOW_COUNT] = {
    [DESTRUCTION_NOT_YET] = N_("NOT destroyed"),
    [DESTRUCTION_BY_SCAN] = N_("destroyed, serial scanned"),
    [DESTRUCTION_BY_EYE] = N_("destroyed, serial compared by eye"),
};

static void
add_card(struct slip_paper *s, const struct destruction_line *l)
{
	char text[SLIP_VALUE_SIZE];

	snprintf(text, sizeof(text), "%s  %s  %s",
	    l->printed[0] != '\0' ? l->printed : l->notice,
	    text_in(LANG_JA, destruction_reason_name(l->reason)),
	    text_in(LANG_JA, how_names[l->how]));
	slip_add(s,
	    l->type == CARD_TYPE_NOTIFICATION ? N_("Notification card")
					      : N_("Individual Number Card"),
	    text);
}

static void
fill(struct desk *d, struct slip_paper *s, const struct destruction_view *v,
    int64_t number)
{
	char text[SLIP_VALUE_SIZE];

	memset(s, 0, sizeof(*s));
	s->title = N_("Destruction of cards by two people");
	s->office = d->settings->name;
	s->training = d->settings->training;
	s->lang = LANG_JA;
	snprintf(text, sizeof(text), "%lld-%06lld",
	    (long long)d->settings->counter, (long long)number);
	slip_add(s, N_("Slip number"), text);
	slip_add(s, N_("Date"), slip_time(text, sizeof(text), desk_now(d)));
	slip_add(s, N_("First person"), v->first);
	slip_add(s, N_("Second person"), v->second);
	snprintf(text, sizeof(text), "%zu / %zu", v->destroyed, v->count);
	slip_add(s, N_("Destroyed"), text);
	for (size_t i = 0; i < v->count; i++)
		add_card(s, &v->row[i]);
	if (v->destroyed < v->count)
		slip_add_note(s,
		    N_("The destruction was stopped: what is not destroyed is "
		       "still kept at the office."));
	slip_add_note(s, N_("Signed by both: ____________  ____________"));
}

enum kerr
destruction_sheet(struct desk *d, const struct destruction_view *v, char *path,
    size_t path_size, struct failure *f)
{
	struct slip_paper slip;
	int64_t id = 0, number = 0, paper = 0;
	enum kerr e;

	path[0] = '\0';
	if ((e = desk_begin(d, f)) != KERR_OK)
		return e;
	e = slips_intend(
	    d->store, 0, SLIP_KIND_DESTRUCTION, "ja", &id, &number);
	if (e == KERR_OK) {
		fill(d, &slip, v, number);
		e = slip_journal(d, &slip, id, number, 0, &paper);
	}
	if ((e = desk_end(d, e, NULL, f)) != KERR_OK)
		return e;
	printing_go(d);
	(void)printing_file(d, paper, path, path_size);
	return KERR_OK;
}

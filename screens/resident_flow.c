/* resident_flow.c -- see screens/resident_flow.h. */
#include "screens/resident_flow.h"

#include "desk/desk.h"

static bool
is_chosen_anew(const struct pin_setting_view *v, int kind)
{
	return kind != PIN_SIGN && v->task[kind] == PIN_TASK_CHOOSE;
}

int
resident_same_count(const struct pin_setting_view *v)
{
	int n = 0;

	for (int k = 0; k < PIN_KIND_COUNT; k++)
		n += is_chosen_anew(v, k);
	return n;
}

enum pin_kind
resident_same_first(const struct pin_setting_view *v)
{
	for (int k = 0; k < PIN_KIND_COUNT; k++)
		if (is_chosen_anew(v, k))
			return (enum pin_kind)k;
	return PIN_KIND_COUNT;
}

/* -- the road -- */

static void
road_add(struct resident_stop *road, size_t *count, enum resident_page page,
    enum pin_kind kind)
{
	road[(*count)++] = (struct resident_stop){page, kind};
}

size_t
resident_road(const struct pin_setting_view *v, bool same,
    struct resident_stop out[RESIDENT_ROAD_MOST])
{
	enum pin_kind first = resident_same_first(v);
	bool offered = resident_same_count(v) > 1;
	size_t n = 0;

	road_add(out, &n, RESIDENT_LANGUAGE, PIN_KIND_COUNT);
	road_add(out, &n, RESIDENT_HOLDER, PIN_KIND_COUNT);
	road_add(out, &n, RESIDENT_PLAN, PIN_KIND_COUNT);
	for (int k = 0; k < PIN_KIND_COUNT; k++) {
		bool copied =
		    same && offered && is_chosen_anew(v, k) && k != (int)first;

		if (v->task[k] == PIN_TASK_NONE || copied)
			continue;
		road_add(out, &n, RESIDENT_PIN, (enum pin_kind)k);
		if (offered && k == (int)first)
			road_add(out, &n, RESIDENT_SAME, PIN_KIND_COUNT);
	}
	road_add(out, &n, RESIDENT_CHECK, PIN_KIND_COUNT);
	return n;
}

static bool
is_same_stop(struct resident_stop a, struct resident_stop b)
{
	return a.page == b.page && (a.page != RESIDENT_PIN || a.kind == b.kind);
}

struct resident_stop
resident_step(const struct pin_setting_view *v, bool same,
    struct resident_stop at, int steps)
{
	struct resident_stop road[RESIDENT_ROAD_MOST];
	int count = (int)resident_road(v, same, road);

	for (int i = 0; i < count; i++)
		if (is_same_stop(road[i], at) && i + steps >= 0 &&
		    i + steps < count)
			return road[i + steps];
	return at;
}

struct resident_stop
resident_resume(const struct pin_setting_view *v)
{
	struct resident_stop open = {RESIDENT_CHECK, PIN_KIND_COUNT};
	struct resident_stop start = {RESIDENT_LANGUAGE, PIN_KIND_COUNT};
	bool begun = false;

	for (int k = PIN_KIND_COUNT - 1; k >= 0; k--) {
		begun = begun || v->chosen[k];
		if (v->task[k] != PIN_TASK_NONE && !v->chosen[k])
			open = (struct resident_stop){
			    RESIDENT_PIN, (enum pin_kind)k};
	}
	return begun ? open : start;
}

enum resident_page
resident_page_of(enum pin_phase phase)
{
	static const enum resident_page pages[] = {
	    [PIN_PHASE_NONE] = RESIDENT_HELP,
	    [PIN_PHASE_ENTRY] = RESIDENT_LANGUAGE,
	    [PIN_PHASE_CARD] = RESIDENT_CARD,
	    [PIN_PHASE_WRITING] = RESIDENT_WRITING,
	    [PIN_PHASE_RESULT] = RESIDENT_RESULT,
	    [PIN_PHASE_HELP] = RESIDENT_HELP,
	};

	return pages[phase];
}

void
resident_place(
    const struct pin_setting_view *v, enum pin_kind kind, int *place, int *all)
{
	*place = 0;
	*all = 0;
	for (int k = 0; k < PIN_KIND_COUNT; k++) {
		if (v->task[k] == PIN_TASK_NONE)
			continue;
		(*all)++;
		if (k <= (int)kind)
			(*place)++;
	}
}

/* -- while typing -- */

const char *
resident_reason(unsigned verdict)
{
	/* the first is said: one thing at a time */
	for (unsigned bit = PIN_TOO_SHORT; bit <= PIN_LOOK_ALIKE; bit <<= 1)
		if ((verdict & bit) != 0)
			return pin_verdict_said((enum pin_verdict)bit);
	return "";
}

static struct resident_tick
tick(bool good, const char *said)
{
	return (struct resident_tick){
	    .mark = good ? MARK_DONE : MARK_NONE, .said = said};
}

static struct resident_tick
tick_length(size_t typed, size_t least, const char *enough)
{
	struct resident_tick t = tick(typed >= least, enough);

	t.is_length = true;
	if (typed < least) {
		t.said = R_("{n} more");
		t.n = (int)(least - typed);
	}
	return t;
}

/* Only a whole PIN can be told to be weak. */
static struct resident_tick
tick_weak(bool whole, unsigned verdict, const char *said)
{
	struct resident_tick t = tick(whole, said);

	if ((verdict & PIN_VERDICT_WEAK) != 0) {
		t.mark = MARK_PROBLEM;
		t.said = resident_reason(verdict & PIN_VERDICT_WEAK);
	}
	return t;
}

static size_t
ticks_sign(size_t typed, unsigned verdict, struct resident_tick *out)
{
	size_t n = 0;

	out[n++] = tick_length(typed, PIN_SIGN_LEAST, R_("6 to 16 characters"));
	out[n++] = tick(typed > 0 && (verdict & PIN_NEEDS_LETTER) == 0,
	    R_("at least one letter"));
	out[n++] = tick(typed > 0 && (verdict & PIN_NEEDS_DIGIT) == 0,
	    R_("at least one digit"));
	out[n++] = tick_weak(typed >= PIN_SIGN_LEAST, verdict,
	    R_("not your name or birth date"));
	if ((verdict & PIN_LOOK_ALIKE) != 0)
		out[n++] = (struct resident_tick){.mark = MARK_PROBLEM,
		    .said = pin_verdict_said(PIN_LOOK_ALIKE)};
	return n;
}

size_t
resident_ticks(enum pin_kind kind, size_t typed, unsigned verdict,
    struct resident_tick out[RESIDENT_TICKS_MOST])
{
	size_t n = 0;

	if (kind == PIN_SIGN)
		return ticks_sign(typed, verdict, out);
	out[n++] = tick(
	    typed > 0 && (verdict & PIN_NOT_DIGITS) == 0, R_("only digits"));
	out[n++] = tick_length(typed, PIN_DIGITS, R_("4 digits"));
	out[n++] = tick_weak(typed >= PIN_DIGITS, verdict,
	    R_("not your birth date, not 1234 or 1111"));
	return n;
}

/* -- what became of it -- */

static const struct {
	enum mark mark;
	const char *said;
} outcomes[] = {
    [RESIDENT_SET] = {MARK_DONE, R_("set")},
    [RESIDENT_NOTED] = {MARK_DONE, R_("set, as the staff noted")},
    [RESIDENT_NOT_SET] = {MARK_PROBLEM, R_("not set")},
    [RESIDENT_HALF_SET] = {MARK_PROBLEM, R_("not finished")},
    [RESIDENT_NOT_KNOWN] = {MARK_UNKNOWN, R_("not known: the staff will help")},
};

enum resident_outcome
resident_outcome(const struct pin_setting_view *v, enum pin_kind kind)
{
	int set = 0, open = 0, noted = 0;

	for (int r = 0; r < PIN_REF_COUNT; r++) {
		enum pin_status s = v->ref[r].status;

		if (pin_ref_kind((enum pin_ref)r) != kind ||
		    s == PIN_STATUS_NONE)
			continue;
		if (pin_status_is_doubtful(s))
			return RESIDENT_NOT_KNOWN;
		noted += s == PIN_STATUS_RECORDED;
		set += pin_status_is_set(s);
		open += !pin_status_is_set(s);
	}
	if (open == 0 && set > 0)
		return noted > 0 ? RESIDENT_NOTED : RESIDENT_SET;
	return set > 0 ? RESIDENT_HALF_SET : RESIDENT_NOT_SET;
}

const char *
resident_outcome_said(enum resident_outcome outcome)
{
	return outcomes[outcome].said;
}

enum mark
resident_outcome_mark(enum resident_outcome outcome)
{
	return outcomes[outcome].mark;
}

/* The fewest tries of the places of a kind that fit. */
static int
fewest_tries(const struct pin_setting_view *v, enum pin_kind kind,
    bool (*fits)(enum pin_status s))
{
	int left = CARD_TRIES_UNKNOWN;

	for (int r = 0; r < PIN_REF_COUNT; r++) {
		int seen = v->ref[r].tries_left;

		if (pin_ref_kind((enum pin_ref)r) == kind &&
		    fits(v->ref[r].status) && seen != CARD_TRIES_UNKNOWN &&
		    (left == CARD_TRIES_UNKNOWN || seen < left))
			left = seen;
	}
	return left;
}

static bool
is_any(enum pin_status s)
{
	return s != PIN_STATUS_NONE;
}

/* It holds what it held before. */
static bool
is_from_before(enum pin_status s)
{
	return s == PIN_STATUS_TO_SET || s == PIN_STATUS_REFUSED ||
	       pin_status_is_doubtful(s);
}

int
resident_tries_left(const struct pin_setting_view *v, enum pin_kind kind)
{
	return fewest_tries(v, kind, is_any);
}

int
resident_tries_of_entry(
    const struct pin_setting_view *v, enum pin_kind kind, bool old)
{
	if (v->task[kind] != PIN_TASK_FINISH)
		return fewest_tries(v, kind, is_any);
	return fewest_tries(v, kind, old ? is_from_before : pin_status_is_set);
}

enum pin_kind
resident_last_try(const struct pin_setting_view *v)
{
	return v->phase == PIN_PHASE_RESULT &&
		       v->failed.code == ERR_PIN_LAST_TRY
		   ? v->last_try
		   : PIN_KIND_COUNT;
}

const char *
resident_plan_title(const struct pin_setting_view *v)
{
	static const char *const titles[CASE_KIND_COUNT] = {
	    [CASE_KIND_COLLECTION] = R_("You will set your PINs now"),
	    [CASE_KIND_PIN_CHANGE] = R_("You will change your PINs now"),
	    [CASE_KIND_PIN_RESET] = R_("You will set new PINs now"),
	};

	return titles[v->kind];
}

/* No more than is true: what the staff only noted was not written here. */
const char *
resident_result_title(const struct pin_setting_view *v)
{
	static const char *const all[CASE_KIND_COUNT] = {
	    [CASE_KIND_COLLECTION] = R_("All PINs have been set"),
	    [CASE_KIND_PIN_CHANGE] = R_("Your PINs have been changed"),
	    [CASE_KIND_PIN_RESET] = R_("Your new PINs have been set"),
	};
	static const char *const part[CASE_KIND_COUNT] = {
	    [CASE_KIND_COLLECTION] = R_("Not all PINs are set"),
	    [CASE_KIND_PIN_CHANGE] = R_("Not all PINs are changed"),
	    [CASE_KIND_PIN_RESET] = R_("Not all new PINs are set"),
	};

	if (!v->all_set)
		return part[v->kind];
	return v->any_recorded ? R_("Nothing more is to be set here")
			       : all[v->kind];
}

const char *
resident_repair_said(const struct pin_setting_view *v)
{
	static const char *const said[CASE_KIND_COUNT] = {
	    [CASE_KIND_COLLECTION] =
		R_("One PIN is only half written. Type the same PIN again to "
		   "finish it."),
	    [CASE_KIND_PIN_CHANGE] =
		R_("One PIN is only half changed. Type the old and the new PIN "
		   "again to finish it."),
	    [CASE_KIND_PIN_RESET] =
		R_("One PIN is only half reset. Choose it again to finish it."),
	};

	return v->trouble.split ? said[v->kind] : NULL;
}

bool
resident_may_try_again(const struct pin_setting_view *v)
{
	/* What is not here needs staff: above all a card that refuses the
	 * office's initial value, of which every attempt costs a try. */
	static const enum kerr passing[] = {KERR_OK, ERR_CARD_ABSENT,
	    ERR_CARD_REMOVED, ERR_CARD_MUTE, ERR_READER_LOST, ERR_READER_BUSY,
	    ERR_READER_STUCK, ERR_READER_ABSENT, ERR_PCSC_ABSENT,
	    ERR_AGENT_LOST, ERR_DEADLINE, ERR_PIN_WRONG, ERR_STORE_BUSY};

	if (v->phase != PIN_PHASE_RESULT || v->all_set)
		return false;
	if (resident_last_try(v) != PIN_KIND_COUNT)
		return true;
	for (size_t i = 0; i < sizeof(passing) / sizeof(passing[0]); i++)
		if (v->failed.code == passing[i])
			return true;
	return false;
}

/* receipt.c -- see rules/receipt.h. */
#include "rules/receipt.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"

#define YEN_SIZE 40

static const char band[] = N_("TRAINING - invented people - not valid");

static const struct {
	const char *title;
	const char *total; /* what the sum is */
} kinds[RECEIPT_KIND_COUNT] = {
    [RECEIPT_CHARGE] = {N_("Receipt"), N_("Total")},
    [RECEIPT_VOID] = {N_("Void of a receipt"), N_("Given back")},
    [RECEIPT_REFUND] = {N_("Refund receipt"), N_("Given back")},
};

char *
receipt_time(char out[RECEIPT_TIME_SIZE], int64_t utc)
{
	char iso[DATE_ISO_SIZE];
	int hour = 0, minute = 0, second = 0;

	time_of_utc(utc, &hour, &minute, &second);
	snprintf(out, RECEIPT_TIME_SIZE, "%s %02d:%02d",
	    date_iso(date_of_utc(utc), iso), hour, minute);
	return out;
}

char *
receipt_time_era(char out[RECEIPT_TIME_SIZE], int64_t utc)
{
	struct date d = date_of_utc(utc);
	struct era era = {0};
	char year[12] = "元";
	int hour = 0, minute = 0, second = 0;

	if (!date_era(d, &era))
		return receipt_time(out, utc);
	if (era.year != 1)
		snprintf(year, sizeof(year), "%d", era.year);
	time_of_utc(utc, &hour, &minute, &second);
	snprintf(out, RECEIPT_TIME_SIZE, "%s%s年%d月%d日 %d時%02d分", era.kanji,
	    year, d.month, d.day, hour, minute);
	return out;
}

/* "1,250円" */
static const char *
yen_text(char out[YEN_SIZE], int64_t yen)
{
	char digits[YEN_SIZE];
	int len = snprintf(digits, sizeof(digits), "%" PRId64, yen);
	size_t at = 0;

	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0 && digits[i - 1] != '-')
			out[at++] = ',';
		out[at++] = digits[i];
	}
	strcpy(out + at, "円");
	return out;
}

/* The Japanese line, and its name in the resident's language beneath. */
static void
add_both(struct paper *p, enum lang lang, unsigned style, const char *id)
{
	paper_add(p, style, text_in(LANG_JA, id));
	if (lang != LANG_JA)
		paper_add(p, style & ~PAPER_BIG, text_in(lang, id));
}

static void
add_value(struct paper *p, enum lang lang, unsigned style, const char *id,
    const char *value)
{
	paper_add_pair(p, style, text_in(LANG_JA, id), value);
	if (lang != LANG_JA)
		paper_add(p, PAPER_INDENT, text_in(lang, id));
}

static void
add_yen(struct paper *p, enum lang lang, unsigned style, const char *id,
    int64_t yen)
{
	char text[YEN_SIZE];

	add_value(p, lang, style, id, yen_text(text, yen));
}

static void
add_head(const struct receipt_content *r, struct paper *p)
{
	char text[RECEIPT_TIME_SIZE];

	if (r->training)
		add_both(p, r->lang, PAPER_CENTRE, band);
	paper_add(p, PAPER_CENTRE | PAPER_BOLD, r->office);
	if (r->lang != LANG_JA)
		paper_add(p, PAPER_CENTRE, r->office_latin);
	add_both(p, r->lang, PAPER_CENTRE | PAPER_BIG, kinds[r->kind].title);
	paper_add(p, PAPER_PLAIN, "");
	if (r->payer[0] != '\0')
		add_value(
		    p, r->lang, PAPER_PLAIN, N_("Received from"), r->payer);
	add_value(p, r->lang, PAPER_PLAIN, N_("Receipt number"), r->number);
	if (r->kind != RECEIPT_CHARGE)
		add_value(p, r->lang, PAPER_PLAIN, N_("Original receipt"),
		    r->original);
	paper_add_pair(p, PAPER_PLAIN, text_in(LANG_JA, N_("Date and time")),
	    receipt_time_era(text, r->at));
	paper_add_pair(p, PAPER_INDENT,
	    r->lang != LANG_JA ? text_in(r->lang, N_("Date and time")) : "",
	    receipt_time(text, r->at));
}

static void
add_item(const struct receipt_content *r, struct paper *p,
    const struct receipt_item *i)
{
	add_yen(p, r->lang, PAPER_PLAIN, i->label, i->yen);
	if (i->detail == NULL || i->detail[0] == '\0')
		return;
	paper_add(p, PAPER_INDENT, text_in(LANG_JA, i->detail));
	if (r->lang != LANG_JA)
		paper_add(p, PAPER_INDENT, text_in(r->lang, i->detail));
}

static void
add_sums(const struct receipt_content *r, struct paper *p)
{
	int64_t total = 0;

	for (size_t i = 0; i < r->item_count; i++)
		total += r->item[i].yen;
	paper_add_rule(p);
	add_yen(p, r->lang, PAPER_BOLD, kinds[r->kind].total, total);
	if (r->kind != RECEIPT_CHARGE)
		return;
	add_yen(p, r->lang, PAPER_PLAIN, N_("Received"), r->tendered_yen);
	add_yen(p, r->lang, PAPER_PLAIN, N_("Change"), r->change_yen);
}

void
receipt_paper(const struct receipt_content *r, struct paper *p)
{
	char counter[16];

	paper_begin(p);
	add_head(r, p);
	paper_add_rule(p);
	for (size_t i = 0; i < r->item_count; i++)
		add_item(r, p, &r->item[i]);
	add_sums(r, p);
	paper_add_rule(p);
	snprintf(counter, sizeof(counter), "%d", r->counter);
	add_value(p, r->lang, PAPER_PLAIN, N_("Counter"), counter);
	add_value(p, r->lang, PAPER_PLAIN, N_("Handled by"), r->handler);
	add_value(p, r->lang, PAPER_PLAIN, N_("Check characters"), r->check);
	if (r->training)
		add_both(p, r->lang, PAPER_CENTRE, band);
}

/* "COPY 2" in both languages; the count is part of the mark. */
static void
add_copy_mark(struct paper *p, enum lang lang, int copy)
{
	char text[RECEIPT_PAYER_SIZE];

	snprintf(
	    text, sizeof(text), "%s %d", text_in(LANG_JA, N_("COPY")), copy);
	paper_add(p, PAPER_CENTRE | PAPER_BIG, text);
	if (lang == LANG_JA)
		return;
	snprintf(text, sizeof(text), "%s %d", text_in(lang, N_("COPY")), copy);
	paper_add(p, PAPER_CENTRE | PAPER_BOLD, text);
}

void
receipt_sheet(const struct paper *content, int copy, bool replaces_spoiled,
    enum lang lang, struct paper *out)
{
	paper_begin(out);
	if (copy > 0)
		add_copy_mark(out, lang, copy);
	if (replaces_spoiled)
		add_both(
		    out, lang, PAPER_CENTRE, N_("In place of a spoiled paper"));
	paper_append(out, content);
	if (copy > 0)
		add_copy_mark(out, lang, copy);
}

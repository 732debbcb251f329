/* arrivals_cells.c -- each cell by the rule of its column. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/arrivals_row.h"
#include "rules/individual_number.h"
#include "rules/municipality_code.h"
#include "rules/serials.h"

#define CELL_SIZE 4096	/* as csv.h allows, in three bytes at most */
#define FEE_MOST  10000 /* more is a slip of the finger */

/* A value as typed in many ways, and what it means. */
struct word {
	const char *said;
	int means;
};

static const struct word yes_no[] = {{"yes", 1}, {"y", 1}, {"1", 1},
    {"true", 1}, {"はい", 1}, {"有", 1}, {"○", 1}, {"希望", 1}, {"no", 0},
    {"n", 0}, {"0", 0}, {"false", 0}, {"いいえ", 0}, {"無", 0}, {"×", 0},
    {"不要", 0}, {NULL, 0}};
static const struct word kinds[] = {{"first", ISSUE_FIRST},
    {"初回", ISSUE_FIRST}, {"新規", ISSUE_FIRST}, {"renewal", ISSUE_RENEWAL},
    {"更新", ISSUE_RENEWAL}, {"reissue", ISSUE_REISSUE},
    {"再交付", ISSUE_REISSUE}, {NULL, 0}};

/* Codes of the store (rules/fee.h); counter-procedures 4.6. X(code, word) */
#define REASONS(X) \
	X("lost", "紛失") \
	X("stolen", "盗難") \
	X("disaster", "災害") \
	X("damaged", "破損") \
	X("defect", "不良") \
	X("field_full", "追記欄満欄") \
	X("number_change", "番号変更") \
	X("office_error", "職員過誤") \
	X("other", "その他") \
	X("burnt", "焼失") \
	X("discarded", "廃棄") \
	X("adoption", "養子縁組") \
	X("sex_entry", "性別変更") \
	X("face_authentication", "顔認証") \
	X("lapsed", "失効") \
	X("given_back", "返納後再交付") \
	X("stay_expired", "在留期間満了") \
	X("reentered", "再入国") \
	X("renewal_not_returned", "更新未返納")

static const struct {
	const char *code;
	const char *japanese;
} reasons[] = {
#define X(code, japanese) {code, japanese},
    REASONS(X)
#undef X
};

static bool
find_word(const struct word *words, const char *cell, int *means)
{
	char narrow[80];

	text_narrow(narrow, sizeof(narrow), cell);
	for (char *s = narrow; *s != '\0'; s++)
		*s = (char)tolower((unsigned char)*s);
	for (; words->said != NULL; words++)
		if (strcmp(words->said, narrow) == 0)
			return *means = words->means, true;
	return false;
}

static const char *
take_flag(bool *out, const char *cell)
{
	int means = 0;

	if (!find_word(yes_no, cell, &means))
		return N_("this is neither yes nor no");
	*out = means == 1;
	return NULL;
}

static const char *
take_date(struct date *out, const char *cell)
{
	char narrow[80];

	text_narrow(narrow, sizeof(narrow), cell);
	return date_parse(narrow, out) ? NULL : N_("this is no date");
}

/* A number as printed, with blanks and hyphens dropped. */
static void
squeeze(char *out, size_t out_size, const char *cell)
{
	char narrow[CELL_SIZE];
	size_t n = 0;

	text_narrow(narrow, sizeof(narrow), cell);
	for (const char *s = narrow; *s != '\0' && n + 1 < out_size; s++)
		if (*s != ' ' && *s != '-')
			out[n++] = (char)toupper((unsigned char)*s);
	out[n] = '\0';
}

static const char *
take_text(char *out, size_t out_size, const char *cell)
{
	if (strlen(cell) >= out_size)
		return N_("this text is too long");
	text_copy(out, out_size, cell);
	return NULL;
}

/* -- one function a column -- */

#define ROW struct arrivals_row *row, const char *cell
#define TEXT_OF(name, where) \
	static const char *take_##name(ROW) \
	{ \
		return take_text(row->where, sizeof(row->where), cell); \
	}
#define DATE_OF(name, where) \
	static const char *take_##name(ROW) \
	{ \
		return take_date(&row->where, cell); \
	}
#define FLAG_OF(name, where) \
	static const char *take_##name(ROW) \
	{ \
		return take_flag(&row->where, cell); \
	}

DATE_OF(applied, card.applied_on)
DATE_OF(issued, card.issued_on)
DATE_OF(noticed, card.noticed_on)
DATE_OF(second, card.second_notice_on)
DATE_OF(expiry, card.expiry)
DATE_OF(born, person.born)
DATE_OF(stay, person.stay_until)
FLAG_OF(foreign, person.foreign)
FLAG_OF(sign, card.wants_sign)
FLAG_OF(auth, card.wants_auth)
TEXT_OF(notice, card.notice_no)
TEXT_OF(place, card.place)
TEXT_OF(alias, person.alias)
TEXT_OF(kana, person.kana)
TEXT_OF(status, person.status)
TEXT_OF(address, person.address)
TEXT_OF(household, person.household)

static const char *
take_application(ROW)
{
	char number[CELL_SIZE];

	squeeze(number, sizeof(number), cell);
	if (!application_id_is_shaped(number, strlen(number)))
		return N_("an application ID has 23 digits");
	text_copy(
	    row->card.application_id, sizeof(row->card.application_id), number);
	return NULL;
}

static const char *
take_face(ROW)
{
	char number[CELL_SIZE];

	squeeze(number, sizeof(number), cell);
	if (!face_serial_is_shaped(number, strlen(number)))
		return N_("the serial on the face has 16 letters and digits");
	text_copy(row->card.face_serial, sizeof(row->card.face_serial), number);
	return NULL;
}

static const char *
take_chip(ROW)
{
	char number[CELL_SIZE];

	squeeze(number, sizeof(number), cell);
	if (!chip_serial_is_shaped(number, strlen(number)))
		return N_("the serial of the chip has 15 digits");
	text_copy(row->card.chip_serial, sizeof(row->card.chip_serial), number);
	return NULL;
}

static const char *
take_kind(ROW)
{
	int means = 0;

	if (!find_word(kinds, cell, &means))
		return N_("the kind is first, renewal or reissue");
	row->card.kind = (enum issue_kind)means;
	return NULL;
}

static const char *
take_reason(ROW)
{
	struct word words[3] = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
	int means = 0;

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		words[0].said = reasons[i].code;
		words[1].said = reasons[i].japanese;
		if (!find_word(words, cell, &means))
			continue;
		text_copy(row->card.reissue_reason,
		    sizeof(row->card.reissue_reason), reasons[i].code);
		return NULL;
	}
	return N_("this reason is not known (see config/arrivals.md)");
}

static const char *
take_fee(ROW)
{
	char narrow[32];
	char *end = NULL;
	long yen;

	text_narrow(narrow, sizeof(narrow), cell);
	yen = strtol(narrow, &end, 10);
	if (!isdigit((unsigned char)narrow[0]) || *end != '\0' ||
	    yen > FEE_MOST)
		return N_("a fee is a number of yen");
	row->card.fee_due_yen = yen;
	return NULL;
}

/* A date, a blank or T, and the time of day. */
static const char *
take_reserved(ROW)
{
	char narrow[80];
	char *time;
	struct date day;
	int hour = -1, minute = -1, end = 0;

	text_narrow(narrow, sizeof(narrow), cell);
	if ((time = strrchr(narrow, ' ')) == NULL)
		time = strrchr(narrow, 'T');
	if (time == NULL)
		return N_("a reservation is a date and a time: 2026-11-24 "
			  "10:40");
	*time++ = '\0';
	if (!date_parse(narrow, &day) ||
	    sscanf(time, "%2d:%2d%n", &hour, &minute, &end) != 2 ||
	    time[end] != '\0' || hour < 0 || hour > 23 || minute < 0 ||
	    minute > 59)
		return N_("a reservation is a date and a time: 2026-11-24 "
			  "10:40");
	row->card.reserved_at = utc_of_date(day) + hour * 3600 + minute * 60;
	return NULL;
}

static const char *
take_kanji(ROW)
{
	if (row->person.kanji[0] != '\0' &&
	    strcmp(row->person.kanji, cell) != 0)
		return N_("two columns hold different names");
	return take_text(row->person.kanji, sizeof(row->person.kanji), cell);
}

/* Six digits with the check digit (7.7). */
static const char *
take_municipality(ROW)
{
	char digits[CELL_SIZE];

	squeeze(digits, sizeof(digits), cell);
	if (!municipality_code_is_valid(digits, strlen(digits)))
		return N_("a municipality has 6 digits, the last is the check "
			  "digit");
	text_copy(
	    row->card.municipality, sizeof(row->card.municipality), digits);
	return NULL;
}

/* NNN-NNNN, counter-procedures 7.7. */
static const char *
take_postcode(ROW)
{
	char digits[CELL_SIZE];

	squeeze(digits, sizeof(digits), cell);
	if (strlen(digits) != 7 || strspn(digits, "0123456789") != 7)
		return N_("a postcode has 7 digits");
	snprintf(row->person.postcode, sizeof(row->person.postcode),
	    "%.3s-%.4s", digits, digits + 3);
	return NULL;
}

static const char *
take_phone(ROW)
{
	char narrow[CELL_SIZE];

	text_narrow(narrow, sizeof(narrow), cell);
	if (narrow[strspn(narrow, "0123456789+-() ")] != '\0')
		return N_("this is no telephone number");
	return take_text(row->person.phone, sizeof(row->person.phone), narrow);
}

static const struct {
	const char *(*take)(ROW);
	bool required;
} rules[COLUMN_COUNT] = {
    [COLUMN_APPLICATION] = {take_application, true},
    [COLUMN_APPLIED] = {take_applied, false},
    [COLUMN_ISSUED] = {take_issued, false},
    [COLUMN_KIND] = {take_kind, true},
    [COLUMN_REASON] = {take_reason, false},
    [COLUMN_FEE] = {take_fee, false},
    [COLUMN_FACE] = {take_face, true},
    [COLUMN_CHIP] = {take_chip, true},
    [COLUMN_NOTICE] = {take_notice, false},
    [COLUMN_NOTICED] = {take_noticed, false},
    [COLUMN_SECOND] = {take_second, false},
    [COLUMN_RESERVED] = {take_reserved, false},
    [COLUMN_NAME] = {arrivals_take_name, false},
    [COLUMN_ROMAN] = {arrivals_take_roman, false},
    [COLUMN_KANJI] = {take_kanji, false},
    [COLUMN_ALIAS] = {take_alias, false},
    [COLUMN_KANA] = {take_kana, false},
    [COLUMN_BORN] = {take_born, true},
    [COLUMN_FOREIGN] = {take_foreign, true},
    [COLUMN_STATUS] = {take_status, false},
    [COLUMN_STAY] = {take_stay, false},
    [COLUMN_ADDRESS] = {take_address, true},
    [COLUMN_POSTCODE] = {take_postcode, false},
    [COLUMN_PHONE] = {take_phone, false},
    [COLUMN_HOUSEHOLD] = {take_household, false},
    [COLUMN_EXPIRY] = {take_expiry, true},
    [COLUMN_SIGN] = {take_sign, true},
    [COLUMN_AUTH] = {take_auth, true},
    [COLUMN_PLACE] = {take_place, true},
    [COLUMN_MUNICIPALITY] = {take_municipality, false},
};

static size_t
count_marks(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += *s == '<';
	return n;
}

/* A broken line in a cell is a blank; the rest in normal form. What a terminal
 * would obey is a fault: it belongs into no name. */
static const char *
clean(char out[CELL_SIZE], const char *cell)
{
	char flat[CELL_SIZE];

	if (strlen(cell) >= CELL_SIZE / 3)
		return N_("this text is too long");
	text_copy(flat, sizeof(flat), cell);
	for (char *s = flat; *s != '\0'; s++)
		if (*s == '\n' || *s == '\r' || *s == '\t')
			*s = ' ';
	text_gate(out, CELL_SIZE, flat);
	if (individual_number_is_within(flat))
		return N_("there is a 12-digit Individual Number: it is never "
			  "kept here");
	return count_marks(out) == count_marks(flat)
		   ? NULL
		   : N_("there is a character that cannot be shown");
}

static const char *
take_cell(
    struct arrivals_row *row, enum arrivals_column column, const char *cell)
{
	char text[CELL_SIZE];
	const char *reason = clean(text, cell);

	if (reason != NULL)
		return reason;
	if (text[0] == '\0')
		return rules[column].required ? N_("this cell is empty") : NULL;
	return rules[column].take(row, text);
}

bool
arrivals_read_cells(struct arrivals_judge *j,
    const struct arrivals_header *header, const struct csv_row *cells,
    struct arrivals_row *out)
{
	bool good = true;

	memset(out, 0, sizeof(*out));
	out->line = cells->line;
	if (cells->cell_count != header->cell_count) {
		arrivals_fault(j, cells->line, "-",
		    N_("the row has another number of cells than the header"));
		return false;
	}
	for (int c = 0; c < COLUMN_COUNT; c++) {
		const char *reason;

		if (header->place[c] == COLUMN_ABSENT)
			continue;
		reason = take_cell(out, (enum arrivals_column)c,
		    cells->cell[header->place[c]]);
		if (reason == NULL)
			continue;
		arrivals_fault(j, cells->line, header->said[c], reason);
		good = false;
	}
	return good;
}

/* desk_arrivals_test.c -- delivery lists against a real store. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/lang.h"
#include "desk/arrivals.h"
#include "store/audit.h"
#include "support/program.h"
#include "support/store_office.h"

#define LIST_SIZE 65536
#define TEXT_SIZE 512

struct office_list {
	struct store_office office;
	struct clock_fixed fixed;
	struct clock clock;
	char path[128];
	struct arrivals_report report;
	struct failure failed;
};

/* One good row, column by column. */
struct cell {
	const char *column;
	const char *value;
};
static const struct cell good[] = {
    {"application_id", "13208202600000000000001"},
    {"applied_on", "2026-03-02"},
    {"issued_on", "2026-03-23"},
    {"kind", "first"},
    {"reissue_reason", ""},
    {"fee_due_yen", ""},
    {"face_serial", "SAMPLE0000000001"},
    {"chip_serial", "900000000000001"},
    {"notice_no", "S-00001"},
    {"noticed_on", "2026-04-01"},
    {"second_notice_on", ""},
    {"reserved_at", ""},
    {"name_roman", "NGUYEN THI LAN"},
    {"name_kanji", ""},
    {"name_alias", ""},
    {"name_kana", "グエン ティ ラン"},
    {"born", "1994-05-17"},
    {"foreign", "yes"},
    {"status", "留学"},
    {"stay_until", "2028-03-31"},
    {"address", "東京都調布市架空町一丁目1番1号"},
    {"postcode", "182-0901"},
    {"phone", "090-0000-0001"},
    {"household", ""},
    {"expiry", "2028-03-31"},
    {"wants_sign", "yes"},
    {"wants_auth", "yes"},
    {"place", "S-01"},
};
#define COLUMNS (sizeof(good) / sizeof(good[0]))

static int
begin(void **state)
{
	struct office_list *l = calloc(1, sizeof(*l));
	struct failure f;

	assert_non_null(l);
	(void)lang_init(KIOSK_BUILD "/locale", &f);
	store_office_make(&l->office);
	l->fixed.now = OFFICE_NOW;
	l->clock = clock_fixed_at(&l->fixed);
	snprintf(l->path, sizeof(l->path), "%s/list.csv", l->office.directory);
	*state = l;
	return 0;
}

static int
end(void **state)
{
	struct office_list *l = *state;

	store_office_remove(&l->office);
	free(l);
	return 0;
}

static void
write_list(const struct office_list *l, const char *text, size_t len)
{
	FILE *out = fopen(l->path, "we");

	assert_non_null(out);
	assert_int_equal(fwrite(text, 1, len, out), len);
	assert_int_equal(fclose(out), 0);
}

static enum kerr
import(struct office_list *l, bool dry_run)
{
	return arrivals_import(l->office.st, &l->clock, l->path, dry_run, NULL,
	    NULL, &l->report, &l->failed);
}

static enum kerr
import_text(struct office_list *l, const char *text, bool dry_run)
{
	write_list(l, text, strlen(text));
	return import(l, dry_run);
}

static const char *
value_of(const struct cell *changed, size_t count, size_t column)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(changed[i].column, good[column].column) == 0)
			return changed[i].value;
	return good[column].value;
}

/* Header and rows; each row takes the good one's cells but for its own. */
static char *make_list(struct cell (*rows)[4], size_t row_count)
{
	char *text = calloc(1, LIST_SIZE);
	size_t n = 0;

	assert_non_null(text);
	for (size_t c = 0; c < COLUMNS; c++)
		n += (size_t)snprintf(text + n, LIST_SIZE - n, "%s%s",
		    c > 0 ? "," : "", good[c].column);
	for (size_t r = 0; r < row_count; r++) {
		size_t changed = 0;

		while (changed < 4 && rows[r][changed].column != NULL)
			changed++;
		for (size_t c = 0; c < COLUMNS; c++)
			n += (size_t)snprintf(text + n, LIST_SIZE - n, "%s%s",
			    c > 0 ? "," : "\n", value_of(rows[r], changed, c));
	}
	n += (size_t)snprintf(text + n, LIST_SIZE - n, "\n");
	assert_true(n < LIST_SIZE);
	return text;
}

static enum kerr
import_rows(struct office_list *l, struct cell (*rows)[4], size_t row_count,
    bool dry_run)
{
	char *text = make_list(rows, row_count);
	enum kerr e = import_text(l, text, dry_run);

	free(text);
	return e;
}

static int64_t
count_cards(const struct office_list *l)
{
	return store_office_number(&l->office, "SELECT count(*) FROM card");
}

static void
get_card(struct office_list *l, const char *application,
    struct card_record *card, struct person *p)
{
	int64_t id = 0;

	assert_int_equal(
	    cards_find(l->office.st, CARD_BY_APPLICATION, application, &id),
	    KERR_OK);
	assert_int_equal(cards_get(l->office.st, id, card), KERR_OK);
	assert_int_equal(people_get(l->office.st, card->person, p), KERR_OK);
}

static const char *
reason_of(const struct arrivals_fault *fault)
{
	return failure_argument(&fault->what, "reason");
}

/* -- what goes well -- */

static void
a_good_row_becomes_a_person_and_a_noticed_card(void **state)
{
	struct office_list *l = *state;
	struct cell rows[1][4] = {{{NULL, NULL}}};
	struct card_record card;
	struct person p;

	assert_int_equal(import_rows(l, rows, 1, false), KERR_OK);
	assert_int_equal(l->report.imported, 1);
	get_card(l, "13208202600000000000001", &card, &p);
	assert_int_equal(card.state, CARD_NOTICED);
	assert_int_equal(card.kind, ISSUE_FIRST);
	assert_string_equal(card.face_serial, "SAMPLE0000000001");
	assert_string_equal(card.chip_serial, "900000000000001");
	assert_string_equal(card.place, "S-01");
	assert_true(card.wants_sign && card.wants_auth);
	assert_int_equal(
	    date_compare(card.expiry, (struct date){2028, 3, 31}), 0);
	assert_string_equal(p.roman, "NGUYEN THI LAN");
	assert_true(p.foreign);
	assert_string_equal(p.status, "留学");
	assert_string_equal(p.postcode, "182-0901");
}

static void
dates_numbers_and_yes_are_read_in_every_usual_form(void **state)
{
	struct office_list *l = *state;
	struct card_record card;
	struct person p;

	assert_int_equal(
	    import_text(l,
		"申請書ID,種別,再交付理由,手数料,製造番号,チップ番号,通知日,"
		"予約日時,氏名,生年月日,外国人,住所,有効期限,"
		"署名用電子証明書,利用者証明用電子証明書,保管場所,郵便番号\r\n"
		"１３２０８２０２６ ００００ ００００００ ００００,再交付,紛失,７５０,"
		"sample-0000-0000-02,900-000000000-002,令和8年4月1日,"
		"R8.11.24 10:40,例示　花子,昭和40年10月30日,いいえ,架空町,"
		"20361030,○,無,S-02,1820901\r\n",
		false),
	    KERR_OK);
	get_card(l, "13208202600000000000000", &card, &p);
	assert_int_equal(card.state, CARD_RESERVED);
	assert_int_equal(card.kind, ISSUE_REISSUE);
	assert_string_equal(card.reissue_reason, "lost");
	assert_int_equal(card.fee_due_yen, 750);
	assert_string_equal(card.face_serial, "SAMPLE0000000002");
	assert_int_equal(card.reserved_at,
	    utc_of_date((struct date){2026, 11, 24}) + 10 * 3600 + 40 * 60);
	assert_int_equal(date_compare(p.born, (struct date){1965, 10, 30}), 0);
	assert_string_equal(p.kanji, "例示 花子");
	assert_false(card.wants_auth);
	assert_string_equal(p.postcode, "182-0901");
}

static void
a_joined_name_is_parted_into_roman_and_kanji(void **state)
{
	struct office_list *l = *state;
	struct cell rows[1][4] = {
	    {{"name_roman", "ＨＡＮＺＩ TAILANG_漢字 太郎"}, {NULL, NULL}}};
	struct card_record card;
	struct person p;

	assert_int_equal(import_rows(l, rows, 1, false), KERR_OK);
	get_card(l, "13208202600000000000001", &card, &p);
	assert_string_equal(p.roman, "HANZI TAILANG");
	assert_string_equal(p.kanji, "漢字 太郎");
}

/* The whole list as another encoding of the same people. */
static void
import_sample_as(const char *command)
{
	struct office_list *l = NULL;
	void *state = NULL;
	char line[TEXT_SIZE];
	struct card_record card;
	struct person p;

	begin(&state);
	l = state;
	snprintf(line, sizeof(line), command, l->path);
	{
		const char *const argv[] = {"/bin/sh", "-c", line, NULL};
		char out[TEXT_SIZE];

		assert_int_equal(program_run(argv, NULL, out, sizeof(out)), 0);
	}
	assert_int_equal(import(l, false), KERR_OK);
	assert_int_equal(l->report.imported, 6);
	get_card(l, "13208202600000000000004", &card, &p);
	assert_string_equal(p.roman, "SILVA ANA MARIA");
	assert_string_equal(
	    p.address, "東京都調布市見本町三丁目3番3号 コーポ見本 202");
	assert_int_equal(card.state, CARD_RENOTICED);
	get_card(l, "13208202600000000000006", &card, &p);
	assert_string_equal(p.kanji, "朴 素妍");
	assert_string_equal(p.alias, "木下 素子");
	assert_int_equal(card.state, CARD_READY);
	end(&state);
}

static void
the_sample_is_taken_in_from_every_encoding(void **state)
{
	(void)state;
	import_sample_as("cp config/arrivals.sample.csv %s");
	import_sample_as("iconv -f UTF-8 -t CP932 config/arrivals.sample.csv"
			 " > %s");
	import_sample_as("(printf '\\357\\273\\277'; cat "
			 "config/arrivals.sample.csv) > %s");
}

/* -- every fault -- */

static const struct {
	struct cell changed[4];
	const char *column; /* NULL: that of the first change */
	const char *reason;
} faults[] = {
    {{{"application_id", "1320820260000000000000"}}, NULL,
	"an application ID has 23 digits"},
    {{{"application_id", ""}}, NULL, "this cell is empty"},
    {{{"applied_on", "2026-02-30"}}, NULL, "this is no date"},
    {{{"issued_on", "2026-03-01"}}, NULL,
	"the card was made before it was applied for"},
    {{{"issued_on", "2027-03-23"}, {"noticed_on", ""}}, NULL,
	"this day has not come yet"},
    {{{"kind", "second"}}, NULL, "the kind is first, renewal or reissue"},
    {{{"kind", "reissue"}}, "reissue_reason", "a reissue has a reason"},
    {{{"kind", "reissue"}, {"reissue_reason", "eaten"}}, "reissue_reason",
	"this reason is not known (see config/arrivals.md)"},
    {{{"reissue_reason", "lost"}}, NULL, "only a reissue has a reason"},
    {{{"fee_due_yen", "750"}}, NULL, "only a reissue has a fee"},
    {{{"fee_due_yen", "-1"}}, NULL, "a fee is a number of yen"},
    {{{"fee_due_yen", "99999"}}, NULL, "a fee is a number of yen"},
    {{{"face_serial", "SAMPLE000000001"}}, NULL,
	"the serial on the face has 16 letters and digits"},
    {{{"chip_serial", "90000000000000A"}}, NULL,
	"the serial of the chip has 15 digits"},
    {{{"chip_serial", ""}}, NULL, "this cell is empty"},
    {{{"noticed_on", "2026-03-01"}}, NULL, "the notice is older than the card"},
    {{{"second_notice_on", "2026-03-25"}}, NULL,
	"a second notice comes after a first one"},
    {{{"reserved_at", "2026-11-24"}}, NULL,
	"a reservation is a date and a time: 2026-11-24 10:40"},
    {{{"reserved_at", "2026-11-24 24:00"}}, NULL,
	"a reservation is a date and a time: 2026-11-24 10:40"},
    {{{"reserved_at", "2026-11-24 10:40"}, {"noticed_on", ""}}, NULL,
	"a reservation needs a notice day"},
    {{{"name_roman", "Nguyen Thi Lan"}}, NULL,
	"Roman names are written in capitals"},
    {{{"name_roman", "グエン"}}, NULL,
	"a Roman name holds only A-Z, blanks and - ' , . /"},
    {{{"name_roman", ""}}, NULL,
	"a foreign resident has a Roman or a kanji name"},
    {{{"name_roman", "LI NA_李 娜"}, {"name_kanji", "李 奈"}}, "name_kanji",
	"two columns hold different names"},
    {{{"name_kana", "\x1b[2J"}}, NULL,
	"there is a character that cannot be shown"},
    {{{"address", "架空町\xe2\x80\xae"}}, NULL,
	"there is a character that cannot be shown"},
    {{{"born", "2026-12-01"}}, NULL, "this day has not come yet"},
    {{{"foreign", "perhaps"}}, NULL, "this is neither yes nor no"},
    {{{"status", ""}}, NULL, "a foreign resident has a status of residence"},
    {{{"stay_until", ""}}, NULL, "with this status the stay has an end"},
    {{{"status", "永住者"}}, "stay_until",
	"with this status the stay has no end"},
    {{{"foreign", "no"}, {"stay_until", ""}}, "status",
	"a Japanese national has no status of residence"},
    {{{"foreign", "no"}, {"status", ""}}, "stay_until",
	"a Japanese national's stay has no end"},
    {{{"postcode", "182-09011"}}, NULL, "a postcode has 7 digits"},
    {{{"phone", "ask at home"}}, NULL, "this is no telephone number"},
    {{{"expiry", "2026-01-01"}}, NULL, "the card ends before it was made"},
    {{{"wants_sign", ""}}, NULL, "this cell is empty"},
    {{{"place", "a place whose name is far too long for a label"}}, NULL,
	"this text is too long"},
};

static void
every_fault_is_named_with_line_and_column_and_nothing_is_written(void **state)
{
	struct office_list *l = *state;

	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		struct cell rows[2][4] = {{{NULL, NULL}}};
		const char *column = faults[i].column != NULL
					 ? faults[i].column
					 : faults[i].changed[0].column;

		/* the first row is another card, and without fault */
		rows[0][0] =
		    (struct cell){"application_id", "13208202600000000000009"};
		rows[0][1] = (struct cell){"face_serial", "SAMPLE0000000009"};
		rows[0][2] = (struct cell){"chip_serial", "900000000000009"};
		memcpy(rows[1], faults[i].changed, sizeof(rows[1]));
		assert_int_equal(import_rows(l, rows, 2, false), ERR_CSV);
		if (l->report.fault_count != 1)
			print_message("case %zu: %s\n", i, faults[i].reason);
		assert_int_equal(l->report.fault_count, 1);
		assert_int_equal(l->report.fault[0].line, 3);
		assert_string_equal(l->report.fault[0].column, column);
		assert_string_equal(
		    reason_of(&l->report.fault[0]), faults[i].reason);
		assert_int_equal(l->report.imported, 0);
		assert_int_equal(count_cards(l), 0);
	}
}

static void
a_person_without_any_name_is_a_fault(void **state)
{
	struct office_list *l = *state;
	struct cell rows[1][4] = {{{"name_roman", ""}, {"name_kana", ""},
	    {"foreign", "no"}, {"status", ""}}};

	assert_int_equal(import_rows(l, rows, 1, true), ERR_CSV);
	assert_string_equal(
	    reason_of(&l->report.fault[0]), "the row has no name");
}

static void
columns_that_are_unknown_doubled_or_missing_are_named(void **state)
{
	struct office_list *l = *state;

	assert_int_equal(
	    import_text(l,
		"application_id,kind,kind,face_serial,chip_serial,born,"
		"foreign,address,expiry,wants_sign,wants_auth,colour\n",
		false),
	    ERR_CSV);
	assert_int_equal(l->report.fault_count, 4);
	assert_string_equal(l->report.fault[0].column, "kind");
	assert_string_equal(
	    reason_of(&l->report.fault[0]), "this column is there twice");
	assert_string_equal(l->report.fault[1].column, "colour");
	assert_string_equal(
	    reason_of(&l->report.fault[1]), "this column is not known");
	assert_string_equal(l->report.fault[2].column, "place");
	assert_string_equal(
	    reason_of(&l->report.fault[2]), "this column is missing");
	assert_string_equal(
	    reason_of(&l->report.fault[3]), "no column holds a name");
	assert_int_equal(import_text(l, "", false), ERR_CSV);
	assert_int_equal(l->report.fault[0].line, 1);
}

static void
a_row_with_too_few_cells_and_an_open_quote_are_named(void **state)
{
	struct office_list *l = *state;
	struct cell rows[1][4] = {{{NULL, NULL}}};
	char *text = make_list(rows, 1);

	strcat(text, "1,2,3\n\"open");
	assert_int_equal(import_text(l, text, false), ERR_CSV);
	assert_int_equal(l->report.fault_count, 2);
	assert_int_equal(l->report.fault[0].line, 3);
	assert_string_equal(reason_of(&l->report.fault[0]),
	    "the row has another number of cells than the header");
	assert_int_equal(l->report.fault[1].line, 4);
	assert_int_equal(count_cards(l), 0);
	free(text);
}

static void
bytes_of_no_encoding_are_refused_as_a_whole(void **state)
{
	struct office_list *l = *state;
	static const char text[] = "application_id\xff\xfe\x80\n";

	write_list(l, text, sizeof(text) - 1);
	assert_int_equal(import(l, false), ERR_CSV_ENCODING);
	assert_int_equal(l->report.fault_count, 0);
}

static void
lines_are_counted_through_a_cell_of_several_lines(void **state)
{
	struct office_list *l = *state;
	struct cell rows[2][4] = {{{"address", "\"架空町\n一番\n二号\""}},
	    {{"application_id", "1"}, {"face_serial", "SAMPLE0000000002"},
		{"chip_serial", "900000000000002"}}};

	assert_int_equal(import_rows(l, rows, 2, false), ERR_CSV);
	assert_int_equal(l->report.fault_count, 1);
	assert_int_equal(l->report.fault[0].line, 5);
}

/* -- doubles -- */

static void
a_number_that_comes_twice_in_the_file_is_a_fault(void **state)
{
	struct office_list *l = *state;
	struct cell rows[2][4] = {
	    {{NULL, NULL}}, {{"application_id", "13208202600000000000002"},
				{"face_serial", "SAMPLE0000000002"}}};

	assert_int_equal(import_rows(l, rows, 2, false), ERR_CSV);
	assert_int_equal(l->report.fault_count, 1);
	assert_int_equal(l->report.fault[0].line, 3);
	assert_string_equal(l->report.fault[0].column, "chip_serial");
	assert_int_equal(count_cards(l), 0);
}

static void
an_equal_row_is_known_and_left_as_the_office_changed_it(void **state)
{
	struct office_list *l = *state;
	struct cell rows[2][4] = {
	    {{NULL, NULL}}, {{"application_id", "13208202600000000000002"},
				{"face_serial", "SAMPLE0000000002"},
				{"chip_serial", "900000000000002"}}};
	struct card_record card;
	struct person p;

	assert_int_equal(import_rows(l, rows, 1, false), KERR_OK);
	get_card(l, "13208202600000000000001", &card, &p);
	store_office_begin(&l->office, l->office.st);
	assert_int_equal(
	    cards_set_place(l->office.st, card.id, "Z-99"), KERR_OK);
	store_office_commit(l->office.st);
	assert_int_equal(import_rows(l, rows, 2, false), KERR_OK);
	assert_int_equal(l->report.known, 1);
	assert_int_equal(l->report.imported, 1);
	assert_int_equal(count_cards(l), 2);
	get_card(l, "13208202600000000000001", &card, &p);
	assert_string_equal(card.place, "Z-99");
}

static void
the_same_number_with_other_content_is_a_fault(void **state)
{
	struct office_list *l = *state;
	struct cell first[1][4] = {{{NULL, NULL}}};
	struct cell other[3][1][4] = {{{{"born", "1994-05-18"}}},
	    {{{"application_id", "13208202600000000000007"}}},
	    {{{"application_id", "13208202600000000000007"},
		{"face_serial", "SAMPLE0000000007"}}}};
	static const char *const column[] = {
	    "application_id", "face_serial", "chip_serial"};

	assert_int_equal(import_rows(l, first, 1, false), KERR_OK);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(import_rows(l, other[i], 1, false), ERR_CSV);
		assert_int_equal(l->report.fault_count, 1);
		assert_string_equal(l->report.fault[0].column, column[i]);
		assert_string_equal(reason_of(&l->report.fault[0]),
		    "this number is in the store with other content");
	}
	assert_int_equal(count_cards(l), 1);
}

/* -- the transaction -- */

static void
a_dry_run_changes_nothing(void **state)
{
	struct office_list *l = *state;
	struct cell rows[1][4] = {{{NULL, NULL}}};
	static const char sum[] =
	    "SELECT (SELECT count(*) FROM card) + (SELECT count(*) FROM "
	    "person) + (SELECT count(*) FROM import_batch) + (SELECT count(*)"
	    " FROM audit)";
	int64_t before = store_office_number(&l->office, sum);

	assert_int_equal(import_rows(l, rows, 1, true), KERR_OK);
	assert_int_equal(l->report.rows, 1);
	assert_int_equal(l->report.imported, 0);
	assert_int_equal(store_office_number(&l->office, sum), before);
	assert_int_equal(import(l, false), KERR_OK);
	assert_int_equal(l->report.imported, 1);
}

static void
an_import_leaves_its_digest_and_one_sound_audit_entry(void **state)
{
	struct office_list *l = *state;
	struct cell rows[1][4] = {{{NULL, NULL}}};
	struct audit_report sound;

	assert_int_equal(import_rows(l, rows, 1, false), KERR_OK);
	assert_int_equal(
	    store_office_number(&l->office,
		"SELECT count(*) FROM import_batch WHERE row_count = 1 AND "
		"length(digest) = 64"),
	    1);
	assert_int_equal(store_office_number(&l->office,
			     "SELECT count(*) FROM audit WHERE verb = "
			     "'arrivals.import'"),
	    1);
	assert_int_equal(
	    audit_verify(l->office.st, AUDIT_ALL, NULL, NULL, &sound), KERR_OK);
	/* again: nothing new, so nothing is noted */
	assert_int_equal(import(l, false), KERR_OK);
	assert_int_equal(store_office_number(
			     &l->office, "SELECT count(*) FROM import_batch"),
	    1);
}

static void
a_fault_of_the_store_in_the_middle_takes_every_row_back(void **state)
{
	struct office_list *l = *state;
	struct cell rows[2][4] = {
	    {{NULL, NULL}}, {{"application_id", "13208202600000000000002"},
				{"face_serial", "SAMPLE0000000002"},
				{"chip_serial", "900000000000002"}}};

	store_office_tamper(&l->office,
	    "CREATE TRIGGER full BEFORE INSERT ON card WHEN NEW.application_id"
	    " = '13208202600000000000002' BEGIN SELECT RAISE(ABORT, 'full');"
	    " END");
	assert_int_not_equal(import_rows(l, rows, 2, false), KERR_OK);
	assert_int_equal(l->report.imported, 0);
	assert_int_equal(count_cards(l), 0);
	assert_int_equal(
	    store_office_number(&l->office, "SELECT count(*) FROM person"), 0);
	assert_false(store_is_writing(l->office.st));
}

static void
more_faults_than_fit_are_counted(void **state)
{
	struct office_list *l = *state;
	char *text = calloc(1, LIST_SIZE);
	struct cell none[1][4] = {{{NULL, NULL}}};
	char *header = make_list(none, 0);
	size_t n;

	assert_non_null(text);
	n = (size_t)snprintf(text, LIST_SIZE, "%s", header);
	for (int i = 0; i < 300; i++)
		n += (size_t)snprintf(text + n, LIST_SIZE - n, "x\n");
	assert_int_equal(import_text(l, text, false), ERR_CSV);
	assert_int_equal(l->report.fault_count, 300);
	assert_int_equal(l->report.fault_kept, ARRIVALS_FAULTS_MOST);
	free(header);
	free(text);
}

static void
count_progress(void *arg, int64_t done, int64_t all)
{
	int64_t *last = arg;

	assert_true(done >= *last && done <= all);
	*last = done;
}

static void
a_long_list_tells_its_progress_and_is_found_again(void **state)
{
	struct office_list *l = *state;
	const bool is_long = getenv("KIOSK_LONG") != NULL;
	const int rows = is_long ? 100000 : 3000;
	FILE *out = fopen(l->path, "we");
	int64_t last = 0;

	assert_non_null(out);
	fprintf(out, "application_id,kind,face_serial,chip_serial,name_roman,"
		     "born,foreign,status,stay_until,address,expiry,"
		     "wants_sign,wants_auth,place\n");
	for (int i = 0; i < rows; i++)
		fprintf(out,
		    "1320820270%013d,first,BULK%012d,8%014d,NGUYEN VAN %c%c,"
		    "1990-01-01,yes,留学,2028-01-01,架空町%d番地,2028-01-01,"
		    "yes,yes,B-%d\n",
		    i, i, i, 'A' + i % 26, 'A' + i / 26 % 26, i, i % 100);
	assert_int_equal(fclose(out), 0);
	assert_int_equal(
	    arrivals_import(l->office.st, &l->clock, l->path, false,
		count_progress, &last, &l->report, &l->failed),
	    KERR_OK);
	assert_int_equal(l->report.imported, rows);
	assert_true(last > 0);
	assert_int_equal(import(l, false), KERR_OK);
	assert_int_equal(l->report.known, rows);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_good_row_becomes_a_person_and_a_noticed_card),
	    TEST(dates_numbers_and_yes_are_read_in_every_usual_form),
	    TEST(a_joined_name_is_parted_into_roman_and_kanji),
	    cmocka_unit_test(the_sample_is_taken_in_from_every_encoding),
	    TEST(
		every_fault_is_named_with_line_and_column_and_nothing_is_written),
	    TEST(a_person_without_any_name_is_a_fault),
	    TEST(columns_that_are_unknown_doubled_or_missing_are_named),
	    TEST(a_row_with_too_few_cells_and_an_open_quote_are_named),
	    TEST(bytes_of_no_encoding_are_refused_as_a_whole),
	    TEST(lines_are_counted_through_a_cell_of_several_lines),
	    TEST(a_number_that_comes_twice_in_the_file_is_a_fault),
	    TEST(an_equal_row_is_known_and_left_as_the_office_changed_it),
	    TEST(the_same_number_with_other_content_is_a_fault),
	    TEST(a_dry_run_changes_nothing),
	    TEST(an_import_leaves_its_digest_and_one_sound_audit_entry),
	    TEST(a_fault_of_the_store_in_the_middle_takes_every_row_back),
	    TEST(more_faults_than_fit_are_counted),
	    TEST(a_long_list_tells_its_progress_and_is_found_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* arrivals_row.h -- one row of a delivery list on its way into the store: the
 * columns, the cells, what belongs together. Private to the arrivals files. */
#ifndef KIOSK_DESK_ARRIVALS_ROW_H
#define KIOSK_DESK_ARRIVALS_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/csv.h"
#include "base/date.h"
#include "desk/arrivals.h"
#include "store/cards.h"
#include "store/people.h"

/* X(column, English heading, Japanese heading) */
#define ARRIVALS_COLUMNS(X) \
	X(COLUMN_APPLICATION, "application_id", "申請書ID") \
	X(COLUMN_APPLIED, "applied_on", "申請日") \
	X(COLUMN_ISSUED, "issued_on", "発行日") \
	X(COLUMN_KIND, "kind", "種別") \
	X(COLUMN_REASON, "reissue_reason", "再交付理由") \
	X(COLUMN_FEE, "fee_due_yen", "手数料") \
	X(COLUMN_FACE, "face_serial", "製造番号") \
	X(COLUMN_CHIP, "chip_serial", "チップ番号") \
	X(COLUMN_NOTICE, "notice_no", "通知書番号") \
	X(COLUMN_NOTICED, "noticed_on", "通知日") \
	X(COLUMN_SECOND, "second_notice_on", "再通知日") \
	X(COLUMN_RESERVED, "reserved_at", "予約日時") \
	X(COLUMN_NAME, "name", "氏名") \
	X(COLUMN_ROMAN, "name_roman", "氏名ローマ字") \
	X(COLUMN_KANJI, "name_kanji", "氏名漢字") \
	X(COLUMN_ALIAS, "name_alias", "通称") \
	X(COLUMN_KANA, "name_kana", "氏名カナ") \
	X(COLUMN_BORN, "born", "生年月日") \
	X(COLUMN_FOREIGN, "foreign", "外国人") \
	X(COLUMN_STATUS, "status", "在留資格") \
	X(COLUMN_STAY, "stay_until", "在留期間満了日") \
	X(COLUMN_ADDRESS, "address", "住所") \
	X(COLUMN_POSTCODE, "postcode", "郵便番号") \
	X(COLUMN_PHONE, "phone", "電話番号") \
	X(COLUMN_HOUSEHOLD, "household", "世帯") \
	X(COLUMN_EXPIRY, "expiry", "有効期限") \
	X(COLUMN_SIGN, "wants_sign", "署名用電子証明書") \
	X(COLUMN_AUTH, "wants_auth", "利用者証明用電子証明書") \
	X(COLUMN_PLACE, "place", "保管場所") \
	X(COLUMN_MUNICIPALITY, "municipality", "市区町村コード")

enum arrivals_column {
#define X(column, english, japanese) column,
	ARRIVALS_COLUMNS(X)
#undef X
	    COLUMN_COUNT
};

#define COLUMN_ABSENT (-1)

/* Where each column stands in this file, from its header row. */
struct arrivals_header {
	int place[COLUMN_COUNT];     /* cell, or COLUMN_ABSENT */
	char said[COLUMN_COUNT][40]; /* as the file calls it */
	size_t cell_count;
};

struct arrivals_row {
	int64_t line;
	struct person person;
	struct card_record card;
};

/* -- arrivals_fault.c: what was found wrong -- */
struct arrivals_judge {
	const char *file; /* name for the sentences */
	struct arrivals_report *report;
};
void arrivals_fault(struct arrivals_judge *j, int64_t line, const char *column,
    const char *reason);
/* A fault of the reader itself (an open quote ...). */
void arrivals_fault_read(struct arrivals_judge *j, const struct failure *f);

/* -- arrivals_header.c -- */
const char *arrivals_heading(enum arrivals_column column); /* English */
/* Read the first row; what is wrong with it becomes faults. */
void arrivals_read_header(struct arrivals_judge *j, const struct csv_row *row,
    struct arrivals_header *out);

/* -- arrivals_cells.c -- */
/* Cells into a row. false: at least one fault was told. */
bool arrivals_read_cells(struct arrivals_judge *j,
    const struct arrivals_header *header, const struct csv_row *cells,
    struct arrivals_row *out);

/* -- arrivals_names.c -- */
/* A reason (catalogue id), or NULL when the cell was taken. */
const char *arrivals_take_name(struct arrivals_row *row, const char *cell);
const char *arrivals_take_roman(struct arrivals_row *row, const char *cell);

/* -- arrivals_judge.c -- */
/* What belongs together in a row. today: in Japan. false: faults were told. */
bool arrivals_judge_row(struct arrivals_judge *j,
    const struct arrivals_header *header, struct arrivals_row *row,
    struct date today);

/* -- arrivals_known.c -- */
enum arrivals_known {
	ARRIVALS_NEW,
	ARRIVALS_KNOWN,	  /* there, and equal */
	ARRIVALS_APPLIED, /* applied for at this office: the card has come */
	ARRIVALS_CONFLICT /* a fault was told */
};
/* How the row stands to the store; *card: which one it is, 0 for a new one.
 * Errors: those of the store. */
enum kerr arrivals_look_up(struct arrivals_judge *j,
    const struct arrivals_header *header, struct store *st,
    const struct arrivals_row *row, enum arrivals_known *out, int64_t *card);

/* -- arrivals_seen.c: numbers that came before in this file -- */
struct arrivals_seen; /* opaque */
struct arrivals_seen *arrivals_seen_new(void);
void arrivals_seen_free(struct arrivals_seen **seen);
enum arrivals_met { ARRIVALS_FIRST, ARRIVALS_AGAIN, ARRIVALS_NO_MEMORY };
/* column tells the numbers of one column from those of another. */
enum arrivals_met arrivals_seen_add(struct arrivals_seen *seen,
    enum arrivals_column column, const char *number);

#endif

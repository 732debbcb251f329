/* register_bench.c -- a large register: taking the delivery list in, the
 * home screen's queue, and finding one card, against a bare SQLite on the same
 * file that asks its index for the same rows, and against reading the list. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/seal.h"
#include "base/text.h"
#include "desk/arrivals.h"
#include "desk/queue.h"
#include "store/search_keys.h"
#include "store/store.h"
#include "store/waiting.h"
#include "support/desk_office.h"
#include "support/measure.h"
#include "support/register.h"

#define FEW	   1000
#define MANY	   100000
#define WARM	   20
#define ROUNDS	   300
#define READS	   10
#define BLOCK	   65536
#define PAGE	   4096
#define QUEUE_MS   20 /* the home screen's queue, with FEW cards waiting */
#define NANO_MILLI 1000000
#define STRIDE	   7127 /* through all people, in no order of theirs */

struct office_at_work {
	struct desk_office office;
	struct seal_keys *keys;
	struct store *st;
	sqlite3 *bare;
	sqlite3_stmt *find, *list;
	int sync;   /* a file to write 4 KiB to */
	int person; /* whom the next search looks for */
	char *(*typed)(char out[REGISTER_NAME_SIZE], int n);
	size_t found; /* rows of the last bare search */
	struct queue_view queue;
	struct waiting_row row[QUEUE_ROWS_MOST];
};

static struct office_at_work work;
static struct arrivals_report report;

/* -- the bare floor -- */

/* What a line of a list shows, and nothing else. */
#define BARE_COLUMNS \
	"SELECT c.id, c.state, c.notice_no, c.place, p.roman, p.kanji," \
	" p.kana, p.born FROM "
#define BARE_JOIN " JOIN person p ON p.id = c.person"

static void
bare_open(struct office_at_work *w)
{
	assert_int_equal(sqlite3_open_v2(w->office.settings[1].store, &w->bare,
			     SQLITE_OPEN_READONLY, NULL),
	    SQLITE_OK);
	assert_int_equal(
	    sqlite3_prepare_v2(w->bare,
		BARE_COLUMNS
		"search_key k JOIN card c ON c.id = k.card" BARE_JOIN
		" WHERE k.key >= ?1 AND k.key < ?2 ORDER BY k.key LIMIT ?3",
		-1, &w->find, NULL),
	    SQLITE_OK);
	assert_int_equal(
	    sqlite3_prepare_v2(w->bare,
		BARE_COLUMNS "card c" BARE_JOIN
			     " WHERE c.waits = 1 ORDER BY c.queue_at, c.id"
			     " LIMIT ?3",
		-1, &w->list, NULL),
	    SQLITE_OK);
}

static void
bare_close(struct office_at_work *w)
{
	sqlite3_finalize(w->find);
	sqlite3_finalize(w->list);
	assert_int_equal(sqlite3_close(w->bare), SQLITE_OK);
}

/* Read every column of at most a page of rows. */
static size_t
bare_rows(sqlite3_stmt *q)
{
	size_t rows = 0, bytes = 0;

	assert_int_equal(sqlite3_bind_int(q, 3, QUEUE_ROWS_MOST), SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(q); i++) {
			(void)sqlite3_column_text(q, i);
			bytes += (size_t)sqlite3_column_bytes(q, i);
		}
		rows++;
	}
	assert_true(rows == 0 || bytes > 0);
	assert_int_equal(sqlite3_reset(q), SQLITE_OK);
	return rows;
}

static int64_t
bare_find(void *arg)
{
	struct office_at_work *w = arg;
	char typed[REGISTER_NAME_SIZE], from[SEARCH_KEY_SIZE];
	char to[SEARCH_KEY_SIZE];
	int64_t start;

	search_keys_fold(from, w->typed(typed, w->person));
	text_range_end(to, sizeof(to), from);
	start = measure_now();
	sqlite3_bind_text(w->find, 1, from, -1, SQLITE_STATIC);
	sqlite3_bind_text(w->find, 2, to, -1, SQLITE_STATIC);
	w->found = bare_rows(w->find);
	start = measure_now() - start;
	assert_true(w->found > 0);
	return start;
}

static int64_t
bare_list(void *arg)
{
	struct office_at_work *w = arg;
	int64_t start = measure_now();

	assert_int_equal(bare_rows(w->list), QUEUE_ROWS_MOST);
	return measure_now() - start;
}

static int64_t
bare_find_and_sync(void *arg)
{
	static const uint8_t page[PAGE] = {1};
	struct office_at_work *w = arg;
	int64_t took = bare_find(w), start = measure_now();

	assert_int_equal(pwrite(w->sync, page, PAGE, 0), PAGE);
	assert_int_equal(fdatasync(w->sync), 0);
	return took + measure_now() - start;
}

/* -- ours: the same person as the bare search before it -- */

static void
next_person(struct office_at_work *w)
{
	w->person = (w->person + STRIDE) % MANY;
}

static int64_t
store_find(void *arg)
{
	struct office_at_work *w = arg;
	char typed[REGISTER_NAME_SIZE];
	size_t count = 0;
	bool more = false;
	int64_t start;

	w->typed(typed, w->person);
	start = measure_now();
	assert_int_equal(waiting_search(w->st, typed, w->row, QUEUE_ROWS_MOST,
			     &count, &more),
	    KERR_OK);
	start = measure_now() - start;
	assert_true(count > 0);
	next_person(w);
	return start;
}

static int64_t
desk_find(void *arg)
{
	struct office_at_work *w = arg;
	char typed[REGISTER_NAME_SIZE];
	struct failure f = {0};
	int64_t start;

	w->typed(typed, w->person);
	start = measure_now();
	assert_int_equal(
	    queue_search(w->office.desk[1], typed, &w->queue, &f), KERR_OK);
	start = measure_now() - start;
	assert_true(w->queue.row_count > 0);
	next_person(w);
	return start;
}

static int64_t
desk_list(void *arg)
{
	struct office_at_work *w = arg;
	struct failure f = {0};
	int64_t start = measure_now();

	assert_int_equal(queue_load(w->office.desk[1], &w->queue, &f), KERR_OK);
	start = measure_now() - start;
	assert_int_equal(w->queue.row_count, QUEUE_ROWS_MOST);
	return start;
}

/* -- taking the list in -- */

static void
path_in(char out[TRAINING_PATH_SIZE * 2], const char *name)
{
	snprintf(
	    out, TRAINING_PATH_SIZE * 2, "%s/%s", work.office.reader.dir, name);
}

static int64_t
read_bare(const char *path)
{
	static char block[BLOCK];
	int64_t start = measure_now();
	int fd = open(path, O_RDONLY | O_CLOEXEC), lines = 0;
	ssize_t n;

	while ((n = read(fd, block, sizeof(block))) > 0)
		for (const char *s = block; s < block + n; s++)
			lines += *s == '\n';
	close(fd);
	assert_true(lines > FEW);
	return measure_now() - start;
}

static int64_t
take_in(struct office_at_work *w, const char *path, int count, bool dry_run)
{
	struct failure f = {0};
	int64_t start = measure_now();

	if (arrivals_import(w->st, &w->office.clock, path, dry_run, NULL, NULL,
		&report, &f) != KERR_OK)
		fail_msg("not taken in: %s, %lld faults", error_name(f.code),
		    (long long)report.fault_count);
	start = measure_now() - start;
	assert_int_equal(report.rows, count);
	assert_int_equal(report.imported, dry_run ? 0 : count);
	return start;
}

static void
compare_import(struct office_at_work *w)
{
	struct measure bare = {.name = "list of 100,000 cards read bare"};
	struct measure judged = {.name = "list judged (dry run)"};
	struct measure taken = {.name = "list judged and taken in"};
	char path[TRAINING_PATH_SIZE * 2];

	path_in(path, "many.csv");
	register_write(path, FEW, MANY);
	for (int i = 0; i < READS; i++)
		measure_add(&bare, read_bare(path));
	measure_add(&judged, take_in(w, path, MANY, true));
	measure_add(&taken, take_in(w, path, MANY, false));
	measure_print_floor(&bare);
	measure_print(&judged, &bare, 0);
	measure_print(&taken, &bare, 0);
	measure_free(&bare);
	measure_free(&judged);
	measure_free(&taken);
}

/* -- the table -- */

static void
compare(const char *bare_name, measure_once *bare, const char *name,
    measure_once *full)
{
	struct measure floor = {.name = bare_name}, ours = {.name = name};

	measure_in_turn(&floor, bare, &ours, full, &work, WARM, ROUNDS);
	measure_print_floor(&floor);
	measure_print(&ours, &floor, 0);
	measure_free(&floor);
	measure_free(&ours);
}

/* This one has a goal in time. */
static void
compare_queue(const char *name)
{
	struct measure floor = {.name = "first 300 rows by their index"};
	struct measure ours = {.name = name};
	double goal;

	measure_in_turn(
	    &floor, bare_list, &ours, desk_list, &work, WARM, ROUNDS);
	goal = (double)QUEUE_MS * NANO_MILLI /
	       (double)measure_quantile(&floor, 50);
	measure_print_floor(&floor);
	measure_print(&ours, &floor, goal);
	measure_free(&floor);
	measure_free(&ours);
}

static void
compare_searches(struct office_at_work *w)
{
	static const struct {
		const char *name;
		char *(*typed)(char out[REGISTER_NAME_SIZE], int n);
	} kinds[] = {
	    {"by the beginning of a name", register_surname},
	    {"by a whole name in kana", register_kana},
	    {"by a notice number", register_notice},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		w->typed = kinds[i].typed;
		compare("indexed lookup", bare_find, kinds[i].name, store_find);
	}
	compare("indexed lookup, 4 KiB written and synced", bare_find_and_sync,
	    "by a notice number at the desk, audited", desk_find);
}

static void
begin(struct office_at_work *w)
{
	char path[TRAINING_PATH_SIZE * 2];
	struct failure f = {0};

	desk_office_begin(&w->office);
	assert_int_equal(
	    seal_keys_open(w->office.settings[1].keys, &w->keys, &f), KERR_OK);
	assert_int_equal(store_open(w->office.settings[1].store, w->keys,
			     STORE_COUNTER_NONE, &w->st, &f),
	    KERR_OK);
	path_in(path, "few.csv");
	register_write(path, 0, FEW);
	(void)take_in(w, path, FEW, false);
	desk_office_open(&w->office, 1, "1001");
	path_in(path, "bare");
	w->sync = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_true(w->sync >= 0);
	bare_open(w);
}

static void
end(struct office_at_work *w)
{
	bare_close(w);
	close(w->sync);
	store_close(&w->st);
	seal_keys_free(&w->keys);
	desk_office_end(&w->office);
}

int
main(int argc, char **argv)
{
	desk_office_main(argc, argv);
	begin(&work);
	measure_table("queue");
	compare_queue("home screen's queue, 1,000 cards wait");
	printf("delivery list\n");
	compare_import(&work);
	printf("in a register of 100,000\n");
	compare_queue("home screen's queue, 101,000 cards wait");
	compare_searches(&work);
	end(&work);
	return 0;
}

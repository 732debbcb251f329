/* durable_step_bench.c -- one desk step, from the call until it is safe on
 * disk (queue, BEGIN IMMEDIATE, rows, audit entry, COMMIT, sync), against a
 * write of 4 KiB and fdatasync in the same folder. Checkpoints happen when the
 * desk is idle, so they are timed apart. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "rules/answers.h"
#include "support/desk_office.h"
#include "support/measure.h"

#define PAGE	   4096
#define PAGES	   1024 /* of the bare file, written beforehand */
#define WARM	   200	/* until the write-ahead log has its size */
#define ROUNDS	   600
#define ROUNDS_OF  20 /* steps of one case; then rest, and a new case */
#define GOAL	   2.0
#define STEP_KINDS (sizeof(steps) / sizeof(steps[0]))

struct desk_at_work {
	struct desk_office office;
	int64_t case_id; /* 0: none is open */
	int bare;
	int bare_page;
	int round;
	struct measure idle;
};

static struct desk_at_work work;

static int64_t
bare_write(void *arg)
{
	static const uint8_t page[PAGE] = {1};
	struct desk_at_work *w = arg;
	int64_t start = measure_now();

	w->bare_page = (w->bare_page + 1) % PAGES;
	assert_int_equal(
	    pwrite(w->bare, page, PAGE, (off_t)w->bare_page * PAGE), PAGE);
	assert_int_equal(fdatasync(w->bare), 0);
	return measure_now() - start;
}

/* Nobody types: leases and the checkpoint. Then the next visitor, so that no
 * case has a longer history than a visit gives it. */
static void
next_visitor(struct desk_at_work *w)
{
	struct failure f = {0};
	int64_t start;

	if (w->round++ % ROUNDS_OF != 0)
		return;
	if (w->case_id != 0)
		assert_int_equal(collection_abandon(
				     w->office.desk[1], w->case_id, "left", &f),
		    KERR_OK);
	start = measure_now();
	desk_idle(w->office.desk[1]);
	measure_add(&w->idle, measure_now() - start);
	w->case_id = desk_office_take(&w->office, 1, OFFICE_TANAKA);
}

static int64_t
keep_ticket(void *arg)
{
	struct desk_at_work *w = arg;
	struct failure f = {0};
	char ticket[8];
	int64_t start;

	next_visitor(w);
	snprintf(ticket, sizeof(ticket), "A%03d", w->round % 1000);
	start = measure_now();
	assert_int_equal(
	    collection_set_ticket(w->office.desk[1], w->case_id, ticket, &f),
	    KERR_OK);
	return measure_now() - start;
}

/* What was typed so far, kept without judging: an answer that changes. */
static int64_t
keep_answer(void *arg)
{
	struct desk_at_work *w = arg;
	struct answers a = {0};
	struct failure f = {0};
	int64_t start;

	next_visitor(w);
	assert_int_equal(
	    answers_set(&a, "who", w->round % 2 == 0 ? "self" : "proxy"),
	    KERR_OK);
	start = measure_now();
	assert_int_equal(
	    collection_keep(w->office.desk[1], w->case_id, STEP_WHO, &a, &f),
	    KERR_OK);
	return measure_now() - start;
}

/* The first step answered: judged, done, PINs planned; then back to it. */
static int64_t
answer_step(void *arg)
{
	struct desk_at_work *w = arg;
	struct collection_view v = {0};
	struct answers a = desk_office_answers(&v, STEP_WHO);
	struct failure f = {0};
	int64_t start, took;

	next_visitor(w);
	start = measure_now();
	assert_int_equal(
	    collection_answer(w->office.desk[1], w->case_id, STEP_WHO, &a, &f),
	    KERR_OK);
	took = measure_now() - start;
	assert_int_equal(
	    collection_back(w->office.desk[1], w->case_id, &f), KERR_OK);
	return took;
}

static const struct {
	const char *name;
	measure_once *take;
} steps[] = {
    {"ticket number kept with a case", keep_ticket},
    {"typed answer kept with a case", keep_answer},
    {"step answered, judged and done", answer_step},
};

static void
open_bare(struct desk_at_work *w)
{
	char path[TRAINING_PATH_SIZE * 2];

	snprintf(path, sizeof(path), "%s/bare", w->office.reader.dir);
	w->bare = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_true(w->bare >= 0);
	for (int i = 0; i < PAGES; i++)
		(void)bare_write(w);
}

static void
compare(struct desk_at_work *w, const char *name, measure_once *take)
{
	struct measure bare = {.name = "write of 4 KiB and fdatasync"};
	struct measure step = {.name = name};

	measure_in_turn(&bare, bare_write, &step, take, w, WARM, ROUNDS);
	measure_print_floor(&bare);
	measure_print(&step, &bare, GOAL);
	measure_free(&bare);
	measure_free(&step);
}

int
main(int argc, char **argv)
{
	desk_office_main(argc, argv);
	desk_office_begin(&work.office);
	desk_office_open(&work.office, 1, "1001");
	open_bare(&work);
	work.idle.name = "idle moment: lease, checkpoint";
	measure_table("durable step");
	for (size_t i = 0; i < STEP_KINDS; i++)
		compare(&work, steps[i].name, steps[i].take);
	measure_print_alone(&work.idle);
	close(work.bare);
	desk_office_end(&work.office);
	measure_free(&work.idle);
	return 0;
}

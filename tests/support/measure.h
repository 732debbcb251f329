/* measure.h -- what benchmarks measure, and the table that says it.
 *
 * A number of ours alone says more about the machine than about us: each one
 * stands beside a bare floor measured in the same run, a sample of one after a
 * sample of the other, so that what else the machine does hits both. Nothing
 * here passes or fails; a ratio over its goal is marked. */
#ifndef TESTS_SUPPORT_MEASURE_H
#define TESTS_SUPPORT_MEASURE_H

#include <stddef.h>
#include <stdint.h>

enum measure_unit { MEASURE_TIME, MEASURE_BYTES };

/* Samples of one thing; zeroed but for its name it is empty. */
struct measure {
	const char *name; /* borrowed, at most 40 columns */
	enum measure_unit unit;
	int64_t *sample; /* nanoseconds or bytes; owned */
	size_t count;
	size_t size;
};

/* Nanoseconds that only go forward. */
int64_t measure_now(void);
void measure_add(struct measure *m, int64_t value);
void measure_free(struct measure *m);
/* The smallest sample that percent of them do not exceed: 0 is the least, 50
 * the median, 100 the largest. 0 when there is none. Sorts. */
int64_t measure_quantile(struct measure *m, int percent);
/* Median of ours against that of the floor; 0 when the floor has none. */
double measure_ratio(struct measure *ours, struct measure *floor);

/*
 * The head of the table, once a run: not when KIOSK_BENCH_CONTINUED says that
 * another program began it. Then what the next rows are about.
 */
void measure_table(const char *title);
void measure_print_floor(struct measure *floor);
/* goal: the ratio wanted at most, 0: none is set. */
void measure_print(struct measure *ours, struct measure *floor, double goal);
/* A number that has no floor. */
void measure_print_alone(struct measure *m);
/* A row that was not measured here, and why. */
void measure_print_skipped(const char *name, const char *reason);

/* Time of one sample; 0 is not taken (a warming-up round). */
typedef int64_t measure_once(void *arg);
/* Rounds of the floor and ours in turn, after warm rounds that do not count. */
void measure_in_turn(struct measure *floor, measure_once *bare,
    struct measure *ours, measure_once *full, void *arg, int warm, int rounds);

#endif

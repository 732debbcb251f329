#include "support/measure.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define NAME_COLUMNS 42
#define CELL_SIZE    24
#define FIRST_SIZE   256

static const int shown[] = {0, 50, 99, 100};
#define SHOWN (sizeof(shown) / sizeof(shown[0]))

int64_t
measure_now(void)
{
	struct timespec t = {0};

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void
measure_add(struct measure *m, int64_t value)
{
	if (m->count == m->size) {
		m->size = m->size == 0 ? FIRST_SIZE : m->size * 2;
		m->sample = realloc(m->sample, m->size * sizeof(*m->sample));
		assert_non_null(m->sample);
	}
	m->sample[m->count++] = value;
}

void
measure_free(struct measure *m)
{
	free(m->sample);
	m->sample = NULL;
	m->count = m->size = 0;
}

static int
compare(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int64_t
measure_quantile(struct measure *m, int percent)
{
	size_t nth = (m->count * (size_t)percent + 99) / 100;

	if (m->count == 0)
		return 0;
	qsort(m->sample, m->count, sizeof(*m->sample), compare);
	return m->sample[nth == 0 ? 0 : nth - 1];
}

double
measure_ratio(struct measure *ours, struct measure *floor)
{
	int64_t least = measure_quantile(floor, 50);

	return least == 0 ? 0
			  : (double)measure_quantile(ours, 50) / (double)least;
}

void
measure_table(const char *title)
{
	if (getenv("KIOSK_BENCH_CONTINUED") == NULL)
		printf("%-*s %5s %9s %9s %9s %9s %6s %5s\n", NAME_COLUMNS,
		    "against a bare floor of the same run", "n", "min",
		    "median", "p99", "max", "ratio", "goal");
	printf("%s\n", title);
	fflush(stdout);
}

/* Three digits that matter, with their unit. */
static const char *
cell(char out[CELL_SIZE], enum measure_unit unit, int64_t value)
{
	if (unit == MEASURE_BYTES)
		snprintf(out, CELL_SIZE, "%lld B", (long long)value);
	else if (value < 100000)
		snprintf(out, CELL_SIZE, "%.1f us", (double)value / 1e3);
	else if (value < 1000000)
		snprintf(out, CELL_SIZE, "%.0f us", (double)value / 1e3);
	else if (value < 1000000000)
		snprintf(out, CELL_SIZE, "%.2f ms", (double)value / 1e6);
	else
		snprintf(out, CELL_SIZE, "%.2f s", (double)value / 1e9);
	return out;
}

static void
print_samples(struct measure *m)
{
	char out[CELL_SIZE];

	printf("  %-*s %5zu", NAME_COLUMNS - 2, m->name, m->count);
	for (size_t i = 0; i < SHOWN; i++)
		printf(
		    " %9s", cell(out, m->unit, measure_quantile(m, shown[i])));
}

void
measure_print_floor(struct measure *floor)
{
	print_samples(floor);
	printf(" %6s\n", "floor");
	fflush(stdout);
}

void
measure_print(struct measure *ours, struct measure *floor, double goal)
{
	double ratio = measure_ratio(ours, floor);

	print_samples(ours);
	printf(" %6.2f", ratio);
	if (goal > 0)
		printf(" %5.2f%s", goal, ratio > goal ? " OVER" : "");
	printf("\n");
	fflush(stdout);
}

void
measure_print_alone(struct measure *m)
{
	print_samples(m);
	printf("\n");
	fflush(stdout);
}

void
measure_print_skipped(const char *name, const char *reason)
{
	printf("  %-*s not measured: %s\n", NAME_COLUMNS - 2, name, reason);
	fflush(stdout);
}

void
measure_in_turn(struct measure *floor, measure_once *bare, struct measure *ours,
    measure_once *full, void *arg, int warm, int rounds)
{
	for (int i = -warm; i < rounds; i++) {
		int64_t low = bare(arg);
		int64_t high = full(arg);

		if (i < 0)
			continue;
		measure_add(floor, low);
		measure_add(ours, high);
	}
}

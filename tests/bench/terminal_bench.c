/* terminal_bench.c -- start to first screen, and key to repaint, of the counter
 * on a pseudo-terminal, against dialog (a bare box on the same library)
 * started the same way. A repaint ends with its last byte. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/measure.h"
#include "support/program.h"
#include "support/pty.h"
#include "support/pty_inside.h"

#define STARTS	    20
#define KEYS	    100 /* there and back: twice as many samples */
#define KEYS_WARM   5
#define QUIET_MS    15 /* after a repaint's last byte */
#define SLOW_MS	    1000
#define GOAL_BYTES  40 /* of a repaint where one field changes */
#define CONFIG_SIZE 128

/* One program, and what its first screen shows at its end. */
struct shown {
	const char *const *argv;
	const char *ready;
	const char *environment[2];
};

/* A key and the one that undoes it. */
struct key_pair {
	const char *name, *bare_name;
	const char *focus; /* keys before the first */
	const char *keys[2];
	double goal;
};

static const struct key_pair pairs[] = {
    {"Tab to the next field", "Tab", "", {"\t", "\033[Z"}, 1.0},
    {"character of a password", "character", "\t", {"a", "\177"}, 1.0},
    {"character of a staff number", "character", "", {"a", "\177"}, 1.0},
};
#define PAIRS (sizeof(pairs) / sizeof(pairs[0]))

static char office[] = "/tmp/kiosk-bench-XXXXXX";
static char config[CONFIG_SIZE];
static const char *const kiosk_argv[] = {
    KIOSK_BUILD "/kiosk", "--config", config, NULL};
static const char *const dialog_argv[] = {
    "/usr/bin/dialog", "--inputbox", "Staff number", "10", "60", NULL};
static const struct shown kiosk = {.argv = kiosk_argv, .ready = "F1 Help"};
static const struct shown bare = {.argv = dialog_argv, .ready = "<Cancel>"};

static void
make_office(void)
{
	const char *const argv[] = {KIOSK_BUILD "/kiosk", "training", "--dir",
	    config, "--clock", "2026-11-24T10:00", "--language", "en", NULL};
	char said[2000];

	assert_non_null(mkdtemp(office));
	snprintf(config, sizeof(config), "%s/office", office);
	if (program_run(argv, NULL, said, sizeof(said)) != 0)
		fail_msg("no training office: %s", said);
	strcat(config, "/kiosk.ini");
}

static void
remove_office(void)
{
	const char *const argv[] = {"rm", "-rf", office, NULL};
	char said[200];

	assert_int_equal(program_run(argv, NULL, said, sizeof(said)), 0);
}

static struct pty *
start(const struct shown *what)
{
	const struct pty_how how = {.argv = what->argv};
	struct pty *p = pty_start(&how);

	pty_expect(p, what->ready);
	return p;
}

/* Let it end by itself, so that it leaves nothing running. */
static void
stop(struct pty **p)
{
	pty_kill(*p, SIGTERM);
	(void)pty_wait(*p);
	pty_free(p);
}

static int64_t
time_start(const struct shown *what)
{
	int64_t from = measure_now(), took;
	struct pty *p = start(what);

	took = measure_now() - from;
	stop(&p);
	return took;
}

static int64_t
start_bare(void *arg)
{
	(void)arg;
	return time_start(&bare);
}

static int64_t
start_kiosk(void *arg)
{
	(void)arg;
	return time_start(&kiosk);
}

static void
compare_starts(void)
{
	struct measure floor = {.name = "dialog"};
	struct measure ours = {.name = "the counter: store, agent, sign-in"};

	measure_in_turn(
	    &floor, start_bare, &ours, start_kiosk, NULL, 1, STARTS);
	measure_table("start to first screen");
	measure_print_floor(&floor);
	measure_print(&ours, &floor, 0);
	measure_free(&floor);
	measure_free(&ours);
}

/* One key: time to the last byte of what it repaints, and how many. */
static void
press(
    struct pty *p, const char *key, struct measure *time, struct measure *bytes)
{
	size_t before = p->bytes_len, seen = before;
	int64_t from = measure_now(), last = from;

	pty_send(p, key, strlen(key));
	while (pty_pump(p, seen == before ? SLOW_MS : QUIET_MS)) {
		if (p->bytes_len != seen)
			last = measure_now();
		seen = p->bytes_len;
	}
	assert_false(p->ended);
	assert_true(seen > before);
	measure_add(time, last - from);
	measure_add(bytes, (int64_t)(seen - before));
}

struct keyboard {
	struct pty *p;
	struct measure time, bytes;
};

static void
keyboard_open(struct keyboard *k, const struct shown *what, const char *focus)
{
	k->p = start(what);
	pty_settle(k->p);
	pty_send(k->p, focus, strlen(focus));
	pty_settle(k->p);
}

static void
keyboard_close(struct keyboard *k)
{
	stop(&k->p);
	measure_free(&k->time);
	measure_free(&k->bytes);
}

static void
compare_keys(const struct key_pair *pair)
{
	char name[80], bare_name[80];
	struct keyboard ours = {0}, floor = {0};

	snprintf(bare_name, sizeof(bare_name), "dialog: %s", pair->bare_name);
	snprintf(name, sizeof(name), "%s", pair->name);
	floor.time.name = bare_name;
	ours.time.name = name;
	ours.bytes.name = floor.bytes.name = "  bytes";
	ours.bytes.unit = floor.bytes.unit = MEASURE_BYTES;
	keyboard_open(&floor, &bare, "");
	keyboard_open(&ours, &kiosk, pair->focus);
	for (int i = -KEYS_WARM; i < KEYS; i++) {
		if (i == 0) {
			measure_free(&floor.time), measure_free(&floor.bytes);
			measure_free(&ours.time), measure_free(&ours.bytes);
		}
		for (int k = 0; k < 2; k++) {
			press(
			    floor.p, pair->keys[k], &floor.time, &floor.bytes);
			press(ours.p, pair->keys[k], &ours.time, &ours.bytes);
		}
	}
	measure_print_floor(&floor.time);
	measure_print_floor(&floor.bytes);
	measure_print(&ours.time, &floor.time, pair->goal);
	measure_print(&ours.bytes, &floor.bytes, 0);
	keyboard_close(&floor);
	keyboard_close(&ours);
}

int
main(void)
{
	make_office();
	compare_starts();
	printf("key to repaint\n");
	for (size_t i = 0; i < PAIRS; i++)
		compare_keys(&pairs[i]);
	remove_office();
	return 0;
}

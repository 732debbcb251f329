/* card_session_bench.c -- a PIN session of five references through the card
 * agent, against the same 32 commands sent bare: over the built-in reader's
 * socket, and over pcscd with libpcsclite alone. Both change the same card, to
 * and fro. The card is the virtual one, so its own time is small and what we
 * add shows; a chip takes milliseconds for each command. As a chip it has a
 * processor of its own where there are two, so that no number says where the
 * scheduler happened to put it beside two programs or beside three. */
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>
#include <winscard.h>

#include "base/clock.h"
#include "base/secret.h"
#include "card/agent.h"
#include "support/agent_driver.h"
#include "support/bare_session.h"
#include "support/measure.h"
#include "support/pcscd.h"
#include "support/program.h"
#include "support/training_reader.h"

#define WARM	     5
#define ROUNDS	     200
#define ROUNDS_PCSC  100
#define GOAL	     1.05
#define MESSAGE_MOST 600

static const struct bare_values values[2] = {
    {TRAINING_SIGN, TRAINING_PIN}, {"NEWPASS2026", "5678"}};

struct two_ways {
	struct training_reader reader;
	struct clock clock;
	struct agent *agent;
	struct secret *value[2][PIN_REF_COUNT]; /* old, new */
	int held; /* which of them the card has now */
	/* the bare one */
	int line;
	struct pcscd pcscd;
	SCARDCONTEXT context;
	SCARDHANDLE card;
};

static struct two_ways both;

/* -- two processors -- */

/* The processors that we were given; what is started from now on keeps to one
 * of them, and so does the card to another. */
static cpu_set_t given;

static void
keep_to_processor(pid_t pid, int nth)
{
	cpu_set_t one;
	size_t cpu = 0;

	if (CPU_COUNT(&given) < 2)
		return;
	CPU_ZERO(&one);
	while (!CPU_ISSET(cpu, &given) || nth-- > 0)
		cpu++;
	CPU_SET(cpu, &one);
	assert_int_equal(sched_setaffinity(pid, sizeof(one), &one), 0);
}

#define CARDS_PROCESSOR 0
#define OUR_PROCESSOR	1

/* -- through the agent -- */

static void
agent_begin(
    struct two_ways *w, enum agent_transport transport, const char *reader)
{
	struct agent_config config = {.transport = transport};
	struct failure f;

	snprintf(config.reader, sizeof(config.reader), "%.127s", reader);
	assert_int_equal(agent_start(&config, &w->clock, &w->agent, &f), 0);
	agent_driver_reader(w->agent, READER_CARD);
}

static int64_t
agent_session(void *arg)
{
	struct two_ways *w = arg;
	int64_t start = measure_now();

	for (int i = 0; i < PIN_REF_COUNT; i++) {
		struct agent_event e;

		assert_int_equal(
		    agent_pin_set(w->agent, TRAINING_SERIAL, (enum pin_ref)i,
			w->value[w->held][i], w->value[1 - w->held][i]),
		    KERR_OK);
		e = agent_driver_end(w->agent, NULL);
		assert_int_equal(e.kind, AGENT_PIN);
		assert_int_equal(e.error, KERR_OK);
		assert_int_equal(e.outcome, PIN_OUTCOME_WRITTEN);
	}
	assert_int_equal(agent_leave(w->agent), KERR_OK);
	assert_int_equal(agent_driver_end(w->agent, NULL).kind, AGENT_LEFT);
	w->held = 1 - w->held;
	return measure_now() - start;
}

/* -- bare, over the built-in reader's socket -- */

static size_t
line_ask(int line, const struct msghdr *question, uint8_t *answer, char wanted)
{
	ssize_t n;

	assert_true(sendmsg(line, question, MSG_NOSIGNAL) > 0);
	do {
		n = recv(line, answer, MESSAGE_MOST, 0);
		assert_true(n > 0);
	} while (answer[0] == 'C' || answer[0] == 'E');
	assert_int_equal(answer[0], wanted);
	return (size_t)n;
}

static void
line_power(int line, char letter, char wanted)
{
	uint8_t answer[MESSAGE_MOST];
	struct iovec part = {.iov_base = &letter, .iov_len = 1};
	const struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1};

	(void)line_ask(line, &m, answer, wanted);
}

static size_t
line_exchange(void *arg, const uint8_t *command, size_t len, uint8_t reply[258])
{
	const struct two_ways *w = arg;
	uint8_t answer[MESSAGE_MOST];
	char letter = 'X';
	struct iovec parts[] = {{.iov_base = &letter, .iov_len = 1},
	    {.iov_base = (void *)(uintptr_t)command, .iov_len = len}};
	const struct msghdr m = {.msg_iov = parts, .msg_iovlen = 2};
	size_t n = line_ask(w->line, &m, answer, 'R') - 1;

	assert_true(n <= 258);
	memcpy(reply, answer + 1, n);
	return n;
}

static int64_t
line_session(void *arg)
{
	struct two_ways *w = arg;
	int64_t start = measure_now();

	line_power(w->line, 'P', 'A');
	bare_session_run(
	    line_exchange, w, &values[w->held], &values[1 - w->held]);
	w->held = 1 - w->held;
	line_power(w->line, 'O', 'D');
	return measure_now() - start;
}

static void
line_open(struct two_ways *w)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};

	strcpy(a.sun_path, w->reader.socket);
	w->line = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	assert_true(w->line >= 0);
	assert_int_equal(
	    connect(w->line, (const struct sockaddr *)&a, sizeof(a)), 0);
}

/* -- bare, with libpcsclite alone -- */

static size_t
pcsc_exchange(void *arg, const uint8_t *command, size_t len, uint8_t reply[258])
{
	const struct two_ways *w = arg;
	DWORD n = 258;

	assert_int_equal(SCardTransmit(w->card, SCARD_PCI_T1, command,
			     (DWORD)len, NULL, reply, &n),
	    SCARD_S_SUCCESS);
	return n;
}

static int64_t
pcsc_session(void *arg)
{
	struct two_ways *w = arg;
	int64_t start = measure_now();
	DWORD protocol = 0;

	assert_int_equal(
	    SCardConnect(w->context, w->pcscd.reader[0], SCARD_SHARE_EXCLUSIVE,
		SCARD_PROTOCOL_T1, &w->card, &protocol),
	    SCARD_S_SUCCESS);
	bare_session_run(
	    pcsc_exchange, w, &values[w->held], &values[1 - w->held]);
	w->held = 1 - w->held;
	assert_int_equal(
	    SCardDisconnect(w->card, SCARD_UNPOWER_CARD), SCARD_S_SUCCESS);
	return measure_now() - start;
}

/* -- side by side -- */

/* In pairs, and who goes first changes: what a session leaves behind (a cache,
 * a busy disk) meets both alike. */
static void
compare(struct two_ways *w, const char *bare_name, measure_once *bare,
    const char *name, int rounds)
{
	struct measure floor = {.name = bare_name}, ours = {.name = name};

	for (int i = -WARM; i < rounds; i++) {
		int64_t high = 0, low = 0;

		if (i % 2 == 0)
			low = bare(w);
		high = agent_session(w);
		if (i % 2 != 0)
			low = bare(w);
		if (i < 0)
			continue;
		measure_add(&floor, low);
		measure_add(&ours, high);
	}
	/* Both sent the same number of commands, and no more. */
	assert_int_equal(training_count(&w->reader),
	    (size_t)(2 * (WARM + rounds)) * BARE_COMMANDS);
	measure_print_floor(&floor);
	measure_print(&ours, &floor, GOAL);
	measure_free(&floor);
	measure_free(&ours);
}

static void
over_the_built_in_reader(struct two_ways *w)
{
	training_serve(&w->reader);
	keep_to_processor(w->reader.server.pid, CARDS_PROCESSOR);
	training_put(&w->reader, "card", NULL);
	line_open(w);
	agent_begin(w, AGENT_TRAINING, w->reader.socket);
	compare(w, "32 commands on the reader's socket", line_session,
	    "five references by the agent", ROUNDS);
	agent_stop(&w->agent);
	close(w->line);
	training_stop(&w->reader);
}

static void
over_pcscd(struct two_ways *w)
{
	char why[200], cards[TRAINING_PATH_SIZE + 10];
	pid_t plug;

	if (!pcscd_begin(&w->pcscd, why, sizeof(why))) {
		measure_print_skipped("the same over pcscd", why);
		return;
	}
	snprintf(cards, sizeof(cards), "%s/cards", w->reader.dir);
	training_put(&w->reader, "card", NULL);
	plug = pcscd_plug(&w->pcscd, 0, w->reader.control, cards);
	keep_to_processor(plug, CARDS_PROCESSOR);
	pcscd_wait_card(&w->pcscd, 0, true);
	assert_int_equal(
	    SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &w->context),
	    SCARD_S_SUCCESS);
	agent_begin(w, AGENT_PCSC, w->pcscd.reader[0]);
	compare(w, "32 commands with libpcsclite", pcsc_session,
	    "five references by the agent, over pcscd", ROUNDS_PCSC);
	agent_stop(&w->agent);
	SCardReleaseContext(w->context);
	program_stop(&plug);
	pcscd_end(&w->pcscd);
}

static struct secret *
value_of(const struct bare_values *v, int ref)
{
	const char *text = ref == PIN_REF_SIGN ? v->sign : v->digits;
	struct secret *s = secret_from_bytes(text, strlen(text));

	assert_non_null(s);
	return s;
}

int
main(int argc, char **argv)
{
	assert_int_equal(secret_init(), KERR_OK);
	agent_driver_main(argc, argv);
	assert_int_equal(sched_getaffinity(0, sizeof(given), &given), 0);
	keep_to_processor(0, OUR_PROCESSOR);
	both.clock = clock_system();
	for (int i = 0; i < PIN_REF_COUNT; i++) {
		both.value[0][i] = value_of(&values[0], i);
		both.value[1][i] = value_of(&values[1], i);
	}
	training_begin(&both.reader);
	training_make(&both.reader, "card", TRAINING_SERIAL, 3);
	measure_table("card session");
	over_the_built_in_reader(&both);
	over_pcscd(&both);
	for (int i = 0; i < PIN_REF_COUNT; i++) {
		secret_free(&both.value[0][i]);
		secret_free(&both.value[1][i]);
	}
	training_end(&both.reader);
	return 0;
}

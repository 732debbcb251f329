#include "support/bare_session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define AID_LEN	  10
#define REPLY_LEN 258

/* individual-number-card 2. */
static const uint8_t jpki[AID_LEN] = {
    0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01};
static const uint8_t text[AID_LEN] = {
    0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08};
static const uint8_t juki[AID_LEN] = {
    0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x01};
static const uint8_t common[AID_LEN] = {
    0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00};

/* individual-number-card 4 and 4.3, in the order of the counter; no select:
 * the application is that of the row before. */
static const struct {
	const uint8_t *select;
	uint8_t ef;
	uint8_t change[4];
} references[] = {
    {jpki, 0x1b, {0x00, 0x24, 0x01, 0x80}},
    {NULL, 0x18, {0x00, 0x24, 0x01, 0x80}},
    {juki, 0x1c, {0x80, 0x32, 0x00, 0x80}},
    {common, 0x1c, {0x80, 0x32, 0x00, 0x80}},
    {text, 0x11, {0x00, 0x24, 0x01, 0x80}},
};
#define REFERENCES (sizeof(references) / sizeof(references[0]))

struct session {
	bare_exchange *exchange;
	void *arg;
	int commands;
};

/* Header and body (none when len is 0); the status word. */
static unsigned
send_command(
    struct session *s, const uint8_t header[4], const void *body, size_t len)
{
	uint8_t command[32], reply[REPLY_LEN];
	size_t n = 4, got;

	memcpy(command, header, 4);
	if (len > 0) {
		command[n++] = (uint8_t)len;
		memcpy(command + n, body, len);
		n += len;
	}
	got = s->exchange(s->arg, command, n, reply);
	assert_true(got >= 2);
	s->commands++;
	return (unsigned)reply[got - 2] << 8 | reply[got - 1];
}

static void
select_application(struct session *s, const uint8_t *aid)
{
	static const uint8_t header[4] = {0x00, 0xa4, 0x04, 0x0c};

	assert_int_equal(send_command(s, header, aid, AID_LEN), 0x9000);
}

static void
read_serial(struct session *s)
{
	static const uint8_t read_record[] = {0x00, 0xb2, 0x01, 0x0c, 0x00};
	uint8_t reply[REPLY_LEN];
	size_t got;

	select_application(s, common);
	got = s->exchange(s->arg, read_record, sizeof(read_record), reply);
	assert_true(got > 2 && reply[got - 2] == 0x90);
	s->commands++;
}

static void
change_one(struct session *s, size_t i, const char *old, const char *new)
{
	static const uint8_t select_ef[4] = {0x00, 0xa4, 0x02, 0x0c};
	static const uint8_t verify[4] = {0x00, 0x20, 0x00, 0x80};
	const uint8_t ef[2] = {0x00, references[i].ef};
	unsigned sw;

	if (references[i].select != NULL)
		select_application(s, references[i].select);
	sw = send_command(s, select_ef, ef, sizeof(ef));
	assert_int_equal(sw, 0x9000);
	sw = send_command(s, verify, NULL, 0); /* the count */
	assert_int_equal(sw & 0xfff0U, 0x63c0);
	sw = send_command(s, verify, old, strlen(old));
	assert_int_equal(sw, 0x9000);
	sw = send_command(s, references[i].change, new, strlen(new));
	assert_int_equal(sw, 0x9000);
	sw = send_command(s, verify, new, strlen(new));
	assert_int_equal(sw, 0x9000);
}

void
bare_session_run(bare_exchange *exchange, void *arg,
    const struct bare_values *old, const struct bare_values *new)
{
	struct session s = {.exchange = exchange, .arg = arg};

	read_serial(&s);
	for (size_t i = 0; i < REFERENCES; i++)
		change_one(&s, i, i == 0 ? old->sign : old->digits,
		    i == 0 ? new->sign : new->digits);
	select_application(&s, jpki); /* leaves nothing verified */
	assert_int_equal(s.commands, BARE_COMMANDS);
}

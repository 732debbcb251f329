/* agent_message.h -- what crosses between the parent and the card agent: two
 * kinds of messages of fixed size over a SOCK_SEQPACKET pair, both ends the
 * same binary. Anything of another size, magic, version or range is refused
 * and ends the agent. */
#ifndef KIOSK_CARD_AGENT_MESSAGE_H
#define KIOSK_CARD_AGENT_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "card/agent.h"
#include "rules/pin.h"

struct secret;

#define AGENT_PIN_MOST 16 /* bytes of the longest PIN */
#define AGENT_ARGUMENT "--card-agent"

/* PROGRESS: the session was lost, and it connects anew for this request. */
#define AGENT_STEP_AGAIN (-1)

enum agent_order_kind {
	AGENT_ORDER_NONE,
	AGENT_ORDER_IDENTIFY,
	AGENT_ORDER_INSPECT,
	AGENT_ORDER_FACE_TRIES,
	AGENT_ORDER_FACE,
	AGENT_ORDER_PIN_SET,
	AGENT_ORDER_PIN_PROVE,
	AGENT_ORDER_PIN_CHANGE,
	AGENT_ORDER_PIN_RESET,
	AGENT_ORDER_LEAVE,
	AGENT_ORDER_COUNT
};

/* Parent to child. The values come last, so that they can be gathered from
 * locked memory when sending and wiped as one piece when taken. */
struct agent_order {
	uint32_t magic;
	uint16_t version;
	uint16_t kind; /* enum agent_order_kind */
	int64_t now;   /* INSPECT: UTC seconds */
	uint32_t ref;  /* enum pin_ref */
	char chip_serial[CHIP_SERIAL_SIZE];
	uint8_t first_len;  /* initial, old, or the value to prove */
	uint8_t second_len; /* chosen */
	uint8_t spend_last; /* 1: the last try may go, twice confirmed */
	uint8_t face_key;   /* FACE: enum face_key */
	uint8_t first[AGENT_PIN_MOST];
	uint8_t second[AGENT_PIN_MOST];
};

/* Child to parent. */
struct agent_report {
	uint32_t magic;
	uint16_t version;
	uint16_t ready; /* 1: the child is locked in and listens; no event */
	uint32_t held;	/* 1: the session with the card goes on */
	uint16_t module_resets; /* with ready: the office's own module can */
	uint16_t module_fault;	/* with ready: enum issuer_fault */
	uint32_t secrets_off;	/* with ready, 1: no memory could be locked */
	struct agent_event event;
};

/* Whether an order of this kind is answered by AGENT_PIN. */
bool agent_order_is_pin(enum agent_order_kind kind);
/* Whether it goes on in the open session; the others begin a new one. */
bool agent_order_goes_on(enum agent_order_kind kind);
/* Whether it may change what the card holds. */
bool agent_order_writes(enum agent_order_kind kind);

/* The head of an order: everything but the values. */
void agent_order_begin(struct agent_order *o, enum agent_order_kind kind);
/*
 * Send; the values are gathered from where they lie, never copied. Either may
 * be NULL. Never waits. Errors: ERR_PIN_FORMAT (a value over AGENT_PIN_MOST
 * bytes), ERR_AGENT_LOST.
 */
enum kerr agent_order_send(int fd, const struct agent_order *head,
    const struct secret *first, const struct secret *second);
/* Waits for an order. Errors: ERR_AGENT_LOST at the end of the channel,
 * ERR_INTERNAL for a message that is not sound. Nothing is left in o then. */
enum kerr agent_order_receive(int fd, struct agent_order *o);

void agent_report_begin(struct agent_report *r);
/* Waits while the parent is slow. false: the parent is gone. */
bool agent_report_send(int fd, const struct agent_report *r);
/* Never waits. KERR_OK: taken; ERR_DEADLINE: none waits now; ERR_AGENT_LOST:
 * the channel ended; ERR_INTERNAL: not sound. */
enum kerr agent_report_receive(int fd, struct agent_report *r);

#endif

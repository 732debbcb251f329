#include <stdlib.h>
#include <string.h>
#include <winscard.h>

#include "card/transport.h"

/* Facts: pcsc-behaviour. Restarted pcscd: an old context answers NO_SERVICE
 * for ever, so it is released and made anew. Success with 0 bytes goes up as
 * it is; apdu.c knows it for a lost reply. */

#define READERS_MOST	16 /* as many as pcscd serves */
#define READERS_SIZE	(READERS_MOST * READER_NAME_SIZE)
#define EVENTS_OF_STATE 0xffff0000U /* pcscd counts insertions there */

struct pcsc {
	char wanted[READER_NAME_SIZE]; /* name or its beginning; "" any */
	SCARDCONTEXT context;
	bool has_context;
	SCARDHANDLE card;
	bool connected;
	char reader[READER_NAME_SIZE]; /* of the connection */
	DWORD events;		       /* of that reader when connected */
	DWORD protocol;
};

/* One look at all readers that are meant. */
struct survey {
	char names[READERS_SIZE];
	SCARD_READERSTATE state[READERS_MOST];
	size_t count;
};

static const struct {
	LONG said;
	enum kerr error;
} pcsc_errors[] = {
    {SCARD_S_SUCCESS, KERR_OK},
    {SCARD_E_NO_SERVICE, ERR_PCSC_ABSENT},
    {SCARD_E_SERVICE_STOPPED, ERR_PCSC_ABSENT},
    {SCARD_E_INVALID_HANDLE, ERR_PCSC_ABSENT},
    {SCARD_F_COMM_ERROR, ERR_PCSC_ABSENT},
    {SCARD_F_INTERNAL_ERROR, ERR_PCSC_ABSENT},
    {SCARD_E_NO_READERS_AVAILABLE, ERR_READER_ABSENT},
    {SCARD_E_UNKNOWN_READER, ERR_READER_LOST},
    {SCARD_E_READER_UNAVAILABLE, ERR_READER_LOST},
    {SCARD_E_SHARING_VIOLATION, ERR_READER_BUSY},
    {SCARD_E_NO_SMARTCARD, ERR_CARD_ABSENT},
    {SCARD_W_REMOVED_CARD, ERR_CARD_REMOVED},
    {SCARD_W_RESET_CARD, ERR_CARD_REMOVED},
    {SCARD_W_UNPOWERED_CARD, ERR_CARD_MUTE},
    {SCARD_W_UNRESPONSIVE_CARD, ERR_CARD_MUTE},
    {SCARD_W_UNSUPPORTED_CARD, ERR_CARD_MUTE},
    {SCARD_E_PROTO_MISMATCH, ERR_CARD_MUTE},
    {SCARD_E_NOT_READY, ERR_CARD_MUTE},
    {SCARD_E_NOT_TRANSACTED, ERR_CARD_REMOVED},
    {SCARD_E_COMM_DATA_LOST, ERR_CARD_REMOVED},
    /* more than a short command can be answered with */
    {SCARD_E_INSUFFICIENT_BUFFER, ERR_CARD_REPLY},
    {SCARD_E_NO_MEMORY, ERR_MEMORY},
};

static enum kerr
pcsc_error(LONG said)
{
	size_t i;

	for (i = 0; i < sizeof(pcsc_errors) / sizeof(pcsc_errors[0]); i++)
		if (pcsc_errors[i].said == said)
			return pcsc_errors[i].error;
	return ERR_READER_LOST;
}

static void
drop_context(struct pcsc *p)
{
	if (p->has_context)
		(void)SCardReleaseContext(p->context);
	p->has_context = false;
	p->connected = false;
}

/* The error of a call; a context that serves no more is released. */
static enum kerr
pcsc_checked(struct pcsc *p, LONG said)
{
	enum kerr e = pcsc_error(said);

	if (e == ERR_PCSC_ABSENT)
		drop_context(p);
	return e;
}

static enum kerr
need_context(struct pcsc *p)
{
	LONG said;

	if (p->has_context)
		return KERR_OK;
	said =
	    SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &p->context);
	p->has_context = said == SCARD_S_SUCCESS;
	return p->has_context ? KERR_OK : ERR_PCSC_ABSENT;
}

/* Keep the readers that are meant: one of exactly the wanted name alone, else
 * all whose name begins with it. */
static void
choose_readers(const struct pcsc *p, struct survey *s)
{
	size_t wanted_len = strlen(p->wanted);
	const char *name;

	s->count = 0;
	for (name = s->names; *name != '\0' && s->count < READERS_MOST;
	     name += strlen(name) + 1) {
		if (strncmp(name, p->wanted, wanted_len) != 0)
			continue;
		if (wanted_len > 0 && name[wanted_len] == '\0')
			s->count = 0;
		s->state[s->count++].szReader = name;
		if (wanted_len > 0 && name[wanted_len] == '\0')
			return;
	}
}

static enum kerr
list_readers(struct pcsc *p, struct survey *s)
{
	DWORD len = sizeof(s->names) - 1;
	enum kerr e;

	memset(s, 0, sizeof(*s));
	if ((e = need_context(p)) != KERR_OK)
		return e;
	e = pcsc_checked(p, SCardListReaders(p->context, NULL, s->names, &len));
	if (e != KERR_OK)
		return e;
	choose_readers(p, s);
	return s->count == 0 ? ERR_READER_ABSENT : KERR_OK;
}

/* Who is there now; waits for nothing. */
static enum kerr
survey_readers(struct pcsc *p, struct survey *s)
{
	enum kerr e = list_readers(p, s);
	LONG said;

	if (e != KERR_OK)
		return e;
	said = SCardGetStatusChange(p->context, 0, s->state, (DWORD)s->count);
	return said == SCARD_E_TIMEOUT ? KERR_OK : pcsc_checked(p, said);
}

static bool
has_card(const SCARD_READERSTATE *r)
{
	return (r->dwEventState & SCARD_STATE_PRESENT) != 0;
}

static DWORD
events_of(const SCARD_READERSTATE *r)
{
	return r->dwEventState & EVENTS_OF_STATE;
}

static bool
is_taken(const SCARD_READERSTATE *r)
{
	return (r->dwEventState &
		   (SCARD_STATE_EXCLUSIVE | SCARD_STATE_INUSE)) != 0;
}

/* The one reader that is meant, or READER_MANY. */
static enum reader_state
judge_survey(const struct survey *s, const SCARD_READERSTATE **one)
{
	size_t i, cards = 0;

	*one = &s->state[0];
	for (i = 0; i < s->count; i++) {
		if (!has_card(&s->state[i]))
			continue;
		*one = &s->state[i];
		cards++;
	}
	if (cards == 0)
		return READER_EMPTY;
	if (cards > 1)
		return READER_MANY;
	return is_taken(*one) ? READER_BUSY : READER_CARD;
}

static enum reader_state
state_of_error(enum kerr e)
{
	return e == ERR_PCSC_ABSENT ? READER_NO_SERVICE : READER_NONE;
}

/* Whether our connection still holds, by what pcscd says of its reader: one
 * question instead of those about all readers. */
static bool
still_connected(struct pcsc *p)
{
	SCARD_READERSTATE r = {.szReader = p->reader};
	LONG said;

	if (!p->connected)
		return false;
	said = SCardGetStatusChange(p->context, 0, &r, 1);
	if (said != SCARD_E_TIMEOUT && pcsc_checked(p, said) != KERR_OK)
		return false;
	return has_card(&r) && events_of(&r) == p->events;
}

static void
pcsc_watch(void *self, struct transport_view *out)
{
	struct pcsc *p = self;
	const SCARD_READERSTATE *one = NULL;
	struct survey s;
	enum kerr e;

	out->connected = still_connected(p);
	if (out->connected) {
		out->state = READER_CARD;
		out->placing = (uint32_t)p->events;
		memcpy(out->reader, p->reader, sizeof(out->reader));
		return;
	}
	if ((e = survey_readers(p, &s)) != KERR_OK) {
		out->state = state_of_error(e);
		return;
	}
	out->state = judge_survey(&s, &one);
	out->placing = (uint32_t)events_of(one);
	if (strlen(one->szReader) < sizeof(out->reader))
		strcpy(out->reader, one->szReader);
}

static int
pcsc_fd(void *self)
{
	(void)self;
	return -1;
}

static enum kerr
error_of_state(enum reader_state state)
{
	static const enum kerr errors[READER_STATE_COUNT] = {
	    [READER_EMPTY] = ERR_CARD_ABSENT,
	    [READER_MANY] = ERR_READER_MANY,
	    [READER_BUSY] = ERR_READER_BUSY,
	    [READER_CARD] = KERR_OK,
	};

	return errors[state];
}

static enum kerr
pcsc_disconnect(void *self)
{
	struct pcsc *p = self;
	LONG said;

	if (!p->connected)
		return KERR_OK;
	said = SCardDisconnect(p->card, SCARD_UNPOWER_CARD);
	p->connected = false;
	/* A card that is gone has no power either. */
	if (said == SCARD_W_REMOVED_CARD || said == SCARD_E_NO_SMARTCARD ||
	    said == SCARD_E_INVALID_HANDLE)
		return KERR_OK;
	return pcsc_checked(p, said);
}

static enum kerr
pcsc_connect(void *self)
{
	struct pcsc *p = self;
	const SCARD_READERSTATE *one = NULL;
	struct survey s;
	enum kerr e;

	(void)pcsc_disconnect(p);
	if ((e = survey_readers(p, &s)) != KERR_OK)
		return e;
	/* A taken card is not even tried: another program's transaction
	 * would make SCardConnect wait without limit. */
	if ((e = error_of_state(judge_survey(&s, &one))) != KERR_OK)
		return e;
	if (strlen(one->szReader) >= sizeof(p->reader))
		return ERR_READER_ABSENT;
	strcpy(p->reader, one->szReader);
	p->events = events_of(one);
	e = pcsc_checked(p,
	    SCardConnect(p->context, p->reader, SCARD_SHARE_EXCLUSIVE,
		SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &p->card, &p->protocol));
	p->connected = e == KERR_OK;
	return e;
}

static enum kerr
pcsc_transmit(void *self, const uint8_t *command, size_t command_len,
    uint8_t *reply, size_t reply_size, size_t *reply_len)
{
	struct pcsc *p = self;
	const SCARD_IO_REQUEST *pci =
	    p->protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
	DWORD n = (DWORD)reply_size;
	enum kerr e;

	if (!p->connected)
		return ERR_CARD_REMOVED;
	e = pcsc_checked(p, SCardTransmit(p->card, pci, command,
				(DWORD)command_len, NULL, reply, &n));
	*reply_len = e == KERR_OK ? (size_t)n : 0;
	return e;
}

static void
pcsc_close(void *self)
{
	drop_context(self);
	free(self);
}

static const struct transport_methods pcsc_methods = {
    .watch = pcsc_watch,
    .fd = pcsc_fd,
    .connect = pcsc_connect,
    .transmit = pcsc_transmit,
    .disconnect = pcsc_disconnect,
    .close = pcsc_close,
};

enum kerr
transport_pcsc_open(const char *reader, struct transport **out)
{
	struct pcsc *p;

	*out = NULL;
	if (strlen(reader) >= sizeof(p->wanted))
		return ERR_TOO_LONG;
	if ((p = calloc(1, sizeof(*p))) == NULL)
		return ERR_MEMORY;
	strcpy(p->wanted, reader);
	return transport_new(&pcsc_methods, p, out);
}

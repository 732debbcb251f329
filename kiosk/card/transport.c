#include "card/transport.h"

#include <stdlib.h>
#include <string.h>

typedef enum kerr transport_maker(const char *reader, struct transport **out);

static transport_maker *const makers[] = {
    [AGENT_PCSC] = transport_pcsc_open,
    [AGENT_TRAINING] = transport_training_open,
};

enum kerr
transport_open(
    enum agent_transport kind, const char *reader, struct transport **out)
{
	*out = NULL;
	if ((size_t)kind >= sizeof(makers) / sizeof(makers[0]))
		return ERR_INTERNAL;
	if (strlen(reader) >= READER_NAME_SIZE)
		return ERR_TOO_LONG;
	return makers[kind](reader, out);
}

enum kerr
transport_new(
    const struct transport_methods *methods, void *self, struct transport **out)
{
	struct transport *t = calloc(1, sizeof(*t));

	*out = t;
	if (t == NULL) {
		methods->close(self);
		return ERR_MEMORY;
	}
	t->methods = methods;
	t->self = self;
	return KERR_OK;
}

void
transport_close(struct transport **t)
{
	if (t == NULL || *t == NULL)
		return;
	(void)(*t)->methods->disconnect((*t)->self);
	(*t)->methods->close((*t)->self);
	free(*t);
	*t = NULL;
}

void
transport_watch(const struct transport *t, struct transport_view *out)
{
	memset(out, 0, sizeof(*out));
	t->methods->watch(t->self, out);
}

int
transport_fd(const struct transport *t)
{
	return t->methods->fd(t->self);
}

enum kerr
transport_connect(const struct transport *t)
{
	return t->methods->connect(t->self);
}

enum kerr
transport_transmit(const struct transport *t, const uint8_t *command,
    size_t command_len, uint8_t *reply, size_t reply_size, size_t *reply_len)
{
	*reply_len = 0;
	return t->methods->transmit(
	    t->self, command, command_len, reply, reply_size, reply_len);
}

enum kerr
transport_disconnect(const struct transport *t)
{
	return t->methods->disconnect(t->self);
}

/* virtual_main.c -- virtual-card: Individual Number Cards for training and
 * tests. A program of its own: it shares no code with the reader side. */
#include "card/virtual_slot.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define DESCRIPTION_MOST 16384

static const char usage[] =
    "virtual-card --serve SOCKET --control FILE --cards DIR\n"
    "    the built-in reader of a training office\n"
    "virtual-card --vpcd HOST:PORT --card FILE [--trace FILE]\n"
    "virtual-card --vpcd HOST:PORT --control FILE --cards DIR\n"
    "    a card in a reader of pcscd (driver vpcd)\n"
    "virtual-card --make FILE < DESCRIPTION.json\n"
    "    a new card\n"
    "virtual-card --authorities DIR --cards DIR\n"
    "    the certificates of the cards' authorities, for an office to install\n"
    "--channel-fd N: end when that descriptor closes (--make: read from it)\n"
    "Exit: 0 done, 1 no, 2 wrong usage, 3 something outside failed.\n";

struct options {
	const char *serve, *control, *cards, *vpcd, *card, *trace, *make;
	const char *authorities, *channel;
	bool help;
};

enum {
	SERVE = 256,
	CONTROL,
	CARDS,
	VPCD,
	CARD,
	TRACE,
	MAKE,
	AUTHORITIES,
	CHANNEL
};

static bool
take_options(int argc, char **argv, struct options *o)
{
	static const struct option known[] = {
	    {"serve", required_argument, NULL, SERVE},
	    {"control", required_argument, NULL, CONTROL},
	    {"cards", required_argument, NULL, CARDS},
	    {"vpcd", required_argument, NULL, VPCD},
	    {"card", required_argument, NULL, CARD},
	    {"trace", required_argument, NULL, TRACE},
	    {"make", required_argument, NULL, MAKE},
	    {"authorities", required_argument, NULL, AUTHORITIES},
	    {"channel-fd", required_argument, NULL, CHANNEL},
	    {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
	const char **const place[] = {&o->serve, &o->control, &o->cards,
	    &o->vpcd, &o->card, &o->trace, &o->make, &o->authorities,
	    &o->channel};
	int which = 0;

	while ((which = getopt_long(argc, argv, "h", known, NULL)) != -1) {
		if (which == 'h')
			o->help = true;
		else if (which >= SERVE && which <= CHANNEL)
			*place[which - SERVE] = optarg;
		else
			return false;
	}
	return optind == argc;
}

/* Which of the ways was meant; false when the options do not fit. */
static bool
is_sensible(const struct options *o)
{
	bool on_control = o->control != NULL && o->cards != NULL;

	if (o->make != NULL || o->authorities != NULL)
		return o->serve == NULL && o->vpcd == NULL &&
		       (o->make == NULL || o->authorities == NULL) &&
		       (o->make != NULL || o->cards != NULL);
	if (o->serve != NULL)
		return o->vpcd == NULL && on_control && o->card == NULL;
	if (o->vpcd == NULL || strrchr(o->vpcd, ':') == NULL)
		return false;
	return on_control != (o->card != NULL);
}

/* The description comes on standard input, or as one message on the parent's
 * channel: a parent gives its children no standard input. */
static enum vresult
make_card(const struct options *o)
{
	char text[DESCRIPTION_MOST];
	FILE *in = stdin;
	ssize_t n = 0;
	enum vresult result = V_OUTSIDE;

	if (o->channel == NULL)
		return vcard_make(stdin, o->make);
	n = read(atoi(o->channel), text, sizeof(text));
	if (n <= 0 || (in = fmemopen(text, (size_t)n, "r")) == NULL)
		return vsay(V_USAGE, "there is no description");
	result = vcard_make(in, o->make);
	fclose(in);
	explicit_bzero(text, sizeof(text));
	return result;
}

static enum vresult
run_slot(const struct options *o)
{
	struct vlife life = {0};
	struct vslot slot = {.life = &life,
	    .control_path = o->control,
	    .cards = o->cards,
	    .card_path = o->card,
	    .lock_fd = -1};
	int channel = o->channel != NULL ? atoi(o->channel) : -1;
	enum vresult result = V_OK;

	if (o->trace != NULL && strlen(o->trace) < sizeof(slot.control.trace))
		strcpy(slot.control.trace, o->trace);
	if ((result = vlife_begin(&life, channel)) != V_OK)
		return result;
	result = o->serve != NULL ? vreader_serve(&slot, &life, o->serve)
				  : vpcd_serve(&slot, &life, o->vpcd);
	vslot_close(&slot);
	close(life.signal_fd);
	return result;
}

int
main(int argc, char **argv)
{
	static const struct rlimit no_core = {0, 0};
	struct options o = {0};

	umask(077);
	(void)setrlimit(RLIMIT_CORE, &no_core); /* PINs pass through here */
	if (!take_options(argc, argv, &o) || (!o.help && !is_sensible(&o))) {
		fputs(usage, stderr);
		return V_USAGE;
	}
	if (o.help) {
		fputs(usage, stdout);
		return V_OK;
	}
	if (o.authorities != NULL)
		return (int)vauthority_publish(o.cards, o.authorities);
	return o.make != NULL ? (int)make_card(&o) : (int)run_slot(&o);
}

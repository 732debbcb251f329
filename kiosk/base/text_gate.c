/* text_gate.c -- the output gate (base/text.h). Works a character with what
 * joins it at a time, so that it needs no memory of its own and a text of any
 * length passes. What it lets through passes again unchanged: after a shown
 * number a mark is shown too, since it would join the ">". */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/text_build.h"
#include "base/text_normal.h"

/* A terminal cell of curses holds a character and four marks. */
#define MARKS_MOST   4
#define JOINING_MOST 16
#define SHOWN_SIZE   12
#define CLUSTER_SIZE 512

struct gate {
	struct text_build *b;
	size_t marks;	  /* since the last base */
	bool takes_marks; /* the last thing written was a base */
};

/* One point as its number: two digits for ASCII and for bytes of no
 * character, four or more for the rest. */
static void
show_point(struct gate *g, struct text_build *cluster, uint32_t point)
{
	char shown[SHOWN_SIZE];
	int n = snprintf(shown, sizeof(shown),
	    point < 0x80 ? "<%02X>" : "<%04X>", (unsigned)point);

	text_build_add(cluster, shown, (size_t)n);
	g->takes_marks = false;
}

static void
pass_point(struct gate *g, struct text_build *cluster, uint32_t point)
{
	if (text_is_mark(point)) {
		if (!g->takes_marks || ++g->marks > MARKS_MOST ||
		    text_is_obeyed(point)) {
			show_point(g, cluster, point);
			return;
		}
	} else if (text_is_obeyed(point)) {
		show_point(g, cluster, point);
		return;
	} else {
		g->marks = 0;
		g->takes_marks = true;
	}
	text_build_point(cluster, point);
}

/* A character and what joined it, whole or not at all. */
static void
pass_cluster(struct gate *g, uint32_t *points, size_t count)
{
	char bytes[CLUSTER_SIZE];
	struct text_build cluster = text_build_in(bytes, sizeof(bytes));

	count = text_normalise(points, count, TEXT_NFC);
	for (size_t i = 0; i < count; i++)
		pass_point(g, &cluster, points[i]);
	text_build_add(g->b, bytes, cluster.len);
}

static void
pass_byte(struct gate *g, unsigned char byte)
{
	char shown[SHOWN_SIZE];
	int n = snprintf(shown, sizeof(shown), "<%02X>", (unsigned)byte);

	text_build_add(g->b, shown, (size_t)n);
	g->takes_marks = false;
}

/* The points of the next character at *s and what joins it. */
static size_t
take_points(const char **s, uint32_t points[JOINING_MOST])
{
	const char *next = *s;
	bool malformed;
	size_t count = 0;
	uint32_t point;

	while (*next != '\0' && count < JOINING_MOST) {
		point = text_decode(&next, &malformed);
		if (malformed || (count > 0 && !text_is_joining(point)))
			break;
		points[count++] = point;
		*s = next;
	}
	return count;
}

static bool
is_plain(char c)
{
	return c >= ' ' && c <= '~';
}

/* For speed: printable ASCII passes as it is where nothing can join it, which
 * no ASCII does. Nearly all of a screen is this. */
static size_t
pass_plain(struct gate *g, const char *s)
{
	size_t room = g->b->out_size - g->b->len - 1, len = 0;

	while (is_plain(s[len]) && (unsigned char)s[len + 1] < 0x80)
		len++;
	if (len == 0)
		return 0;
	text_build_add(g->b, s, len < room ? len : room);
	g->b->full = len > room;
	g->marks = 0;
	g->takes_marks = true;
	return len;
}

char *
text_gate(char *out, size_t out_size, const char *s)
{
	uint32_t points[JOINING_MOST * TEXT_EXPANDS_MOST];
	struct text_build b = text_build_in(out, out_size);
	struct gate g = {&b, 0, false};
	size_t count;

	while (!b.full && *s != '\0') {
		s += pass_plain(&g, s);
		if (b.full || *s == '\0')
			break;
		count = take_points(&s, points);
		if (count > 0)
			pass_cluster(&g, points, count);
		else
			pass_byte(&g, (unsigned char)*s++);
	}
	return out;
}

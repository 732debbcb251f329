/* virtual_photo.c -- the photo of a virtual card: a simple drawn face of
 * nobody, in grey, as JPEG 2000 like that of a real card (individual-number-
 * card 7). Who is drawn follows from the card's name and serial, so that two
 * cards differ and one card never changes. */
#include "card/virtual_files.h"

#include <stdlib.h>
#include <string.h>

#include <openjpeg.h>

#define WIDTH  120
#define HEIGHT 150
#define RATE   5 /* times smaller than its pixels: some kB, as on a card */
#define MEMORY (64 * 1024)
#define PAPER  225
#define INK    40

struct features {
	int skin, hair;		 /* shades of grey */
	int width, height;	 /* half axes of the head */
	int fringe, eyes, mouth; /* rows and sizes */
	bool glasses, long_hair;
};

/* FNV-1a: any spread will do. */
static uint32_t
spread(const char *text, uint32_t seed)
{
	for (; *text != '\0'; text++)
		seed = (seed ^ (uint8_t)*text) * 16777619U;
	return seed;
}

static void
choose(const struct vcard *card, struct features *f)
{
	uint32_t n = spread(card->chip_serial, spread(card->name, 2166136261U));

	f->skin = 165 + (int)(n % 40);
	f->hair = 20 + (int)((n >> 6) % 80);
	f->width = 30 + (int)((n >> 12) % 9);
	f->height = 40 + (int)((n >> 16) % 8);
	f->fringe = 8 + (int)((n >> 19) % 14);
	f->eyes = 3 + (int)((n >> 23) % 3);
	f->mouth = 8 + (int)((n >> 25) % 8);
	f->glasses = (n >> 28 & 1) != 0;
	f->long_hair = (n >> 29 & 1) != 0;
}

static bool
in_ellipse(int x, int y, int a, int b)
{
	return x * x * b * b + y * y * a * a <= a * a * b * b;
}

/* The shade at a point, seen from the middle of the head. */
static int
shade(const struct features *f, int x, int y)
{
	int side = x < 0 ? -x : x;

	if (in_ellipse(side - 14, y + 4, f->eyes, f->eyes - 1) ||
	    (in_ellipse(x, y - 24, f->mouth, 4) && y > 24) ||
	    (side < 3 && y > 8 && y < 13))
		return INK;
	if (f->glasses && in_ellipse(side - 14, y + 4, 11, 9) &&
	    !in_ellipse(side - 14, y + 4, 9, 7))
		return INK;
	if (in_ellipse(x, y, f->width, f->height))
		return y < f->fringe - f->height ? f->hair : f->skin;
	if (in_ellipse(x, y + 6, f->width + 5, f->height + 6) &&
	    (y < 0 || f->long_hair))
		return f->hair;
	if (in_ellipse(x, y - 85, 56, 38))
		return 95; /* shoulders */
	return side < 11 && y > 0 && y < 60 ? f->skin - 15 : PAPER;
}

static opj_image_t *
draw(const struct vcard *card)
{
	opj_image_cmptparm_t grey = {
	    .dx = 1, .dy = 1, .w = WIDTH, .h = HEIGHT, .prec = 8, .bpp = 8};
	opj_image_t *image = opj_image_create(1, &grey, OPJ_CLRSPC_GRAY);
	struct features f;

	if (image == NULL)
		return NULL;
	image->x1 = WIDTH;
	image->y1 = HEIGHT;
	choose(card, &f);
	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++)
			image->comps[0].data[y * WIDTH + x] =
			    shade(&f, x - WIDTH / 2, y - 66);
	return image;
}

/* The encoder writes, skips and seeks in a piece of memory. */
struct memory {
	uint8_t bytes[MEMORY];
	size_t at, len;
};

static OPJ_SIZE_T
memory_write(void *from, OPJ_SIZE_T n, void *arg)
{
	struct memory *m = arg;

	if (n > MEMORY - m->at)
		return (OPJ_SIZE_T)-1;
	memcpy(m->bytes + m->at, from, n);
	m->at += n;
	if (m->at > m->len)
		m->len = m->at;
	return n;
}

static OPJ_BOOL
memory_seek(OPJ_OFF_T to, void *arg)
{
	struct memory *m = arg;

	if (to < 0 || to > MEMORY)
		return OPJ_FALSE;
	m->at = (size_t)to;
	return OPJ_TRUE;
}

static OPJ_OFF_T
memory_skip(OPJ_OFF_T n, void *arg)
{
	struct memory *m = arg;

	return memory_seek((OPJ_OFF_T)m->at + n, m) ? n : -1;
}

static bool
encode(opj_image_t *image, struct memory *m)
{
	opj_cparameters_t how;
	opj_codec_t *codec = opj_create_compress(OPJ_CODEC_JP2);
	opj_stream_t *stream = opj_stream_default_create(OPJ_FALSE);
	bool done = false;

	opj_set_default_encoder_parameters(&how);
	how.tcp_numlayers = 1;
	how.tcp_rates[0] = RATE;
	how.cp_disto_alloc = 1;
	if (codec == NULL || stream == NULL ||
	    !opj_setup_encoder(codec, &how, image))
		goto out;
	opj_stream_set_user_data(stream, m, NULL);
	opj_stream_set_write_function(stream, memory_write);
	opj_stream_set_seek_function(stream, memory_seek);
	opj_stream_set_skip_function(stream, memory_skip);
	done = opj_start_compress(codec, image, stream) &&
	       opj_encode(codec, stream) && opj_end_compress(codec, stream);
out:
	opj_stream_destroy(stream);
	opj_destroy_codec(codec);
	return done;
}

bool
vphoto_put(const struct vcard *card, struct vbytes *out)
{
	opj_image_t *image = draw(card);
	struct memory *m = calloc(1, sizeof(*m));
	bool done = image != NULL && m != NULL && encode(image, m);

	if (done)
		vbytes_put(out, m->bytes, m->len);
	free(m);
	opj_image_destroy(image);
	return done && !out->failed;
}

/* picture.c -- see card/picture.h. */
#include "card/picture.h"

#include <stdbool.h>
#include <string.h>

#include <openjpeg.h>
#include <png.h>

#include "base/secret.h"

#define SIDE_MOST  4096
#define TILES_MOST 64
#define PREC_MOST  16

static bool
fits(unsigned long width, unsigned long height, size_t pixels_most)
{
	return width > 0 && height > 0 && width <= SIDE_MOST &&
	       height <= SIDE_MOST && width * height <= pixels_most;
}

/* -- PNG -- */

static bool
decode_png(const uint8_t *bytes, size_t len, size_t pixels_most,
    uint8_t *pixels, size_t size, struct picture *out)
{
	png_image image;
	bool done = false;

	memset(&image, 0, sizeof(image));
	image.version = PNG_IMAGE_VERSION;
	if (png_image_begin_read_from_memory(&image, bytes, len) == 0)
		return false;
	/* The size is judged before a single row is unpacked. */
	if (fits(image.width, image.height, pixels_most) &&
	    (size_t)image.width * image.height <= size) {
		image.format = PNG_FORMAT_GRAY;
		out->width = (int)image.width;
		out->height = (int)image.height;
		out->channels = 1;
		/* What is transparent lies on white. */
		memset(pixels, 0xff, (size_t)image.width * image.height);
		done = png_image_finish_read(
			   &image, NULL, pixels, out->width, NULL) != 0;
	}
	png_image_free(&image);
	return done;
}

/* -- JPEG 2000 -- */

struct memory {
	const uint8_t *bytes;
	size_t len, at;
};

static OPJ_SIZE_T
memory_read(void *to, OPJ_SIZE_T n, void *arg)
{
	struct memory *m = arg;

	if (m->at == m->len)
		return (OPJ_SIZE_T)-1;
	if (n > m->len - m->at)
		n = m->len - m->at;
	memcpy(to, m->bytes + m->at, n);
	m->at += n;
	return n;
}

static OPJ_OFF_T
memory_skip(OPJ_OFF_T n, void *arg)
{
	struct memory *m = arg;

	if (n < 0 || (size_t)n > m->len - m->at)
		return -1;
	m->at += (size_t)n;
	return n;
}

static OPJ_BOOL
memory_seek(OPJ_OFF_T to, void *arg)
{
	struct memory *m = arg;

	if (to < 0 || (size_t)to > m->len)
		return OPJ_FALSE;
	m->at = (size_t)to;
	return OPJ_TRUE;
}

static opj_stream_t *
stream_open(struct memory *m)
{
	opj_stream_t *stream = opj_stream_default_create(OPJ_TRUE);

	if (stream == NULL)
		return NULL;
	opj_stream_set_user_data(stream, m, NULL);
	opj_stream_set_user_data_length(stream, m->len);
	opj_stream_set_read_function(stream, memory_read);
	opj_stream_set_skip_function(stream, memory_skip);
	opj_stream_set_seek_function(stream, memory_seek);
	return stream;
}

/* A JP2 box or a bare codestream; NULL when it begins like neither. */
static opj_codec_t *
codec_open(const uint8_t *bytes, size_t len)
{
	static const uint8_t box[] = {
	    0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50, 0x20, 0x20};
	static const uint8_t stream[] = {0xff, 0x4f, 0xff, 0x51};
	opj_dparameters_t how;
	opj_codec_t *codec = NULL;

	if (len > sizeof(box) && memcmp(bytes, box, sizeof(box)) == 0)
		codec = opj_create_decompress(OPJ_CODEC_JP2);
	else if (len > sizeof(stream) &&
		 memcmp(bytes, stream, sizeof(stream)) == 0)
		codec = opj_create_decompress(OPJ_CODEC_J2K);
	if (codec == NULL)
		return NULL;
	opj_set_default_decoder_parameters(&how);
	if (!opj_setup_decoder(codec, &how) ||
	    !opj_decoder_set_strict_mode(codec, OPJ_TRUE)) {
		opj_destroy_codec(codec);
		return NULL;
	}
	return codec;
}

static bool
has_few_tiles(opj_codec_t *codec)
{
	opj_codestream_info_v2_t *info = opj_get_cstr_info(codec);
	bool few = info != NULL && info->tw <= TILES_MOST &&
		   info->th <= TILES_MOST && info->tw * info->th <= TILES_MOST;

	if (info != NULL)
		opj_destroy_cstr_info(&info);
	return few;
}

/* The header's promises, before memory is taken for them. */
static bool
is_modest(const opj_image_t *image, size_t pixels_most)
{
	OPJ_UINT32 i;

	if (image->x1 <= image->x0 || image->y1 <= image->y0 ||
	    !fits(image->x1 - image->x0, image->y1 - image->y0, pixels_most) ||
	    image->numcomps == 0 || image->numcomps > 4)
		return false;
	for (i = 0; i < image->numcomps; i++)
		if (image->comps[i].dx != 1 || image->comps[i].dy != 1 ||
		    image->comps[i].prec == 0 ||
		    image->comps[i].prec > PREC_MOST)
			return false;
	return true;
}

/* One sample in 8 bits. */
static uint8_t
sample(const opj_image_comp_t *c, size_t at)
{
	long most = (1L << c->prec) - 1;
	long value = c->data[at] + (c->sgnd ? 1L << (c->prec - 1) : 0);

	if (value < 0)
		value = 0;
	if (value > most)
		value = most;
	return (uint8_t)(value * 255 / most);
}

static bool
copy_pixels(const opj_image_t *image, size_t pixels_most, uint8_t *pixels,
    size_t size, struct picture *out)
{
	/* Of luma and chroma only luma is shown. */
	size_t channels =
	    image->numcomps >= 3 && image->color_space != OPJ_CLRSPC_SYCC ? 3
									  : 1;
	size_t width = image->comps[0].w, height = image->comps[0].h, i, c;

	if (!fits(width, height, pixels_most) ||
	    width * height * channels > size)
		return false;
	for (c = 0; c < channels; c++)
		if (image->comps[c].data == NULL ||
		    image->comps[c].w != width || image->comps[c].h != height ||
		    image->comps[c].prec == 0 ||
		    image->comps[c].prec > PREC_MOST)
			return false;
	for (i = 0; i < width * height; i++)
		for (c = 0; c < channels; c++)
			pixels[i * channels + c] = sample(&image->comps[c], i);
	out->width = (int)width;
	out->height = (int)height;
	out->channels = (int)channels;
	return true;
}

static bool
decode_jpeg2000(const uint8_t *bytes, size_t len, size_t pixels_most,
    uint8_t *pixels, size_t size, struct picture *out)
{
	struct memory memory = {.bytes = bytes, .len = len, .at = 0};
	opj_stream_t *stream = stream_open(&memory);
	opj_codec_t *codec = codec_open(bytes, len);
	opj_image_t *image = NULL;
	bool done = false;

	if (stream == NULL || codec == NULL)
		goto out;
	done = opj_read_header(stream, codec, &image) &&
	       is_modest(image, pixels_most) && has_few_tiles(codec) &&
	       opj_decode(codec, stream, image) &&
	       copy_pixels(image, pixels_most, pixels, size, out);
out:
	opj_image_destroy(image);
	opj_destroy_codec(codec);
	opj_stream_destroy(stream);
	return done;
}

void
picture_decode(enum picture_kind kind, const uint8_t *bytes, size_t len,
    size_t pixels_most, uint8_t *pixels, size_t size, struct picture *out)
{
	bool done;

	memset(out, 0, sizeof(*out));
	if (len == 0)
		return;
	done =
	    kind == PICTURE_PNG
		? decode_png(bytes, len, pixels_most, pixels, size, out)
		: decode_jpeg2000(bytes, len, pixels_most, pixels, size, out);
	if (done) {
		out->state = PICTURE_READY;
		return;
	}
	secret_wipe(pixels, size);
	*out = (struct picture){.state = PICTURE_BROKEN};
}

/* cp932.c -- see base/cp932.h. */
#include "base/cp932.h"

#include <iconv.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/text.h"

struct cp932 {
	iconv_t cd;
};

/* The same signs, where Unicode has two and CP932 took the other one. */
static const struct {
	uint32_t from, to;
} twins[] = {
    {0x301C, 0xFF5E}, /* wave dash */
    {0x2212, 0xFF0D}, /* minus */
    {0x2016, 0x2225}, /* double bar */
    {0x2014, 0x2015}, /* dash */
    {0x00A2, 0xFFE0}, /* cent */
    {0x00A3, 0xFFE1}, /* pound */
    {0x00AC, 0xFFE2}, /* not */
};

enum kerr
cp932_open(struct cp932 **out)
{
	struct cp932 *c = calloc(1, sizeof(*c));

	*out = NULL;
	if (c == NULL)
		return ERR_MEMORY;
	if ((c->cd = iconv_open("CP932", "UTF-8")) == (iconv_t)-1) {
		free(c);
		return ERR_MEMORY;
	}
	*out = c;
	return KERR_OK;
}

void
cp932_close(struct cp932 **c)
{
	if (*c == NULL)
		return;
	iconv_close((*c)->cd);
	free(*c);
	*c = NULL;
}

/* JIS X 0208 in its shifted form: rows 1 to 8 and 16 to 84. */
static bool
is_jis_x_0208(const uint8_t b[2])
{
	unsigned code = (unsigned)b[0] << 8 | b[1];

	return (code >= 0x8140 && code <= 0x84BE) ||
	       (code >= 0x889F && code <= 0xEAA4);
}

/* Two bytes by the C library's table, or 0. */
static size_t
convert(struct cp932 *c, uint32_t point, uint8_t out[2])
{
	char utf8[TEXT_POINT_SIZE], *in = utf8, *to = (char *)out;
	size_t in_left = text_encode(point, utf8), out_left = 2;

	(void)iconv(c->cd, NULL, NULL, NULL, NULL);
	if (in_left == 0 || iconv(c->cd, &in, &in_left, &to, &out_left) != 0 ||
	    out_left != 0)
		return 0;
	return is_jis_x_0208(out) ? 2 : 0;
}

size_t
cp932_encode(struct cp932 *c, uint32_t point, uint8_t out[2])
{
	out[0] = out[1] = 0;
	if (point >= 0x20 && point < 0x7F && point != '\\' && point != '~')
		out[0] = (uint8_t)point;
	else if (point == 0x00A5) /* yen sign */
		out[0] = 0x5C;
	else if (point >= 0xFF61 && point <= 0xFF9F) /* JIS X 0201 */
		out[0] = (uint8_t)(point - 0xFF61 + 0xA1);
	if (out[0] != 0)
		return 1;
	if (point < 0x80)
		return 0;
	for (size_t i = 0; i < sizeof(twins) / sizeof(twins[0]); i++)
		if (twins[i].from == point)
			point = twins[i].to;
	return convert(c, point, out);
}

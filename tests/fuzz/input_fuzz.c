/* Bytes that a terminal, or anything pretending to be one, may send: what
 * comes out is whole, well-formed and bounded. Times are taken from the bytes,
 * so that bursts, gaps and half sequences are met too. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "screens/input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
take_all(struct input *in)
{
	struct ui_event e;
	char bytes[TEXT_POINT_SIZE];

	while (input_take(in, &e)) {
		if (e.key <= UI_KEY_NONE || e.key >= UI_KEY_COUNT)
			abort();
		if (e.key == UI_KEY_TEXT &&
		    text_encode(e.code_point, bytes) == 0)
			abort();
		if (e.key == UI_KEY_TEXT && !text_is_utf8(bytes, strlen(bytes)))
			abort();
		if ((e.key == UI_KEY_PASTE || e.key == UI_KEY_SCAN) &&
		    (e.len > INPUT_PASTE_MOST || e.text[e.len] != '\0' ||
			!text_is_utf8(e.text, e.len)))
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input_settings set = INPUT_SETTINGS_DEFAULT;
	struct input *in = NULL;
	int64_t now = 0;

	if (input_new(&set, &in) != KERR_OK)
		return 0;
	while (size > 1) {
		size_t n = 1 + data[0] % 32;

		now += data[0] / 32 * 20;
		data++;
		size--;
		n = n < size ? n : size;
		input_feed(in, data, n, now);
		data += n;
		size -= n;
		if (input_wait_ms(in, now) > 2000)
			abort();
		take_all(in);
	}
	input_settle(in, now + 5000);
	take_all(in);
	if (input_wait_ms(in, now + 5000) != -1)
		abort();
	input_free(&in);
	return 0;
}

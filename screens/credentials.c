/* credentials.c -- see credentials.h. */
#include "screens/credentials.h"

#include <string.h>

#include "base/text.h"

#define NUMBER_SIZE    16
#define NUMBER_COLUMNS 14
#define LABEL_COLUMN   4
#define VALUE_COLUMN   26
#define PASSWORD_MOST  64
#define CODE_MOST      8

enum kerr
credentials_open(
    struct credentials *c, bool with_number, enum credentials_kind kind)
{
	memset(c, 0, sizeof(*c));
	if ((c->secret = secret_new_even_unlocked(SECRET_CAPACITY_MOST)) ==
	    NULL)
		return ERR_MEMORY;
	c->with_number = with_number;
	c->on_secret = !with_number;
	text_line_set(&c->number, "", NUMBER_SIZE, NUMBER_COLUMNS);
	if (kind == CREDENTIALS_CODE)
		secret_field_init(&c->field, c->secret, CODE_MOST, SECRET_LINE,
		    secret_accepts_digits);
	else
		secret_field_init(
		    &c->field, c->secret, PASSWORD_MOST, SECRET_LINE, NULL);
	return KERR_OK;
}

void
credentials_close(struct credentials *c)
{
	secret_free(&c->secret);
	secret_wipe(c, sizeof(*c));
}

void
credentials_clear(struct credentials *c, bool all)
{
	secret_clear(c->secret);
	if (all)
		text_line_set(&c->number, "", NUMBER_SIZE, NUMBER_COLUMNS);
	c->on_secret = !c->with_number || c->number.len > 0;
}

void
credentials_type(struct credentials *c, uint32_t code_point)
{
	if (c->on_secret)
		(void)secret_field_type(&c->field, code_point);
	else
		(void)text_line_type(&c->number, code_point);
}

bool
credentials_move(struct credentials *c, enum ui_key key)
{
	bool turn = key == UI_KEY_TAB || key == UI_KEY_BACKTAB ||
		    key == UI_KEY_UP || key == UI_KEY_DOWN;

	if (turn) {
		if (c->with_number)
			c->on_secret = !c->on_secret;
		return true;
	}
	if (c->on_secret)
		return secret_field_move(&c->field, key);
	return text_line_move(&c->number, key);
}

bool
credentials_enter(struct credentials *c)
{
	char narrow[TEXT_LINE_SIZE];

	/* an input method leaves full-width digits behind */
	text_narrow(narrow, sizeof(narrow), c->number.text);
	text_line_set(&c->number, narrow, NUMBER_SIZE, NUMBER_COLUMNS);
	if (c->on_secret && secret_len(c->secret) > 0 &&
	    (!c->with_number || c->number.len > 0))
		return true;
	c->on_secret = !c->with_number || c->number.len > 0;
	return false;
}

struct secret *
credentials_take(struct credentials *c)
{
	struct secret *given = c->secret;

	if ((c->secret = secret_new_even_unlocked(SECRET_CAPACITY_MOST)) ==
	    NULL) {
		c->secret = given;
		return NULL;
	}
	c->field.secret = c->secret;
	return given;
}

int
credentials_draw(const struct credentials *c, const struct app *app,
    const struct area *a, int row, const char *label)
{
	if (c->with_number) {
		draw_text(a, row, LABEL_COLUMN, STYLE_NORMAL,
		    app_text(app, N_("Staff number")));
		draw_text(a, row, VALUE_COLUMN, STYLE_DIM, "[");
		draw_text(
		    a, row, VALUE_COLUMN + NUMBER_COLUMNS + 2, STYLE_DIM, "]");
		text_line_draw(
		    &c->number, a, row, VALUE_COLUMN + 1, NUMBER_COLUMNS + 1);
		row += 2;
	}
	draw_text(a, row, LABEL_COLUMN, STYLE_NORMAL, app_text(app, label));
	secret_field_draw(&c->field, a, row, VALUE_COLUMN, c->on_secret);
	if (!c->on_secret) /* the line drawn last has the cursor */
		text_line_draw(&c->number, a, row - 2, VALUE_COLUMN + 1,
		    NUMBER_COLUMNS + 1);
	return row + 2;
}

#include "screens/secret_field.h"

#include "base/text.h"

#define BOX_COLUMNS  7
#define BOX_GAP	     1
#define HIDDEN_SHOWN "*****"

void
secret_field_init(struct secret_field *f, struct secret *secret, size_t most,
    enum secret_look look, bool (*accepts)(uint32_t code_point))
{
	*f = (struct secret_field){
	    .secret = secret, .most = most, .look = look, .accepts = accepts};
}

bool
secret_accepts_digits(uint32_t code_point)
{
	return code_point >= '0' && code_point <= '9';
}

bool
secret_accepts_capitals(uint32_t code_point)
{
	return secret_accepts_digits(code_point) ||
	       (code_point >= 'A' && code_point <= 'Z');
}

/* Small letters count where only capitals are taken. */
static bool
fold(const struct secret_field *f, uint32_t *c)
{
	*c = text_narrow_point(*c);
	if (f->accepts == NULL || f->accepts(*c))
		return true;
	if (*c < 'a' || *c > 'z')
		return false;
	*c = *c - 'a' + 'A';
	return f->accepts(*c);
}

enum secret_typed
secret_field_type(struct secret_field *f, uint32_t code_point)
{
	enum secret_typed typed;
	char bytes[TEXT_POINT_SIZE];
	size_t n;
	size_t pushed = 0;

	if (!fold(f, &code_point))
		return SECRET_REFUSED;
	if (secret_characters(f->secret) >= f->most)
		return SECRET_FULL;
	n = text_encode(code_point, bytes);
	typed = n == 0 ? SECRET_REFUSED : SECRET_TAKEN;
	while (pushed < n &&
	       secret_push(f->secret, (uint8_t)bytes[pushed]) == KERR_OK)
		pushed++;
	if (pushed < n) { /* never half a character */
		while (pushed-- > 0)
			secret_pop(f->secret);
		typed = SECRET_FULL;
	}
	secret_wipe(bytes, sizeof(bytes));
	secret_wipe(&code_point, sizeof(code_point));
	return typed;
}

bool
secret_field_move(struct secret_field *f, enum ui_key key)
{
	if (key == UI_KEY_BACKSPACE)
		secret_pop_character(f->secret);
	else if (key == UI_KEY_DELETE)
		secret_clear(f->secret);
	else
		return false;
	return true;
}

int
secret_field_columns(const struct secret_field *f)
{
	int most = (int)f->most;

	if (f->look == SECRET_BOXES)
		return most * (BOX_COLUMNS + BOX_GAP) - BOX_GAP;
	if (f->look == SECRET_HIDDEN)
		return (int)sizeof(HIDDEN_SHOWN) + 1;
	return most + 3; /* brackets, and a place for the cursor at the end */
}

static void
draw_boxes(const struct secret_field *f, const struct area *a, int row,
    int column, int typed)
{
	for (int i = 0; i < (int)f->most; i++) {
		int at = column + i * (BOX_COLUMNS + BOX_GAP);

		draw_text(a, row, at, STYLE_NORMAL, "+-----+");
		draw_text(a, row + 1, at, STYLE_NORMAL,
		    i < typed ? "|  *  |" : "|     |");
		draw_text(a, row + 2, at, STYLE_NORMAL, "+-----+");
	}
}

/* Where the next star stands; a long password stays before the bracket. */
static int
star_column(const struct area *a, int column, int typed)
{
	int last = a->columns - 3;

	return column + 1 + typed < last ? column + 1 + typed : last;
}

static void
draw_stars(const struct secret_field *f, const struct area *a, int row,
    int column, int typed)
{
	int end = column + secret_field_columns(f) - 1;

	if (end > a->columns - 2) /* a long password: stars up to the edge */
		end = a->columns - 2;

	draw_text(a, row, column, STYLE_NORMAL, "[");
	draw_text_within(
	    a, row, column + 1, end - column - 1, STYLE_NORMAL, "");
	for (int i = 0; i < typed && column + 1 + i < end; i++)
		draw_text(a, row, column + 1 + i, STYLE_NORMAL, "*");
	draw_text(a, row, end, STYLE_NORMAL, "]");
}

static void
draw_hidden(const struct area *a, int row, int column, int typed)
{
	draw_text(a, row, column, STYLE_NORMAL, "[");
	draw_text_within(a, row, column + 1, (int)sizeof(HIDDEN_SHOWN) - 1,
	    STYLE_NORMAL, typed > 0 ? HIDDEN_SHOWN : "");
	draw_text(
	    a, row, column + (int)sizeof(HIDDEN_SHOWN), STYLE_NORMAL, "]");
}

void
secret_field_draw(const struct secret_field *f, const struct area *a, int row,
    int column, bool focused)
{
	int typed = (int)secret_characters(f->secret);
	int next = typed < (int)f->most ? typed : (int)f->most - 1;

	if (f->look == SECRET_BOXES)
		draw_boxes(f, a, row, column, typed);
	else if (f->look == SECRET_LINE)
		draw_stars(f, a, row, column, typed);
	else
		draw_hidden(a, row, column, typed);
	if (!focused)
		return;
	if (f->look == SECRET_BOXES)
		draw_cursor(
		    a, row + 1, column + next * (BOX_COLUMNS + BOX_GAP) + 3);
	else if (f->look == SECRET_LINE)
		draw_cursor(a, row, star_column(a, column, typed));
	else
		draw_cursor(a, row, column + 1);
}

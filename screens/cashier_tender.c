/* cashier_tender.c -- what people hand over for a fee: the exact sum, or the
 * next whole notes. */
#include <string.h>

#include "screens/charge_inside.h"

static const int64_t steps[] = {500, 1000, 5000, 10000};

size_t
tender_list(int64_t due_yen, int64_t out[TENDERS_MOST])
{
	size_t n = 0;

	if (due_yen <= 0)
		return 0;
	out[n++] = due_yen;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		int64_t yen = (due_yen + steps[i] - 1) / steps[i] * steps[i];

		if (yen > out[n - 1])
			out[n++] = yen;
	}
	return n;
}

int64_t
tender_next(int64_t due_yen, int64_t yen, bool forward)
{
	int64_t all[TENDERS_MOST];
	size_t n = tender_list(due_yen, all);

	if (n == 0)
		return yen;
	if (forward) {
		for (size_t i = 0; i < n; i++)
			if (all[i] > yen)
				return all[i];
		return all[0];
	}
	for (size_t i = n; i > 0; i--)
		if (all[i - 1] < yen)
			return all[i - 1];
	return all[n - 1];
}

void
tender_pieces(int64_t yen, struct cash *out)
{
	memset(out, 0, sizeof(*out));
	for (int i = 0; i < DENOMINATION_COUNT; i++) {
		int64_t value = denomination_yen((enum denomination)i);

		/* hardly anybody carries one */
		if (value == 2000)
			continue;
		out->count[i] = yen / value;
		yen %= value;
	}
}

/* residence_status.c -- see residence_status.h. */
#include "rules/residence_status.h"

#include <stddef.h>
#include <string.h>

static const char *const permanent[] = {
    "永住者",
    "特別永住者",
    "高度専門職2号",
    "高度専門職第2号",
    "Permanent Resident",
    "Special Permanent Resident",
    "Highly Skilled Professional (ii)",
};

bool
residence_status_is_permanent(const char *status)
{
	for (size_t i = 0; i < sizeof(permanent) / sizeof(permanent[0]); i++)
		if (strcmp(status, permanent[i]) == 0)
			return true;
	return false;
}

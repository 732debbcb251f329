/* pin.c -- see rules/pin.h. */
#include "rules/pin.h"

#include <string.h>

#include "base/error.h"

static const struct {
	const char *code;
	const char *name;
	const char *use;
	const char *official; /* 設定暗証番号記載票's own words */
} kinds[PIN_KIND_COUNT] = {
    [PIN_SIGN] = {"sign", R_("Signature certificate password"),
	R_("To sign documents online (e-Tax, contracts)"),
	"署名用電子証明書 暗証番号"},
    [PIN_AUTH] = {"auth", R_("User authentication certificate PIN"),
	R_("To log in and get certificates at shops"),
	"利用者証明用電子証明書 暗証番号"},
    [PIN_JUKI] = {"juki", R_("Resident register PIN"),
	R_("To change your address or name at the office"),
	"住民基本台帳用 暗証番号"},
    [PIN_INPUT] = {"input", R_("Card data input PIN"),
	R_("To copy your card data into forms"), "券面事項入力補助用 暗証番号"},
};

static const struct {
	const char *code;
	enum pin_kind kind;
} refs[PIN_REF_COUNT] = {
    [PIN_REF_SIGN] = {"sign", PIN_SIGN},
    [PIN_REF_AUTH] = {"auth", PIN_AUTH},
    [PIN_REF_JUKI] = {"juki", PIN_JUKI},
    [PIN_REF_COMMON] = {"common", PIN_JUKI},
    [PIN_REF_INPUT] = {"input", PIN_INPUT},
};

static const struct {
	const char *code;
	const char *name;
} statuses[PIN_STATUS_COUNT] = {
    [PIN_STATUS_NONE] = {"none", N_("not needed")},
    [PIN_STATUS_TO_SET] = {"to_set", N_("still to set")},
    [PIN_STATUS_INTENDED] = {"intended", N_("being written")},
    [PIN_STATUS_WRITTEN] = {"written", N_("set")},
    [PIN_STATUS_REFUSED] = {"refused", N_("not set: the card refused")},
    [PIN_STATUS_UNKNOWN] = {"unknown", N_("not known: ask the card")},
    [PIN_STATUS_RECORDED] = {"recorded",
	N_("recorded as set on the official terminal")},
};

bool
pin_status_is_set(enum pin_status s)
{
	return s == PIN_STATUS_WRITTEN || s == PIN_STATUS_RECORDED;
}

bool
pin_status_is_doubtful(enum pin_status s)
{
	return s == PIN_STATUS_UNKNOWN || s == PIN_STATUS_INTENDED;
}

struct pin_trouble
pin_trouble_of(const enum pin_status status[PIN_REF_COUNT])
{
	struct pin_trouble t = {.unknown = false};
	int set[PIN_KIND_COUNT] = {0}, open[PIN_KIND_COUNT] = {0};
	bool half[PIN_KIND_COUNT] = {false};

	for (int r = 0; r < PIN_REF_COUNT; r++) {
		enum pin_kind kind = refs[r].kind;

		if (status[r] == PIN_STATUS_NONE)
			continue;
		t.unknown = t.unknown || pin_status_is_doubtful(status[r]);
		set[kind] += pin_status_is_set(status[r]);
		open[kind] += !pin_status_is_set(status[r]);
		half[kind] = half[kind] || status[r] == PIN_STATUS_TO_SET ||
			     status[r] == PIN_STATUS_REFUSED;
	}
	for (int k = 0; k < PIN_KIND_COUNT; k++) {
		t.needed += set[k] + open[k] > 0;
		t.set += set[k] > 0 && open[k] == 0;
		t.half[k] = set[k] > 0 && half[k];
		t.split = t.split || t.half[k];
	}
	t.some = t.split || (t.set > 0 && t.set < t.needed);
	return t;
}

enum pin_kind
pin_ref_kind(enum pin_ref ref)
{
	return (unsigned)ref < PIN_REF_COUNT ? refs[ref].kind : PIN_KIND_COUNT;
}

const char *
pin_kind_code(enum pin_kind kind)
{
	return (unsigned)kind < PIN_KIND_COUNT ? kinds[kind].code : "";
}

const char *
pin_ref_code(enum pin_ref ref)
{
	return (unsigned)ref < PIN_REF_COUNT ? refs[ref].code : "";
}

const char *
pin_status_code(enum pin_status status)
{
	return (unsigned)status < PIN_STATUS_COUNT ? statuses[status].code : "";
}

bool
pin_ref_from_code(const char *code, enum pin_ref *out)
{
	for (int r = 0; code != NULL && r < PIN_REF_COUNT; r++) {
		if (strcmp(refs[r].code, code) == 0) {
			*out = (enum pin_ref)r;
			return true;
		}
	}
	return false;
}

bool
pin_status_from_code(const char *code, enum pin_status *out)
{
	for (int s = 0; code != NULL && s < PIN_STATUS_COUNT; s++) {
		if (strcmp(statuses[s].code, code) == 0) {
			*out = (enum pin_status)s;
			return true;
		}
	}
	return false;
}

const char *
pin_kind_name(enum pin_kind kind)
{
	return (unsigned)kind < PIN_KIND_COUNT ? kinds[kind].name : "";
}

const char *
pin_kind_use(enum pin_kind kind)
{
	return (unsigned)kind < PIN_KIND_COUNT ? kinds[kind].use : "";
}

const char *
pin_kind_official(enum pin_kind kind)
{
	return (unsigned)kind < PIN_KIND_COUNT ? kinds[kind].official : "";
}

const char *
pin_status_name(enum pin_status status)
{
	return (unsigned)status < PIN_STATUS_COUNT ? statuses[status].name : "";
}

void
pin_plan(const struct pin_plan_facts *facts, bool needed[PIN_KIND_COUNT])
{
	needed[PIN_SIGN] = facts->sign_wanted && facts->age >= PIN_AGE_SIGN &&
			   !facts->adult_ward;
	needed[PIN_AUTH] = facts->auth_wanted || facts->auth_when_declined;
	needed[PIN_JUKI] = true;
	needed[PIN_INPUT] = true;
}

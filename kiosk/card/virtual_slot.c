/* virtual_slot.c -- a card lying on a reader: placing, power, commands with
 * their faults, and the trace. */
#include "card/virtual_slot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* Read the control file when it is another than before. The text itself is
 * compared: two files in one tick of the disk's clock can look alike. */
static void
look_at_control(struct vslot *slot)
{
	char *text = vfile_read(slot->control_path);

	if (text == NULL && (text = strdup("")) == NULL)
		return;
	if (slot->seen != NULL && strcmp(slot->seen, text) == 0) {
		free(text);
		return;
	}
	free(slot->seen);
	slot->seen = strdup(text);
	slot->has_complained = false;
	slot->is_broken = false;
	vcontrol_parse(text, slot->control_path, &slot->control);
	free(text);
}

/* One card cannot lie on two readers. */
static bool
lock_card(struct vslot *slot, const char *path)
{
	char lock[PATH_MAX];

	if (snprintf(lock, sizeof(lock), "%s.lock", path) >= PATH_MAX)
		return false;
	slot->lock_fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (slot->lock_fd < 0)
		return false;
	if (flock(slot->lock_fd, LOCK_EX | LOCK_NB) == 0)
		return true;
	close(slot->lock_fd);
	slot->lock_fd = -1;
	return false;
}

static void
take_away(struct vslot *slot)
{
	vslot_power_off(slot);
	vcard_free(&slot->card);
	if (slot->lock_fd >= 0)
		close(slot->lock_fd);
	slot->lock_fd = -1;
	slot->lying[0] = '\0';
}

/* Load the card that shall lie there; once more on each look until it can. */
static bool
lay_down(struct vslot *slot, const char *name)
{
	char path[PATH_MAX];
	const char *from = slot->card_path;

	if (slot->control_path != NULL) {
		if (snprintf(path, sizeof(path), "%s/%s.card", slot->cards,
			name) >= PATH_MAX)
			return false;
		from = path;
	}
	if (access(from, R_OK) != 0 || !lock_card(slot, from)) {
		if (!slot->has_complained)
			vsay(V_OUTSIDE, "%s: absent, or on another reader",
			    from);
		slot->has_complained = true;
		return false;
	}
	if (vcard_load(from, &slot->card) != V_OK) {
		take_away(slot);
		slot->is_broken = true;
		return false;
	}
	strcpy(slot->lying, name);
	return true;
}

bool
vslot_look(struct vslot *slot)
{
	const char *wanted = "-"; /* the one card that was named */
	bool changed = false;

	if (slot->control_path != NULL) {
		look_at_control(slot);
		wanted = slot->control.card;
	}
	if (strcmp(wanted, slot->lying) == 0)
		return false;
	if (slot->card != NULL) {
		take_away(slot);
		changed = true;
	}
	if (wanted[0] != '\0' && !slot->is_broken)
		changed |= lay_down(slot, wanted);
	slot->placings += changed;
	return changed;
}

bool
vslot_power_on(struct vslot *slot)
{
	if (slot->card == NULL)
		return false;
	vchip_power_on(&slot->chip, slot->card);
	slot->has_power = true;
	slot->commands = 0;
	return true;
}

void
vslot_power_off(struct vslot *slot)
{
	slot->chip = (struct vchip){0};
	slot->has_power = false;
	slot->commands = 0;
}

void
vslot_reset(struct vslot *slot)
{
	if (slot->has_power)
		vchip_reset(&slot->chip);
}

/* Header and length only: the data may be a PIN. */
static void
write_trace(struct vslot *slot, const uint8_t *command, size_t len,
    const struct vbytes *answer)
{
	uint8_t header[4] = {0};
	unsigned lc = 0;
	char line[64], sw[5] = "----";
	int fd = -1, n = 0;

	if (slot->control.trace[0] == '\0')
		return;
	memcpy(header, command, len < 4 ? len : 4);
	if (len > 7 && command[4] == 0)
		lc = (unsigned)command[5] << 8 | command[6];
	else if (len > 5)
		lc = command[4];
	if (answer != NULL && answer->len >= 2)
		vbytes_hex(answer->data + answer->len - 2, 2, sw);
	n = snprintf(line, sizeof(line), "%u %02X %02X %02X %02X %u %s\n",
	    ++slot->sequence, header[0], header[1], header[2], header[3], lc,
	    sw);
	fd = open(slot->control.trace,
	    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, line, (size_t)n) != n)
		vsay(V_OUTSIDE, "%s: %s", slot->control.trace, strerror(errno));
	if (fd >= 0)
		close(fd);
}

/* After this the next look finds another card there, or none. */
static void
put(struct vslot *slot, int fault, const char *card)
{
	/* Faults come from the control file, so there is one. */
	vcontrol_put(slot->control_path, &slot->control, fault, card);
}

/* A slow card can be lifted while it is slow. false: it was. */
static bool
wait_slowly(struct vslot *slot, unsigned ms)
{
	struct pollfd spare[2];

	while (ms > 0 && !slot->life->is_over && slot->has_power) {
		unsigned step = ms < VSLOT_LOOK_MS ? ms : VSLOT_LOOK_MS;

		vlife_wait(slot->life, spare, 0, (int)step);
		ms -= step;
		(void)vslot_look(slot);
	}
	return slot->has_power;
}

/* The answer's status word alone, with these bytes before it. */
static void
answer_with(struct vbytes *answer, const char *hex, unsigned sw)
{
	uint8_t bytes[VCARD_NAME_MAX];
	size_t n = strlen(hex) / 2;

	answer->len = 0;
	if (vbytes_unhex(hex, bytes, n))
		vbytes_put(answer, bytes, n);
	vbytes_put_number(answer, sw, 2);
}

/* So many bytes before the status word. */
static void
lengthen(struct vbytes *answer, size_t wanted)
{
	size_t had = answer->len - 2;
	uint8_t sw[2] = {answer->data[had], answer->data[had + 1]};

	answer->len = had;
	if (wanted > had)
		vbytes_fill(answer, 0xff, wanted - had);
	vbytes_put(answer, sw, sizeof(sw));
}

/* Faults that let the command happen and change only its answer. */
static enum vanswer
spoil(struct vslot *slot, const struct vfault *fault, int number,
    struct vbytes *answer)
{
	size_t most = fault->kind == VFAULT_EMPTY      ? 0
		      : fault->kind == VFAULT_ONE_BYTE ? 1
		      : fault->kind == VFAULT_TRUNCATE ? fault->value
						       : answer->len;

	if (fault->kind == VFAULT_PULL_AFTER)
		put(slot, number, "");
	if (fault->kind == VFAULT_PULL_DURING) {
		put(slot, number, "");
		return VANSWER_GONE;
	}
	if (answer->len > most)
		answer->len = most;
	if (fault->kind == VFAULT_OVERSIZE)
		lengthen(answer, fault->value);
	if (fault->kind == VFAULT_SW_AFTER)
		answer_with(answer, "", fault->value);
	if (fault->kind == VFAULT_DATA)
		answer_with(answer, fault->text + fault->argument, 0x9000);
	return answer->failed ? VANSWER_HANG : VANSWER_DATA;
}

/* The command runs, with its fault. */
static enum vanswer
run(struct vslot *slot, const uint8_t *command, size_t len,
    const struct vfault *fault, int number, struct vbytes *answer)
{
	switch (fault->kind) {
	case VFAULT_PULL_BEFORE:
		put(slot, number, "");
		return VANSWER_GONE;
	case VFAULT_SWAP:
		put(slot, number, fault->text + fault->argument);
		return VANSWER_GONE;
	case VFAULT_HANG:
		return VANSWER_HANG;
	case VFAULT_SW:
		vbytes_put_number(answer, fault->value, 2);
		return VANSWER_DATA;
	case VFAULT_DELAY:
		if (!wait_slowly(slot, fault->value))
			return VANSWER_GONE;
		break;
	default:
		break;
	}
	if (!vchip_exchange(&slot->chip, command, len, answer))
		return VANSWER_HANG; /* no memory: a dead card */
	return spoil(slot, fault, number, answer);
}

enum vanswer
vslot_exchange(struct vslot *slot, const uint8_t *command, size_t len,
    struct vbytes *answer)
{
	static const struct vfault none = {.kind = VFAULT_NONE};
	struct vfault fault = none;
	enum vanswer result;
	int number;

	if (!slot->has_power)
		return VANSWER_GONE;
	/* A copy: while it waits, the control file may be another one. */
	number = vcontrol_find_fault(&slot->control, ++slot->commands);
	if (number >= 0)
		fault = slot->control.fault[number];
	result = run(slot, command, len, &fault, number, answer);
	write_trace(slot, command, len, result == VANSWER_DATA ? answer : NULL);
	return result;
}

void
vslot_close(struct vslot *slot)
{
	take_away(slot);
	free(slot->seen);
	slot->seen = NULL;
}

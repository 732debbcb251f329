/* pin_doubt.h -- when a PIN that is unknown is still to be found out: not when
 * a later case of the same card took it up. A collection takes up what the
 * ones before it left (pin_journal_plan()); a change or a reset only what it
 * wrote or asked for. The statement names s, the place, and v, its case. */
#ifndef KIOSK_STORE_PIN_DOUBT_H
#define KIOSK_STORE_PIN_DOUBT_H

#define PIN_DOUBT_STANDS \
	"NOT EXISTS (SELECT 1 FROM case_ l" \
	"      JOIN pin_state t ON t.case_id = l.id" \
	"     WHERE l.card = v.card AND l.id > v.id" \
	"       AND t.pin_ref = s.pin_ref AND t.status <> 'none'" \
	"       AND (l.kind = 'collection'" \
	"           OR t.status NOT IN ('to_set', 'refused')))"

#endif

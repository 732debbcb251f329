/* config_value.h -- inside the config module: one value into the caller's
 * struct, and the words for what is wrong with a key or a value. */
#ifndef KIOSK_BASE_CONFIG_VALUE_H
#define KIOSK_BASE_CONFIG_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/config.h"

/* As much as an argument of a failure carries. */
#define CONFIG_REASON_SIZE FAILURE_VALUE_SIZE

/* The known key, or NULL. */
const struct config_key *config_find_key(
    const struct config_key *keys, const char *section, const char *key);
bool config_is_section(const struct config_key *keys, const char *section);

/* Put value into target. Paths are taken from folder. false with a reason. */
bool config_set_value(const struct config_key *key, const char *folder,
    const char *value, void *target, char reason[CONFIG_REASON_SIZE]);

/* What the key's own check says of the value in target. */
bool config_check_value(const struct config_key *key, const void *target,
    char reason[CONFIG_REASON_SIZE]);

/* Why a section or a key is not known, with the one that was meant. */
void config_explain_section(const struct config_key *keys, const char *section,
    char reason[CONFIG_REASON_SIZE]);
void config_explain_key(const struct config_key *keys, const char *section,
    const char *key, char reason[CONFIG_REASON_SIZE]);

#endif

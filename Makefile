# Makefile -- builds, runs and proves the counter. Newcomers: `make run`, `make test`.

CC       ?= cc
BUILD    ?= build
PKGS      = ncursesw sqlite3 libpcsclite libsodium libcrypto libutf8proc jansson libseccomp
PKGS_TEST = cmocka vterm

STD       = -std=c17 -D_GNU_SOURCE
WARN      = -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
HARD      = -O2 -g -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
LDHARD    = -pie -Wl,-z,relro,-z,now
SAN      ?=
CFLAGS   += $(STD) $(WARN) $(HARD) $(SAN) -Iinclude
CFLAGS   += $(shell pkg-config --cflags $(PKGS) 2>/dev/null | sed 's/-I/-isystem /g')
LIBS      = $(shell pkg-config --libs $(PKGS) 2>/dev/null) -linih -lcsv

# The virtual cards are programs of their own and share nothing with the reader side.
VIRTUAL   = $(wildcard kiosk/card/virtual*.c kiosk/card/vpcd*.c)
ROOMS     = $(filter-out $(VIRTUAL),$(wildcard kiosk/base/*.c kiosk/rules/*.c \
            kiosk/card/*.c kiosk/store/*.c kiosk/desk/*.c)) $(wildcard screens/*.c)
ROOT      = $(wildcard kiosk/main.c kiosk/commands*.c)
TESTS     = $(wildcard tests/unit/*_test.c tests/store/*_test.c tests/card/*_test.c \
            tests/pty/*_test.c tests/flow/*_test.c)
HELPERS   = $(wildcard tests/support/*.c)

obj       = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
TESTBINS  = $(patsubst tests/%.c,$(BUILD)/tests/%,$(TESTS))

all: $(if $(ROOT),$(BUILD)/kiosk) $(if $(VIRTUAL),$(BUILD)/virtual-card)

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/libkiosk.a: $(call obj,$(ROOMS))
	rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/libsupport.a: $(call obj,$(HELPERS))
	rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/kiosk: $(call obj,$(ROOT)) $(BUILD)/libkiosk.a
	$(CC) $(SAN) $(LDHARD) -o $@ $^ $(LIBS)

$(BUILD)/virtual-card: $(call obj,$(VIRTUAL))
	$(CC) $(SAN) $(LDHARD) -o $@ $^ $(shell pkg-config --libs libcrypto jansson)

$(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(BUILD)/libsupport.a $(BUILD)/libkiosk.a
	@mkdir -p $(@D)
	$(CC) $(SAN) $(LDHARD) -o $@ $^ $(LIBS) $(shell pkg-config --libs $(PKGS_TEST)) -lutil

# make test-base, test-rules, test-card ...: the unit tests of one room.
test-%: $(TESTBINS) all
	@for t in $(wildcard $(BUILD)/tests/unit/$*_*_test); do $$t || exit 1; done

check: $(TESTBINS) all
	@for t in $(TESTBINS); do $$t || exit 1; done

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

.PHONY: all check
.SECONDARY:

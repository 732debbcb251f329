# Makefile -- builds, runs and proves the counter.
# Newcomers need two commands, which do all set-up: `make run`, `make test`.
# `make help` lists the others; V=1 shows whole command lines.

CC        = gcc
BUILD     = build
SAN       =
V         =
Q        := $(if $(V),,@)
MACHINE  := $(shell uname -m)
CORES    := $(shell nproc 2>/dev/null || echo 2)
# Sub-makes use every core unless the caller said -j.
SUBMAKE   = $(MAKE) --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$(CORES))

# -- flags --------------------------------------------------------------------

PKGS      = ncursesw sqlite3 libpcsclite libsodium libcrypto libutf8proc \
            jansson libseccomp
PKGS_TEST = cmocka vterm
# pkg-config may not exist yet when `make run` is typed for the first time.
pkg       = $(shell pkg-config $(1) 2>/dev/null)

STD       = -std=c17 -D_GNU_SOURCE
WARN      = -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
HARD      = -fstack-protector-strong -fstack-clash-protection -fPIE \
            $(if $(filter x86_64 i%86,$(MACHINE)),-fcf-protection) \
            $(if $(filter aarch64,$(MACHINE)),-mbranch-protection=standard)
# The sanitisers check what fortified functions would hide from them.
OPTIMISE  = $(if $(SAN),-O1 -fno-omit-frame-pointer -U_FORTIFY_SOURCE,\
            -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
INCLUDES := -Iinclude $(patsubst -I%,-isystem %,$(call pkg,--cflags $(PKGS)))
LDHARD    = -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed

COMPILE   = $(CC) $(strip $(STD) $(WARN) -g $(OPTIMISE) $(HARD) $(SAN) \
            $(INCLUDES) $(CPPFLAGS) $(CFLAGS))
LINK      = $(CC) $(strip $(SAN) $(CFLAGS) $(LDHARD) $(LDFLAGS))
LIBS     := $(call pkg,--libs $(PKGS)) -linih -lcsv
LIBS_CARD := $(call pkg,--libs libcrypto jansson)
LIBS_TEST := $(call pkg,--libs $(PKGS_TEST)) -lutil

# -- what there is ------------------------------------------------------------

# The virtual cards are programs of their own and share nothing with the
# reader side.
VIRTUAL   = $(wildcard kiosk/card/virtual*.c kiosk/card/vpcd*.c)
ROOMS     = $(filter-out $(VIRTUAL),$(wildcard kiosk/base/*.c kiosk/rules/*.c \
            kiosk/card/*.c kiosk/store/*.c kiosk/desk/*.c)) $(wildcard screens/*.c)
ROOT      = $(wildcard kiosk/*.c)
TESTS     = $(wildcard tests/unit/*_test.c tests/store/*_test.c tests/card/*_test.c \
            tests/pty/*_test.c tests/flow/*_test.c)
HELPERS   = $(wildcard tests/support/*.c)
FUZZ      = $(wildcard tests/fuzz/*_fuzz.c)
BENCH     = $(wildcard tests/bench/*_bench.c)

obj       = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
bin       = $(patsubst tests/%.c,$(BUILD)/tests/%,$(1))
TESTBINS  = $(call bin,$(TESTS))
UNITBINS  = $(filter $(BUILD)/tests/unit/%,$(TESTBINS))
OBJECTS   = $(call obj,$(ROOT) $(ROOMS) $(VIRTUAL) $(TESTS) $(HELPERS) $(FUZZ) $(BENCH))

# -- building -----------------------------------------------------------------

all: $(if $(ROOT),$(BUILD)/kiosk) $(if $(VIRTUAL),$(BUILD)/virtual-card)

testbins: $(TESTBINS) all

# Other flags or another compiler rebuild everything.
$(BUILD)/flags: always
	@mkdir -p $(@D)
	@echo '$(COMPILE) : $(LINK)' | cmp -s - $@ || \
	    echo '$(COMPILE) : $(LINK)' >$@

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "CC $<"
	$(Q)$(COMPILE) $(EXTRA) -MMD -MP -c $< -o $@

# Tests see their helpers, and where the programs of their build are.
$(BUILD)/obj/tests/%.o: EXTRA = -Itests -DKIOSK_BUILD='"$(BUILD)"'

define archive
	@echo "AR $@"
	$(Q)rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)
endef

$(BUILD)/libkiosk.a: $(call obj,$(ROOMS))
	$(archive)

$(BUILD)/libvirtual.a: $(call obj,$(VIRTUAL))
	$(archive)

$(BUILD)/libsupport.a: $(call obj,$(HELPERS))
	$(archive)

define program
	@mkdir -p $(@D)
	@echo "LD $@"
	$(Q)$(LINK) -o $@ $(filter %.o %.a,$^)
endef

$(BUILD)/kiosk: $(call obj,$(ROOT)) $(BUILD)/libkiosk.a
	$(program) $(LIBS)

$(BUILD)/virtual-card: $(call obj,$(VIRTUAL))
	$(program) $(LIBS_CARD)

# Tests of the virtual cards meet only the virtual cards.
$(BUILD)/tests/unit/virtual_%: $(BUILD)/obj/tests/unit/virtual_%.o \
    $(BUILD)/libsupport.a $(BUILD)/libvirtual.a
	$(program) $(LIBS_CARD) $(LIBS_TEST)

$(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(BUILD)/libsupport.a $(BUILD)/libkiosk.a
	$(program) $(LIBS) $(LIBS_TEST)

-include $(OBJECTS:.o=.d)

# -- the two commands ---------------------------------------------------------

run:
	@if ! { [ -t 0 ] && [ -t 1 ]; }; then echo "make run opens the counter \
	on a terminal, and there is none here." >&2; exit 1; fi
	@bash config/prepare.sh run
	@$(SUBMAKE) all
	@[ -e build/training/kiosk.ini ] || \
	    build/kiosk training --dir build/training
	@build/kiosk --config build/training/kiosk.ini

test:
	@bash config/prepare.sh test
	@$(SUBMAKE) testbins
	@bash tests/run.sh $(TESTBINS)

# -- parts of the proof -------------------------------------------------------

check:
	@bash config/prepare.sh test --check
	@$(SUBMAKE) $(UNITBINS)
	@bash tests/run.sh $(UNITBINS)

# make test-base, test-card, test-pty ...: the tests of one room;
# make test-base_text: one program.
test-%:
	@$(SUBMAKE) room-$*

room_tests = $(filter $(BUILD)/tests/unit/$(1)_% $(BUILD)/tests/unit/$(1)_test \
             $(BUILD)/tests/$(1)/%,$(TESTBINS))

.SECONDEXPANSION:
room-%: $$(call room_tests,$$*) $$(if $$(filter store card pty flow,$$*),all)
	@$(if $(call room_tests,$*),,echo "No tests are named $*." >&2; exit 1)
	@bash tests/run.sh $(call room_tests,$*)

clean:
	rm -rf build

.PHONY: all testbins always run test check clean
.SECONDARY:

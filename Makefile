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
            jansson libseccomp libopenjp2 libpng chafa freetype2
PKGS_TEST = cmocka vterm
# pkg-config may not exist yet when `make run` is typed for the first time.
pkg       = $(shell pkg-config $(1) 2>/dev/null)

STD       = -std=c17 -D_GNU_SOURCE
WARN      = -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
HARD      = -fstack-protector-strong -fstack-clash-protection -fPIE \
            $(if $(filter x86_64 i%86,$(MACHINE)),-fcf-protection) \
            $(if $(filter aarch64,$(MACHINE)),-mbranch-protection=standard)
# The sanitisers check what fortified functions would hide from them, and make
# gcc see conversions and truncations that are not in the source.
OPTIMISE  = $(if $(SAN),-O1 -fno-omit-frame-pointer -U_FORTIFY_SOURCE -Wno-conversion \
            $(if $(findstring clang,$(CC)),,-Wno-format-truncation -Wno-restrict),\
            -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
# Promises lie in include/, what is private to a room beside its files.
INCLUDES := -Iinclude -Ikiosk $(patsubst -I%,-isystem %,$(call pkg,--cflags $(PKGS)))
LDHARD    = -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed

COMPILE   = $(CC) $(strip $(STD) $(WARN) -g $(OPTIMISE) $(HARD) $(SAN) \
            $(INCLUDES) $(CPPFLAGS) $(CFLAGS))
LINK      = $(CC) $(strip $(SAN) $(CFLAGS) $(LDHARD) $(LDFLAGS))
LIBS     := $(call pkg,--libs $(PKGS)) -linih -lcsv
LIBS_CARD := $(call pkg,--libs libcrypto jansson libopenjp2) -lm
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
# Loaded by the card agent in tests, as an office's own would be.
MODULE    = tests/support/issuer_module_example.c
MODULE_SO = $(BUILD)/tests/issuer_module_example.so
HELPERS   = $(filter-out $(MODULE),$(wildcard tests/support/*.c))
FUZZ      = $(wildcard tests/fuzz/*_fuzz.c)
BENCH     = $(wildcard tests/bench/*_bench.c)

obj       = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
bin       = $(patsubst tests/%.c,$(BUILD)/tests/%,$(1))
TESTBINS  = $(call bin,$(TESTS))
UNITBINS  = $(filter $(BUILD)/tests/unit/%,$(TESTBINS))
# One gettext domain a language, all under one locale (kiosk/base/lang.c).
LOCALES   = $(patsubst config/locale/%.po,$(BUILD)/locale/C.UTF-8/LC_MESSAGES/kiosk-%.mo,\
            $(wildcard config/locale/*.po))
OBJECTS   = $(call obj,$(ROOT) $(ROOMS) $(VIRTUAL) $(TESTS) $(HELPERS) $(FUZZ) $(BENCH))

# -- building -----------------------------------------------------------------

all: ## build the programs
all: $(if $(ROOT),$(BUILD)/kiosk) $(if $(VIRTUAL),$(BUILD)/virtual-card) $(LOCALES)
	@:

# Tests start the programs and read the catalogues of their own build.
testbins: $(TESTBINS) $(MODULE_SO) all
	@:

unitbins: $(UNITBINS) all
	@:

fuzzbins: $(call bin,$(FUZZ))
	@:

benchbins: $(call bin,$(BENCH)) all
	@:

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

$(BUILD)/tests/fuzz/virtual_%: $(BUILD)/obj/tests/fuzz/virtual_%.o $(BUILD)/libvirtual.a
	$(program) -fsanitize=fuzzer $(LIBS_CARD)

$(BUILD)/tests/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/libkiosk.a
	$(program) -fsanitize=fuzzer $(LIBS)

$(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(BUILD)/libsupport.a $(BUILD)/libkiosk.a
	$(program) $(LIBS) $(LIBS_TEST)

$(BUILD)/locale/C.UTF-8/LC_MESSAGES/kiosk-%.mo: config/locale/%.po
	@mkdir -p $(@D)
	@echo "PO $<"
	$(Q)msgfmt -o $@ $<

$(MODULE_SO): $(MODULE) include/card/issuer_module.h $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "LD $@"
	$(Q)$(COMPILE) -fPIC -shared -o $@ $<

$(BUILD)/tests/card/agent_issuer_test $(BUILD)/tests/flow/issuer_test: $(MODULE_SO)

-include $(OBJECTS:.o=.d)

# -- the two commands ---------------------------------------------------------

run: ## open the counter of a training office (installs and builds first)
	@if ! { [ -t 0 ] && [ -t 1 ]; }; then echo "make run opens the counter \
	on a terminal, and there is none here." >&2; exit 1; fi
	@bash config/prepare.sh run
	+@$(SUBMAKE) all
	@[ -e build/training/kiosk.ini ] || \
	    build/kiosk training --dir build/training
	@build/kiosk --config build/training/kiosk.ini

test: ## every proof a change needs (installs and builds first)
	@rm -f $(RESULT)
	@bash config/prepare.sh test
	+@$(SUBMAKE) proof

# -- parts of the proof -------------------------------------------------------

RESULT      = build/test-result
DEADLINE    = 240
WITH_CLANG  = BUILD=build/clang CC=clang
WITH_ASAN   = BUILD=build/asan SAN="-fsanitize=address,undefined -fno-sanitize-recover=all"
WITH_FUZZ   = BUILD=build/fuzz CC=clang SAN="-fsanitize=fuzzer-no-link,address,undefined \
              -fno-sanitize-recover=all"
WITH_COUNTS = BUILD=build/coverage CFLAGS="--coverage -O1 -fno-inline -fprofile-update=atomic"
FUZZ_SECONDS = 60
# Decoding a picture takes a hundred times as long as reading a few objects.
FUZZ_RUNS_picture = 4000
# The same programs in another build directory.
other       = $(patsubst build/%,$(1)/%,$(2))

HEADERS     = bash tests/headers.sh $(1) $(STD) $(WARN) $(INCLUDES) -Itests
CHECKS      = --check layers 'bash tests/layers.sh' \
              --check 'layers refuses' 'bash tests/layers_test.sh' \
              --check 'headers gcc' '$(call HEADERS,gcc)' \
              --check 'headers clang' '$(call HEADERS,clang)' \
              --check format 'bash tests/format.sh' \
              --check style 'bash tests/style.sh' \
              --check 'runner counts' 'bash tests/run_test.sh' \
              --check locale 'bash tests/locale.sh'

# A fuzzer keeps what it learns in build/fuzz/corpus; make test takes a fixed
# number of steps from a fixed beginning, so that it says the same twice.
fuzz_binary = build/fuzz/tests/fuzz/$(1)_fuzz -timeout=10 -artifact_prefix=build/fuzz/$(1)-
fuzz_run    = mkdir -p build/fuzz/corpus/$(1) && $(fuzz_binary) -max_total_time=$(2) \
              -print_final_stats=1 build/fuzz/corpus/$(1) $(wildcard tests/fuzz/$(1))
fuzz_steps  = d=$$(mktemp -d) && $(fuzz_binary) -seed=1 -runs=$(or $(FUZZ_RUNS_$(1)),20000) $$d \
              $(wildcard tests/fuzz/$(1)); status=$$?; rm -rf $$d; exit $$status
FUZZ_NAMES  = $(patsubst tests/fuzz/%_fuzz.c,%,$(FUZZ))
FUZZ_CHECKS = $(foreach name,$(FUZZ_NAMES),--check 'fuzz $(name)' '$(call fuzz_steps,$(name))')

proof:
	+@echo "== build with gcc" && $(SUBMAKE) testbins
	+@echo "== build with clang" && $(SUBMAKE) $(WITH_CLANG) testbins
	+@echo "== build with sanitisers" && $(SUBMAKE) $(WITH_ASAN) unitbins
	+@echo "== build the fuzzers" && $(SUBMAKE) $(WITH_FUZZ) fuzzbins
	@echo "== checks and tests" && bash tests/run.sh --result $(RESULT) \
	    --deadline $(DEADLINE) $(CHECKS) $(FUZZ_CHECKS) $(TESTBINS) \
	    $(call other,build/asan,$(UNITBINS))

check: ## unit tests and all checks, under a minute
	@bash config/prepare.sh test --check
	+@$(SUBMAKE) unitbins
	@bash tests/run.sh $(CHECKS) $(UNITBINS)

# make test-base, test-card, test-pty ...: the tests of one room, which clang must
# accept too; make test-base_text: one program.
room_tests = $(filter $(BUILD)/tests/unit/$(1)_% $(BUILD)/tests/unit/$(1)_test \
             $(BUILD)/tests/$(1)/%,$(TESTBINS))

room_clang = $(patsubst build/%,build/clang/%,$(patsubst $(BUILD)/tests/%,$(BUILD)/obj/tests/%.o,\
             $(call room_tests,$(1))) $(call obj,$(filter kiosk/$(1)/% $(1)/%,$(ROOMS) $(VIRTUAL))))

test-%:
	@$(if $(call room_tests,$*),,echo "No tests are named $*." >&2; exit 1)
	+@$(SUBMAKE) all $(call room_tests,$*)
	+@$(SUBMAKE) $(WITH_CLANG) $(call room_clang,$*)
	@bash tests/run.sh $(call room_tests,$*)

test-long: ## full sweeps, every test under sanitisers, ten minutes of each fuzzer
	+@$(SUBMAKE) testbins
	+@$(SUBMAKE) $(WITH_ASAN) testbins
	+@$(SUBMAKE) $(WITH_FUZZ) fuzzbins
	@KIOSK_LONG=1 bash tests/run.sh --deadline 7200 $(TESTBINS) \
	    $(call other,build/asan,$(TESTBINS)) \
	    $(foreach name,$(FUZZ_NAMES),--check 'fuzz $(name)' '$(call fuzz_run,$(name),600)')

test-fresh: ## make test on a minimal Debian 12 made for it (root, debootstrap)
	@bash tests/fresh.sh make test

clang: ## build with clang and run the unit tests
	+@$(SUBMAKE) $(WITH_CLANG) testbins
	@bash tests/run.sh $(call other,build/clang,$(UNITBINS))

asan: ## unit tests under the address, undefined and leak sanitisers
	+@$(SUBMAKE) $(WITH_ASAN) unitbins
	@bash tests/run.sh $(call other,build/asan,$(UNITBINS))

coverage: ## which lines the tests run, file by file
	@find build/coverage -name '*.gcda' -delete 2>/dev/null; true
	+@$(SUBMAKE) $(WITH_COUNTS) testbins
	@bash tests/run.sh --deadline $(DEADLINE) $(call other,build/coverage,$(TESTBINS)); \
	    status=$$?; bash tests/coverage.sh build/coverage; exit $$status

# make fuzz-tlv: tests/fuzz/tlv_fuzz.c, from the seeds in tests/fuzz/tlv/.
fuzz-%:
	+@$(SUBMAKE) $(WITH_FUZZ) build/fuzz/tests/fuzz/$*_fuzz
	@$(call fuzz_run,$*,$(FUZZ_SECONDS))

bench: ## speed against a bare floor of the same run, as one table
	@bash config/prepare.sh test --check
	+@$(SUBMAKE) benchbins
	@# One table: the first program prints its head.
	@for b in $(call bin,$(BENCH)); do \
	    $$b || exit 1; export KIOSK_BENCH_CONTINUED=1; done

headers: ## every header compiles alone, with both compilers
	@$(call HEADERS,gcc)
	@$(call HEADERS,clang)

layers: ## includes and calls keep to config/layers.txt
	@bash tests/layers.sh

# The ids of all texts, as marked in the sources, and of those that a resident
# reads (keywords as tests/locale.sh).
KEYWORDS_kiosk    = --keyword=N_ --keyword=R_ --keyword=text_in:2
KEYWORDS_resident = -k --keyword=R_
$(BUILD)/%.pot: always
	@mkdir -p $(@D)
	@find include kiosk screens -name '*.[ch]' 2>/dev/null | LC_ALL=C sort | xgettext \
	    --files-from=- --from-code=UTF-8 $(KEYWORDS_$*) \
	    --language=C --no-location --omit-header -o $@

pot: ## collect the ids of all texts in build/kiosk.pot, a resident's in build/resident.pot
pot: $(BUILD)/kiosk.pot $(BUILD)/resident.pot

update-po: ## put new ids into every catalogue, sorted, and take unused ones out
update-po: pot
	@for po in config/locale/*.po; do \
	    case $$po in */ja.po) pot=kiosk ;; *) pot=resident ;; esac; \
	    msgmerge --quiet --no-fuzzy-matching --no-location $$po $(BUILD)/$$pot.pot | \
	        msgattrib --no-obsolete --sort-output -o $$po.new && \
	        mv $$po.new $$po || exit 1; \
	done

check-locale: locale
locale: ## catalogues are well formed and complete
	@bash tests/locale.sh

format: ## bring every file into the house's format
	@bash tests/format.sh --fix

check-format: ## name the lines that are not in it
	@bash tests/format.sh

clean: ## remove all that was built, the training office too
	rm -rf build

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile
	@echo "make test-ROOM      the tests of one room: base, rules, card, store, desk, screens, pty, flow"
	@echo "make fuzz-NAME      one fuzzer for FUZZ_SECONDS (60): $(FUZZ_NAMES)"

.PHONY: all testbins unitbins fuzzbins benchbins always run test proof check test-long \
    test-fresh clang asan coverage bench headers layers \
    pot update-po check-locale locale format check-format clean help
.SECONDARY:

# build.mk -- the tests of the core.  Included by the Makefile.
#
# Copyright (C) 2026 The cnn authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A test program is tests/core/NAME_test.c with support.c and conv_oracle.c.  It
# is linked with the objects of the core, not with libcnn.so, which hides what
# some tests call; library_test looks at libcnn.so itself.

CORE_TESTS := $(patsubst tests/core/%.c,$(BUILD)/tests/core/%,\
                $(wildcard tests/core/*_test.c))
CORE_TEST_BIN := $(CORE_TESTS) $(BUILD)/tests/core/isas

$(BUILD)/tests/core/settings_test.o: EXTRA = -DVERSION='"$(VERSION)"'
$(BUILD)/tests/core/library_test.o: \
  EXTRA = -DLIBRARY='"$(abspath $(OUT))/libcnn.so"'
$(BUILD)/tests/core/settings_test.o: $(DESCRIPTION)

$(BUILD)/tests/core/%.o: tests/core/%.c tests/core/build.mk \
                         $(BUILD)/COMPILE.value
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(EXTRA) -Icore -MMD -MP -c $< -o $@

CORE_TEST_SUPPORT := $(addprefix $(BUILD)/tests/core/,support.o conv_oracle.o \
                       conv_bounds.o)

$(CORE_TEST_BIN): %: %.o $(CORE_TEST_SUPPORT) $(CORE_OBJ) $(KERNEL_OBJ)
	$(CC) -pthread $(CFLAGS) $(EXTRA_CFLAGS) $(LDFLAGS) -o $@ \
	  $^ $(STATIC) -lcmocka -ldl -lm

-include $(CORE_TEST_BIN:=.d) $(CORE_TEST_SUPPORT:.o=.d)

RUN_CORE_TESTS = tests/core/run.sh $(BUILD)/tests/core

.PHONY: core-tests check-core sanitize sanitize-thread memcheck check-arm64 \
        check-emulated-avx512

core-tests: $(CORE_TEST_BIN) $(OUT)/libcnn.so

check-core: core-tests ## runs the tests of the core
	@$(RUN_CORE_TESTS) $(CORE_TEST_ISAS)

# ---- with other eyes --------------------------------------------------------

# Each of these is check-core in a build of its own, with fewer random rounds
# and without the large problems.
OTHERWISE = BUILD=$(BUILD)/$@ OUT=$(BUILD)/$@
FEWER = CNN_TEST_ROUNDS=$(1) CNN_TEST_PRODUCTS=$(2)

sanitize: ## the tests of the core with ASan and UBSan
	+@$(call FEWER,15,1e5) $(AGAIN) check-core $(OTHERWISE) CFLAGS='-O2 -g' \
	  EXTRA_CFLAGS='-fsanitize=address,undefined -fno-sanitize-recover=all'

sanitize-thread: export CNN_TEST_HEAP = malloc
sanitize-thread: ## the tests of the core with ThreadSanitizer
	+@$(call FEWER,10,1e5) $(AGAIN) check-core $(OTHERWISE) CFLAGS='-O2 -g' \
	  EXTRA_CFLAGS=-fsanitize=thread

# valgrind (3.19) knows no AVX-512.
memcheck: export CNN_TEST_HEAP = malloc
memcheck: export CNN_TEST_RUN = valgrind -q --error-exitcode=99 \
  --leak-check=full --errors-for-leak-kinds=definite --show-leak-kinds=definite
memcheck: core-tests ## the tests of the core under valgrind
	@.ci/install valgrind
	@$(call FEWER,2,1e4) $(RUN_CORE_TESTS) \
	  $(filter portable avx2,$(shell $(BUILD)/tests/core/isas))

# The kernels for AVX-512, split by the compiler into instructions of AVX2.
check-emulated-avx512: ## the kernels for AVX-512 on a machine with AVX2
	+@$(call FEWER,100,1e6) $(AGAIN) check-core $(OTHERWISE) EMULATE_AVX512=1 \
	  CORE_TEST_ISAS=avx512 EXTRA_CFLAGS=-Wno-psabi

DEPS_ARM64 := gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user \
              libblis-dev:arm64 libfftw3-dev:arm64 libcmocka-dev:arm64
ARM64 := aarch64-linux-gnu

check-arm64: ## the tests of the core on arm64, emulated
	@dpkg-query -W $(DEPS_ARM64) > /dev/null \
	  || { echo 'As root: dpkg --add-architecture arm64; apt-get update;' \
	            'apt-get install $(DEPS_ARM64)'; false; }
	+@$(call FEWER,10,3e4) CNN_TEST_RUN=qemu-aarch64 $(AGAIN) check-core \
	  $(OTHERWISE) CC=$(ARM64)-gcc CXX=$(ARM64)-g++

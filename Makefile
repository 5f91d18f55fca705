# Makefile -- builds, tests and packages cnn.  `make help` lists what it does.
#
# Copyright (C) 2026 The cnn authors
# SPDX-License-Identifier: GPL-3.0-or-later

# What is needed, by the names of Debian's packages: for the product and its
# tests (Octave draws figures, without a display, by gnuplot and these fonts),
# for the comparison with oneDNN, and for lint.
PACKAGES       := octave octave-dev gcc g++ make libfftw3-dev libblis-dev \
                  libbenchmark-dev libcmocka-dev texinfo gnuplot-nox \
                  fonts-freefont-otf
BENCH_PACKAGES := libdnnl-dev
LINT_PACKAGES  := clang clang-format cppcheck

# The product lies beside the .m files: addpath ("octave") is all it takes.
OUT         := octave
DESCRIPTION := octave/DESCRIPTION
RUN_OCTAVE  := octave-cli --norc --no-history --quiet

# For a make within make: with as many jobs as processors, unless told.  Its
# recipes start with +, which hands the outer make's jobs on.
JOBS  = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc))
AGAIN = $(MAKE) --no-print-directory $(JOBS)

ifneq ($(words $(CURDIR)),1)
$(error make cannot work in a folder whose path has spaces: $(CURDIR))
endif

all: product ## builds what Octave calls (the default)

include core/build.mk
-include tests/core/build.mk

.PHONY: all product deps demo check check-octave bench bench-boundary \
        bench-training bench-accuracy dist \
        distcheck install format lint coverage clean help

product: $(PRODUCT)

help: ## lists the targets
	@sed -n 's/^\([a-z][a-z0-9-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) \
	  | expand -t 24

deps: ## installs the Debian packages that are missing
	@.ci/install $(PACKAGES)

# What comes after deps is a make of its own: this one may have looked for
# compilers and libraries before they were there.

demo: deps ## builds, filters digits, times the algorithms, trains LeNet-5
	+@$(AGAIN) product
	$(RUN_OCTAVE) --path octave \
	  --eval 'cnn_demo ("demo-output"); cnn_demo_lenet ("demo-output")'

# ---- tests ------------------------------------------------------------------

check: deps ## builds and runs every test
	+@$(AGAIN) product
	+@tests/tally.sh core '$(AGAIN) check-core' octave '$(AGAIN) check-octave'

check-octave: product test-mex ## runs the tests of the functions in Octave
	$(RUN_OCTAVE) --path $(abspath $(BUILD)/tests/octave) tests/octave/run.m $(OUT)

# MEX files of the tests: they meet the libcnn.so that the functions under test
# have loaded already.
TEST_MEX := $(patsubst tests/octave/support/%.c,$(BUILD)/tests/octave/%.mex,\
              $(wildcard tests/octave/support/*.c))
.PHONY: test-mex
test-mex: $(TEST_MEX)
$(BUILD)/tests/octave/%.mex: tests/octave/support/%.c core/cnn.h \
                             $(OUT)/libcnn.so
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(MEX_INC) -shared -o $@ $< -L$(OUT) -lcnn

C_FILES := $(wildcard core/*.[ch] core/*/*.[ch] mex/*.[ch]* bench/*.[ch] \
             tests/core/*.[ch] tests/octave/support/*.[ch])
M_FILES := $(wildcard octave/*.m octave/*/*.m bench/*.m tests/*/*.m \
             tests/octave/support/*.m)

format: ## lays out the C files as .clang-format says
	@.ci/install $(LINT_PACKAGES)
	clang-format -i $(C_FILES)

# cppcheck takes vectors for pointers; the compilers see where one is used unset.
lint: ## checks layout, and for warnings of gcc, clang and cppcheck
	@.ci/install $(LINT_PACKAGES)
	clang-format --dry-run -Werror $(C_FILES)
	@! grep -nP '\t| +$$|^(?!.*@deftypefn).{81}' $(M_FILES) \
	  || { echo 'a tab, a space at the end, or more than 80 columns'; false; }
	+@$(AGAIN) product test-mex $(if $(CORE_TEST_BIN),core-tests) \
	  BUILD=$(BUILD)/gcc OUT=$(BUILD)/gcc/octave CC=gcc CXX=g++ \
	  CFLAGS='-O2 -Werror' CXXFLAGS='-O2 -Wall -Wextra -Werror'
	+@$(AGAIN) product test-mex $(if $(CORE_TEST_BIN),core-tests) \
	  BUILD=$(BUILD)/clang OUT=$(BUILD)/clang/octave CC=clang CXX=clang++ \
	  CFLAGS='-O2 -Werror' CXXFLAGS='-O2 -Wall -Wextra -Werror'
	cppcheck --quiet --std=c11 --enable=warning,performance,portability \
	  --inline-suppr --suppress=uninitvar:core/kernels/* \
	  --suppress=nullPointerArithmetic:core/kernels/* \
	  --error-exitcode=1 -Icore $(wildcard core/*.c core/*/*.c)

coverage: deps ## shows how much of each C file the tests run
	@rm -rf $(BUILD)/coverage
	@mkdir -p $(BUILD)/coverage
	@cp -r octave $(BUILD)/coverage
	@rm -f $(COVERED)/*.mex $(COVERED)/*.oct $(COVERED)/*.so
	+-$(AGAIN) check-core $(COVERAGE)
	+-$(AGAIN) check-octave $(COVERAGE)
	@tests/coverage.sh $(BUILD)/coverage
COVERED  := $(BUILD)/coverage/octave
COVERAGE := BUILD=$(BUILD)/coverage OUT=$(COVERED) CFLAGS='-O1 -g' \
            EXTRA_CFLAGS=--coverage

# ---- measurements -----------------------------------------------------------

bench: bench-boundary ## runs the benchmarks

bench-boundary: ## measures two layers of ResNet-50 beside oneDNN
	@.ci/install $(PACKAGES) $(BENCH_PACKAGES)
	+@$(AGAIN) product bench-mex
	$(RUN_OCTAVE) bench/boundary.m

bench-training: deps ## measures a training step beside PyTorch, if that is installed
	+@$(AGAIN) product
	$(RUN_OCTAVE) bench/training.m

# make bench-accuracy FOLDER=...; without it, Fashion-MNIST
bench-accuracy: deps ## trains LeNet-5 on a full data set; FOLDER=where it is
	@$(if $(FOLDER),,.ci/install dataset-fashion-mnist)
	+@$(AGAIN) product
	$(RUN_OCTAVE) bench/accuracy.m $(FOLDER)

BENCH_MEX := $(addprefix $(BUILD)/bench/,$(addsuffix .mex,\
               core_profile empty_mex fma_peak onednn_peer))
.PHONY: bench-mex
bench-mex: $(BENCH_MEX)
$(BUILD)/bench/onednn_peer.mex: bench/peer_onednn.c bench/peer_onednn.h
$(BUILD)/bench/onednn_peer.mex: EXTRA = -ldnnl
$(BUILD)/bench/core_profile.mex: | octave/libcnn.so
$(BUILD)/bench/core_profile.mex: EXTRA = -Icore -Loctave -lcnn \
                                         -Wl,-rpath,'$$ORIGIN/../../octave'
$(BUILD)/bench/%.mex: bench/%.c core/build.mk
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -fopenmp -fvisibility=default $(MEX_INC) -shared -o $@ \
	  $(filter %.c,$^) $(EXTRA)

# ---- the package ------------------------------------------------------------

PACKAGE := cnn-$(VERSION)
TARBALL := dist/$(PACKAGE).tar.gz
STAGE   := $(BUILD)/dist/$(PACKAGE)
DATE    := $(shell sed -n 's/^Date: *//p' $(DESCRIPTION))
PACKED  := COPYING $(addprefix octave/,DESCRIPTION INDEX NEWS) \
           $(wildcard octave/*.m octave/private/*.m octave/data/*[!m]) \
           $(wildcard core/build.mk core/*.[ch] core/*/*.[ch] mex/*.[ch]*)

dist: $(TARBALL) ## makes the package for pkg install

# Octave runs src/Makefile, which puts the binaries into inst/: a .mex file lies
# beside its .m file.  The same files make the same tarball, byte for byte.
$(TARBALL): Makefile $(PACKED)
	@rm -rf $(STAGE)
	@mkdir -p $(@D) $(STAGE)/src
	@cp --parents $(PACKED) $(STAGE)/src
	@cd $(STAGE)/src && mv octave ../inst && mv COPYING .. \
	  && cd ../inst && mv DESCRIPTION INDEX NEWS ..
	@printf '%s\n' 'OUT := ../inst' 'DESCRIPTION := ../DESCRIPTION' \
	  'all: product' 'include core/build.mk' 'product: $$(PRODUCT)' \
	  > $(STAGE)/src/Makefile
	tar --create --directory=$(dir $(STAGE)) --sort=name --format=ustar \
	  --mtime='$(DATE) 00:00Z' --owner=0 --group=0 --numeric-owner \
	  --mode=u=rwX,go=rX $(PACKAGE) | gzip -9n > $@

distcheck: deps $(TARBALL) ## installs the package aside, tests and removes it
	+@$(AGAIN) test-mex
	@tests/distcheck.sh $(TARBALL) $(BUILD)/tests/octave

install: deps $(TARBALL) ## installs the package for this user
	$(RUN_OCTAVE) --eval 'pkg install $(TARBALL)'

clean: ## removes all that was built
	rm -rf $(BUILD) dist demo-output octave/*.mex octave/*.oct octave/*.so

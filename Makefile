# Makefile -- builds, tests and packages cnn.  `make help` lists what it does.
#
# Copyright (C) 2026 The cnn authors
# SPDX-License-Identifier: GPL-3.0-or-later

# What is needed, by the names of Debian's packages: for the product and its
# tests, for the comparison with oneDNN, and for lint.
PACKAGES       := octave octave-dev gcc g++ make libfftw3-dev libblis-dev \
                  libbenchmark-dev libcmocka-dev texinfo gnuplot-nox
BENCH_PACKAGES := libdnnl-dev
LINT_PACKAGES  := clang clang-format cppcheck libomp-dev

# The product lies beside the .m files: addpath ("octave") is all it takes.
OUT         := octave
DESCRIPTION := octave/DESCRIPTION
RUN_OCTAVE  := octave-cli --norc --no-history --quiet

# For a make within make: with as many jobs as processors, unless told.
JOBS  = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc))
AGAIN = $(MAKE) --no-print-directory $(JOBS)

ifneq ($(words $(CURDIR)),1)
$(error make cannot work in a folder whose path has spaces: $(CURDIR))
endif

all: product ## builds what Octave calls (the default)

include core/build.mk
-include tests/core/build.mk

.PHONY: all product deps demo check check-octave bench bench-boundary dist \
        distcheck install lint coverage clean help

product: $(PRODUCT)

help: ## lists the targets
	@sed -n 's/^\([a-z][a-z0-9-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) \
	  | expand -t 24

deps: ## installs the Debian packages that are missing
	@.ci/install $(PACKAGES)

# What comes after deps is a make of its own: this one may have looked for
# compilers and libraries before they were there.

demo: deps ## builds, filters handwritten digits, times the algorithms
	@$(AGAIN) product
	$(RUN_OCTAVE) --path octave --eval 'cnn_demo ("demo-output")'

# ---- tests ------------------------------------------------------------------

check: deps ## builds and runs every test
	@$(AGAIN) product
	@tests/tally.sh core '$(AGAIN) check-core' octave '$(AGAIN) check-octave'

check-octave: product ## runs the tests of the functions in Octave
	$(RUN_OCTAVE) tests/octave/run.m

lint: ## checks format, warnings of gcc, clang and cppcheck, and the .m files
	@.ci/install $(LINT_PACKAGES)
	clang-format --dry-run -Werror $(wildcard $(C_FILES))
	$(AGAIN) product BUILD=build/gcc OUT=build/gcc/octave \
	  CFLAGS='-O3 -Werror' CXXFLAGS='-O2 -Wall -Wextra -Werror'
	$(AGAIN) product BUILD=build/clang OUT=build/clang/octave \
	  CC=clang CXX=clang++ CFLAGS='-O1 -Werror' \
	  CXXFLAGS='-O1 -Wall -Wextra -Werror'
	cppcheck --quiet --std=c11 --enable=warning,performance,portability \
	  --inline-suppr --error-exitcode=1 -Icore $(wildcard core/*.c core/*/*.c)
	@! grep -nP '\t| +$$|^.{81}' $(wildcard $(M_FILES)) \
	  || { echo 'a tab, a space at the end, or more than 80 columns'; false; }
C_FILES := core/*.[ch] core/*/*.[ch] mex/*.[ch] tests/core/*.[ch] bench/*.[ch]
M_FILES := octave/*.m octave/*/*.m tests/*/*.m tests/*/*/*.m bench/*.m

# ---- measurements -----------------------------------------------------------

bench: bench-boundary ## runs the benchmarks

bench-boundary: ## measures two layers of ResNet-50 beside oneDNN
	@.ci/install $(PACKAGES) $(BENCH_PACKAGES)
	@$(AGAIN) product bench-mex
	$(RUN_OCTAVE) bench/boundary.m

BENCH_MEX := $(addprefix $(BUILD)/bench/,$(addsuffix .mex,\
               empty_mex fma_peak onednn_peer))
.PHONY: bench-mex
bench-mex: $(BENCH_MEX)
$(BUILD)/bench/onednn_peer.mex: bench/peer_onednn.c bench/peer_onednn.h
$(BUILD)/bench/onednn_peer.mex: EXTRA = -ldnnl
$(BUILD)/bench/%.mex: bench/%.c core/build.mk
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -fvisibility=default $(MEX_INC) -shared -o $@ \
	  $(filter %.c,$^) $(EXTRA)

# ---- the package ------------------------------------------------------------

PACKAGE := cnn-$(VERSION)
TARBALL := dist/$(PACKAGE).tar.gz
STAGE   := $(BUILD)/dist/$(PACKAGE)
PACKED  := COPYING $(addprefix octave/,DESCRIPTION INDEX NEWS) \
           $(wildcard octave/*.m octave/private/*.m octave/data/*) \
           $(wildcard core/build.mk core/*.[ch] core/*/*.[ch] mex/*.[ch]*)

dist: $(TARBALL) ## makes the package for pkg install

# The binaries go to inst/ when Octave runs src/Makefile: a .mex file must lie
# beside its .m file.  The same files make the same tarball, byte for byte.
$(TARBALL): Makefile $(PACKED)
	@rm -rf $(STAGE)
	@mkdir -p $(@D) $(STAGE)/inst $(STAGE)/src
	cp $(filter-out octave/%.m,$(filter COPYING octave/%,$(wildcard \
	  COPYING octave/*))) $(STAGE)

# build.mk -- builds libcnn.so, the MEX gateways and the .oct helper into OUT.
#
# Copyright (C) 2026 The cnn authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Included by the Makefile of the source tree (OUT = octave) and by that of the
# package which `make dist` writes (OUT = ../inst).
#
#   OUT          where the libraries go, beside the .m files
#   DESCRIPTION  the package's description, which states the version
#   BUILD        where the objects go

# What the environment may set: the compilers (make's CC is cc, its CXX is
# g++), flags and mkoctfile.
CFLAGS    ?= -O3 -g
CXXFLAGS  ?= -O2 -g
MKOCTFILE ?= mkoctfile
BUILD     ?= build

VERSION := $(shell sed -n 's/^Version: *//p' $(DESCRIPTION))
MACHINE := $(shell $(CC) -dumpmachine 2>/dev/null)
MULTIARCH := $(shell $(CC) -print-multiarch 2>/dev/null)

# BLIS: Debian keeps one folder a threading model; any will do, it runs on one
# thread within ours.  Elsewhere the system's library is linked.
BLIS_LIB := $(firstword $(foreach kind,serial pthread openmp,\
              $(wildcard /usr/lib/$(MULTIARCH)/blis-$(kind)/libblis.a)))
ifneq ($(BLIS_LIB),)
BLIS_INC := -isystem $(patsubst /usr/lib/%,/usr/include/%,$(patsubst %/,%,$(dir $(BLIS_LIB))))
STATIC := $(BLIS_LIB) -l:libfftw3f.a -l:libfftw3.a \
          $(if $(findstring openmp,$(BLIS_LIB)),-fopenmp)
else
STATIC := -lblis -lfftw3f -lfftw3
endif

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes
ALL_CFLAGS = -std=c11 -D_DEFAULT_SOURCE -fPIC -fvisibility=hidden -pthread \
             $(WARN) $(CFLAGS) $(EXTRA_CFLAGS)
LINK = -shared -Wl,-Bsymbolic -Wl,--as-needed $(LDFLAGS) $(EXTRA_CFLAGS)

# VARIABLE.value holds a variable's value and is written only when that has
# changed: other flags, or another list of files, make anew what depends on it.
define value_rule
$(BUILD)/$(1).value: $(shell echo '$($(1))' \
                       | cmp -s - $(BUILD)/$(1).value || echo FORCE)
	@mkdir -p $$(@D)
	@echo '$$($(1))' > $$@
endef
.PHONY: FORCE

# ---- core: libcnn.so --------------------------------------------------------

KERNEL_SRC := real pointwise norm winograd windows spectra
CORE_SRC := $(filter-out $(KERNEL_SRC:%=core/kernels/%.c),\
              $(wildcard core/*.c core/*/*.c))
CORE_OBJ := $(CORE_SRC:%.c=$(BUILD)/%.o)

# Each of KERNEL_SRC is compiled once an instruction set and class.  One line an
# instruction set: its flags, then the shape of its kernels.
KERNELS_portable := -DVECTOR_BYTES=16 -DNR=4 -DMD=4 -DND=3 -DDEPTH=256
KERNELS_avx2     := -mavx2 -mfma \
                    -DVECTOR_BYTES=32 -DNR=4 -DMD=4 -DND=3 -DDEPTH=256
KERNELS_avx512   := -mavx512f -mavx512dq -mavx512bw -mavx512vl -mavx2 -mfma \
                    -mprefer-vector-width=512 \
                    -DVECTOR_BYTES=64 -DNR=8 -DMD=6 -DND=4 -DDEPTH=192
ifneq ($(filter x86_64%,$(MACHINE)),)
ALL_CFLAGS += -DCNN_X86
KERNEL_SETS := portable avx2 avx512
else
KERNEL_SETS := portable
endif
# For a test on a machine without AVX-512: its kernels, split by the compiler
# into instructions of AVX2, which is all that is asked for then.
ifdef EMULATE_AVX512
ALL_CFLAGS += -DCNN_EMULATE_AVX512
KERNELS_avx512 := -mavx2 -mfma $(filter -D%,$(KERNELS_avx512))
endif

COMPILE := $(CC) $(ALL_CFLAGS) $(KERNELS_avx512); $(CXX) $(CXXFLAGS); $(LINK)
$(eval $(call value_rule,COMPILE))
KERNEL_OBJ := $(foreach src,$(KERNEL_SRC),$(foreach set,$(KERNEL_SETS),\
                $(foreach class,single double,\
                  $(BUILD)/core/kernels/$(src)-$(set)-$(class).o)))

REAL_single := float
REAL_double := double

define kernel_rule
$(BUILD)/core/kernels/$(1)-$(2)-$(3).o: core/kernels/$(1).c core/build.mk \
                                      $(BUILD)/COMPILE.value
	@mkdir -p $$(@D)
	$$(CC) $$(ALL_CFLAGS) -ffp-contract=fast -fno-math-errno $$(KERNELS_$(2)) -MMD -MP \
	  -DREAL=$$(REAL_$(3)) -DTABLE=cnn_$(1)_$(2)_$(3) -c $$< -o $$@
endef
$(foreach src,$(KERNEL_SRC),$(foreach set,$(KERNEL_SETS),\
  $(foreach class,single double,\
    $(eval $(call kernel_rule,$(src),$(set),$(class))))))

$(BUILD)/core/base/blas.o: EXTRA = $(BLIS_INC)
$(BUILD)/core/version.o: EXTRA = -DCNN_VERSION='"$(VERSION)"'
$(BUILD)/core/version.o: $(DESCRIPTION)

$(BUILD)/core/%.o: core/%.c core/build.mk $(BUILD)/COMPILE.value
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(EXTRA) -MMD -MP -c $< -o $@

# BLIS and FFTW are inside, and none of their symbols leaves: Octave has its
# own copies.  The library stays loaded when Octave clears its functions.
LIBRARY := $(CORE_OBJ) $(KERNEL_OBJ) $(STATIC)
$(eval $(call value_rule,LIBRARY))
$(OUT)/libcnn.so: $(CORE_OBJ) $(KERNEL_OBJ) $(BUILD)/LIBRARY.value
	@mkdir -p $(@D)
	$(CC) $(LINK) -pthread -Wl,-soname,libcnn.so -Wl,-z,nodelete \
	  -Wl,--exclude-libs,ALL -o $@ $(LIBRARY) -lm

# ---- gateways: one .mex a function, and one .oct for their outputs ----------

# A gateway is mex/cnn_*.c; the rest of mex/ is what they share.
GATEWAYS  := $(notdir $(basename $(wildcard mex/cnn_*.c)))
SHARED    := $(patsubst mex/%.c,$(BUILD)/mex/%.o,\
               $(filter-out mex/cnn_%,$(wildcard mex/*.c)))
MEX       := $(GATEWAYS:%=$(OUT)/%.mex)
OCT       := $(OUT)/__cnn_host__.oct
MEX_INC    = $(eval MEX_INC := $$(shell $(MKOCTFILE) -p INCFLAGS))$(MEX_INC)

# -fexceptions: Octave's errors travel through the gateways as exceptions.
$(BUILD)/mex/%.o: mex/%.c core/build.mk $(BUILD)/COMPILE.value
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Wno-pedantic -fexceptions $(MEX_INC) -Icore -MMD -MP \
	  -c $< -o $@

$(OUT)/%.mex: $(BUILD)/mex/%.o $(SHARED) $(OUT)/libcnn.so
	$(CC) $(LINK) -Wl,-rpath,'$$ORIGIN' -o $@ $< $(SHARED) \
	  -L$(OUT) -lcnn -lm

$(OUT)/%.oct: mex/%.cc core/build.mk $(BUILD)/COMPILE.value $(OUT)/libcnn.so
	@mkdir -p $(BUILD)/mex
	$(CXX) -std=c++17 -fPIC $(CXXFLAGS) $(EXTRA_CFLAGS) $(MEX_INC) -Icore \
	  -MMD -MP -MF $(BUILD)/mex/$*.d $(LINK) -Wl,-z,nodelete \
	  -Wl,-rpath,'$$ORIGIN' -o $@ $< -L$(OUT) -lcnn

PRODUCT := $(OUT)/libcnn.so $(MEX) $(OCT)

.SECONDARY:
-include $(CORE_OBJ:.o=.d) $(KERNEL_OBJ:.o=.d)
-include $(patsubst %,$(BUILD)/mex/%.d,$(GATEWAYS) __cnn_host__) $(SHARED:.o=.d)

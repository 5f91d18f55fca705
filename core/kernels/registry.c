/* registry.c -- one line an instruction set; the rest follows from it.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   A new instruction set adds its line here, its name in base/base.h and its
   flags in the Makefile.  The portable row serves where a level has none.  */

#include "kernels.h"
#include "spectra.h"
#include "windows.h"

#if defined(CNN_X86)
#define ROWS(X)              \
  X (CNN_ISA_AVX512, avx512) \
  X (CNN_ISA_AVX2, avx2)     \
  X (CNN_ISA_PORTABLE, portable)
#else
#define ROWS(X) X (CNN_ISA_PORTABLE, portable)
#endif

#define DECLARE(isa, name)                                                    \
  extern const cnn_kernels cnn_real_##name##_single,                          \
      cnn_real_##name##_double;                                               \
  extern const cnn_pointwise cnn_pointwise_##name##_single,                   \
      cnn_pointwise_##name##_double;                                          \
  extern const cnn_normal cnn_norm_##name##_single, cnn_norm_##name##_double; \
  extern const cnn_winograd cnn_winograd_##name##_single,                     \
      cnn_winograd_##name##_double;                                           \
  extern const cnn_windows cnn_windows_##name##_single,                       \
      cnn_windows_##name##_double;                                            \
  extern const cnn_spectra cnn_spectra_##name##_single,                       \
      cnn_spectra_##name##_double;
ROWS (DECLARE)

typedef struct
{
  const cnn_kernels *real;
  const cnn_pointwise *pointwise;
  const cnn_normal *normal;
  const cnn_winograd *winograd;
  const cnn_windows *windows;
  const cnn_spectra *spectra;
} tables;

#define ENTRY(name)                                                    \
  {                                                                    \
    &cnn_real_##name, &cnn_pointwise_##name, &cnn_norm_##name,         \
        &cnn_winograd_##name, &cnn_windows_##name, &cnn_spectra_##name \
  }
#define ROW(isa, name) \
  [isa] = { ENTRY (name##_single), ENTRY (name##_double) },
static const tables rows[CNN_ISA_COUNT][2] = { ROWS (ROW) };

static const tables *
row_for (cnn_class type)
{
  const tables *row = &rows[cnn_isa_in_use ()][type];
  return row->real ? row : &rows[CNN_ISA_PORTABLE][type];
}

const cnn_kernels *
cnn_kernels_for (cnn_class type)
{
  return row_for (type)->real;
}

const cnn_pointwise *
cnn_pointwise_for (cnn_class type)
{
  return row_for (type)->pointwise;
}

const cnn_winograd *
cnn_winograd_for (cnn_class type)
{
  return row_for (type)->winograd;
}

const cnn_normal *
cnn_normal_for (cnn_class type)
{
  return row_for (type)->normal;
}

const cnn_windows *
cnn_windows_for (cnn_class type)
{
  return row_for (type)->windows;
}

const cnn_spectra *
cnn_spectra_for (cnn_class type)
{
  return row_for (type)->spectra;
}

/* blas.c -- matrix multiplication by BLIS.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   BLIS chooses kernels by the processor's name and takes many AVX-512 machines
   for a Haswell, at half the speed (all releases up to 2.1).  So the context
   is chosen here, by the instruction set in use.  The context of the machine
   that BLIS itself recognises serves where it has the same instruction set,
   as that of Zen does under AVX2.

   Its kernels for small matrices ("sup") are not used: those for Haswell and
   Zen read past the end of the matrices (BLIS issues 635 and 821, in 0.9.0).

   BLIS aborts when it gets no memory for its packing buffers.  So memory of
   their size is asked for, and given back, before it may want them.  It may at
   any call: it keeps the buffers that it has, but takes others for another
   context and whenever more threads than ever before use it at once.  */

#include <stdlib.h>

/* BLIS's header is not written for our warnings.  */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wstrict-prototypes"
#include <blis.h>
#pragma GCC diagnostic pop

#include "blas.h"

static const size_t PACKING_BYTES = (size_t) 24 << 20; /* a thread, and more */

#if defined(CNN_X86)
static arch_t
architecture (void)
{
  arch_t found = bli_arch_query_id ();
  switch (cnn_isa_in_use ())
    {
#if ! defined(CNN_EMULATE_AVX512)
    case CNN_ISA_AMX:
    case CNN_ISA_AVX512:
      return BLIS_ARCH_SKX;
#else
    case CNN_ISA_AVX512:
#endif
    case CNN_ISA_AVX2:
      return found == BLIS_ARCH_ZEN3 || found == BLIS_ARCH_ZEN2
                     || found == BLIS_ARCH_ZEN
                 ? found
                 : BLIS_ARCH_HASWELL;
    default:
      return BLIS_ARCH_GENERIC;
    }
}
#endif

static cntx_t *
context (void)
{
  bli_init ();
#if defined(CNN_X86)
  cntx_t *chosen = bli_gks_lookup_nat_cntx (architecture ());
  if (chosen)
    return chosen;
#endif
  return bli_gks_query_cntx ();
}

cnn_status
blas_prepare (int threads, char *why)
{
  size_t bytes = PACKING_BYTES * (size_t) threads;
  if (! cnn_scratch_probe (bytes))
    return cnn_fail (CNN_OUT_OF_MEMORY, why,
                     "out of memory for %zu bytes of BLIS's buffers", bytes);
  return CNN_OK;
}

void
blas_multiply (cnn_class type, int64_t m, int64_t n, int64_t k, blas_matrix a,
               blas_matrix b, double beta, blas_matrix c)
{
  rntm_t runtime = BLIS_RNTM_INITIALIZER;
  bli_rntm_set_num_threads (1, &runtime);
  bli_rntm_disable_l3_sup (&runtime);
  if (type == CNN_SINGLE)
    {
      float one = 1, beta_single = (float) beta;
      bli_sgemm_ex (BLIS_NO_TRANSPOSE, BLIS_NO_TRANSPOSE, m, n, k, &one,
                    (float *) a.at, a.row, a.column, (float *) b.at, b.row,
                    b.column, &beta_single, (float *) c.at, c.row, c.column,
                    context (), &runtime);
    }
  else
    {
      double one = 1;
      bli_dgemm_ex (BLIS_NO_TRANSPOSE, BLIS_NO_TRANSPOSE, m, n, k, &one,
                    (double *) a.at, a.row, a.column, (double *) b.at, b.row,
                    b.column, &beta, (double *) c.at, c.row, c.column,
                    context (), &runtime);
    }
}

/* cost.c -- what a convolution costs: the model behind the automatic choice.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   time = multiplications / (share * peak) + bytes / bandwidth

   with a nominal machine for each instruction set (one core's rates: the
   choice must not depend on the number of threads).  The shares are each
   algorithm's, in its own file.  */

#include "algorithm.h"

/* Bounds, in bytes, of what an algorithm may ever allocate or index: a copy of
   x or dy with its border, whole steps of the stride long; the matrix of
   patches; the filters in whole tiles, with one offset each.  Beyond 2^62 the
   integers of the algorithms would overflow.  */
cnn_status
conv_supports_all (const cnn_conv *p, cnn_pass pass, char *why)
{
  (void) pass;
  double copy = 16.0 * (double) p->batch
                * ((double) p->channels + (double) p->filters);
  double matrix = 16.0 * (double) (p->channels / p->groups);
  double filters = matrix * ((double) p->filters + CNN_MOST_NR);
  for (int d = 0; d < CNN_DIMS; d++)
    {
      copy *= 2 * (double) (p->in[d] + p->before[d] + p->after[d]);
      matrix *= (double) p->out[d] * (double) p->window[d];
      filters *= (double) p->window[d];
    }
  double most = copy > matrix ? copy : matrix;
  most = filters > most ? filters : most;
  if (most > 0x1p62)
    return cnn_fail (CNN_UNSUPPORTED, why,
                     "%.3g bytes of scratch memory cannot be addressed", most);
  return CNN_OK;
}

double
conv_plain_error (const cnn_conv *p, cnn_pass pass)
{
  (void) p, (void) pass;
  return 1;
}

double
conv_direct_multiplications (const cnn_conv *p, cnn_pass pass)
{
  (void) pass;
  return (double) p->batch * (double) p->filters * (double) cnn_volume (p->out)
         * (double) cnn_volume (p->window)
         * (double) (p->channels / p->groups);
}

double
conv_bytes (const cnn_conv *p)
{
  return (double) cnn_sizeof (p->type)
         * ((double) p->batch
                * ((double) p->channels * (double) cnn_volume (p->in)
                   + (double) p->filters * (double) cnn_volume (p->out))
            + (double) p->filters * (double) (p->channels / p->groups)
                  * (double) cnn_volume (p->window));
}

double
conv_time (const cnn_conv *p, double multiplications, double share,
           double bytes)
{
  static const double peak[CNN_ISA_COUNT] = {
    /* single-precision multiply-adds a second of one core */
    [CNN_ISA_AMX] = 110e9,
    [CNN_ISA_AVX512] = 110e9,
    [CNN_ISA_AVX2] = 55e9,
    [CNN_ISA_PORTABLE] = 12e9,
  };
  static const double bandwidth = 8e9; /* bytes a second of one core */
  double rate = peak[cnn_isa_in_use ()] / (p->type == CNN_DOUBLE ? 2 : 1);
  return multiplications / (share * rate) + bytes / bandwidth;
}

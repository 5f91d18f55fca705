/* isa.c -- which instruction set the kernels are taken from.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base.h"

#define TEXT(name, text) text,
static const char *const names[] = { CNN_ISA_LIST (TEXT) };
#undef TEXT

static atomic_int in_use = -1; /* not chosen yet */
static atomic_bool told;       /* what cnn_isa_refused returns */

static bool
has (cnn_isa isa)
{
#if defined(CNN_X86)
#if defined(CNN_EMULATE_AVX512)
  if (isa == CNN_ISA_AVX512) /* its kernels are made of AVX2 here */
    isa = CNN_ISA_AVX2;
#endif
  __builtin_cpu_init ();
  if (isa == CNN_ISA_AVX512)
    return __builtin_cpu_supports ("avx512f")
           && __builtin_cpu_supports ("avx512dq")
           && __builtin_cpu_supports ("avx512bw")
           && __builtin_cpu_supports ("avx512vl");
  if (isa == CNN_ISA_AVX2)
    return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
#endif
  return isa == CNN_ISA_PORTABLE;
}

/* The index of a name, in any letter case; CNN_ISA_COUNT for none.  */
static int
find (const char *name)
{
  int isa = 0;
  while (isa < CNN_ISA_COUNT && strcasecmp (names[isa], name) != 0)
    isa++;
  return isa;
}

/* The one that CNN_ISA names, if this machine has it; else CNN_ISA_COUNT.  */
static int
find_in_environment (void)
{
  const char *text = getenv ("CNN_ISA");
  int isa = text ? find (text) : CNN_ISA_COUNT;
  return isa < CNN_ISA_COUNT && has (isa) ? isa : CNN_ISA_COUNT;
}

cnn_isa
cnn_isa_in_use (void)
{
  int isa = atomic_load (&in_use);
  if (isa < 0)
    {
      isa = find_in_environment ();
      if (isa == CNN_ISA_COUNT)
        for (isa = 0; ! has (isa);)
          isa++;
      int unset = -1;
      if (! atomic_compare_exchange_strong (&in_use, &unset, isa))
        isa = unset;
    }
  return (cnn_isa) isa;
}

const char *
cnn_get_isa (void)
{
  return names[cnn_isa_in_use ()];
}

const char *
cnn_isa_refused (void)
{
  if (atomic_load (&told) || atomic_exchange (&told, true))
    return NULL;
  const char *text = getenv ("CNN_ISA");
  return text && *text && find_in_environment () == CNN_ISA_COUNT ? text
                                                                  : NULL;
}

cnn_status
cnn_set_isa (const char *name, char *why)
{
  int isa = find (name);
  if (isa == CNN_ISA_COUNT)
    return cnn_fail (CNN_BAD_VALUE, why,
                     "unknown instruction set \"%.40s\"; there are "
                     "\"portable\", \"avx2\", \"avx512\" and \"amx\"",
                     name);
  if (! has (isa))
    return cnn_fail (CNN_UNSUPPORTED, why,
                     "no kernels for %s run on this machine (best: %s)",
                     names[isa], cnn_isa_name (0));
  atomic_store (&in_use, isa);
  return CNN_OK;
}

const char *
cnn_isa_name (int index)
{
  for (int isa = 0; isa < CNN_ISA_COUNT; isa++)
    if (has (isa) && index-- == 0)
      return names[isa];
  return NULL;
}

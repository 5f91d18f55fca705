/* memo.h -- what CNN_AUTO chose before.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_CONV_MEMO_H
#define CNN_CONV_MEMO_H

#include "algorithm.h"

/* All that a choice depends on.  */
typedef struct
{
  cnn_conv p;
  cnn_pass pass;
  cnn_accuracy accuracy;
  size_t limit;
  cnn_isa isa;
  int threads; /* of which workspaces may be a multiple */
} conv_choice_key;

/* The key of a choice to be made now.  */
conv_choice_key conv_choice_key_of (const cnn_conv *p, cnn_pass pass,
                                    cnn_accuracy accuracy, size_t limit);

/* Whether that choice is remembered; *algorithm is it.  Thread-safe.  */
bool conv_choice_recall (const conv_choice_key *key, int *algorithm);

/* Remembers it, in the place of an older one.  Thread-safe.  */
void conv_choice_keep (const conv_choice_key *key, int algorithm);

#endif

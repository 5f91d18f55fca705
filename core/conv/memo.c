/* memo.c -- what CNN_AUTO chose before; see memo.h.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   Asking every algorithm for its cost takes longer than a small convolution
   does, and a network asks the same questions in every step.  A table with a
   slot for each hash; a new answer takes the place of what was there.  */

#include "memo.h"

#include <pthread.h>
#include <string.h>

enum {
  SLOTS = 256,
  FIRST = offsetof (cnn_conv, batch), /* whole numbers without gaps */
  LENGTH = offsetof (cnn_conv, mode) - FIRST
};

typedef struct
{
  conv_choice_key key;
  int algorithm;
  bool used;
} slot;

static slot table[SLOTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

conv_choice_key
conv_choice_key_of (const cnn_conv *p, cnn_pass pass, cnn_accuracy accuracy,
                    size_t limit)
{
  return (conv_choice_key){
    *p, pass, accuracy, limit, cnn_isa_in_use (), cnn_get_threads ()
  };
}

static slot *
slot_of (const conv_choice_key *key)
{
  uint64_t word[LENGTH / sizeof (uint64_t)], hash = (uint64_t) key->pass;
  memcpy (word, (const char *) &key->p + FIRST, LENGTH);
  for (size_t i = 0; i < LENGTH / sizeof word[0]; i++)
    hash = (hash ^ word[i]) * UINT64_C (0x9e3779b97f4a7c15);
  return table + (hash >> 32) % SLOTS;
}

static bool
is (const slot *s, const conv_choice_key *key)
{
  const conv_choice_key *k = &s->key;
  return s->used && k->pass == key->pass && k->accuracy == key->accuracy
         && k->limit == key->limit && k->isa == key->isa
         && k->threads == key->threads && k->p.type == key->p.type
         && k->p.dims == key->p.dims && k->p.mode == key->p.mode
         && k->p.value == key->p.value && k->p.flip == key->p.flip
         && memcmp ((const char *) &k->p + FIRST,
                    (const char *) &key->p + FIRST, LENGTH)
                == 0;
}

bool
conv_choice_recall (const conv_choice_key *key, int *algorithm)
{
  const slot *s = slot_of (key);
  pthread_mutex_lock (&lock);
  bool found = is (s, key);
  if (found)
    *algorithm = s->algorithm;
  pthread_mutex_unlock (&lock);
  return found;
}

void
conv_choice_keep (const conv_choice_key *key, int algorithm)
{
  slot *s = slot_of (key);
  pthread_mutex_lock (&lock);
  *s = (slot){ *key, algorithm, true };
  pthread_mutex_unlock (&lock);
}

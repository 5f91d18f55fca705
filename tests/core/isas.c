/* isas.c -- prints the instruction sets that this machine has, best first.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdio.h>

#include "cnn.h"

int
main (void)
{
  for (int i = 0; cnn_isa_name (i); i++)
    puts (cnn_isa_name (i));
  return 0;
}

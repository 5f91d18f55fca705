/* status.c -- what can go wrong, and how it is said.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdarg.h>
#include <stdio.h>

#include "base.h"

const char *
cnn_status_id (cnn_status status)
{
#define ID(name, id) id,
  static const char *const ids[] = { CNN_STATUS_LIST (ID) };
#undef ID
  return (unsigned) status < CNN_STATUS_COUNT ? ids[status] : "unknown";
}

cnn_status
cnn_fail (cnn_status status, char *why, const char *format, ...)
{
  if (why)
    {
      va_list arguments;
      va_start (arguments, format);
      vsnprintf (why, CNN_WHY, format, arguments);
      va_end (arguments);
    }
  return status;
}

bool
cnn_multiply (int64_t *total, int64_t factor)
{
  int64_t product;
  if (__builtin_mul_overflow (*total, factor, &product))
    return false;
  *total = product;
  return true;
}

/* version.c -- which version this is, and of what it is made.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <fftw3.h>
#include <stdio.h>

#include "cnn.h"

/* BLIS's header is large; this is all of it that is needed here.  */
extern char *bli_info_get_version_str (void);

const char *
cnn_version (void)
{
  return CNN_VERSION;
}

const char *
cnn_libraries (void)
{
  static char text[128];
  snprintf (text, sizeof text, "BLIS %s, %.40s", bli_info_get_version_str (),
            fftw_version);
  return text;
}

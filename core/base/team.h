/* team.h -- the threads that help with a region.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_TEAM_H
#define CNN_TEAM_H

#include <stdbool.h>

/* Has up to `helpers` further threads call job (context), and returns at once;
   false, and nothing happens, when there is no helper to be had: the team is at
   work for another thread of the process, or no thread can be made.  A helper
   that comes when the region has ended does not call job at all.  */
bool cnn_team_begin (int helpers, void (*job) (void *context), void *context);

/* Ends the region that cnn_team_begin (which was true) began: waits until every
   helper that called job has returned from it.  */
void cnn_team_end (void);

#endif

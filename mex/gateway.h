/* gateway.h -- what every MEX gateway shares: arguments, options, errors,
   outputs.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later

   A gateway has one shape:

       void mexFunction (int nlhs, mxArray *plhs[],
                         int nrhs, const mxArray *prhs[])
       {
         gateway g = gw_begin (...);        count the arguments
         ... gw_class, gw_size, gw_options  check and unpack
         ... gw_output                      make the outputs
         gw_check (status, why);            compute
       }

   Functions named gw_* raise Octave's error themselves and do not return then.
   They may: nothing that a gateway holds needs to be given back.  Arrays made
   here belong to Octave, which frees them when the call ends; the core gives
   back its scratch memory before it returns.  */

#ifndef CNN_GATEWAY_H
#define CNN_GATEWAY_H

#include <mex.h>
#include <stdbool.h>
#include <stdint.h>

#include "cnn.h"

/* All that a gateway exports.  */
CNN_API void mexFunction (int nlhs, mxArray *plhs[], int nrhs,
                          const mxArray *prhs[]);

typedef struct
{
  int nlhs;
  mxArray **plhs;
  int nrhs;
  const mxArray **prhs;
} gateway;

/* ---- errors ----------------------------------------------------------- */

/* Raises the error cnn:FUNCTION:WHAT.  Octave puts the function's name in
   front of the message.  */
__attribute__ ((noreturn, format (printf, 2, 3))) void
gw_fail (cnn_status status, const char *format, ...);

/* Raises what a status of the core says, if it is not CNN_OK; an interrupt
   becomes Octave's own.  */
void gw_check (cnn_status status, const char *why);

/* ---- arguments -------------------------------------------------------- */

/* The call; at the first of all calls, a warning if the environment asks for
   an instruction set that is not there.  Octave's usage error unless least <= nrhs <= most and nlhs <=
   outputs (of which none asked for counts as one).  */
gateway gw_begin (int nlhs, mxArray **plhs, int nrhs, const mxArray **prhs,
                  int least, int most, int outputs);

/* badType unless the argument is a full real single or double array, which it
   is called `name` for.  */
void gw_check_real (const mxArray *a, const char *name);

/* The class of a result from n arguments, all checked like that: double if
   all are, else single.  NULL elements do not count.  */
cnn_class gw_class (int n, const mxArray *const *a, const char *const *names);

/* The elements of an argument in a class, converted when it has the other.  */
const void *gw_data (const mxArray *a, cnn_class type);

/* The size of an array, n numbers, ones behind its last dimension; badSize
   when it has more.  */
void gw_size (const mxArray *a, const char *name, int n, int64_t *size);

/* "3 x 4 x 5", without ones at the end but the second; a static buffer, of
   which four are valid at a time.  */
const char *gw_size_text (int n, const int64_t *size);

/* badSize unless the array has just this size.  */
void gw_check_size (const mxArray *a, const char *name, int n,
                    const int64_t *size);

/* A vector of whole numbers of any numeric class: at least `least`, at most
   `most` of them; returns how many.  */
int gw_integers (const mxArray *a, const char *name, int least, int most,
                 int64_t *values);

/* The same of an array of any shape, however many there are.  */
void gw_all_integers (const mxArray *a, const char *name, int64_t *values);

/* One real number.  */
double gw_real (const mxArray *a, const char *name);

/* The text of a character row vector to `text` (CNN_WHY bytes), past 40
   characters cut and marked so: no name is that long.  badType for anything
   else, badValue for a character of code 0.  */
void gw_text (const mxArray *a, const char *name, char *text);

/* The index in a NULL-terminated list of the value of a text argument, in any
   letter case; badValue, with the list, when it is not there.  */
int gw_choice (const mxArray *a, const char *name, const char *const *list);

/* A logical value (or 0, 1) for each of n outputs.  */
void gw_mask (const mxArray *a, const char *name, int n, bool *mask);

/* ---- options ---------------------------------------------------------- */

typedef struct
{
  const char *name;
  void (*read) (const mxArray *value, const char *name, void *target);
  void *target;
} gw_option;

/* Reads the "Name", value pairs from argument `first` on.  The table ends
   with a NULL name.  badOption, with the table's names, for one that is not
   there, and for a name without value.  */
void gw_options (const gateway *g, int first, const gw_option *table);

/* The number of positional arguments: those before the first text from
   argument `least` on, at most `most`.  */
int gw_positional (const gateway *g, int least, int most);

/* badOption where the forward's b stands before the options of a backward,
   as argument i.  */
void gw_no_bias (const gateway *g, int i);

/* ---- outputs ---------------------------------------------------------- */

/* Makes output i (see output.c) and returns where its elements go, undefined
   as yet; outOfMemory when there is no memory.  */
void *gw_output (gateway *g, int i, cnn_class type, int n,
                 const int64_t *size);

/* The same for another class: mxUINT32_CLASS or mxLOGICAL_CLASS.  */
void *gw_output_class (gateway *g, int i, mxClassID type, int n,
                       const int64_t *size);

/* Makes output i a number, a text, [].  */
void gw_output_number (gateway *g, int i, double value);
void gw_output_text (gateway *g, int i, const char *text);
void gw_output_empty (gateway *g, int i, cnn_class type);

/* An array that lasts until the gateway returns, for what cannot be used
   where it lies; outOfMemory when there is no memory.  */
void *gw_temporary (cnn_class type, int64_t elements);

/* Ends the call with Octave's interrupt.  */
__attribute__ ((noreturn)) void gw_interrupt (void);

#endif

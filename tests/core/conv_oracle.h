/* conv_oracle.h -- what a convolution should give: by the reference, and by
   the definition, which the reference is checked against.

   Copyright (C) 2026 The cnn authors
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef CNN_TEST_CONV_ORACLE_H
#define CNN_TEST_CONV_ORACLE_H

#include "support.h"

/* The operands of one pass.  */
typedef struct
{
  array first, second, bias; /* bias.data is NULL where there is none */
} operands;

operands operands_random (const cnn_conv *p, cnn_pass pass);
void operands_free (operands *o);

/* The result of an algorithm that has to succeed.  */
array result_of (const cnn_conv *p, cnn_pass pass, int algorithm, operands o);

/* The reference's result for some function of the operands: themselves
   (array_convert), their absolute values, ones.  */
array reference (const cnn_conv *p, cnn_pass pass, cnn_class type, operands o,
                 array (*function) (array from, cnn_class type));
array absolute (array from, cnn_class type);
array ones (array from, cnn_class type);

/* Whether the pass folds a border back that was copied from the image.  */
bool folds (const cnn_conv *p, cnn_pass pass);

/* out[i] = the sum of the products that the definition names, size[i] that of
   their absolute values; both begin with zeros.  */
void define (const cnn_conv *p, cnn_pass pass, operands o, long double *out,
             long double *size);

/* Fails unless the reference, on random operands, gives what the definition
   gives in long double.  */
void check_definition (const cnn_conv *p, cnn_pass pass);

#endif

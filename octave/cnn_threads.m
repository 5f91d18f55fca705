## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {@var{n} =} cnn_threads ()
## @deftypefnx {} {@var{n} =} cnn_threads (@var{n})
##
## The number of threads that the functions of this package use.
##
## With an argument, a whole number from 1 to 1024, set it; in either case,
## return it.  At start it is the value of the environment variable
## @env{OMP_NUM_THREADS}, and else the number of processors that this process
## may use.
##
## The setting holds for all functions of the package until Octave ends;
## @code{clear all} does not change it.  It does not concern Octave's own
## functions.  More threads than processors are allowed, and useless.
##
## No result depends on it, not in a single bit: work is divided by the shape of
## the problem alone.
##
## @example
## @group
## before = cnn_threads ();
## cnn_threads (1)
##   @result{} ans = 1
## y = cnn_conv2d (rand (64), rand (5));    # computed by one thread
## cnn_threads (before);
## @end group
## @end example
##
## Memory: each thread has packing buffers of its own; see
## @code{cnn_conv2d_algorithms}.
##
## Errors: @code{cnn:threads:badType} (@var{n} is not a real number),
## @code{cnn:threads:badValue} (it is not a whole number from 1 to 1024).
##
## @seealso{cnn_isa, cnn_release, nproc}
## @end deftypefn

function varargout = cnn_threads (varargin)
  error ("cnn:threads:missing", ["cnn_threads: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

%!test
%! before = cnn_threads ();
%! unwind_protect
%!   assert (before >= 1);
%!   x = rand (40, 40, 4);
%!   w = rand (3, 3, 4, 5);
%!   assert (cnn_threads (1), 1);
%!   y = cnn_conv2d (x, w);
%!   assert (cnn_threads (uint8 (3)), 3);
%!   assert (cnn_threads (), 3);
%!   assert (cnn_conv2d (x, w), y);
%! unwind_protect_cleanup
%!   cnn_threads (before);
%! end_unwind_protect

## A wrong number changes nothing.
%!test
%! before = cnn_threads ();
%! fail ("cnn_threads (0)", "must be 1 to 1024, not 0");
%! assert (cnn_threads (), before);

%!error id=Octave:invalid-fun-call cnn_threads (1, 2)
%!error id=cnn:threads:badType cnn_threads ("2")
%!error id=cnn:threads:badType cnn_threads ({})
%!error id=cnn:threads:badValue cnn_threads (0)
%!error id=cnn:threads:badValue cnn_threads (1025)
%!error id=cnn:threads:badValue cnn_threads (1.5)
%!error id=cnn:threads:badValue cnn_threads (NaN)
%!error id=cnn:threads:badValue cnn_threads ([1 2])

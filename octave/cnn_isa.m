## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{name}, @var{names}] =} cnn_isa ()
## @deftypefnx {} {[@var{name}, @var{names}] =} cnn_isa (@var{name})
##
## The instruction set that the functions of this package use.
##
## With an argument, in any letter case, restrict the package to this
## instruction set; in either case, return the name of the one in use.  The
## names are
##
## @table @asis
## @item @qcode{"portable"}
## plain C, on every machine;
## @item @qcode{"avx2"}
## vectors of 8 singles or 4 doubles, with fused multiply and add (AVX2 and FMA
## of x86-64);
## @item @qcode{"avx512"}
## vectors of 16 singles or 8 doubles (AVX-512 F, DQ, BW and VL);
## @item @qcode{"amx"}
## AMX tiles; no function of this version uses them.
## @end table
##
## @var{names}, the second output, is a cell array, 1 x m, of those that this
## machine has, best first.
##
## At start it is the best one, or the one that the environment variable
## @env{CNN_ISA} names, if this machine has it.  If it has not, or there is no
## such name, the first call of any function of the package warns of that, with
## the identifier @code{cnn:isa:unsupported}, and the best one is used.  The
## setting holds for all functions of the package until Octave ends;
## @code{clear all} does not change it.  It serves to compare and to test.
## Results may differ between instruction sets, by rounding.
##
## @example
## @group
## before = cnn_isa ();
## cnn_isa ("portable")
##   @result{} ans = portable
## y = cnn_conv2d (rand (64), rand (5));    # computed by plain C
## cnn_isa (before);
## [~, names] = cnn_isa ();
## names@{end@}
##   @result{} ans = portable
## @end group
## @end example
##
## Errors: @code{cnn:isa:badType} (@var{name} is not text),
## @code{cnn:isa:badValue} (there is no such name), @code{cnn:isa:unsupported}
## (this machine does not have it).
##
## @seealso{cnn_threads, cnn_version, cnn_conv2d_algorithms}
## @end deftypefn

function varargout = cnn_isa (varargin)
  error ("cnn:isa:missing", ["cnn_isa: the compiled function is missing; " ...
         "run make, or reinstall the package"]);
endfunction

%!test
%! [before, names] = cnn_isa ();
%! unwind_protect
%!   assert (rows (names), 1);
%!   assert (names{end}, "portable");
%!   assert (any (strcmp (before, names)));
%!   for name = names
%!     assert (cnn_isa (upper (name{1})), name{1});
%!     assert (cnn_isa (), name{1});
%!     assert (cnn_conv2d (magic (5), magic (3)),
%!             filter2 (magic (3), magic (5), "valid"));
%!   endfor
%! unwind_protect_cleanup
%!   cnn_isa (before);
%! end_unwind_protect

## What this machine lacks is unsupported, and changes nothing.
%!test
%! [before, names] = cnn_isa ();
%! for name = setdiff ({"avx2", "avx512", "amx"}, names)
%!   err.identifier = "";
%!   try
%!     cnn_isa (name{1});
%!   catch err
%!   end_try_catch
%!   assert (err.identifier, "cnn:isa:unsupported");
%!   assert (cnn_isa (), before);
%! endfor

%!error id=Octave:invalid-fun-call cnn_isa ("portable", 1)
%!error id=cnn:isa:badType cnn_isa (1)
%!error id=cnn:isa:badValue cnn_isa ("sse9")

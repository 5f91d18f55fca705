## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {} cnn_release ()
## @deftypefnx {} {@var{bytes} =} cnn_release ()
##
## Give the scratch memory of this package back to the system.
##
## Many functions need memory to work in, besides that for their results.  They
## keep it for the next call, at most 256 MB in all, because fresh memory is
## slow.  This function frees what is kept and returns how many bytes that was.
##
## Nothing else changes: results, settings and later calls are not affected, but
## that the next call has to ask for memory again.
##
## @example
## @group
## y = cnn_conv2d (rand (64, 64, 8), rand (3, 3, 8, 8));
## cnn_release ();
## bytes = cnn_release ()
##   @result{} bytes = 0
## @end group
## @end example
##
## @seealso{cnn_threads, cnn_conv2d_algorithms}
## @end deftypefn

function varargout = cnn_release (varargin)
  error ("cnn:release:missing", ["cnn_release: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

%!test
%! cnn_release ();
%! assert (cnn_release (), 0);
%! x = rand (20, 20, 4);
%! w = rand (3, 3, 4, 4);
%! y = cnn_conv2d (x, w, "Algorithm", "im2col");
%! t = cnn_conv2d_algorithms (size (x), size (w), "Class", "double", ...
%!                            "Algorithm", "im2col");
%! assert (cnn_release () >= t.workspace);
%! assert (cnn_release (), 0);
%! assert (cnn_conv2d (x, w, "Algorithm", "im2col"), y);

%!error id=Octave:invalid-fun-call cnn_release (1)
%!error <Invalid call to cnn_release> [a, b] = cnn_release ();

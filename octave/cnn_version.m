## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn {} {[@var{version}, @var{libraries}] =} cnn_version ()
##
## The version of this package and of the libraries inside it.
##
## @var{version} is a text such as @qcode{"1.2.3"}.  @var{libraries} is a text
## that names the libraries compiled in, BLIS and FFTW, with their versions.
## Please give both, and @code{cnn_isa ()}, with the report of an error.
##
## @example
## @group
## [version, libraries] = cnn_version ();
## compare_versions (version, "0.1.0", ">=")
##   @result{} ans = 1
## @end group
## @end example
##
## @seealso{cnn_isa, cnn_threads, compare_versions, ver}
## @end deftypefn

function varargout = cnn_version (varargin)
  error ("cnn:version:missing", ["cnn_version: the compiled function is " ...
         "missing; run make, or reinstall the package"]);
endfunction

%!test
%! [version, libraries] = cnn_version ();
%! assert (! isempty (regexp (version, '^\d+\.\d+\.\d+\+?$')));
%! assert (! isempty (regexpi (libraries, 'blis \d.*fftw')));

%!error id=Octave:invalid-fun-call cnn_version (1)
%!error <Invalid call to cnn_version> [a, b, c] = cnn_version ();

## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## environment.m -- what the package reads of the environment at start, each
## time in an Octave of its own.

## What a new Octave prints, warnings included, for some calls with CNN_ISA set
## to this value.
%!function text = with_isa (value, calls)
%!  folder = fileparts (which ("cnn_conv2d"));
%!  [status, text] = system (sprintf (
%!    ["CNN_ISA='%s' octave-cli --norc --no-history --path '%s' " ...
%!     "--eval '%s' 2>&1"], value, folder, calls));
%!  assert (status, 0, text);
%!endfunction

## A set that the machine has is taken, in silence.
%!testif ; isunix ()
%! for name = [machine_isas(), {"PORTABLE"}]
%!   text = with_isa (name{1}, "cnn_relu (1); disp (cnn_isa ())");
%!   assert (strtrim (text), tolower (name{1}));
%! endfor
%! text = with_isa ("", "disp (cnn_isa ())");
%! assert (strtrim (text), machine_isas (){end});

## Another one, or none at all, is a warning at the first call and at no other,
## which names the value and what is used instead.
%!testif ; isunix ()
%! best = machine_isas (){end};
%! lacking = setdiff ({"avx2", "avx512", "amx"}, machine_isas ());
%! for name = [{"sse9"}, lacking]
%!   text = with_isa (name{1}, ["cnn_relu (1); cnn_isa (); " ...
%!                              "cnn_conv2d (1, 1); clear all; " ...
%!                              "disp (cnn_isa ())"]);
%!   warnings = strfind (text, "warning:");
%!   assert (numel (warnings), 1, text);
%!   for say = {"cnn_relu", "CNN_ISA", name{1}, [best " is used"]}
%!     assert (! isempty (strfind (text, say{1})), text);
%!   endfor
%!   assert (strtrim (strsplit (strtrim (text), "\n"){end}), best);
%!   text = with_isa (name{1}, ["warning (\"off\", " ...
%!                              "\"cnn:isa:unsupported\"); " ...
%!                              "cnn_relu (1); disp (cnn_isa ())"]);
%!   assert (strtrim (text), best);
%! endfor

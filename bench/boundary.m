## boundary.m -- what lies between a call in Octave and the machine's limit.
##
## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later
##
##     octave-cli bench/boundary.m
##
## Two layers of ResNet-50, eight images: every algorithm of cnn_conv2d, called
## from Octave, beside oneDNN in the same process, where it is installed.
## Results are compared before anything is timed: a wrong result has no time.
## Then come rounds in which everybody takes a turn, in an order that moves on
## from round to round; a turn is one run to get warm and one that counts, so
## that nobody pays for what the one before left in caches and threads.
## Medians and quartiles are over the rounds.  GF/s are nominal: the direct
## multiplications and additions, whatever an algorithm makes of them.
##
## After that the parts of a call: what Octave, the gateway and fresh pages
## cost, by calls that do little else.

1;

function check_in ()
  ## Finds the functions, says where we are and what is missing.
  root = fileparts (fileparts (mfilename ("fullpath")));
  for folder = {"octave", "bench", fullfile("build", "bench")}
    folder = fullfile (root, folder{1});
    if (exist (folder, "dir"))
      addpath (folder);
    endif
  endfor
  for name = {"cnn_conv2d", "cnn_pad", "empty_mex", "fma_peak", "core_profile"}
    if (! exist (name{1}, "file"))
      error ("boundary: %s is not built; run make first", name{1});
    endif
  endfor
endfunction

function print_machine (threads)
  [~, model] = system ("sed -n 's/^model name[^:]*: //p' /proc/cpuinfo");
  [~, commit] = system ("git describe --always --dirty 2> /dev/null");
  printf ("%s, %d of %d processors, Octave %s\n", strtok (model, "\n"), ...
          threads, nproc (), OCTAVE_VERSION ());
  printf ("cnn %s (%s), instruction set %s\n", cnn_version (), ...
          strtrim (commit), cnn_isa ());
endfunction

function has = has_peer ()
  has = exist ("onednn_peer", "file") == 3;
endfunction

function text = peer_isa ()
  ## What oneDNN takes this machine for.
  h = onednn_peer ("create", struct (), single (1), single (1));
  text = onednn_peer ("info", h).isa;
  onednn_peer ("destroy", h);
endfunction

function text = quartiles (t, scale)
  q = quantile (t(:), [0.25, 0.75]) * scale;
  text = sprintf ("%.3f-%.3f", q(1), q(2));
endfunction

## ---- two layers, everybody in turn ------------------------------------

function t = our_turn (x, w, padding, algorithm)
  ## The result is written over: its memory can be used again.
  y = cnn_conv2d (x, w, "Padding", padding, "Algorithm", algorithm);
  begun = tic ();
  y = cnn_conv2d (x, w, "Padding", padding, "Algorithm", algorithm);
  t = toc (begun);
endfunction

function t = peer_turn (h)
  onednn_peer ("run", h);
  t = onednn_peer ("run", h);
endfunction

function c = contender (label, note, turn)
  c = struct ("label", label, "note", note, "turn", turn, "output", []);
endfunction

function all = peers (layer, x, w)
  ## oneDNN in all its forms; it has no Winograd on every machine.
  all = struct ([]);
  if (! has_peer ())
    printf ("  oneDNN is not installed: no peer\n");
    return;
  endif
  layouts = {"own", "own layout"; "reordered", "with reorders"; ...
             "plain", "plain arrays"};
  for algorithm = {"direct", "winograd"}
    before = numel (all);
    for i = 1:rows (layouts)
      layer.algorithm = algorithm{1};
      layer.layout = layouts{i,1};
      try
        h = onednn_peer ("create", layer, x, w);
      catch err
        if (! strcmp (err.identifier, "cnn:onednn_peer:unsupported"))
          rethrow (err);
        endif
        continue;
      end_try_catch
      c = contender (sprintf ("oneDNN %s, %s", algorithm{1}, layouts{i,2}), ...
                     onednn_peer ("info", h).implementation, ...
                     @() peer_turn (h));
      onednn_peer ("run", h);
      c.output = onednn_peer ("output", h);
      all = [all, c];
    endfor
    if (numel (all) == before)
      printf ("  oneDNN has no %s here (%s)\n", algorithm{1}, peer_isa ());
    endif
  endfor
endfunction

function all = ours (layer, x, w)
  ## Every algorithm that can do the layer, and the choice among them.
  all = struct ([]);
  list = cnn_conv2d_algorithms (size (x), size (w), "Padding", layer.ph, ...
                                "Class", "single");
  names = {list([list.supported]).algorithm};
  names = [{"auto"}, names(! strcmp (names, "reference"))];
  for name = names
    c = contender (["cnn " name{1}], "", ...
                   @() our_turn (x, w, layer.ph, name{1}));
    c.output = cnn_conv2d (x, w, "Padding", layer.ph, "Algorithm", name{1});
    all = [all, c];
  endfor
endfunction

function all = check_results (all, truth)
  ## Winograd's tiles of four and six lose digits by nature.
  right = true (1, numel (all));
  for i = 1:numel (all)
    e = double (all(i).output(:)) - double (truth(:));
    e = norm (e) / norm (double (truth(:)));
    limit = 1e-6;
    if (any (strcmp (all(i).label, {"cnn winograd", "cnn winograd4", ...
                                    "cnn winograd6", "cnn auto"}))
        || strncmp (all(i).label, "oneDNN winograd", 15))
      limit = 1e-5;
    endif
    right(i) = isequal (size (all(i).output), size (truth)) && e <= limit;
    if (! right(i))
      printf ("  %s: WRONG, relative L2 %.1e: not timed\n", ...
              all(i).label, e);
    endif
    all(i).note = strtrim (sprintf ("%.1e %s", e, all(i).note));
    all(i).output = [];
  endfor
  all = all(right);
endfunction

function [t, rates] = take_turns (all, rounds, threads)
  ## Rounds by contenders, and the multiply rate measured in every round.
  t = zeros (rounds, numel (all));
  rates = zeros (rounds, 1);
  for r = 1:rounds
    for i = circshift (1:numel (all), r)
      pause (0.01); # idle threads of OpenMP keep a processor for so long
      t(r,i) = all(i).turn ();
    endfor
    rates(r) = fma_peak ("multiply", threads);
  endfor
endfunction

function print_turns (all, t, gf, peak)
  m = median (t, 1);
  first = find (strncmp ({all.label}, "oneDNN", 6) ...
                & ! cellfun (@isempty, strfind ({all.label}, ", own")));
  [best, which_one] = min (m(first));
  printf ("  %-30s %9s %17s %8s %7s %6s %6s  %s\n", "", "median ms", ...
          "quartiles", "best", "GF/s", "peak", "ratio", "rel. L2, code");
  [~, order] = sort (m);
  for i = order
    ratio = tie = "";
    if (! isempty (first))
      ratio = sprintf ("%.2f", m(i) / best);
      mine = quantile (t(:,i), [0.25, 0.75]);
      his = quantile (t(:,first(which_one)), [0.25, 0.75]);
      if (i != first(which_one) && mine(1) <= his(2) && his(1) <= mine(2))
        tie = " (tie)";
      endif
    endif
    printf ("  %-30s %9.3f %17s %8.3f %7.1f %5.0f%% %6s  %s%s\n", ...
            all(i).label, 1e3 * m(i), quartiles (t(:,i), 1e3), ...
            1e3 * min (t(:,i)), gf / m(i), 100 * gf / m(i) / peak, ratio, ...
            all(i).note, tie);
  endfor
endfunction

function compare (layer, rounds)
  printf ("\n%s: mb%dic%dih%doc%dkh%dph%d, %d threads\n", layer.name, ...
          layer.mb, layer.ic, layer.ih, layer.oc, layer.kh, layer.ph, ...
          layer.threads);
  randn ("twister", 42);
  x = randn (layer.ih, layer.ih, layer.ic, layer.mb, "single");
  w = randn (layer.kh, layer.kh, layer.ic, layer.oc, "single");
  out = layer.ih + 2 * layer.ph - layer.kh + 1;
  gf = 2e-9 * layer.mb * layer.ic * layer.oc * layer.kh ^ 2 * out ^ 2;

  them = peers (layer, x, w);
  if (isempty (them))
    truth = cnn_conv2d (double (x), double (w), "Padding", layer.ph, ...
                        "Algorithm", "reference");
  else
    truth = them(1).output;
  endif
  all = check_results ([them, ours(layer, x, w)], truth);
  [t, rates] = take_turns (all, rounds, layer.threads);
  print_turns (all, t, gf, max (rates));
  printf ("  peak: the multiply loop in these rounds, %.0f GF/s\n", ...
          max (rates));
  if (median (rates) < 0.9 * max (rates))
    printf ("  NOT QUIET: its median was %.0f; other work was running\n", ...
            median (rates));
  endif
  if (! isempty (them))
    onednn_peer ("destroy");
  endif
  conv = @() cnn_conv2d (x, w, "Padding", layer.ph);
  stages (conv, rounds);
  fresh_memory (conv, truth, rounds);
endfunction

## ---- where the time of a call goes ------------------------------------

function n = faults ()
  n = getrusage ().minflt;
endfunction

function [t, pages] = overwriting (f)
  ## The result replaces the one before: its memory can be used again.
  y = f ();
  y = f ();
  before = faults ();
  begun = tic ();
  y = f ();
  t = toc (begun);
  pages = faults () - before;
endfunction

function [t, pages] = fresh (f)
  ## The result lies in memory that the process has to ask for.
  f ();
  empty_mex ("trim");
  before = faults ();
  begun = tic ();
  y = f ();
  t = toc (begun);
  pages = faults () - before;
endfunction

function stages (conv, rounds)
  ## The parts of a call, as Octave's own thread sees them.
  t = zeros (rounds, 4);
  for r = 1:rounds
    y = conv ();
    core_profile (true);
    begun = tic ();
    y = conv ();
    all = toc (begun);
    core = core_profile (false);
    t(r,:) = [all - core(3), core(1:2), core(3) - sum(core(1:2))];
  endfor
  t = 1e3 * median (t, 1);
  printf (["  a call of cnn_conv2d, ms: %.3f gateway, %.3f packing, %.3f " ...
           "multiplication and\n  writing the result, %.3f the rest of the " ...
           "core (waiting for the other thread)\n"], t);
endfunction

function [t, pages] = both_ways (f, rounds)
  ## Rounds by functions by 2: overwriting, and into fresh memory.
  [t, pages] = deal (zeros (rounds, numel (f), 2));
  for r = 1:rounds
    for i = 1:numel (f)
      [t(r,i,1), pages(r,i,1)] = overwriting (f{i});
      [t(r,i,2), pages(r,i,2)] = fresh (f{i});
    endfor
  endfor
  t = squeeze (median (t, 1));
  pages = squeeze (median (pages, 1));
endfunction

function fresh_memory (conv, y, rounds)
  ## What the output's pages cost a convolution, and what as much output costs
  ## by itself.
  names = {"cnn_conv2d", "cnn_pad, as much output", "y + 1, as much output"};
  f = {conv, @() cnn_pad(y, [0, 0, 0, 0], 0), @() y + 1};
  [t, pages] = both_ways (f, rounds);
  printf ("  the %.1f MB of output: median ms (page faults) of a call\n", ...
          4e-6 * numel (y));
  for i = 1:numel (f)
    printf ("    %-26s overwritten %8.3f (%5d)   fresh %8.3f (%5d)\n", ...
            names{i}, 1e3 * t(i,1), round (pages(i,1)), 1e3 * t(i,2), ...
            round (pages(i,2)));
  endfor
endfunction

function t = seconds_a_call (code, calls, x, w)
  loop = sprintf ("for i = 1:%d, %s; endfor", calls, code);
  eval (loop);
  begun = tic ();
  eval (loop);
  t = toc (begun) / calls;
endfunction

function call_cost (rounds)
  printf ("\nWhat a call costs, 1 x 1 image, microseconds\n");
  codes = {"empty_mex ()", "empty_mex (x, w)", "y = cnn_conv2d (x, w)", ...
           "y = cnn_conv2d (x, w, \"Algorithm\", \"direct\")", ...
           "y = cnn_conv2d (x, w, \"Padding\", 1, \"Stride\", 2)", ...
           "y = cnn_pad (x, [0, 0, 0, 0], 0)", "y = x + 1"};
  t = zeros (rounds, numel (codes));
  for r = 1:rounds
    for i = 1:numel (codes)
      t(r,i) = seconds_a_call (codes{i}, 300, single (1), single (1));
    endfor
  endfor
  m = median (t, 1);
  printf ("  %-50s %8s %15s %12s\n", "", "median", "quartiles", ...
          "over empty");
  for i = 1:numel (codes)
    printf ("  %-50s %8.2f %15s %12.2f\n", codes{i}, 1e6 * m(i), ...
            quartiles (t(:,i), 1e6), 1e6 * (m(i) - m(1)));
  endfor
endfunction

function t = overwriting_pad (x, calls)
  for turn = 1:2 # the first is to get warm
    begun = tic ();
    for i = 1:calls
      y = cnn_pad (x, [0, 0, 0, 0], 0);
    endfor
    t = toc (begun) / calls;
  endfor
endfunction

function t = overwriting_plus (x, calls)
  for turn = 1:2
    begun = tic ();
    for i = 1:calls
      y = x + 1;
    endfor
    t = toc (begun) / calls;
  endfor
endfunction

function allocate_and_write (rounds)
  ## cnn_pad without a border is a copy: our boundary and nothing else.
  printf ("\nAllocate and write, microseconds a call\n");
  printf ("  %-8s %-9s %12s %23s %6s %12s %7s\n", "", "", "overwritten", ...
          "quartiles", "GB/s", "fresh", "faults");
  sizes = {"1 KB", [16, 16], 500; "100 KB", [160, 160], 50; ...
           "6 MB", [1536, 1024], 3; "100 MB", [5120, 5120], 1};
  names = {"cnn_pad", "x + 1"};
  for s = 1:rows (sizes)
    x = rand (sizes{s,2}, "single");
    assert (isequal (cnn_pad (x, [0, 0, 0, 0], 0), x));
    t = zeros (rounds, 2);
    for r = 1:rounds
      t(r,1) = overwriting_pad (x, sizes{s,3});
      t(r,2) = overwriting_plus (x, sizes{s,3});
    endfor
    m = median (t, 1);
    [once, pages] = both_ways ({@() cnn_pad(x, [0, 0, 0, 0], 0), ...
                                @() x + 1}, rounds);
    for i = 1:2
      printf ("  %-8s %-9s %12.2f %23s %6.1f %12.2f %7d\n", sizes{s,1}, ...
              names{i}, 1e6 * m(i), quartiles (t(:,i), 1e6), ...
              8e-9 * numel (x) / m(i), 1e6 * once(i,2), round (pages(i,2)));
    endfor
  endfor
endfunction

function print_limits (threads, when)
  rates = zeros (1, 9);
  for i = 1:numel (rates)
    rates(i) = fma_peak ("multiply", threads);
  endfor
  printf ("%s: %s multiply %.0f GF/s, copy of 64 MB %.1f GB/s\n", when, ...
          fma_peak ("isa"), max (rates), fma_peak ("copy", threads));
endfunction

check_in ();
rounds = 21;
threads = 2;
cnn_threads (threads);
print_machine (threads);
print_limits (threads, "before");
layer = struct ("name", "", "mb", 8, "ic", 64, "ih", 56, "oc", 256, ...
                "kh", 1, "ph", 0, "threads", threads);
layer.name = "resnet_50:res2a_b1/2c";
compare (layer, rounds);
layer.name = "resnet_50:res3bcd_b2b";
[layer.ic, layer.ih, layer.oc, layer.kh, layer.ph] = deal (128, 28, 128, 3, 1);
compare (layer, rounds);
call_cost (rounds);
allocate_and_write (rounds);
printf ("\n");
print_limits (threads, "after");

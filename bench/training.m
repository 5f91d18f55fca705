## training.m -- a training step of LeNet-5 beside PyTorch.
##
## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later
##
##     octave-cli bench/training.m
##
## Both train the same network from the same weights on the same batches by
## stochastic gradient descent with momentum, fetching batches, loss and
## accuracy included.  First the losses of the first epoch are compared, step by
## step; then epochs are timed in turn, ours by cnn_train, PyTorch's by a
## process of its own that waits while it is not its turn.  Where PyTorch is not
## installed, ours stands alone.
##
## The share of the interpreter: the same step written out by hand, with the
## time of each operator; what cnn_train takes beyond them is the walk through
## the layers, the solver and the fetching of batches.

1;

function worker = start_torch (net, x, labels, threads, batch, rate, momentum)
  ## PyTorch's process; [] where there is none.
  worker = [];
  if (system ("/usr/bin/python3 -c 'import torch' 2> /dev/null") != 0)
    printf ("PyTorch (Debian's python3-torch) is not installed: no peer\n");
    return;
  endif
  worker.folder = tempname ();
  mkdir (worker.folder);
  for k = 1:numel (net.parameters)
    write_raw (worker, sprintf ("p%d", k), net.parameters{k});
  endfor
  write_raw (worker, "x", x);
  write_raw (worker, "labels", labels);
  script = fullfile (fileparts (mfilename ("fullpath")), "torch_lenet.py");
  arguments = {script, worker.folder, num2str(threads), num2str(batch), ...
               num2str(rate), num2str(momentum)};
  [worker.in, worker.out, worker.pid] = popen2 ("/usr/bin/python3", arguments);
  worker.version = strrep (answer (worker), "ready ", "");
endfunction

function write_raw (worker, name, values)
  file = fopen (fullfile (worker.folder, name), "w");
  fwrite (file, values, "single");
  fclose (file);
endfunction

function stop_torch (worker)
  fclose (worker.in);
  waitpid (worker.pid);
  fclose (worker.out);
  confirm_recursive_rmdir (false, "local");
  rmdir (worker.folder, "s");
endfunction

function line = answer (worker)
  ## A line from the worker; the pipe does not wait by itself.
  line = "";
  while (isempty (line) || line(end) != "\n")
    part = fgets (worker.out);
    if (ischar (part))
      line = [line, part];
    else
      [~, status] = waitpid (worker.pid, WNOHANG ());
      if (WIFEXITED (status) && status != 0)
        error ("training: PyTorch's process ended");
      endif
      fclear (worker.out);
      pause (0.002);
    endif
  endwhile
  line = strtrim (line);
endfunction

function line = ask (worker, question)
  fputs (worker.in, [question "\n"]);
  fflush (worker.in);
  line = answer (worker);
endfunction

function [net, log] = train (net, x, labels, batch, rate, momentum)
  [net, log] = cnn_train (net, x, labels, "Epochs", 1, "BatchSize", batch, ...
                          "LearnRate", rate, "Momentum", momentum, ...
                          "Shuffle", false, "Verbose", false);
endfunction

function t = lap ()
  ## The seconds between the calls since the last one with an output.
  persistent times = [];
  persistent at = tic ();
  times(end+1) = toc (at);
  if (nargout > 0)
    t = times(2:end);
    times = [];
  endif
  at = tic ();
endfunction

function [p, total, operators] = step_by_hand (p, x, labels, rate)
  ## Forward, backward, step; `operators` are the times of the cnn_ functions.
  all = tic ();
  lap ();
  c1 = cnn_conv2d (x, p{1:2}, "Padding", 2); lap ();
  a1 = cnn_relu (c1); lap ();
  [s2, i2] = cnn_max_pool2d (a1, 2); lap ();
  c3 = cnn_conv2d (s2, p{3:4}); lap ();
  a3 = cnn_relu (c3); lap ();
  [s4, i4] = cnn_max_pool2d (a3, 2); lap ();
  c5 = cnn_linear (s4, p{5:6}); lap ();
  a5 = cnn_relu (c5); lap ();
  f6 = cnn_linear (a5, p{7:8}); lap ();
  a6 = cnn_relu (f6); lap ();
  y = cnn_linear (a6, p{9:10}); lap ();
  [loss, d] = cnn_cross_entropy (y, labels); lap ();
  [d, g{9:10}] = cnn_linear_backward (d, a6, p{9}); lap ();
  d = cnn_relu_backward (d, f6); lap ();
  [d, g{7:8}] = cnn_linear_backward (d, a5, p{7}); lap ();
  d = cnn_relu_backward (d, c5); lap ();
  [d, g{5:6}] = cnn_linear_backward (d, s4, p{5}); lap ();
  d = cnn_max_pool2d_backward (d, a3, 2, "Indices", i4); lap ();
  d = cnn_relu_backward (d, c3); lap ();
  [d, g{3:4}] = cnn_conv2d_backward (d, s2, p{3}); lap ();
  d = cnn_max_pool2d_backward (d, a1, 2, "Indices", i2); lap ();
  d = cnn_relu_backward (d, c1); lap ();
  [~, g{1:2}] = cnn_conv2d_backward (d, x, p{1}, "Padding", 2, ...
                                     "OutputMask", [false, true, true]);
  operators = lap ();
  for k = 1:numel (p)
    p{k} -= rate * g{k};
  endfor
  total = toc (all);
endfunction

function compare (batch, rounds)
  threads = cnn_threads ();
  batches = 1280 / batch;
  [rate, momentum] = deal (0.01, 0.9);
  [x, labels] = cnn_digits ("train");
  x = x(:,:,:,1:1280);
  labels = labels(1:1280);
  net = cnn_lenet5 ();
  printf ("\nLeNet-5, steps of %d images, %d threads\n", batch, threads);

  worker = start_torch (net, x, labels, threads, batch, rate, momentum);
  [trained, log] = train (net, x, labels, batch, rate, momentum);
  if (! isempty (worker))
    theirs = sscanf (ask (worker, "losses"), "%f")';
    off = max (abs (log.step_loss - theirs) ./ theirs);
    printf (["  losses of the first %d steps: from %.4f to %.4f, off by " ...
             "%.1e\n"], batches, log.step_loss([1, end]), off);
    if (! (off < 1e-2))
      error ("training: the losses differ: ours %s, PyTorch's %s", ...
             mat2str (log.step_loss, 4), mat2str (theirs, 4));
    endif
  endif

  ours = peer = by_hand = NaN (1, rounds);
  operators = NaN (rounds, 23);
  for r = 1:rounds
    [~, log] = train (trained, x, labels, batch, rate, momentum);
    ours(r) = log.seconds / batches;
    if (! isempty (worker))
      peer(r) = str2double (ask (worker, "epoch")) / batches;
    endif
    p = trained.parameters;
    for k = 1:batches
      at = (k-1) * batch + (1:batch);
      [p, total(k), inside(k,:)] ...
        = step_by_hand (p, x(:,:,:,at), labels(at), rate);
    endfor
    by_hand(r) = median (total);
    operators(r,:) = median (inside, 1);
  endfor
  if (! isempty (worker))
    stop_torch (worker);
  endif

  line = @(label, t) printf ("  %-34s %8.3f   %.3f-%.3f\n", label, ...
                             1e3 * median (t), ...
                             1e3 * quantile (t(:), [0.25, 0.75]));
  printf ("  %-34s %8s   quartiles of %d rounds\n", "a step", "ms", rounds);
  line ("cnn_train", ours);
  if (! isempty (worker))
    line (["PyTorch " worker.version], peer);
    printf ("  %-34s %8.2f\n", "ratio", median (ours) / median (peer));
  endif
  line ("by hand, without momentum", by_hand);
  inside = sum (operators, 2)';
  line ("  inside the operators", inside);
  printf ("  %-34s %7.0f%%\n", "interpreter's share of cnn_train", ...
          100 * (1 - median (inside) / median (ours)));
  if (! isempty (getenv ("CNN_TRAINING_OPERATORS")))
    printf ("%9.1f", 1e6 * median (operators, 1));
    printf ("  us\n");
  endif
endfunction

addpath (fullfile (fileparts (fileparts (mfilename ("fullpath"))), "octave"));
[~, model] = system ("sed -n 's/^model name[^:]*: //p' /proc/cpuinfo");
printf ("%s, %d processors, Octave %s, cnn %s, instruction set %s\n", ...
        strtok (model, "\n"), nproc (), OCTAVE_VERSION (), cnn_version (), ...
        cnn_isa ());
compare (64, 11);
compare (256, 11);

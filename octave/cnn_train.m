## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {[@var{net}, @var{log}] =} cnn_train (@var{net}, @var{x}, @var{labels})
## @deftypefnx {} {[@var{net}, @var{log}] =} cnn_train (@dots{}, @var{name}, @var{value}, @dots{})
##
## Train a network by stochastic gradient descent.
##
## @var{x} are the training images, as for @code{cnn_forward}, and @var{labels}
## their classes, 1 to K, one an image (or whatever the network's own loss
## takes).  An image with the label 0 is ignored, as in
## @code{cnn_cross_entropy}; where labels are 0 and none is K, there is a
## warning, @code{cnn:train:labels}, since they may count from 0.  In each epoch
## all images are seen once, in batches; after each batch the parameters go one
## step down the gradient of the batch's loss.
##
## @subheading What is learned from
##
## @table @asis
## @item @qcode{"Epochs"} (10), @qcode{"BatchSize"} (64)
## How often all images are seen, and how many at once.
## @item @qcode{"Shuffle"} (true)
## A new order in each epoch.
## @item @qcode{"Augment"}
## A function: @code{x = f (x)} changes the images of a batch, but not their
## size and class.  It may use @code{rand}, @code{randn}, @code{rande},
## @code{randg} and @code{randp}, which start from the training's seed for it,
## as they do for layers and losses of your own.
## @item @qcode{"Validation"} (@code{@{@}})
## @code{@{x, labels@}}: images that are not learned from; loss and accuracy on
## them are found after each epoch.
## @end table
##
## @subheading How
##
## @table @asis
## @item @qcode{"Solver"} (@qcode{"sgd"})
## @qcode{"sgd"} or @qcode{"momentum"} (the same), @qcode{"nesterov"},
## @qcode{"adam"}, @qcode{"adamw"}, @qcode{"rmsprop"}.
## @item @qcode{"LearnRate"} (0.01; 0.001 for Adam and RMSProp)
## The length of a step.
## @item @qcode{"Schedule"} (@qcode{"constant"})
## How the rate changes: @qcode{"cosine"} or @qcode{"linear"} to 0,
## @qcode{"onecycle"} (up for 30 % of the time, then down),
## @code{@{"step", epochs, factor@}}, @code{@{"exponential", factor@}} an epoch,
## or a function of the epochs done (with fractions) whose value, a finite
## number, multiplies the rate.
## @item @qcode{"Momentum"} (0.9; 0 for RMSProp), @qcode{"Nesterov"} (false)
## Less than 1.  For Adam it is the first decay, beta1.
## @item @qcode{"Decay"} (0.999; 0.99 for RMSProp), @qcode{"Epsilon"} (1e-8)
## Of the average of squared gradients, in Adam and RMSProp.  Decay is less than
## 1.
## @item @qcode{"WeightDecay"} (0)
## That times the parameter is added to its gradient; with @qcode{"adamw"} it
## acts apart from the gradient.  Biases and batch norm are spared.
## @item @qcode{"ClipGradient"} (Inf)
## The largest norm of all gradients together; longer ones are shortened.
## @item @qcode{"Patience"} (Inf)
## Early stopping: ends when the validation loss has found no new minimum for so
## many epochs.  With a finite value, the network of the minimum is returned.
## @item @qcode{"Seed"} (1)
## An integer.  The same seed and arguments give the same network, bit for bit.
## The sequences of @code{rand}, @code{randn} and so on are not touched.
## @end table
##
## @subheading What is seen of it
##
## @table @asis
## @item @qcode{"Verbose"} (true)
## A line an epoch; on a terminal it lives.  A training that is resumed tells
## after which epoch.
## @item @qcode{"Plot"} (false)
## The curves in a figure, after each epoch, where there is a display.
## @item @qcode{"OutputFcn"}
## @code{stop = f (info)} after each step and each epoch; training ends if it is
## the logical value true.  Any other value, or none, is ignored.  The fields of
## info: @code{event} (@qcode{"step"} or @qcode{"epoch"}), @code{epoch},
## @code{step}, @code{loss} (of the step, or the epoch's mean),
## @code{learn_rate}, and after an epoch @code{net} and @code{log}.
## @item @qcode{"Checkpoint"} (@qcode{""}), @qcode{"CheckpointEvery"} (1)
## A file that the training is saved to after every so many epochs and at its
## end.  It is replaced as a whole, so that it is never damaged, whatever
## happens; of a link, the target is.  Any older checkpoint of that name is
## overwritten, but nothing else: a file that is no checkpoint is left alone.
## @item @qcode{"Resume"} (false)
## Goes on from the checkpoint, if there is one.  The end is the same, bit for
## bit, as without the interruption.  @var{net}, as it was at the start, the
## images, the labels and the options must be the same; of large arrays a sample
## is compared, of functions the text.  @qcode{"Epochs"} may be another, unless
## the schedule depends on it: if so many are done already, the checkpoint's
## network is returned.
## @end table
##
## @var{log} is a struct; its fields @code{epoch}, @code{loss},
## @code{accuracy} (both over the training images as they were learned from),
## @code{validation_loss}, @code{validation_accuracy} (NaN without),
## @code{learn_rate} (at the epoch's end) and @code{seconds} have one element
## an epoch that was finished, @code{step_loss} one a step.
##
## @example
## @group
## [x, labels] = cnn_digits ("train");
## [net, log] = cnn_train (cnn_lenet5 (), x(:,:,:,1:2000), labels(1:2000), ...
##                         "Epochs", 2, "LearnRate", 0.02, "Verbose", false);
## [x, labels] = cnn_digits ("test");
## mean (cnn_predict (net, x) == labels) > 0.8
##   @result{} ans = 1
## @end group
## @end example
##
## @subheading Errors
##
## @code{cnn:train:badValue}: an option is out of range, all labels are 0, or
## the loss or a gradient is no longer finite; the message then names the step
## and the first layer whose output or gradient is not.
## @code{cnn:train:badFile}: the checkpoint cannot be written, is damaged (its
## checksum tells), or belongs to another training, and the message says what
## differs. @code{cnn:train:badType}, @code{cnn:train:badSize},
## @code{cnn:train:badOption}, and those of the layers, with the layer's name.
## An error in a function that is an option keeps its identifier
## (@code{cnn:train:badValue} if it has none); the message names the option.
##
## Sources: I. Sutskever, J. Martens, G. Dahl and G. Hinton, @cite{On the
## importance of initialization and momentum in deep learning}, ICML 2013; D. P.
## Kingma and J. Ba, @cite{Adam}, ICLR 2015; I. Loshchilov and F. Hutter,
## @cite{Decoupled weight decay regularization}, ICLR 2019; T. Tieleman and G.
## Hinton, @cite{Lecture 6.5: RMSProp}, Coursera, 2012.
##
## @seealso{cnn_network, cnn_predict, cnn_backward, cnn_lenet5}
## @end deftypefn

function [net, log] = cnn_train (net, x, labels, varargin)

  if (nargin < 3)
    print_usage ();
  endif
  o = train_options (varargin);
  [x, n, labels] = training_images (net, x, labels);
  if (n == 0 && o.Epochs > 0)
    error ("cnn:train:badSize", "cnn_train: there are no images");
  endif
  valid = {};
  if (! isempty (o.Validation))
    [valid{1:3}] = training_images (net, o.Validation{:}, "Validation");
  elseif (isfinite (o.Patience))
    error ("cnn:train:badValue",
           "cnn_train: Patience needs the option Validation");
  endif

  t = struct ("net", net, "solver", {{}}, "epoch", 0, "step", 0, ...
              "log", empty_log (), "best", Inf, "best_net", [], ...
              "since_best", 0, "stopped", false);
  if (! isempty (o.Checkpoint))
    file = checkpoint_file (o.Checkpoint);
    mark = training_mark (net, x, n, labels, valid, o);
  endif
  if (o.Resume)
    saved = load_checkpoint (file, mark);
    if (! isempty (saved))
      t = saved;
      if (o.Verbose)
        tell_resumed (t, o);
      endif
    endif
  endif

  page_screen_output (false, "local");
  progress = progress_line ("start", o, n, t.epoch);
  plan = network_plan (t.net);
  while (t.epoch < o.Epochs && ! t.stopped)
    started = tic ();
    [t, progress, stop] = one_epoch (t, plan, x, n, labels, o, progress);
    if (stop)
      break;
    endif
    [t, stop] = finish_epoch (t, valid, o, started);
    log = t.log;
    progress = progress_line (progress, t.epoch, 1, log.loss(end), ...
                              log.accuracy(end), ...
                              [log.validation_loss(end), ...
                               log.validation_accuracy(end)]);
    t.stopped = stop;
    last = stop || t.epoch == o.Epochs;
    if (! isempty (o.Checkpoint)
        && (last || mod (t.epoch, o.CheckpointEvery) == 0))
      save_whole ("train", file, struct ("mark", mark, "training", t));
    endif
    if (o.Plot)
      plot_training (t.log);
    endif
  endwhile

  net = t.net;
  if (isfinite (o.Patience) && ! isempty (t.best_net))
    net = t.best_net;
  endif
  log = t.log;

endfunction

function tell_resumed (t, o)

  if (t.stopped)
    printf ("finished before: stopped after epoch %d\n", t.epoch);
  elseif (t.epoch >= o.Epochs)
    printf ("finished before: %d epochs are done, Epochs is %d\n", t.epoch, ...
            o.Epochs);
  else
    printf ("resumed after epoch %d\n", t.epoch);
  endif

endfunction

## All images once.
function [t, progress, stop] = one_epoch (t, plan, x, n, labels, o, progress)

  net = t.net;
  p = net.parameters;
  states = net.states;
  decays = cellfun (@(p) ! iscolumn (p), p);
  watched = ! decays;                   # a bias sums up what comes back
  if (! any (watched))
    watched = decays;
  endif
  epoch = t.epoch + 1;
  order = 1:n;
  if (o.Shuffle)
    order = seeded ([o.Seed, 2, epoch], @() randperm (n));
  endif
  batches = ceil (n / o.BatchSize);
  counts = strcmp (net.losses(end).type, "cross_entropy") && iscolumn (labels);
  sum_loss = right = 0;
  losses = zeros (1, batches);
  stop = false;
  walk = @network_backward;
  own = any (ismember ({net.layers.type}, {"function", "loss"}));

  for k = 1:batches
    at = order((k-1)*o.BatchSize+1 : min (k * o.BatchSize, n));
    [batch, truth] = batch_at (net, x, labels, at);
    seed = draw_seed (o.Seed, t.step);
    if (! isempty (o.Augment))
      batch = seeded ([o.Seed, 3, t.step], @() augmented (o.Augment, batch));
    endif
    if (own)                            # the user's functions may draw
      random = [o.Seed, 6, t.step];
      walk = @(varargin) seeded (random, @() network_backward (varargin{:}));
    endif
    try
      [loss, grads, states, y] = walk (plan, net, p, states, batch, truth, ...
                                       seed);
    catch err
      rethrow_as ("train", err);
    end_try_catch
    losses(k) = loss;
    if (! all_finite (loss, grads(watched)))
      place = struct ("epoch", epoch, "step", t.step + 1, "random", ...
                      [o.Seed, 6, t.step], "advice", ...
                      finite_advice (net, batch, [t.log.step_loss, losses](1)));
      if (! isfinite (loss))
        report_nan (plan, net, p, states, batch, seed, loss, ...
                    place);
      endif
      report_gradient (plan, net, grads, place);
    endif

    rate = rate_at (o, t.step / batches);
    t.step += 1;
    [p, t.solver] = solver_step (p, t.solver, grads, rate, t.step, o, decays);
    sum_loss += loss * numel (at);
    if (counts)
      [~, guess] = max (reshape (y, [], numel (at)), [], 1);
      right += sum (guess(:) == truth);
    endif

    if (progress.live && k < batches)
      seen = k * o.BatchSize;
      progress = progress_line (progress, epoch, seen / n, sum_loss / seen, ...
                                [NaN, right / seen](1 + counts), NaN);
    endif
    if (! isempty (o.OutputFcn))
      info = struct ("event", "step", "epoch", epoch, "step", t.step, ...
                     "loss", loss, "learn_rate", rate);
      stop = told_to_stop (o.OutputFcn, info);
      if (stop)
        break;
      endif
    endif
  endfor

  t.net.parameters = p;
  t.net.states = states;
  t.log.step_loss = [t.log.step_loss, losses(1:k)];
  if (stop)
    return;
  endif
  t.epoch = epoch;
  log = t.log;
  log.epoch(end+1) = epoch;
  log.loss(end+1) = sum_loss / n;
  log.accuracy(end+1) = [NaN, right / n](1 + counts);
  log.learn_rate(end+1) = rate;
  t.log = log;
  for k = 1:numel (p)
    if (! all (isfinite (p{k}(:))))
      error ("cnn:train:badValue", ["cnn_train: at step %d (epoch %d) " ...
             "layer \"%s\": the parameter %s is no longer finite; try a " ...
             "smaller LearnRate"], t.step, epoch, ...
             strtok (net.parameter_names{k}, "."), net.parameter_names{k});
    endif
  endfor

endfunction

## A sum is quick to find; if it is not finite, it may just be too large.
function yes = all_finite (loss, grads)

  for g = grads
    loss += sum (g{1}(:));
  endfor
  yes = isfinite (loss);

endfunction

## Called as a command, so that printf prints and a function without a value
## will do.
function stop = told_to_stop (f, info)

  ans = [];
  try
    f (info);
  catch err
    rethrow_option ("OutputFcn", err);
  end_try_catch
  stop = islogical (ans) && isscalar (ans) && ans;

endfunction

## Validation, the end of the log's entries, early stopping, OutputFcn.
function [t, stop] = finish_epoch (t, valid, o, started)

  log = t.log;
  log.validation_loss(end+1) = log.validation_accuracy(end+1) = NaN;
  stop = false;
  if (! isempty (valid))
    [x, n, labels] = valid{:};
    try
      [scores, log.validation_loss(end)] ...
        = seeded ([o.Seed, 7], @() network_scores (t.net, x, n, 256, labels));
    catch err
      err.message = ["Validation: ", err.message];
      rethrow_as ("train", err);
    end_try_catch
    if (isnan (log.validation_loss(end)) && isfinite (o.Patience))
      error ("cnn:train:badValue", ["cnn_train: Validation: the loss is " ...
             "NaN after epoch %d, so that Patience finds no minimum"], t.epoch);
    endif
    if (! isnan (log.accuracy(end)))
      [~, guess] = max (reshape (scores, [], n), [], 1);
      log.validation_accuracy(end) = mean (guess(:) == labels);
    endif
    t.since_best += 1;
    if (log.validation_loss(end) < t.best)
      t.best = log.validation_loss(end);
      t.since_best = 0;
      if (isfinite (o.Patience))
        t.best_net = t.net;
      endif
    endif
    stop = t.since_best >= o.Patience;
  endif
  log.seconds(end+1) = toc (started);
  t.log = log;

  if (! isempty (o.OutputFcn))
    info = struct ("event", "epoch", "epoch", t.epoch, "step", t.step, ...
                   "loss", log.loss(end), "learn_rate", ...
                   log.learn_rate(end), "net", t.net, "log", log);
    stop = told_to_stop (o.OutputFcn, info) || stop;
  endif

endfunction

function log = empty_log ()

  log = struct ("epoch", [], "loss", [], "accuracy", [], ...
                "validation_loss", [], "validation_accuracy", [], ...
                "learn_rate", [], "seconds", [], "step_loss", []);

endfunction

%!shared net, x, labels
%! net = cnn_network ({cnn_layer("input", [6 6 1]), ...
%!                     cnn_layer("conv2d", 4, 3), cnn_layer("relu"), ...
%!                     cnn_layer("dropout", 0.2), cnn_layer("linear", 2)});
%! x = reshape (single (sin ((1:6*6*40) .^ 2)), [6 6 1 40]);
%! labels = 1 + (squeeze (mean (mean (x(1:3,:,:,:)))) > 0);

%!test # all solvers and schedules learn
%! for solver = {"sgd", "momentum", "nesterov", "adam", "adamw", "rmsprop"}
%!   rate = [0.01, 0.1](1 + (numel (solver{1}) == 3));
%!   [trained, log] = cnn_train (net, x, labels, "Solver", solver{1}, ...
%!     "LearnRate", rate, "Epochs", 15, "BatchSize", 8, "Verbose", false);
%!   assert (log.loss(end) < 0.7 * log.loss(1));
%!   assert (log.accuracy(end) > 0.8);
%! endfor
%! for schedule = {"cosine", "linear", "onecycle", {"step", 5, 0.5}, ...
%!                 {"exponential", 0.9}, @(epoch) 1 / (1 + epoch)}
%!   [trained, log] = cnn_train (net, x, labels, "Schedule", schedule{1}, ...
%!     "LearnRate", 0.05, "Epochs", 10, "BatchSize", 8, "Verbose", false);
%!   assert (log.loss(end) < log.loss(1));
%!   assert (log.learn_rate(end) < 0.05);
%! endfor

%!error <Invalid call> cnn_train (net, x)
%!error id=cnn:train:badType cnn_train (1, x, labels)
%!error id=cnn:train:badType cnn_train (net, uint8 (x), labels)
%!error id=cnn:train:badSize cnn_train (net, x, labels(1:3))
%!error id=cnn:train:badSize cnn_train (net, x(:,:,:,[]), [])
%!error id=cnn:train:badOption cnn_train (cnn_lenet1 (), ones (28), 1, "Epoch")
%!error id=cnn:train:badOption ...
%! cnn_train (cnn_lenet1 (), ones (28), 1, "Epoch", 3)
%!error id=cnn:train:badValue cnn_train (net, x, labels, "Epochs", 1.5)
%!error id=cnn:train:badValue cnn_train (net, x, labels, "Solver", "magic")
%!error id=cnn:train:badType cnn_train (net, x, labels, "LearnRate", "fast")
%!error id=cnn:train:badValue cnn_train (net, x, labels, "Schedule", {"step"})
%!error id=cnn:train:badType cnn_train (net, x, labels, "Validation", x)
%!error id=cnn:train:badValue cnn_train (net, x, labels, "Patience", 3)
%!error id=cnn:train:badValue cnn_train (net, x, labels, "Resume", true)
%!error id=cnn:train:badType cnn_train (net, x, labels, "OutputFcn", "f")
%!error id=cnn:train:badValue cnn_train (net, x, labels + 1, "Verbose", false)
%!error id=cnn:train:badFile ...
%! cnn_train (net, x, labels, "Verbose", false, "Epochs", 1, ...
%!            "Checkpoint", "/no/such/folder/file");

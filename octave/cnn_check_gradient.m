## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## -*- texinfo -*-
## @deftypefn  {} {} cnn_check_gradient (@var{forward}, @var{backward}, @var{args})
## @deftypefnx {} {} cnn_check_gradient (@var{lossfcn}, @var{x})
## @deftypefnx {} {} cnn_check_gradient (@var{layer}, @var{x})
## @deftypefnx {} {} cnn_check_gradient (@var{net}, @var{x}, @var{labels})
## @deftypefnx {} {} cnn_check_gradient (@dots{}, @var{name}, @var{value}, @dots{})
## @deftypefnx {} {[@var{worst}, @var{report}] =} cnn_check_gradient (@dots{})
##
## Compare gradients with differences: is this derivative right?
##
## @table @asis
## @item @var{forward}, @var{backward}, @var{args}
## Two functions, called @code{y = forward (args@{:@})} and @code{[d1, d2,
## @dots{}] = backward (dy, args@{:@})}; d1, d2, @dots{} belong to
## args@{1@}, args@{2@}, @dots{}  @var{args} may also be an array, the only
## argument.  The loss is the sum of y times fixed random numbers dy.
## @item @var{lossfcn}, @var{x}
## A function @code{[loss, dx] = lossfcn (x)} with a scalar loss; it is always
## called with both outputs.
## @item @var{layer}, @var{x}
## A layer made by @code{cnn_layer}, your own for instance, and its input; a
## cell array if it has several.  Its parameters are checked as well.  A loss is
## no layer here: write @code{@@(x) cnn_cross_entropy (x, labels)}.
## @item @var{net}, @var{x}, @var{labels}
## A network: the loss by each of its parameters.
## @end table
##
## All is computed in double, whatever the class of the arguments.  The
## derivative by an element e is compared with the centred difference
##
## @display
## (loss (e + h) - loss (e - h)) / (2 h)
## @end display
##
## @noindent
## and the relative error of an element is the distance of the two, over the
## greater of their absolute values (but no less than a thousandth of the
## greatest derivative of the argument: small ones drown in rounding errors).
##
## Where the differences from the left and from the right do not come together
## as h gets smaller, the function has a kink, like ReLU at 0.  There the
## derivative must lie between the two; such elements are counted apart, not in
## the error.  If a kink is merely nearer than h, a smaller h is used.
##
## Without an output, a table is printed.  @var{worst} is the greatest relative
## error.  @var{report} is a struct array, one element an argument, with
## @code{name}, @code{error} (the greatest), @code{at} (the subscripts of that
## element), @code{analytic} and @code{numeric} (its two derivatives),
## @code{checked} and @code{kinks} (how many elements), @code{passed}.  Where
## all elements of an argument are kinks, nothing was compared: its error is
## NaN, and @code{passed} false.
##
## @table @asis
## @item @qcode{"Step"} (1e-5)
## h, for elements up to 1; times the element's size for larger ones.
## @item @qcode{"Tolerance"} (1e-5)
## The error that passes.
## @item @qcode{"Samples"} (200)
## How many elements of an argument are checked at most, drawn at random.
## @item @qcode{"Seed"} (1)
## For these and for dy.  The sequences of @code{rand} and @code{randn} are not
## touched.
## @end table
##
## @example
## @group
## f = @@(x) x .^ 3;
## right = cnn_check_gradient (f, @@(dy, x) 3 * dy .* x .^ 2, [1 2; 3 4]);
## wrong = cnn_check_gradient (f, @@(dy, x) 2 * dy .* x .^ 2, [1 2; 3 4]);
## [right < 1e-8, wrong > 0.3]
##   @result{} ans =
##        1   1
## @end group
## @end example
##
## A convolution: its gradient takes no bias.
##
## @example
## @group
## [x, w, b] = deal (rand (6, 6, 2), rand (3, 3, 2, 4), rand (4, 1));
## cnn_check_gradient (@@cnn_conv2d, ...
##   @@(dy, x, w, b) cnn_conv2d_backward (dy, x, w), @{x, w, b@}) < 1e-6
##   @result{} ans = 1
## @end group
## @end example
##
## Errors: @code{cnn:check_gradient:badType} (also where a gradient is missing),
## @code{cnn:check_gradient:badSize} (a gradient has not the size of its
## argument), @code{cnn:check_gradient:badValue},
## @code{cnn:check_gradient:badOption}.
##
## @seealso{cnn_layer, cnn_backward}
## @end deftypefn

function [worst, report] = cnn_check_gradient (varargin)

  if (nargin < 2)
    print_usage ();
  endif
  ## Before the options: three arguments, but two for a layer or a loss.
  count = 3;
  subject = varargin{1};
  if ((isstruct (subject) && ! isfield (subject, "losses"))
      || (is_function_handle (subject) && ! is_function_handle (varargin{2})))
    count = 2;
  endif
  count = min (count, nargin);
  o = struct ("Step", 1e-5, "Tolerance", 1e-5, "Samples", 200, "Seed", 1);
  o = parse_options ("check_gradient", o, varargin(count+1:end));
  check = @(name, varargin) check_value ("check_gradient", name, o.(name), ...
                                         varargin{:});
  check ("Step", "number", realmin (), 1);
  check ("Tolerance", "number", 0, realmax ());
  check ("Samples", "number", 1);
  check ("Seed", "count", 0, flintmax ());

  [loss, args, names] = the_loss (o, varargin{1:count});
  [~, grads] = loss (args);
  for k = 1:numel (args)
    if (! isnumeric (grads{k}) || ! isreal (grads{k}))
      error ("cnn:check_gradient:badType", ["cnn_check_gradient: the " ...
             "gradient of %s must be a real array, not %s"], names{k},
             class (grads{k}));
    elseif (! isequal (size (grads{k}), size (args{k})))
      error ("cnn:check_gradient:badSize", ["cnn_check_gradient: the " ...
             "gradient of %s is %s, but it is %s itself"], names{k},
             times_text (size (grads{k})), times_text (size (args{k})));
    endif
    result(k) = compare (loss, args, k, grads{k}, names{k}, o);
  endfor

  most = max ([result.error]);
  if (nargout == 0)
    print_report (result, o);
  else
    worst = most;
    report = result;
  endif

endfunction

## [value, grads] = loss (args) for each of the call forms.
function [loss, args, names] = the_loss (o, subject, varargin)

  names = {};
  if (isstruct (subject) && isfield (subject, "losses"))
    [loss, args, names] = network_loss (subject, varargin{:});
  elseif (isstruct (subject) && isfield (subject, "positional"))
    [loss, args, names] = layer_loss (o, subject, varargin{:});
  elseif (! is_function_handle (subject))
    error ("cnn:check_gradient:badType", ["cnn_check_gradient: the first " ...
           "argument must be a function, a layer or a network, not %s"],
           class (subject));
  elseif (numel (varargin) == 1 && is_function_handle (varargin{1}))
    error ("cnn:check_gradient:badType", ["cnn_check_gradient: after " ...
           "forward and backward come their arguments: " ...
           "cnn_check_gradient (forward, backward, {x})"]);
  elseif (numel (varargin) == 1)
    args = doubles (varargin);
    loss = @(args) scalar_loss (subject, args{:});
  else
    args = varargin{2};
    if (! iscell (args))
      args = {args};
    elseif (isempty (args))
      error ("cnn:check_gradient:badValue", ["cnn_check_gradient: args is " ...
             "empty: there is no argument to check"]);
    endif
    args = doubles (args);
    loss = weighted_loss (o, subject, varargin{1}, args);
  endif
  for k = numel (names)+1:numel (args)
    names{k} = sprintf ("argument %d", k);
  endfor

endfunction

function args = doubles (args)

  for k = 1:numel (args)
    if (! isfloat (args{k}) || ! isreal (args{k}))
      error ("cnn:check_gradient:badType", ["cnn_check_gradient: argument " ...
             "%d must be a real array, single or double, not %s"], k,
             class (args{k}));
    endif
    args{k} = double (args{k});
  endfor

endfunction

## With both outputs always: functions made of deal give no other number.
function [value, grads] = scalar_loss (f, x)

  try
    [value, dx] = f (x);
  catch err
    try
      value = f (x);
    catch
      rethrow (err);                    # its own, not for want of a gradient
    end_try_catch
    check_loss (value);
    error ("cnn:check_gradient:badType", ["cnn_check_gradient: the loss " ...
           "function gives no gradient; it must be [loss, dx] = lossfcn " ...
           "(x), for instance @(x) deal (sum (x(:) .^ 2), 2 * x) (%s)"],
           err.message);
  end_try_catch
  check_loss (value);
  grads = {dx};

endfunction

function check_loss (value)

  if (! (isnumeric (value) || islogical (value)) || iscomplex (value))
    error ("cnn:check_gradient:badType",
           "cnn_check_gradient: the loss must be a real number, not %s",
           class (value));
  elseif (! isscalar (value))
    error ("cnn:check_gradient:badSize", ["cnn_check_gradient: the loss " ...
           "must be a number, not %s; for a function with more values give " ...
           "a backward function too"], times_text (size (value)));
  endif

endfunction

function loss = weighted_loss (o, forward, backward, args)

  y = forward (args{:});
  dy = seeded ([o.Seed, 4], @() randn (size (y)));
  loss = @(args) sum_loss (forward, backward, dy, args);

endfunction

function [value, grads] = sum_loss (forward, backward, dy, args)

  value = sum ((forward (args{:}) .* dy)(:));
  if (nargout > 1)
    grads = cell (1, numel (args));
    try
      [grads{:}] = backward (dy, args{:});
    catch err
      n = gradients_of (backward, dy, args);
      if (isnan (n))
        rethrow (err);                  # its own, however many are asked for
      endif
      error ("cnn:check_gradient:badType", ["cnn_check_gradient: arguments " ...
             "of forward: %d, but gradients from backward: %d; it must be " ...
             "[d1, d2, ...] = backward (dy, args{:}), one for each (%s)"],
             numel (args), n, err.message);
    end_try_catch
  endif

endfunction

## How many gradients backward gives if not one an argument, or NaN.
function n = gradients_of (backward, dy, args)

  for n = [numel(args)-1:-1:1, numel(args)+(1:3)]
    grads = cell (1, n);
    try
      [grads{:}] = backward (dy, args{:});
      return;
    end_try_catch
  endfor
  n = NaN;

endfunction

function [loss, args, names] = network_loss (net, x, labels)

  if (nargin < 3)
    error ("cnn:check_gradient:badType", ["cnn_check_gradient: a network " ...
           "needs x and labels"]);
  endif
  net.class = "double";
  net.states = cellfun (@double, net.states, "UniformOutput", false);
  args = doubles (net.parameters);
  names = net.parameter_names;
  [x, n] = network_inputs ("check_gradient", net, x);
  x = doubles (x);
  labels = check_labels ("check_gradient", net, labels, n);
  plan = network_plan (net);
  seed = draw_seed (net.seed, net.draws);
  loss = @(p) network_backward (plan, net, p, net.states, x, labels, seed);

endfunction

## The layer as a network of its own, whose inputs are parameters too.
function [loss, args, names] = layer_loss (o, layer, x)

  switch (layer_types ().(layer.type).kind)
    case "loss"
      f = {"f", "cnn_cross_entropy"}{1 + strcmp(layer.type, "cross_entropy")};
      error ("cnn:check_gradient:badType", ["cnn_check_gradient: a loss is " ...
             "checked as a function: cnn_check_gradient (@(x) %s (x, " ...
             "labels), x)"], f);
    case "input"
      error ("cnn:check_gradient:badType", ["cnn_check_gradient: an input " ...
             "layer computes nothing, there is no gradient to check"]);
  endswitch
  if (! iscell (x))
    x = {x};
  endif
  x = doubles (x);
  inputs = {};
  for k = 1:numel (x)
    names{k} = sprintf ("x%d", k);
    s = size (x{k}, 1:3);
    if (ndims (x{k}) == 2 && ! layer_types ().(layer.type).images)
      s = s(1);
    endif
    inputs{k} = cnn_layer ("input", s, "Name", names{k});
  endfor
  layer.inputs = names;
  net = cnn_network ([inputs, {layer}], "Class", "double", "Seed", o.Seed);
  plan = network_plan (net);
  seed = draw_seed (o.Seed, 0);
  p = net.parameters;
  args = [x, p];
  names = [names, net.parameter_names];
  k = numel (net.layers);
  forward = @(varargin) nth_act (plan, net, varargin, numel (x), seed, k);
  y = forward (args{:});
  dy = seeded ([o.Seed, 4], @() randn (size (y)));
  loss = @(args) layer_value (plan, net, args, numel (x), seed, dy);

endfunction

function y = nth_act (plan, net, args, inputs, seed, k)

  y = network_forward (plan, net, args(inputs+1:end), net.states, ...
                       args(1:inputs), seed, true){k};

endfunction

function [value, grads] = layer_value (plan, net, args, inputs, seed, dy)

  k = numel (net.layers);
  x = args(1:inputs);
  p = args(inputs+1:end);
  [acts, extras] = network_forward (plan, net, p, net.states, x, seed, true);
  value = sum ((acts{k} .* dy)(:));
  if (nargout > 1)
    more = {};
    if (! isempty (plan.extra{k}))
      more = {plan.extra{k}, extras{k}};
    endif
    grads = cell (size (args));
    [grads{:}] = plan.backward{k} (dy, x{:}, p{plan.given{k}}, ...
                                   plan.arguments{k}{:}, more{:});
  endif

endfunction

function r = compare (loss, args, k, analytic, name, o)

  n = numel (args{k});
  list = 1:n;
  if (n > o.Samples)
    list = sort (seeded ([o.Seed, 5, k], @() randperm (n, o.Samples)));
  endif
  floor_ = 1e-3 * max (abs (double (analytic(:))));
  middle = loss (args);
  r = struct ("name", name, "error", 0, "at", [], "analytic", NaN, ...
              "numeric", NaN, "checked", numel (list), "kinks", 0, ...
              "passed", true);
  numeric = zeros (1, numel (list));
  kink = false (1, numel (list));
  for j = 1:numel (list)
    [numeric(j), kink(j)] = difference (loss, args, k, list(j), middle, ...
                                        analytic(list(j)), floor_, o);
  endfor

  a = double (analytic(list))(:)';
  err = abs (a - numeric) ./ max (max (abs (a), abs (numeric)), ...
                                  1e-3 * max (abs ([a, numeric, 0])));
  err(a == numeric) = 0;
  err(isnan (err)) = Inf;
  err(kink) = NaN;                      # max passes over it
  r.kinks = sum (kink);
  if (! isempty (list))
    [r.error, j] = max (err);
    at = cell (1, ndims (args{k}));
    [at{:}] = ind2sub (size (args{k}), list(j));
    r.at = [at{:}];
    r.analytic = a(j);
    r.numeric = numeric(j);
  endif
  r.passed = r.error <= o.Tolerance;

endfunction

## The centred difference by element e of args{k}; with a smaller step if that
## agrees better, and whether there is a kink with the derivative a within.
function [d, kink] = difference (loss, args, k, e, middle, a, least, o)

  step = o.Step * max (1, abs (args{k}(e)));
  for h = step * [1, 0.1, 0.01]
    [d, sides] = both_sides (loss, args, k, e, middle, h);
    agrees = abs (a - d) <= o.Tolerance * max ([abs(a), abs(d), least]);
    if (agrees)
      break;
    endif
  endfor

  ## At a kink the sides stay apart, both ends belong to it; where the function
  ## merely bends, they come together with h.
  apart = sides(2) - sides(1);
  slack = 1e-3 * apart;
  kink = apart > 1e-3 * max (max (abs (sides)), least) ...
         && a >= sides(1) - slack && a <= sides(2) + slack;
  if (kink && agrees)
    [~, sides] = both_sides (loss, args, k, e, middle, h / 10);
    kink = sides(2) - sides(1) > apart / 2;
  endif

endfunction

## The centred difference, and those from the left and right, the lesser first.
function [d, sides] = both_sides (loss, args, k, e, middle, h)

  value = args{k}(e);
  args{k}(e) = value + h;
  above = loss (args);
  args{k}(e) = value - h;
  below = loss (args);
  d = (above - below) / (2 * h);
  sides = sort ([above - middle, middle - below] / h);

endfunction

function print_report (result, o)

  page_screen_output (false, "local");
  wide = max (cellfun ("numel", [{result.name}, {"argument"}]));
  printf ("  %-*s %9s %6s %12s\n", wide, "argument", "elements", "kinks", ...
          "worst error");
  for r = result
    verdict = {"WRONG", "good"}{1 + r.passed};
    if (r.checked == 0)
      verdict = "empty";
    elseif (isnan (r.error))
      verdict = "not compared: kinks only";
    endif
    printf ("  %-*s %9d %6d %12.1e  %s\n", wide, r.name, r.checked, r.kinks, ...
            r.error, verdict);
    if (! r.passed && ! isnan (r.error))
      printf ("      at (%s): analytic %.8g, numeric %.8g\n",
              strrep (times_text (r.at), " x ", ","), r.analytic, r.numeric);
    endif
  endfor

endfunction

%!test
%! f = @(x) x .^ 3;
%! [worst, r] = cnn_check_gradient (f, @(dy, x) 3 * dy .* x .^ 2, ...
%!                                  single ([1 2; 3 4]));
%! assert (worst < 1e-8);
%! assert (r.passed);
%! assert (r.checked, 4);
%! [worst, r] = cnn_check_gradient (f, ...
%!                                  @(dy, x) dy .* x .^ 2 .* [3 3; 3 3.1], ...
%!                                  [1 2; 3 4]);
%! assert (worst, 0.1 / 3.1, 1e-4);
%! assert (r.at, [2 2]);
%! assert (r.analytic / r.numeric, 3.1 / 3, 1e-6);
%! assert (! r.passed);

%!test # a kink at the point, one near it, and a wrong value there
%! f = @(x) max (x, 0);
%! x = [-1, 0, 1e-6, 2];
%! [worst, r] = cnn_check_gradient (f, @(dy, x) dy .* (x > 0), x);
%! assert (worst < 1e-8);
%! assert (r.kinks, 1);
%! worst = cnn_check_gradient (f, @(dy, x) dy .* (x >= 0), x);
%! assert (worst < 1e-8);
%! worst = cnn_check_gradient (f, @(dy, x) dy .* ((x > 0) + 1.5 * (x == 0)), x);
%! assert (worst > 0.1);

%!test # kinks whose derivative is the middle; what merely bends is none
%! [worst, r] = cnn_check_gradient (@abs, @(dy, x) dy .* sign (x), [0, 1, -2]);
%! assert (worst < 1e-8);
%! assert ([r.checked, r.kinks, r.passed], [3, 1, 1]);
%! [worst, r] = cnn_check_gradient (@(x) x .^ 2 + 1e4 * (x - 2) .^ 2, ...
%!   @(dy, x) dy .* (2 * x + 2e4 * (x - 2)), [0, 2, 2e4 / 10001]);
%! assert (worst < 1e-5);
%! assert (r.kinks, 0);

%!test # kinks only: nothing is compared
%! [worst, r] = cnn_check_gradient (@abs, @(dy, x) dy .* sign (x), [0 0]);
%! assert (isnan ([worst, r.error]));
%! assert ([r.kinks, r.passed], [2, 0]);
%! text = evalc ("cnn_check_gradient (@abs, @(dy, x) dy .* sign (x), 0)");
%! assert (! isempty (strfind (text, "not compared: kinks only")));
%! assert (isempty (strfind (text, "good")));

%!test # a loss
%! labels = [1 3 2];
%! x = reshape (sin (1:9), 3, 3);
%! assert (cnn_check_gradient (@(x) cnn_cross_entropy (x, labels), x) < 1e-7);
%! assert (cnn_check_gradient (@(x) deal (sum (x(:) .^ 2), 2 * x), x) < 1e-7);
%! assert (cnn_check_gradient (@(x) deal (sum (x(:) .^ 2), 3 * x), x) > 0.3);

%!test # layers
%! x = reshape (sin (1:6*6*2*2), [6 6 2 2]);
%! for layer = {cnn_layer("conv2d", 3, 3, "Stride", 2, "Padding", 1), ...
%!              cnn_layer("linear", 4), cnn_layer("max_pool2d", 2), ...
%!              cnn_layer("avg_pool2d", 3), cnn_layer("tanh"), ...
%!              cnn_layer("leaky_relu"), cnn_layer("dropout", 0.5), ...
%!              cnn_layer("softmax"), cnn_layer("flatten")}
%!   [worst, r] = cnn_check_gradient (layer{1}, x);
%!   assert (worst < 1e-6);
%! endfor
%! assert ({r.name}, {"x1"});
%! [worst, r] = cnn_check_gradient (cnn_layer ("conv2d", 3, 3), x);
%! assert ({r.name}, {"x1", "conv2d_1.weight", "conv2d_1.bias"});
%! [worst, r] = cnn_check_gradient (cnn_layer ("concat"), {x, cos(x)});
%! assert (worst < 1e-6);
%! own = cnn_layer (@(x, a) a * x, ...
%!                  @(dy, x, a) deal (dy, sum (dy(:) .* x(:))), ...
%!                  "Parameters", {2}, "Name", "mine");
%! [worst, r] = cnn_check_gradient (own, x);
%! assert ([r.passed], [false true]);

%!test # a network, and the table
%! net = cnn_network ({cnn_layer("input", [5 5 1]), ...
%!                     cnn_layer("conv2d", 2, 3), cnn_layer("tanh"), ...
%!                     cnn_layer("linear", 3)});
%! x = reshape (sin (1:50), [5 5 1 2]);
%! state = {rand("state"), randn("state")};
%! [worst, r] = cnn_check_gradient (net, x, [3; 1]);
%! assert ({rand("state"), randn("state")}, state);
%! assert (worst < 1e-6);
%! assert ({r.name}, net.parameter_names);
%! text = evalc ("cnn_check_gradient (net, x, [3; 1], 'Samples', 5)");
%! assert (! isempty (strfind (text, "good")));
%! text = evalc ("cnn_check_gradient (@sin, @(dy, x) dy, 1)");
%! assert (! isempty (strfind (text, "WRONG")));

%!error <Invalid call> cnn_check_gradient (@sin)
%!error id=cnn:check_gradient:badType cnn_check_gradient (1, 2)
%!error id=cnn:check_gradient:badType cnn_check_gradient (@sin, @cos, "a")
%!error id=cnn:check_gradient:badSize cnn_check_gradient (@sin, [1 2])
%!error id=cnn:check_gradient:badSize ...
%! cnn_check_gradient (@sin, @(dy, x) 1, [1 2])
%!error id=cnn:check_gradient:badOption ...
%! cnn_check_gradient (@sin, @cos, 1, "Stp", 1)
%!error id=cnn:check_gradient:badValue ...
%! cnn_check_gradient (@sin, @cos, 1, "Step", 0)
%!error id=cnn:check_gradient:badType cnn_check_gradient (@(x) sum (x(:)), 1:3)
%!error <gives no gradient; it must be \[loss, dx\]> ...
%! cnn_check_gradient (@(x) sum (x(:)), 1:3)
%!error <the loss must be a number, not 1 x 2> cnn_check_gradient (@sin, [1 2])
%!error <must be a real array, not cell> ...
%! cnn_check_gradient (@(x) deal (1, {}), 1)
%!error id=cnn:relu:badType ...
%! cnn_check_gradient (@(x) deal (cnn_relu ("a"), 1), 1)
%!error id=cnn:check_gradient:badType ...
%! cnn_check_gradient (@(x, k) x * k, @(dy, x, k) dy * k, {rand(3), 2})
%!error <arguments of forward: 2, but gradients from backward: 1> ...
%! cnn_check_gradient (@(x, k) x * k, @(dy, x, k) dy * k, {rand(3), 2})
%!error <arguments of forward: 1, but gradients from backward: 2> ...
%! cnn_check_gradient (@(x) x, @(dy, x) deal (dy, dy), 1)
%!error <come their arguments> cnn_check_gradient (@sin, @cos)
%!error id=cnn:check_gradient:badValue ...
%! cnn_check_gradient (@(x) x, @(dy, x) dy, {})
%!error id=cnn:check_gradient:badType ...
%! cnn_check_gradient (cnn_layer ("cross_entropy"), rand (3, 2))
%!error <as a function: .*@\(x\) cnn_cross_entropy \(x, labels\), x> ...
%! cnn_check_gradient (cnn_layer ("cross_entropy"), rand (3, 2))
%!error <checked as a function: .* \(@\(x\) f \(x, labels\), x\)> ...
%! cnn_check_gradient (cnn_layer ("loss", @sin), rand (3, 2))
%!error <nothing> cnn_check_gradient (cnn_layer ("input", 3), rand (3, 2))
%!error <Tolerance must be a finite number, 0 or more, not -1> ...
%! cnn_check_gradient (@sin, @cos, 1, "Tolerance", -1)
%!error <Step must be a number, more than 0, 1 at most, not 0> ...
%! cnn_check_gradient (@sin, @cos, 1, "Step", 0)

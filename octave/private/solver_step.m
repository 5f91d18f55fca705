## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [p, s] = solver_step (p, s, grads, rate, step, o, decays)
##
## One step of the solver: the parameters p, a cell array, go down their
## gradients.  s is the solver's memory, {} at first; step counts from 1.
## Weight decay is for the parameters where decays is true.
##
## Momentum and Nesterov are as in Sutskever et al. (2013), in PyTorch's form;
## Adam: Kingma and Ba (2015); AdamW: Loshchilov and Hutter (2019); RMSProp:
## Tieleman and Hinton (2012).

function [p, s] = solver_step (p, s, grads, rate, step, o, decays)

  if (isempty (s))
    s.first = s.second = cellfun (@(p) zeros (size (p), class (p)), p, ...
                                  "UniformOutput", false);
  endif

  if (isfinite (o.ClipGradient))
    norm2 = sqrt (sum (cellfun (@(g) double (sumsq (g(:))), grads)));
    if (norm2 > o.ClipGradient)
      grads = cellfun (@(g) g * (o.ClipGradient / norm2), grads, ...
                       "UniformOutput", false);
    endif
  endif
  if (o.WeightDecay > 0 && ! strcmp (o.Solver, "adamw"))
    for k = find (decays)
      grads{k} += o.WeightDecay * p{k};
    endfor
  endif

  mu = o.Momentum;
  rho = o.Decay;
  switch (o.Solver)
    case "sgd"
      if (mu == 0)
        for k = 1:numel (p)
          p{k} -= rate * grads{k};
        endfor
      else
        for k = 1:numel (p)
          v = mu * s.first{k} + grads{k};
          s.first{k} = v;
          if (o.Nesterov)
            v = mu * v + grads{k};
          endif
          p{k} -= rate * v;
        endfor
      endif

    case {"adam", "adamw"}
      if (strcmp (o.Solver, "adamw"))
        for k = find (decays)
          p{k} *= 1 - rate * o.WeightDecay;
        endfor
      endif
      scale = sqrt (1 - rho ^ step);
      rate *= scale / (1 - mu ^ step);
      for k = 1:numel (p)
        g = grads{k};
        m = s.first{k} = mu * s.first{k} + (1 - mu) * g;
        v = s.second{k} = rho * s.second{k} + (1 - rho) * (g .* g);
        p{k} -= rate * m ./ (sqrt (v) + scale * o.Epsilon);
      endfor

    case "rmsprop"
      for k = 1:numel (p)
        g = grads{k};
        v = s.second{k} = rho * s.second{k} + (1 - rho) * (g .* g);
        g ./= sqrt (v) + o.Epsilon;
        if (mu > 0)
          g = s.first{k} = mu * s.first{k} + g;
        endif
        p{k} -= rate * g;
      endfor
  endswitch

endfunction

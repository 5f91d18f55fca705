## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later

## [w, names] = classic_filters ()
##
## The filters that every introduction shows, single, 7 x 7 x 1 x 9, the smaller
## ones with zeros around them so that they fit into one array; and their
## names, a cell array of one row.

function [w, names] = classic_filters ()

  binomial = conv2 ([1 4 6 4 1], [1; 4; 6; 4; 1]) / 256;
  level = zeros (7);
  level(4,1:7) = 1 / 7;
  corner = zeros (7);
  corner(2,1) = 1;              # row and column 4 are the centre
  sobel = [-1 0 1; -2 0 2; -1 0 1];
  around = -ones (3);

  all = {"identity",      1
         "shift",         corner
         "box blur",      ones(5) / 25
         "gaussian blur", binomial
         "motion blur",   level
         "sharpen",       around + 10 * ((1:3)' == 2 & (1:3) == 2)
         "sobel x",       sobel
         "sobel y",       sobel'
         "laplacian",     around + 9 * ((1:3)' == 2 & (1:3) == 2)};

  names = all(:,1)';
  w = zeros (7, 7, 1, rows (all), "single");
  for k = 1:rows (all)
    f = all{k,2};
    m = (7 - rows (f)) / 2;
    w(m+1:end-m, m+1:end-m, 1, k) = f;
  endfor

endfunction

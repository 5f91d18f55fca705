## accuracy.m -- LeNet-5 on a full data set.
##
## Copyright (C) 2026 The cnn authors
## SPDX-License-Identifier: GPL-3.0-or-later
##
##     octave-cli bench/accuracy.m FOLDER [EPOCHS]
##
## FOLDER holds MNIST or Fashion-MNIST as cnn_mnist reads them; without one it
## is where Debian's package dataset-fashion-mnist puts its files.  The network
## learns from the 60,000 training images in 15 epochs, digits moved about by up
## to two pixels, clothes (which fill their images) mirrored now and then, at a
## rate fixed beforehand; it sees the 10,000 test images once, when it has
## learned.

1;

function x = vary (x, clothes)
  if (clothes)
    mirrored = rand (1, size (x, 4)) < 0.5;
    x(:,:,:,mirrored) = x(:,end:-1:1,:,mirrored);
    return;
  endif
  for k = 1:8
    x(:,:,:,k:8:end) = circshift (x(:,:,:,k:8:end), randi ([-2 2], 1, 2));
  endfor
endfunction

root = fileparts (fileparts (mfilename ("fullpath")));
addpath (fullfile (root, "octave"));
folder = "/usr/share/datasets/fashion-mnist";
epochs = 15;
args = argv ();
if (numel (args) > 0)
  folder = args{1};
endif
if (numel (args) > 1)
  epochs = str2double (args{2});
endif

[x, labels] = cnn_mnist (folder, "train");
[test_x, test_labels, classes] = cnn_mnist (folder, "test");
clothes = size_equal (x, zeros (28, 28, 1, 60000)) && mean (x(:)) > 0.2;
printf ("%d training images, %d test images; %s; %d epochs, %d threads\n", ...
        numel (labels), numel (test_labels), ...
        {"digits, moved", "clothes, mirrored"}{1 + clothes}, ...
        epochs, cnn_threads ());

started = tic ();
[net, log] = cnn_train (cnn_lenet5 (), x, labels, "Epochs", epochs, ...
                        "LearnRate", 0.1, "Schedule", "onecycle", ...
                        "WeightDecay", 5e-4, ...
                        "Augment", @(x) vary (x, clothes));
seconds = toc (started);
guess = cnn_predict (net, test_x);
right = guess == test_labels;
printf ("%.2f %% of the test images are right, after %.0f seconds\n", ...
        100 * mean (right), seconds);
for k = 1:numel (classes)
  of = test_labels == k;
  other = mode (guess(of & ! right));
  printf ("  %-12s %6.2f %%   most often taken for %s\n", classes{k}, ...
          100 * mean (right(of)), num2str (other - 1));
endfor

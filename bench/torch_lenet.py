"""torch_lenet.py -- PyTorch's side of training.m: a worker that trains LeNet-5.

Copyright (C) 2026 The cnn authors
SPDX-License-Identifier: GPL-3.0-or-later

    python3 torch_lenet.py FOLDER THREADS BATCH RATE MOMENTUM

FOLDER holds what training.m wrote: raw single-precision numbers in Octave's
memory order, p1 .. p10 (the parameters), x (28 x 28 x 1 x N) and labels (from
1).  Octave runs through the rows first where PyTorch runs through the columns
first; so PyTorch sees images and filters transposed, and the same sums.

Says "ready VERSION", then answers each line it is sent: "losses" by those of
one epoch from the weights given, in order; "epoch" by the seconds of one more.
"""

import sys
import time

import numpy
import torch
from torch import nn

folder, threads, batch, rate, momentum = sys.argv[1:]
batch = int(batch)
torch.set_num_threads(int(threads))


def read(name, *shape):
    values = numpy.fromfile(f"{folder}/{name}", dtype=numpy.float32)
    return torch.from_numpy(values.reshape(shape))


net = nn.Sequential(
    nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
    nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(),
    nn.Linear(84, 10))
with torch.no_grad():
    for i, p in enumerate(net.parameters()):
        shape = p.shape if p.dim() != 2 else p.shape[::-1]
        value = read(f"p{i + 1}", *shape)
        p.copy_(value.T if p.dim() == 2 else value)
x = read("x", -1, 1, 28, 28)
labels = read("labels", -1).long() - 1
loss_of = nn.CrossEntropyLoss()
solver = torch.optim.SGD(net.parameters(), float(rate), float(momentum))


def epoch():
    losses = []
    for first in range(0, len(x), batch):
        solver.zero_grad()
        loss = loss_of(net(x[first:first + batch]),
                       labels[first:first + batch])
        loss.backward()
        solver.step()
        losses.append(loss.item())
    return losses


print("ready", torch.__version__, flush=True)
for line in sys.stdin:
    if line.strip() == "losses":
        print(*epoch(), flush=True)
    else:
        begun = time.perf_counter()
        epoch()
        print(time.perf_counter() - begun, flush=True)

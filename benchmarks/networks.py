"""How long a training step of a whole network takes beside PyTorch's and beside textbook classes: ``make bench`` prints it.

Networks for digits, with batch normalization before each rectifier and without, one step of plain SGD on a mini-batch drawn
from ten thousand images. Everything runs side by side in one process, in turns; each one's time is the fastest of its turns.
``OPENBLAS_NUM_THREADS``, 1 unless it is set, is the number of threads of all.
"""

import os

THREADS = int(os.environ.setdefault("OPENBLAS_NUM_THREADS", "1"))  # before NumPy is imported, which reads it

import time
from itertools import pairwise

import numpy as np
import torch

from trainability.fit import Minibatches
from trainability.initializers import kaiming_normal
from trainability.losses import cross_entropy
from trainability.rule import Descent
from trainability.rules import sgd
from trainability.tasks.networks import KINDS, mlp

NETWORKS = (784, 128, 64, 32, 16, 10), (784, 100, 100, 100, 100, 10)
SIZES = 64, 128
RATE = 0.1
TURNS, STEPS = 120, 5


def ours(widths, kind, size, x, target):
    network, rng = mlp(widths, KINDS[kind]), np.random.default_rng(0)
    theta = network.initial(rng, dtype=np.float32, W=kaiming_normal)
    descent = Descent(Minibatches(network, cross_entropy, x, target, size, rng), theta, sgd(lr=RATE))
    return lambda: next(descent)


def theirs(widths, kind, size, x, target):
    *inner, last = pairwise(widths)
    norm = [torch.nn.BatchNorm1d] * (kind == "batch norm")
    hidden = [layer for n_in, n in inner for layer in (torch.nn.Linear(n_in, n), *(make(n) for make in norm), torch.nn.ReLU())]
    network, loss = torch.nn.Sequential(*hidden, torch.nn.Linear(*last)), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(network.parameters(), lr=RATE)
    x, labels = torch.from_numpy(x), torch.from_numpy(target.argmax(axis=-1))

    def orders():
        while True:
            yield from torch.randperm(len(x)).split(size)

    rows = orders()

    def step():
        i = next(rows)
        optimizer.zero_grad()
        loss(network(x[i]), labels[i]).backward()
        optimizer.step()

    return step


class Affine:
    def __init__(self, n_in, n, dtype):
        W = np.random.default_rng(0).standard_normal((n_in, n)) * np.sqrt(2 / n_in)
        self.params = {"W": W.astype(dtype), "b": np.zeros(n, dtype)}

    def forward(self, x):
        self.x = x
        return np.dot(x, self.params["W"]) + self.params["b"]

    def backward(self, dy):
        self.grads = {"W": np.dot(self.x.T, dy), "b": np.sum(dy, axis=0)}
        return np.dot(dy, self.params["W"].T)


class Relu:
    params = grads = {}

    def forward(self, x):
        self.off = x <= 0
        y = x.copy()
        y[self.off] = 0
        return y

    def backward(self, dy):
        dy[self.off] = 0
        return dy


class Normalization:
    """Step by step through the computational graph, as the notes derive it."""

    def __init__(self, n, dtype):
        self.params = {"gamma": np.ones(n, dtype), "beta": np.zeros(n, dtype)}
        self.mean, self.var = np.zeros(n, dtype), np.zeros(n, dtype)

    def forward(self, x):
        mean = x.mean(axis=0)
        self.centred = x - mean
        var = np.mean(self.centred**2, axis=0)
        self.std = np.sqrt(var + 1e-6)
        self.xhat = self.centred / self.std
        self.mean = 0.9 * self.mean + 0.1 * mean
        self.var = 0.9 * self.var + 0.1 * var
        return self.params["gamma"] * self.xhat + self.params["beta"]

    def backward(self, dy):
        self.grads = {"gamma": np.sum(self.xhat * dy, axis=0), "beta": dy.sum(axis=0)}
        dxhat = self.params["gamma"] * dy
        dcentred = dxhat / self.std
        dstd = -np.sum(dxhat * self.centred / (self.std * self.std), axis=0)
        dvar = 0.5 * dstd / self.std
        dcentred += 2 / len(dy) * self.centred * dvar
        return dcentred - np.sum(dcentred, axis=0) / len(dy)


def classes(widths, kind, size, x, target, dtype=np.float32):
    """The network of the notes: an object for each layer, which keeps what it needs, and parameters in dictionaries."""
    *inner, last = pairwise(widths)
    norm = [Normalization] * (kind == "batch norm")
    layers = [layer for n_in, n in inner for layer in (Affine(n_in, n, dtype), *(make(n, dtype) for make in norm), Relu())]
    layers.append(Affine(*last, dtype))
    x, target = x.astype(dtype), target.astype(dtype)

    def step():
        rows = np.random.choice(len(x), size)
        y, t = x[rows], target[rows]
        for layer in layers:
            y = layer.forward(y)
        p = np.exp(y - y.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        -np.sum(t * np.log(p + 1e-7)) / size
        dy = (p - t) / size
        for layer in reversed(layers):
            dy = layer.backward(dy)
        for layer in layers:
            for name in layer.params:
                layer.params[name] -= RATE * layer.grads[name]

    return step


CONTENDERS = {"ours": ours, "PyTorch": theirs, "classes": classes, "float64": lambda *task: classes(*task, np.float64)}


def seconds(widths: tuple, size: int) -> dict[tuple[str, str], float]:
    """The fastest step of each contender with each kind of network, in seconds."""
    rng = np.random.default_rng(0)
    x, target = rng.random((10_000, widths[0]), np.float32), np.eye(10, dtype=np.float32)[rng.integers(10, size=10_000)]
    steps = {(name, kind): make(widths, kind, size, x, target) for kind in KINDS for name, make in CONTENDERS.items()}
    best = dict.fromkeys(steps, np.inf)
    for _ in range(TURNS):
        for key, step in steps.items():
            begin = time.perf_counter()
            for _ in range(STEPS):
                step()
            best[key] = min(best[key], (time.perf_counter() - begin) / STEPS)
    return best


def main():
    torch.set_num_threads(THREADS)
    print(f"NumPy {np.__version__}, PyTorch {torch.__version__.partition('+')[0]}, threads: {THREADS}. A step of ours in")
    print("microseconds, its cost with batch normalization as a multiple of that without; the others in multiples of ours")
    print(f"\n{'':<44}{'µs':>8}{'norm':>8}" + "".join(f"{name:>10}" for name in (*CONTENDERS,)[1:]))
    for widths in NETWORKS:
        for size in SIZES:
            found = seconds(widths, size)
            for kind in KINDS:
                mine = found["ours", kind]
                name = f"{'-'.join(map(str, widths))}, {size}, {kind}"
                print(
                    f"{name:<44}{1e6 * mine:8.0f}{mine / found['ours', 'plain']:8.2f}"
                    + "".join(f"{found[other, kind] / mine:10.2f}" for other in (*CONTENDERS,)[1:]),
                    flush=True,
                )


if __name__ == "__main__":
    main()

"""A batch-normalized network after training: which statistics it should use then, and from when on they are right."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from ...activations import relu
from ...datasets import one_hot
from ...fit import Minibatches
from ...losses import cross_entropy
from ...named import Named
from ...network import Network
from ...normalization import KERAS, PAPER, PYTORCH, BatchNorm, Running
from ...rule import Descent
from ...rules import sgd
from ...tasks.digits import digits, start
from ...tasks.networks import mlp
from ...training import train

FROM_ZERO = Running(rate=0.1, unbiased=False, var=0.0)
"""The running statistics of ai-edu and of Saito: both start at zero, and the variance is the biased one."""

NO_START = Running(rate=lambda t: max(0.1, 1 / t), unbiased=True)
"""The mean over the first ten batches, and from then on PyTorch's: what it starts from never counts."""

KEPT = {"PyTorch": PYTORCH, "Keras": KERAS, "paper": PAPER, "from zero": FROM_ZERO, "no start": NO_START}
LR = 0.3


def digits_net(norm: Callable) -> Network:
    """Two hidden layers of rectifiers, each behind a normalization that ``norm`` makes from its width."""
    return mlp([784, 100, 100, 10], lambda n: Network(norm(n), relu))


def starts(network: Network, seeds: int) -> np.ndarray:
    """First parameters, ``(seeds, P)``, float32, from Kaiming's law."""
    return np.stack([start(network, seed) for seed in range(seeds)])


def descent(network: Network, theta: np.ndarray, lr: float | np.ndarray = LR, *, size: int = 64) -> Descent:
    """Plain descent on the sample of MNIST; each run ``theta``, ``(seeds, P)``, shuffles for itself."""
    (x, y), _ = digits()
    return Descent(
        Minibatches(network, cross_entropy, x, one_hot(y), size, np.random.default_rng(1), theta.shape[:-1]), theta, sgd(lr=lr)
    )


def trained(norm: Callable, steps: int) -> tuple[Network, np.ndarray]:
    """One network, ``(P,)``, after so many steps."""
    network = digits_net(norm)
    theta = start(network, seed=0)
    train(descent(network, theta), steps)
    return network, theta


def in_training(network: Network, theta: np.ndarray, x: np.ndarray, rows: int) -> np.ndarray:
    """Outputs ``(N, 10)`` for images ``x``, batch by batch of so many rows, each normalized by its own batch."""
    return np.concatenate([network(x[i : i + rows], theta)[0] for i in range(0, len(x), rows)])


class Shadowed(BatchNorm):
    """One whose batches are followed by other layers too, for as many conventions as there are names from ``KEPT``."""

    def __init__(self, n: int, names: list[str]):
        super().__init__(n)
        self.shadows = {name: BatchNorm(n, running=KEPT[name]) for name in names}

    def follow(self, mean, var, n):
        for shadow in self.shadows.values():
            shadow.follow(mean, var, n)


def evaluate(*, kept: list[str], seeds: int, at: list[int]) -> dict[str, Named]:
    """Loss and accuracy on unseen digits of a network that is taken out of training early.

    Parameters
    ----------
    kept : list of str
        Conventions of running statistics, from ``KEPT``. In training they change nothing, so one training serves all.
    seeds : int
        How many networks.
    at : list of int
        After which steps, increasing.

    Returns
    -------
    dict of Named, float32, axes kept, seed, step
        ``loss`` and ``accuracy``. Last among those kept is ``"in training"``, with all unseen images as its batch.

    Examples
    --------
    >>> evaluate(kept=["paper"], seeds=1, at=[1, 2])["loss"]
    Named(kept: 2, seed: 1, step: 2)
    """
    _, (x, y) = digits()
    network = digits_net(lambda n: Shadowed(n, kept))
    theta = starts(network, seeds)

    def seen(stands_for):
        layers = (stands_for(layer) if isinstance(layer, Shadowed) else layer for layer in network.layers)
        z, _, _ = Network(*layers)(x, theta)
        return cross_entropy(z, np.broadcast_to(one_hot(y), z.shape))[0], (z.argmax(axis=-1) == y).mean(axis=-1)

    steps, found = descent(network, theta), []
    for begin, end in pairwise([0, *at]):
        train(steps, end - begin)
        found.append([seen(lambda layer: layer.shadows[name].inference) for name in kept] + [seen(lambda layer: layer)])
    axes = {"kept": [*kept, "in training"], "seed": range(seeds), "step": at}
    loss, accuracy = np.transpose(found, (2, 1, 3, 0)).astype(np.float32)
    return {"loss": Named(loss, axes), "accuracy": Named(accuracy, axes)}

"""A batch-normalized network after training: which statistics it should use then, and from when on they are right."""

from collections.abc import Callable
from itertools import islice

import numpy as np

from ...activations import relu
from ...datasets import mnist_sample, one_hot
from ...fit import Minibatches
from ...initializers import kaiming_normal
from ...layers import Dense
from ...losses import cross_entropy
from ...network import Network
from ...normalization import KERAS, PAPER, PYTORCH, BatchNorm, Running
from ...rule import Descent
from ...rules import sgd

FROM_ZERO = Running(rate=0.1, unbiased=False, var=0.0)
"""The running statistics of ai-edu and of Saito: both start at zero, and the variance is the biased one."""

NO_START = Running(rate=lambda t: max(0.1, 1 / t), unbiased=True)
"""The mean over the first ten batches, and from then on PyTorch's: what it starts from never counts."""

KEPT = {"PyTorch": PYTORCH, "Keras": KERAS, "paper": PAPER, "from zero": FROM_ZERO, "no start": NO_START}
HIDDEN = 100
LR = 0.3


def digits_net(norm: Callable) -> Network:
    """Two hidden layers of rectifiers, each behind a normalization that ``norm`` makes from its width."""
    layers = (layer for n_in in (784, HIDDEN) for layer in (Dense(n_in, HIDDEN), norm(HIDDEN), relu))
    return Network(*layers, Dense(HIDDEN, 10))


def start(network: Network, seeds: int) -> np.ndarray:
    """First parameters, ``(seeds, P)``, float32, from Kaiming's law."""
    return np.stack([network.initial(np.random.default_rng(seed), dtype=np.float32, W=kaiming_normal) for seed in range(seeds)])


def learner(network: Network, theta: np.ndarray, lr: float | np.ndarray = LR, *, size: int = 64) -> Descent:
    """Plain descent on the sample of MNIST; each run ``theta``, ``(seeds, P)``, shuffles for itself."""
    images, _ = mnist_sample()
    fit = Minibatches(network, cross_entropy, images.x, one_hot(images.y), size, np.random.default_rng(1), theta.shape[:-1])
    return Descent(fit, theta, sgd(lr=lr))


def trained(norm: Callable, steps: int) -> tuple[Network, np.ndarray]:
    """One network, ``(P,)``, after so many steps."""
    network = digits_net(norm)
    theta = start(network, 1)[0]
    for _ in islice(learner(network, theta), steps):
        pass
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


def evaluate(*, kept: list[str], seeds: int, at: list[int]) -> dict[str, np.ndarray]:
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
    dict of ndarray of float32, shape (len(kept) + 1, seeds, len(at))
        ``loss`` and ``accuracy``. The last entry of the first axis is the network still in training, with all unseen images as its batch.

    Examples
    --------
    >>> evaluate(kept=["paper"], seeds=1, at=[1, 2])["loss"].shape
    (2, 1, 2)
    """
    _, unseen = mnist_sample()
    target = one_hot(unseen.y)
    network = digits_net(lambda n: Shadowed(n, kept))
    theta = start(network, seeds)

    def seen(layer_for):
        layers = (layer_for(layer) if isinstance(layer, Shadowed) else layer for layer in network.layers)
        y, _, _ = Network(*layers)(unseen.x, theta)
        return cross_entropy(y, np.broadcast_to(target, y.shape))[0], (y.argmax(axis=-1) == unseen.y).mean(axis=-1)

    steps, found = learner(network, theta), []
    for begin, end in zip([0, *at], at):
        for _ in islice(steps, end - begin):
            pass
        after = [seen(lambda layer: layer.shadows[name].inference) for name in kept]
        found.append([*after, seen(lambda layer: layer)])
    loss, accuracy = np.transpose(found, (2, 1, 3, 0)).astype(np.float32)
    return {"loss": loss, "accuracy": accuracy}

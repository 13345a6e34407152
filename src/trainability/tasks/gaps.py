"""What has to be remembered over a gap: add, mul, mem-5 and mem-20, the network for each, and its first weights."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from ..datasets import addition, memory, multiplication
from ..initializers import normal, sparse, spectral_radius
from ..layers import Dense
from ..losses import squared_error
from ..network import Network
from ..recurrent import Recurrent, every, last

TOLERANCE = 0.04  # an answer to add or mul that is further off is wrong


@dataclass(frozen=True)
class Gap:
    """A problem, and what differs from one to the other.

    Attributes
    ----------
    draw : callable
        ``draw(rng, times, n)``: a batch of ``n`` sequences.
    widths : tuple of int
        Of the input and of the output.
    read : layer
        Which states are to be answers: the last, or all.
    scale : float
        Of the first weights from inputs to hidden units.
    """

    draw: Callable
    widths: tuple[int, int]
    read: Callable
    scale: float

    def network(self, units: int) -> Network:
        """Recurrent tanh units, and linear outputs."""
        return Network(Recurrent(self.widths[0], units), self.read, Dense(units, self.widths[1]))

    def wrong(self, y: np.ndarray, target: np.ndarray, times: int) -> np.ndarray:
        """The zero-one loss, ``(...)``: for add and mul the share of wrong answers; for mem how many of a sequence's times are wrong.

        What is no number is wrong.

        Examples
        --------
        >>> y, target = np.array([[0.5], [0.55], [np.nan]]), np.array([[0.53], [0.5], [0.5]])
        >>> GAPS["add"].wrong(y, target, times=10).round(2)
        np.float64(0.67)
        """
        if self.read is last:
            return 1 - (np.abs(y - target)[..., 0] <= TOLERANCE).mean(axis=-1)
        right = np.isfinite(y).all(axis=-1) & (y.argmax(axis=-1) == target.argmax(axis=-1))
        return times * (1 - right.mean(axis=-1))


GAPS = {
    "add": Gap(addition, (2, 1), last, 0.001),
    "mul": Gap(multiplication, (2, 1), last, 0.001),
    "mem-5": Gap(memory, (4, 3), every, 0.1),
    "mem-20": Gap(partial(memory, symbols=10, kinds=5), (7, 6), every, 0.1),
}


def table_4(shape: tuple[int, ...], rng: np.random.Generator, *, radius: float = 1.1) -> np.ndarray:
    """Hidden to hidden as in table 4 of the paper: 15 inputs a unit, and a given spectral radius."""
    return spectral_radius(shape, rng, radius=radius, base=sparse)


# Laws of the weights from hidden unit to hidden unit, all with 15 inputs a unit. The last is the paper's for autoencoders.
LAWS = {f"radius {radius}": partial(table_4, radius=radius) for radius in (0.9, 1.1, 1.5)} | {"N(0, 1)": sparse}


def start(gap: Gap, units: int, times: int, seed: int, *, hidden: Callable = table_4) -> np.ndarray:
    """First parameters, ``(P,)``, float32, as in table 4 of the paper, but for another law of the ``hidden`` weights.

    The bias of the outputs is the mean of the targets, which is what centring these comes to.
    """
    network, rng = gap.network(units), np.random.default_rng(seed)
    theta = network.initial(rng, dtype=np.float32)
    (U, W, _), _, (V, c) = network.params(theta)
    U[...], W[...], V[...] = normal(U.shape, rng, std=gap.scale), hidden(W.shape, rng), normal(V.shape, rng, std=0.1)
    _, target = gap.draw(rng, times, 1000)
    c[...] = target.mean(axis=0)
    return theta


def batch(gap: Gap, times: int, n: int, rngs: list[np.random.Generator]) -> tuple[np.ndarray, np.ndarray]:
    """Inputs and targets of ``n`` fresh sequences for each generator, which is the leading axis; float32."""
    return tuple(np.stack(each).astype(np.float32) for each in zip(*(gap.draw(rng, times, n) for rng in rngs)))


class Fresh:
    """The squared error on sequences that are drawn at each call, for each of the ``seeds`` its own: none is seen twice.

    Examples
    --------
    >>> objective = Fresh(GAPS["add"], 50, times=20, size=10, seeds=range(3))
    >>> theta = np.stack([start(GAPS["add"], 50, 20, seed) for seed in range(3)])
    >>> objective(theta, np.empty_like(theta)).shape
    (3,)
    """

    def __init__(self, gap: Gap, units: int, times: int, size: int, seeds: range):
        self.network, rngs = gap.network(units).on_data, [np.random.default_rng([seed, 1]) for seed in seeds]
        self.draw = partial(batch, gap, times, size, rngs)

    def __call__(self, theta: np.ndarray, g: np.ndarray) -> np.ndarray:
        x, target = self.draw()
        y, pull, _ = self.network(x, theta)
        value, dy, _ = squared_error(y, target)
        pull(dy, g)
        return value

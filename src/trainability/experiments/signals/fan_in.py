r"""How far does the size of a signal wander when weights are scaled by fan-in?

Given the signal that comes in, the outputs of a layer with Gaussian weights of variance 1/n are exactly Gaussian and
independent. So each layer multiplies the mean square by :math:`\chi^2_n/n`, whatever came before.
"""

from collections.abc import Callable

import numpy as np

from ...initializers import lecun_normal
from ...named import Named
from .depth import sizes


def wander(draws: int, rng: np.random.Generator, *, n: int, depth: int) -> np.ndarray:
    r"""Draws of the log rms behind ``depth`` layers of width ``n``, from a normal input: ``(draws,)``.

    .. math:: \ln \operatorname{rms}(x_L) = \tfrac12 \sum_{l=0}^{L} \ln \frac{\chi^2_{n,l}}{n}

    This is the law itself, without any matrix; the input is the term l = 0.

    Examples
    --------
    >>> log = wander(10_000, np.random.default_rng(0), n=512, depth=100)
    >>> float(log.mean().round(1)), float(log.std().round(1))
    (-0.1, 0.3)
    """
    total = np.zeros(draws)
    for _ in range(depth + 1):
        total += np.log(rng.chisquare(n, draws) / n) / 2
    return total


def moments(*, n, depth) -> tuple:
    r"""Mean and standard deviation of that log rms: of one width and depth, or of arrays of them.

    From the digamma and trigamma functions at n/2, to the third order in 1/n:
    :math:`\mathbb{E}\ln\frac{\chi^2_n}{n} = -\frac1n - \frac1{3n^2}` and
    :math:`\operatorname{Var} = \frac2n + \frac2{n^2} + \frac4{3n^3}`.

    Examples
    --------
    >>> mean, std = moments(n=512, depth=100)
    >>> round(mean, 4), round(std, 4)
    (-0.0987, 0.3144)
    """
    mean, variance = -1 / n - 1 / (3 * n**2), 2 / n + 2 / n**2 + 4 / (3 * n**3)
    return (depth + 1) * mean / 2, (variance * (depth + 1)) ** 0.5 / 2


def networks(n: int, *, seeds=100, depth=100, law: Callable = lecun_normal) -> Named:
    """The rms at every depth of real networks, in float64: axes seed and layer."""
    return sizes(law, seeds=seeds, n=n, depth=depth, dtype=np.float64)


def half_of_the_mean(draws: int, rng: np.random.Generator, *, n: int, depth: int) -> tuple[float, float]:
    r"""Which networks carry half of the mean square: those above what rms, and what share of all are they?

    Weighting networks by their mean square, whose average is 1, turns each :math:`\chi^2_n` into :math:`\chi^2_{n+2}`. Draws
    of that law find the rare networks; weighted back, they count them.

    Examples
    --------
    A network wide enough has no rare ones:

    >>> size, share = half_of_the_mean(10_000, np.random.default_rng(0), n=10_000, depth=10)
    >>> round(size, 1), round(share, 1)
    (1.0, 0.5)
    """
    log = sum(np.log(rng.chisquare(n + 2, draws) / n) for _ in range(depth + 1))
    middle = np.median(log)
    return float(np.exp(middle / 2)), float(np.mean(np.exp(-log) * (log > middle)))


def both_ways(runs: int, rng: np.random.Generator, *, n: int, depth: int, rows=10) -> tuple[np.ndarray, np.ndarray]:
    """Log growth of signals sent up, and of gradients sent down, the first 1, 2, ..., ``depth`` layers.

    Each of ``runs`` networks passes ``rows`` of either. Two arrays ``(depth, runs, rows)``.

    Examples
    --------
    >>> up, down = both_ways(4, np.random.default_rng(0), n=50, depth=2)
    >>> up.shape, bool(abs(up).max() < 1)
    ((2, 4, 10), True)
    """
    x, dy = (v / np.linalg.norm(v, axis=-1, keepdims=True) for v in rng.standard_normal((2, runs, rows, n)))
    product, scale, logs = np.eye(n), np.zeros((runs, 1)), []
    for _ in range(depth):
        product = product @ lecun_normal((runs, n, n), rng)
        size = np.linalg.norm(product, axis=(-2, -1), keepdims=True)
        product, scale = product / size, scale + np.log(size[..., 0])
        logs.append([scale + np.log(np.linalg.norm(way, axis=-1)) for way in (x @ product, dy @ product.mT)])
    return tuple(np.moveaxis(logs, 1, 0))


def together(up: np.ndarray, down: np.ndarray, batches: int = 10) -> np.ndarray:
    """The correlation of :func:`both_ways` at every depth, in each of some batches of the networks: ``(batches, depth)``."""
    parts = (way.reshape(len(way), batches, -1).swapaxes(0, 1) for way in (up, down))
    return np.array([[np.corrcoef(u, d)[0, 1] for u, d in zip(*batch)] for batch in zip(*parts)])

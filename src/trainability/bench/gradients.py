"""How do the gradients of mini-batches scatter about the gradient of all the data?"""

from collections.abc import Callable

import numpy as np

from ..fit import Fit, Minibatches, draws
from ..network import Network


def example_gradients(network: Network, loss: Callable, x: np.ndarray, target: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """The gradient of each example alone, ``(N, P)``; their mean is the gradient of the batch.

    Parameters
    ----------
    network : Network
        Of ``P`` parameters.
    loss : callable
        See :mod:`~trainability.losses`.
    x, target : ndarray, shape (N, n_in) and (N, n_out)
        The examples.
    theta : ndarray, shape (P,)
        Where the gradients are taken.

    Examples
    --------
    >>> from trainability.layers import Dense
    >>> from trainability.losses import squared_error
    >>> x, target = np.array([[1.0], [2.0]]), np.array([[2.0], [4.0]])
    >>> example_gradients(Network(Dense(1, 1)), squared_error, x, target, np.array([2.0, 1.0]))
    array([[1., 1.],
           [2., 1.]])
    """
    theta = np.tile(theta, (len(x), 1))
    g = np.empty_like(theta)
    Fit(network, loss, x[:, None], target[:, None])(theta, g)
    return g


def batch_gradients(
    network: Network,
    loss: Callable,
    x,
    target,
    theta,
    *,
    size: int,
    count: int,
    rng: np.random.Generator,
    sample: Callable = draws,
) -> np.ndarray:
    """The gradients of ``count`` random mini-batches, all taken at ``theta``; shape ``(count, P)``.

    ``size``, ``rng`` and ``sample`` are those of :class:`~trainability.fit.Minibatches`, the others those of
    :func:`example_gradients`. Every mini-batch is the first of an epoch of its own, so they are independent.

    Examples
    --------
    >>> from trainability.layers import Dense
    >>> from trainability.losses import squared_error
    >>> x, target = np.array([[1.0], [2.0]]), np.array([[2.0], [4.0]])
    >>> line, rng = Network(Dense(1, 1)), np.random.default_rng(0)
    >>> batch_gradients(line, squared_error, x, target, np.array([2.0, 1.0]), size=1, count=3, rng=rng)
    array([[2., 1.],
           [2., 1.],
           [2., 1.]])
    """
    theta = np.tile(theta, (count, 1))
    g = np.empty_like(theta)
    Minibatches(network, loss, x, target, size, rng, runs=(count,), sample=sample)(theta, g)
    return g


def variance(gradients: np.ndarray) -> float:
    r"""The mean squared distance of gradients ``(N, P)`` from their mean: the trace of their covariance.

    .. math:: \sigma^2 = \frac1N \sum_i \lVert g_i - \bar g\rVert^2

    Examples
    --------
    >>> variance(np.array([[1.0, 0.0], [3.0, 0.0]]))
    1.0
    """
    return float(np.square(gradients - gradients.mean(axis=0), dtype=float).sum(axis=-1).mean())


def noise_scale(gradients: np.ndarray) -> float:
    r"""The batch at which the noise of the gradient is as large as the gradient (McCandlish et al. 2018, eq. 2.9).

    .. math:: B_\text{simple} = \frac{\sigma^2}{\lVert \bar g \rVert^2}

    Parameters
    ----------
    gradients : ndarray, shape (N, P)
        Of single examples, as from :func:`example_gradients`.

    Examples
    --------
    Examples that agree need no batch:

    >>> noise_scale(np.array([[1.0, 0.0], [1.0, 0.0]])), noise_scale(np.array([[1.0, 2.0], [1.0, -2.0]]))
    (0.0, 4.0)
    """
    return variance(gradients) / float(np.square(gradients.mean(axis=0), dtype=float).sum())

"""Backward passes of batch normalization, right and wrong, and the check by differences that should tell which is which."""

from collections.abc import Callable

import numpy as np

from ...activations import tanh
from ...fit import Fit
from ...layers import Dense
from ...losses import squared_error
from ...network import Network
from ...normalization.standard import Normalization, average, standardize, tangent

ROWS = -2


class Batchwise(Normalization):
    """Batch normalization with a backward pass of your choice, and without running statistics.

    Parameters
    ----------
    n : int
        Columns.
    jacobian : callable
        ``jacobian(d, xhat, scale)`` is what it takes for the Jacobian of standardization, applied to ``d``.
    eps : float
        Added to the variance.

    Examples
    --------
    >>> y, pull, push = Batchwise(1, variance_constant)(np.array([[1.0], [5.0]]), np.ones(1), np.zeros(1))
    >>> pull(np.array([[1.0], [0.0]]), np.empty(1), np.empty(1)).T.round(3)
    array([[ 0.25, -0.25]])
    """

    def __init__(self, n: int, jacobian: Callable, *, eps: float = 1e-5):
        super().__init__(n, eps=eps)
        self.jacobian = jacobian

    def standardize(self, x):
        xhat, scale, *_ = standardize(x, ROWS, self.eps)
        return xhat, lambda d: self.jacobian(d, xhat, scale)


class ForgetsGamma(Batchwise):
    """One that leaves gamma out of the gradient in its input."""

    def __call__(self, x, gamma, beta):
        y, pull, push = super().__call__(x, gamma, beta)
        return y, lambda dy, *grads: pull(dy, *grads) / gamma[self.lift], push


def closed_form(d, xhat, scale):
    """The Jacobian as one projection: :func:`~trainability.normalization.standard.tangent`."""
    return tangent(d, xhat, scale, ROWS)


def node_by_node(d, xhat, scale):
    """The same through the nodes of the forward pass, last to first, as Saito goes (2016, section 6.3)."""
    std = 1 / scale
    centred = xhat * std
    dcentred = d / std  # quotient, as far as it is linear in its numerator
    dstd = -(d * centred).sum(ROWS, keepdims=True) / std**2
    dvar = dstd / (2 * std)  # square root
    dcentred = dcentred + 2 * centred * dvar / d.shape[ROWS]  # mean of squares
    return dcentred - average(dcentred, ROWS)  # mean, which every row has had subtracted


def mean_constant(d, xhat, scale):
    """Forgets that the mean depends on every row."""
    return scale * (d - xhat * average(xhat * d, ROWS))


def variance_constant(d, xhat, scale):
    """Forgets that the variance depends on every row."""
    return scale * (d - average(d, ROWS))


def sums_for_means(d, xhat, scale):
    """Forgets to divide by N."""
    return scale * (d - d.sum(ROWS, keepdims=True) - xhat * (xhat * d).sum(ROWS, keepdims=True))


def no_root(d, xhat, scale):
    """Divides by the variance in place of the standard deviation."""
    return scale * tangent(d, xhat, scale, ROWS)


BACKWARDS = {
    "right": lambda n: Batchwise(n, closed_form),
    "mean constant": lambda n: Batchwise(n, mean_constant),
    "variance constant": lambda n: Batchwise(n, variance_constant),
    "sums for means": lambda n: Batchwise(n, sums_for_means),
    "no root": lambda n: Batchwise(n, no_root),
    "gamma forgotten": lambda n: ForgetsGamma(n, closed_form),
}
"""Layers of ``n`` columns, by what is wrong with their backward pass."""


def gradient(objective: Callable, theta: np.ndarray) -> np.ndarray:
    """The gradient ``(..., P)`` that an objective computes."""
    g = np.full_like(theta, np.nan)
    objective(theta, g)
    return g


def differences(objective: Callable, theta: np.ndarray, h: float, at: np.ndarray | None = None) -> np.ndarray:
    """Central differences of an objective, all in one call: each step is a run.

    Parameters
    ----------
    objective : callable
        As :class:`~trainability.fit.Fit`.
    theta : ndarray, shape (..., P)
        Where.
    h : float
        The step to each side.
    at : ndarray of int, shape (K,), optional
        Of which parameters; of all, if not given.

    Returns
    -------
    ndarray, shape (..., K)
        The slopes.

    Examples
    --------
    >>> def cube(theta, g):
    ...     return (theta**3).sum(axis=-1)
    >>> differences(cube, np.array([1.0, 2.0]), h=0.1).round(12)  # 3 theta² + h²
    array([ 3.01, 12.01])
    """
    at = np.arange(theta.shape[-1]) if at is None else at
    steps = np.zeros((len(at), *theta.shape), theta.dtype)
    steps[np.arange(len(at)), ..., at] = h
    ahead, behind = (objective(theta + s, np.empty_like(steps)) for s in (steps, -steps))
    return np.moveaxis(np.asarray(ahead - behind), 0, -1) / (2 * h)


def small(layer: Callable, rows: int, seeds: int, *, spread: float = 0.5) -> tuple[Network, Fit, np.ndarray]:
    """Ten inputs, eight normalized units, three outputs, on random data.

    Parameters
    ----------
    layer : callable
        Makes the normalization from its width.
    rows : int
        Rows in the batch.
    seeds : int
        How many networks, each on data of its own.
    spread : float
        Standard deviation of gamma and beta about 1 and 0.

    Returns
    -------
    network : Network
    objective : Fit
        Half the mean squared error.
    theta : ndarray, shape (seeds, P)
    """
    network = Network(Dense(10, 8), layer(8), tanh, Dense(8, 3))
    rng = np.random.default_rng(0)
    theta = rng.normal(0, 0.5, (seeds, network.size))
    (*_, (gamma, beta), _, _) = network.params(theta)
    gamma[...], beta[...] = rng.normal([[[1.0]], [[0.0]]], spread, (2, seeds, 8))
    x, target = rng.normal(size=(seeds, rows, 10)), rng.normal(size=(seeds, rows, 3))
    return network, Fit(network, squared_error, x, target), theta


def gradient_check(
    layer: Callable, rows: int, *, seeds: int = 20, h: float = 1e-4, spread: float = 0.5
) -> tuple[np.ndarray, np.ndarray]:
    """Mean over the weights before the normalization of |backward - differences|, and of |differences|: each ``(seeds,)``.

    Parameters are those of :func:`small`, and the step of :func:`differences`.

    Examples
    --------
    >>> error, size = gradient_check(BACKWARDS["right"], rows=4)
    >>> bool((error < 1e-6 * size).all())
    True
    """
    network, objective, theta = small(layer, rows, seeds, spread=spread)
    before = np.arange(10 * 8)
    slopes = differences(objective, theta, h, before)
    return abs(gradient(objective, theta)[..., before] - slopes).mean(axis=-1), abs(slopes).mean(axis=-1)


def by_parameter(
    network: Network, objective: Callable, theta: np.ndarray, *, h: float = 1e-4, most: int = 20
) -> dict[str, tuple]:
    """The check as Saito prints it, by parameter (``ch06/batch_norm_gradient_check.py``).

    Parameters
    ----------
    network, objective
        Whose gradient it is.
    theta : ndarray, shape (P,)
        Where.
    h : float
        Step of the differences.
    most : int
        Of how many numbers of each parameter differences are taken.

    Returns
    -------
    dict of (int, int, float)
        Under ``"W1"``, ``"b1"``, ``"gamma1"``, ...: how many numbers that parameter has, how many of them have a gradient
        other than zero, and the mean of abs(backward - differences).
    """
    g, found = gradient(objective, theta), {}
    for number, (layer, own, indices) in enumerate(
        zip(network.layers, network.params(g), network.params(np.arange(network.size)))
    ):
        for name, part, index in zip(layer.shapes, own, indices):
            at = index.ravel()[:most]
            block = 1 + sum("W" in earlier.shapes for earlier in network.layers[:number])
            error = abs(differences(objective, theta, h, at) - g[at]).mean()
            found[f"{name}{block - ('W' not in layer.shapes)}"] = part.size, int(np.count_nonzero(part)), float(error)
    return found

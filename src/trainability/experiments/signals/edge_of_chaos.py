r"""How do the size, the angle and the gradient of signals change with depth, in random networks of finite width?

Layers are :math:`y_l = \phi(y_{l-1} W_l)`, without biases. The theory for infinite width is in
:mod:`~trainability.theory.mean_field`.
"""

from collections.abc import Callable

import numpy as np

from ...activations import Activation
from ...bench.measures import rms
from ...initializers import lecun_normal
from ...named import Named


def course(
    activation: Activation, sigmas, rng: np.random.Generator, *, n=256, depth=60, c=0.6, law: Callable = lecun_normal
) -> dict[str, Named]:
    """What becomes of two signals in one random network for each entry of ``sigmas``: the same weights, scaled.

    Parameters
    ----------
    activation : Activation
        Follows every layer.
    sigmas : list of float
        Factors on the weights.
    rng : Generator
        Draws two inputs, the weights, and the gradients that enter at the end.
    n, depth : int
        Width and number of layers.
    c : float
        Correlation of the two inputs, which have mean square 1.
    law : callable
        Initializer of each layer's weights.

    Returns
    -------
    dict of Named, axes sigma, layer
        What :class:`~trainability.theory.mean_field.Course` has; ``q`` and ``gradient`` are means over the two inputs.

    Examples
    --------
    >>> from trainability.activations import linear
    >>> from trainability.initializers import orthogonal
    >>> run = course(linear, [1.0, 2.0], np.random.default_rng(0), n=8, depth=3, law=orthogonal)
    >>> run["q"].values.round(9), run["c"].at(sigma=1).values.round(9)
    (array([[ 1.,  1.,  1.,  1.],
           [ 1.,  4., 16., 64.]]), array([0.6, 0.6, 0.6, 0.6]))
    """
    scale = np.reshape(sigmas, (-1, 1, 1))
    first, second = np.sqrt(n) * np.linalg.qr(rng.standard_normal((n, 2)))[0].T
    y = np.broadcast_to([first, c * first + np.sqrt(1 - c**2) * second], (len(sigmas), 2, n))
    signals, backward = [y], []
    for _ in range(depth):
        W = law((n, n), rng)
        y, pull, _ = activation(scale * (y @ W))
        signals.append(y)
        backward.append((pull, W))
    gradients = [np.broadcast_to(rng.standard_normal((2, n)), y.shape)]
    for pull, W in reversed(backward):
        gradients.insert(0, scale * (pull(gradients[0]) @ W.T))
    q, g = (np.stack([np.mean(v**2, axis=-1) for v in vectors], axis=-1) for vectors in (signals, gradients))
    dot = np.stack([np.mean(v[:, 0] * v[:, 1], axis=-1) for v in signals], axis=-1)
    found = {"q": q.mean(axis=1), "c": dot / np.sqrt(q[:, 0] * q[:, 1]), "gradient": g.mean(axis=1) / g[..., -1:].mean(axis=1)}
    return {name: Named(values, {"sigma": sigmas, "layer": range(depth + 1)}) for name, values in found.items()}


def gaussian(rng: np.random.Generator, shape: tuple) -> np.ndarray:
    """What a Gaussian matrix makes of a signal of mean square 1: independent standard normal numbers."""
    return rng.standard_normal(shape)


def sphere(rng: np.random.Generator, shape: tuple) -> np.ndarray:
    """What an orthogonal matrix makes of it: a random direction, of mean square exactly 1."""
    z = rng.standard_normal(shape)
    return z / rms(z)[..., None]


def sizes(
    activation: Activation, rng: np.random.Generator, *, n: int, depth: int, runs: int, sigma=1.0, draw: Callable = gaussian
) -> np.ndarray:
    """The rms at every depth of random networks, without their matrices: ``(runs, depth + 1)``.

    A fresh Gaussian or orthogonal matrix turns a signal into a random vector whose law depends on the signal's
    rms alone, so it is enough to ``draw`` that vector. The law of the rms is exact, at any width.

    Examples
    --------
    >>> from trainability.activations import linear
    >>> sizes(linear, np.random.default_rng(0), n=5, depth=3, runs=2, draw=sphere).round(9)
    array([[1., 1., 1., 1.],
           [1., 1., 1., 1.]])
    """
    size = np.ones((runs, depth + 1))
    for before, after in zip(size.T, size.T[1:]):
        after[...] = rms(activation.f(sigma * before[:, None] * draw(rng, (runs, n))))
    return size


def jacobian(activation: Activation, law: Callable, rng: np.random.Generator, *, n: int, depth: int, sigma=1.0) -> np.ndarray:
    """Singular values, ``(n,)`` from the largest, of the derivative of a random network's output in its input.

    Those below 1e-15 of the largest are rounding.

    Examples
    --------
    >>> from trainability.activations import linear
    >>> from trainability.initializers import orthogonal
    >>> jacobian(linear, orthogonal, np.random.default_rng(0), n=3, depth=50).round(9)
    array([1., 1., 1.])
    """
    x, J = rng.standard_normal(n), np.eye(n)
    for _ in range(depth):
        W = sigma * law((n, n), rng)
        x, _, push = activation(x @ W)
        J = push(J @ W)
    return np.linalg.svd(J, compute_uv=False)

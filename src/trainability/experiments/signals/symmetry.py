"""What becomes of a network whose hidden units start out equal, or nearly so?"""

from functools import partial

import numpy as np

from ...activations import sigmoid
from ...bench.at_rates import as_stored, at_rates
from ...datasets import one_hot
from ...fit import Minibatches
from ...initializers import constant, lecun_normal, normal, zeros
from ...layers import Dense
from ...losses import cross_entropy
from ...named import Named
from ...network import Network
from ...rule import Descent
from ...rules import sgd
from ...sweeping import sweep
from ...tasks import wave
from ...tasks.digits import first, unseen_accuracy
from ...tasks.networks import mlp
from ...training import train

DIGITS = mlp([784, 20, 10], sigmoid)


def cosines(shape: tuple, rng: np.random.Generator) -> np.ndarray:
    """Weights without chance: unit ``j`` is the cosine of ``j`` half waves over its inputs, of variance about 1/n_in.

    Examples
    --------
    >>> W = cosines((50, 3), rng=None)
    >>> (W.T @ W).round(9) + 0.0
    array([[1., 0., 0.],
           [0., 1., 0.],
           [0., 0., 1.]])
    """
    n_in, n_out = shape[-2:]
    waves = np.cos(np.pi * np.outer(np.arange(n_in) + 0.5, np.arange(n_out) + 1) / n_in)
    return np.broadcast_to(np.sqrt(2 / n_in) * waves, shape)


LAWS = {
    "zero": zeros,
    "constant": partial(constant, value=0.01),
    "tiny": partial(normal, std=1e-6),
    "random": lecun_normal,
    "cosines": cosines,
}


def units(network: Network, theta: np.ndarray) -> np.ndarray:
    """All that belongs to each hidden unit, weights in, bias, weights out: ``(..., hidden, n_in + 1 + n_out)``."""
    (W, b), _, (V, _) = network.params(theta)
    return np.concatenate([W.mT, b[..., None], V], axis=-1)


def asymmetry(network: Network, theta: np.ndarray) -> np.ndarray:
    """The rms distance of the hidden units from the first of them, in units of their rms: exactly 0 if all are equal.

    Examples
    --------
    >>> from trainability.activations import tanh
    >>> network = mlp([1, 2, 1], tanh)
    >>> theta = network.initial(None, W=constant)
    >>> network.params(theta)[0][0][0, 1] += 0.3
    >>> float(asymmetry(network, np.ones_like(theta))), float(asymmetry(network, theta).round(2))
    (0.0, 0.14)
    """
    unit = units(network, theta).astype(np.float64)
    return np.sqrt(np.mean((unit - unit[..., :1, :]) ** 2, axis=(-2, -1)) / np.mean(unit**2, axis=(-2, -1)))


def directions(hidden: np.ndarray) -> np.ndarray:
    r"""In how many directions hidden activations ``(..., N, units)`` vary from input to input.

    .. math:: \Bigl(\sum_k \lambda_k\Bigr)^2 \Big/ \sum_k \lambda_k^2

    with the eigenvalues of their covariance: 1 if all units are multiples of one, ``m`` if they vary equally in ``m`` directions.

    Examples
    --------
    >>> one = np.array([[1.0], [2.0], [4.0]])
    >>> float(directions(np.hstack([one, 3 * one])).round(9)), float(directions(np.eye(4)).round(9))
    (1.0, 3.0)
    """
    centered = hidden - hidden.mean(axis=-2, keepdims=True)
    variance = np.linalg.svd(centered, compute_uv=False) ** 2
    return variance.sum(axis=-1) ** 2 / (variance**2).sum(axis=-1)


def digits(theta: np.ndarray, seed: int, network: Network = DIGITS) -> Descent:
    """Descend, in ``theta``'s precision: a thousand digits, batches of 50 in the order of the seed, SGD at rate 0.5."""
    x, y = first(1000)
    data = x.astype(theta.dtype), one_hot(y, dtype=theta.dtype)
    return Descent(Minibatches(network, cross_entropy, *data, 50, np.random.default_rng(seed)), theta, sgd(lr=0.5))


def learn(*, seeds: int, steps: int, every=10, offset=0) -> dict[str, Named]:
    """Train on digits from each of ``LAWS``, in float64; all laws of one seed see the same batches. The first seed is ``offset``.

    Returns
    -------
    dict of Named, axes law, seed, step
        ``directions``: of the hidden activations of 500 images. ``accuracy``: on the test images.

    Examples
    --------
    >>> learn(seeds=1, steps=10)["directions"].take(law=slice(2)).values.round(6).ravel()
    array([1., 1.])
    """
    seen = first(500).x.astype(float)

    def hidden(theta):
        (W, b), *_ = DIGITS.params(theta)
        return directions(sigmoid.f(seen @ W + b[..., None, :]))

    def run(seed):
        theta = np.stack([DIGITS.initial(np.random.default_rng(seed), W=law) for law in LAWS.values()])
        batches, measures = digits(theta, seed).objective, {"directions": hidden, "accuracy": unseen_accuracy(DIGITS)}
        found = at_rates(theta, batches, sgd(lr=0.5), {"law": [*LAWS]}, steps, every, **measures)
        return {name: found[name] for name in measures}

    return as_stored(sweep(run, {"seed": range(offset, offset + seeds)}), dtype=None)


class BackToFront(Dense):
    """A dense layer that, for every other unit, adds up the gradient from the last row of the batch to the first.

    The same function and the same gradient, but for rounding.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> x, dy, params, grads = rng.random((50, 3)), rng.random((50, 4)), (np.ones((3, 4)), np.ones(4)), []
    >>> for layer in (Dense(3, 4), BackToFront(3, 4)):
    ...     _, pull, _ = layer(x, *params)
    ...     grads.append(np.empty((3, 4)))
    ...     _ = pull(dy, grads[-1], np.empty(4))
    >>> bool(0 < abs(grads[0] - grads[1]).max() < 1e-13)
    True
    """

    def __call__(self, x, W, b):
        y, pull, push = super().__call__(x, W, b)

        def other_order(dy, dW, db):
            dx = pull(dy, dW, db)
            dW[..., 1::2] = x[..., ::-1, :].mT @ dy[..., ::-1, 1::2]
            return dx

        return y, other_order, push


TORN = Network(BackToFront(784, 20), sigmoid, Dense(20, 10))  # as DIGITS, but for rounding


def wave_from_zero(*, seeds: int, epochs=50) -> np.ndarray:
    """Train ai-edu's network 1-3-1 on its wave, at rate 0.1, all parameters zero at the start; returns them, ``(seeds, 10)``.

    Examples
    --------
    >>> wave_from_zero(seeds=2, epochs=1).shape
    (2, 10)
    """
    theta = np.zeros((seeds, wave.NETWORK.size))
    train(Descent(wave.noisy("momentum", seeds).objective, theta, sgd(lr=0.1)), wave.UPDATES * epochs)
    return theta

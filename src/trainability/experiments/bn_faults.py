"""What a published batch normalization of thirty lines does differently (ai-edu, section 15.6), one difference at a time.

Where its running statistics start, and which variance they keep, is said by :data:`.bn_after.FROM_ZERO`. Each class here has one
of the other differences, and all can be had in one layer.
"""

import numpy as np

from ..network import Network
from ..normalization import BatchNorm
from ..normalization.batch import InferenceNorm
from ..normalization.standard import Normalization, standardize, tangent


class EpsilonTwice(BatchNorm):
    """The variance is kept with epsilon in it, and inference adds another.

    Examples
    --------
    >>> norm = EpsilonTwice(1, eps=0.5)
    >>> _ = norm(np.array([[1.0], [5.0]]), np.ones(1), np.zeros(1))
    >>> norm.var  # a tenth of the way from 1 to 2 (4 + 0.5)
    array([1.8])
    """

    def follow(self, mean, var, n):
        super().follow(mean, var + self.eps, n)


class OnItself(BatchNorm):
    """The backward pass reads what the latest call, in training or after, has left on the layer."""

    def __call__(self, x, gamma, beta):
        y, *_ = super().__call__(x, gamma, beta)
        xhat, scale, *_ = standardize(x, self.rows, self.eps)
        self.left = xhat, scale

        def pull(dy, dgamma, dbeta):
            xhat, scale = self.left
            np.sum(dy * xhat, axis=self.rows, out=dgamma)
            np.sum(dy, axis=self.rows, out=dbeta)
            return tangent(gamma[self.lift] * dy, xhat, scale, self.rows)

        return y, pull, None

    @property
    def inference(self):
        return Overwriting(self)


class Overwriting(InferenceNorm):
    """What stands for :class:`OnItself` after training; it leaves its own statistics there."""

    def standardize(self, x):
        xhat, jacobian = super().standardize(x)
        self.norm.left = xhat, 1 / np.sqrt(self.norm.var + self.eps)[self.lift]
        return xhat, jacobian


class ByPosition(Normalization):
    """Images are averaged over the batch alone: every position of every channel has a mean and a variance of its own."""

    def standardize(self, x):
        batch = self.rows[0]
        xhat, scale, *_ = standardize(x, batch, self.eps)
        return xhat, lambda d: tangent(d, xhat, scale, batch)


def fixed_rates(network: Network, lr: float, size: int, fixed: float = 0.1) -> np.ndarray:
    """Learning rates ``(P,)`` for gradients of a mean loss: ``lr``, but for gamma and beta a ``fixed`` one on the sum over ``size`` rows.

    Examples
    --------
    >>> from ..layers import Dense
    >>> fixed_rates(Network(Dense(1, 1), BatchNorm(1)), lr=0.3, size=64)
    array([0.3, 0.3, 6.4, 6.4])
    """
    rates = np.full(network.size, lr)
    for layer, views in zip(network.layers, network.params(rates)):
        if isinstance(layer, BatchNorm):
            for view in views:
                view[...] = fixed * size
    return rates


def reload(layer: BatchNorm) -> dict[str, np.ndarray]:
    """The running statistics, written under one pair of names and read under another. Raises ``KeyError``."""
    written = {"mean": layer.mean, "var": layer.var}
    return {name: written[name] for name in ("running_mean", "running_var")}

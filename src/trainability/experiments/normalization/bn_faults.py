"""What a published batch normalization of thirty lines does differently (ai-edu, section 15.6), one difference at a time.

Where its running statistics start, and which variance they keep, is said by :data:`.bn_after.FROM_ZERO`; the rate of its gamma and
beta by :func:`.norm_mnist.own_rates`. Each class here has one of the other differences.
"""

import numpy as np

from ...normalization import BatchNorm
from ...normalization.batch import InferenceNorm
from ...normalization.standard import Normalization, average, standardize, tangent


class EpsilonTwice(BatchNorm):
    """The variance is kept with epsilon in it, and inference adds another.

    Examples
    --------
    >>> norm = EpsilonTwice(1, eps=0.5)
    >>> _ = norm.training(np.array([[1.0], [5.0]]), np.ones(1), np.zeros(1))
    >>> norm.var  # a tenth of the way from 1 to 2 (4 + 0.5)
    array([1.8])
    """

    def follow(self, mean, var, n):
        super().follow(mean, var + self.eps, n)


class OnItself(BatchNorm):
    """The backward pass reads the x̂ and the variance that the latest call, in training or after, has left on the layer."""

    def normalize(self, x, gamma, beta):
        y, _, _, batch = super().normalize(x, gamma, beta)
        xhat, scale, _, var = standardize(x, self.rows, self.eps)
        self.left = xhat, var + self.eps
        gamma, centred = gamma[self.lift], xhat / scale

        def pull(dy, dgamma, dbeta):
            xhat, var = self.left
            np.sum(dy * xhat, axis=self.rows, out=dgamma)
            np.sum(dy, axis=self.rows, out=dbeta)
            d = gamma * dy
            return scale * (d - average(d, self.rows) - centred * average(centred * d, self.rows) / var)

        return y, pull, None, batch

    @property
    def inference(self):
        return Overwriting(self)


class Overwriting(InferenceNorm):
    """What stands for :class:`OnItself` after training; it leaves its own x̂ and variance there."""

    def standardize(self, x):
        xhat, jacobian = super().standardize(x)
        self.norm.left = xhat, self.norm.var[self.lift] + self.eps
        return xhat, jacobian


class ByPosition(Normalization):
    """Images are averaged over the batch alone: every position of every channel has a mean and a variance of its own."""

    def standardize(self, x):
        batch = self.rows[0]
        xhat, scale, *_ = standardize(x, batch, self.eps)
        return xhat, lambda d: tangent(d, xhat, scale, batch)


class Published:
    """A layer with five faults at once, to be found (after ai-edu, in our words).

    Examples
    --------
    >>> layer = Published(1)
    >>> layer.forward(np.array([[1.0], [5.0]]), train=True).T.round(3)
    array([[-1.,  1.]])
    """

    def __init__(self, n: int):
        self.gamma, self.beta = np.ones(n), np.zeros(n)
        self.mean, self.var = np.zeros(n), np.zeros(n)

    def forward(self, x, train):
        if train:
            mean, self.v = x.mean(axis=0), x.var(axis=0) + 1e-5
            self.mean = 0.9 * self.mean + 0.1 * mean
            self.var = 0.9 * self.var + 0.1 * self.v
        else:
            mean, self.v = self.mean, self.var + 1e-5
        self.xhat = (x - mean) / np.sqrt(self.v)
        return self.gamma * self.xhat + self.beta

    def backward(self, dy):
        self.dgamma = (dy * self.xhat).sum(axis=0)
        self.dbeta = dy.sum(axis=0)
        d = self.gamma * dy
        d = d - d.mean(axis=0) - self.xhat * (d * self.xhat).mean(axis=0)
        return d / np.sqrt(self.v)

    def update(self):  # all other parameters use means over the batch
        self.gamma -= 0.1 * self.dgamma
        self.beta -= 0.1 * self.dbeta

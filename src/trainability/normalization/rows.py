"""Normalizations within each row, which need no batch and no memory."""

import numpy as np

from ..precision import floating
from ..ranges import Count, Number, Rate, ranged
from .standard import Normalization, average, standardize, tangent


@ranged
class LayerNorm(Normalization):
    """Layer normalization: each row to mean 0 and variance 1 (Ba, Kiros & Hinton 2016, eq. 4).

    Parameters and errors are those of :class:`BatchNorm`, but for the running statistics, which it does not need.

    Examples
    --------
    >>> y, pull, push = LayerNorm(2)(np.array([[1.0, 5.0], [30.0, 70.0]]), np.ones(2), np.zeros(2))
    >>> y.round(3)
    array([[-1.,  1.],
           [-1.,  1.]])
    """

    def standardize(self, x):
        xhat, scale, *_ = standardize(x, -1, self.eps)
        return xhat, lambda d: tangent(d, xhat, scale, -1)


@ranged
class GroupNorm(Normalization):
    """Group normalization: the channels of each image in groups, each to mean 0 and variance 1 (Wu & He 2018, eq. 7).

    Parameters
    ----------
    n, groups : int
        Channels, and in how many groups of neighbours they fall; ``groups`` divides ``n``. One group alone is layer
        normalization of whole images, groups of one channel are instance normalization.
    spatial, eps
        As in :class:`BatchNorm`.

    Raises
    ------
    ValueError
        If ``groups`` does not divide ``n``, or on a call whose input has another width.
    """

    def __init__(self, n: Count, groups: Count, *, spatial: Number = 0, eps: Rate = 1e-5):
        if n % groups:
            raise ValueError(f"the number of groups must divide the {n} channels; got {groups}")
        super().__init__(n, spatial=spatial, eps=eps)
        self.groups = groups

    def settings(self):
        return f", {self.groups}{super().settings()}"

    def standardize(self, x):
        def grouped(a):
            return a.reshape(*a.shape[:-1], self.groups, -1)

        own = (*(axis - 1 for axis in self.rows[1:]), -1)  # positions and channels of a group; never the images of a batch
        xhat, scale, *_ = standardize(grouped(x), own, self.eps)
        return xhat.reshape(x.shape), lambda d: tangent(grouped(d), xhat, scale, own).reshape(d.shape)


@ranged
class RMSNorm(Normalization):
    """Root mean square normalization: each row to a mean square of 1, its mean left alone (Zhang & Sennrich 2019, eq. 4).

    It has no ``beta``. Parameters and errors are those of :class:`LayerNorm`.

    Examples
    --------
    >>> y, pull, push = RMSNorm(2, eps=0.0)(np.array([[1.0, 7.0]]), np.ones(2))
    >>> y
    array([[0.2, 1.4]])
    """

    def __init__(self, n: Count, *, spatial: Number = 0, eps: Rate = 1e-5):
        super().__init__(n, spatial=spatial, eps=eps)
        del self.shapes["beta"]

    def __call__(self, x, gamma):
        gamma = floating(gamma, self)
        y, pull, push = super().__call__(x, gamma, np.zeros_like(gamma))
        return (
            y,
            lambda dy, dgamma: pull(dy, dgamma, np.empty_like(dgamma)),
            lambda dx, dgamma: push(dx, dgamma, np.zeros_like(dgamma)),
        )

    def standardize(self, x):
        scale = 1 / np.sqrt(average(x * x, -1) + self.eps)
        xhat = x * scale
        return xhat, lambda d: scale * (d - xhat * average(xhat * d, -1))

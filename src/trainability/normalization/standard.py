"""Subtract the mean, divide by the standard deviation; and what every normalization does next."""

import numpy as np


class Normalization:
    """``y = gamma x̂ + beta``, where :meth:`standardize` says what x̂ is."""

    def __init__(self, n: int, *, spatial: int = 0, eps: float = 1e-5):
        self.n, self.eps = n, eps
        self.shapes = {"gamma": (n,), "beta": (n,)}
        self.rows = tuple(range(-2 - spatial, -1))
        self.lift = (..., *[None] * len(self.rows), slice(None))

    def __repr__(self):
        return f"{type(self).__name__}({self.n})"

    def __call__(self, x, gamma, beta):
        if x.ndim <= len(self.rows) or x.shape[-1] != self.n:
            between = "spatial, " * (len(self.rows) - 1)
            raise ValueError(f"{self} takes inputs of shape (..., N, {between}{self.n}); got {x.shape}")
        xhat, jacobian = self.standardize(x)
        gamma, beta = gamma[self.lift], beta[self.lift]

        def pull(dy, dgamma, dbeta):
            np.sum(dy * xhat, axis=self.rows, out=dgamma)
            np.sum(dy, axis=self.rows, out=dbeta)
            return jacobian(gamma * dy)

        def push(dx, dgamma, dbeta):
            return gamma * jacobian(dx) + dgamma[self.lift] * xhat + dbeta[self.lift]

        return gamma * xhat + beta, pull, push


def standardize(x: np.ndarray, axis: int | tuple, eps: float):
    r"""Subtract the mean over ``axis`` and divide by the standard deviation.

    .. math:: \hat x = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}}, \qquad
        J\,d = \frac{d - \overline{d} - \hat x\, \overline{\hat x d}}{\sqrt{\sigma^2 + \epsilon}}

    The Jacobian is symmetric: it takes from ``d`` what a shift and a stretch of ``x`` would do, for neither changes
    the result. So one function is both ``push`` and ``pull``.

    Parameters
    ----------
    x : ndarray
    axis : int or tuple
        Over which mean and variance, the biased one, are taken.
    eps : float
        Added to the variance.

    Returns
    -------
    xhat : ndarray
    jacobian : callable
    mean, var : ndarray
        With ``axis`` kept, of length 1.

    Examples
    --------
    >>> xhat, jacobian, mean, var = standardize(np.array([1.0, 5.0]), axis=-1, eps=0.0)
    >>> xhat, mean, var
    (array([-1.,  1.]), array([3.]), array([4.]))
    >>> jacobian(np.array([1.0, 1.0])), jacobian(xhat)
    (array([0., 0.]), array([0., 0.]))
    """

    def average(a):
        total = a.sum(axis, keepdims=True)
        return total * a.dtype.type(total.size / a.size)

    mean = average(x)
    centred = x - mean
    var = average(centred * centred)
    scale = 1 / np.sqrt(var + eps)
    xhat = centred * scale

    def jacobian(d):
        return scale * (d - average(d) - xhat * average(xhat * d))

    return xhat, jacobian, mean, var

"""Batch normalization, in training and afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..ranges import Count, Number, Range, Ranged, Rate, ranged
from ..state import agree
from .standard import Normalization, standardize, tangent


@dataclass(frozen=True)
class Running(Ranged):
    """How running statistics follow those of the batches: ``running += rate * (batch - running)``.

    Parameters
    ----------
    rate : float or callable
        The weight of the newest batch, or a function of the number of batches, t = 1, 2, ..., that gives it.
    unbiased : bool
        Whether the variance that is kept is the batch's times N / (N - 1).
    var : float
        The running variance before the first batch. The running mean is zero then.
    """

    rate: float | Callable[[int], float]
    unbiased: bool
    var: Rate = 1.0

    def __post_init__(self):
        super().__post_init__()
        if not callable(self.rate):
            Range(0, 1, "[]").check("rate of Running", self.rate)

    def __repr__(self):
        rate = getattr(self.rate, "__name__", self.rate)
        return f"Running(rate={rate}, unbiased={self.unbiased}, var={self.var})"


PYTORCH = Running(rate=0.1, unbiased=True)
"""PyTorch calls the rate ``momentum``."""

KERAS = Running(rate=0.01, unbiased=False)
"""Keras calls one minus the rate ``momentum``. Its ``epsilon`` is 1e-3."""


def _one_over(t):
    return 1 / t


PAPER = Running(rate=_one_over, unbiased=True)
"""The mean over all batches since the first (Ioffe & Szegedy 2015, algorithm 2, line 10)."""


@ranged
class BatchNorm(Normalization):
    r"""Batch normalization: each column to mean 0 and variance 1 over the batch (Ioffe & Szegedy 2015, algorithm 1).

    .. math:: y = \gamma\, \frac{x - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}} + \beta

    Called, it normalizes by the batch. :attr:`training` does so, too, and lets the running statistics follow;
    :attr:`inference` normalizes by the running statistics instead.

    Parameters
    ----------
    n : int
        Columns, or channels: ``gamma`` and ``beta`` are ``(..., n)``.
    spatial : int
        Axes between the batch and the channels.
    eps : float
        Added to the variance.
    running : Running
        How the running statistics are kept.

    Attributes
    ----------
    mean, var : ndarray, shape (..., n)
        The running statistics; they get the leading axes of the inputs.
    t : int
        The number of batches they have followed.

    Raises
    ------
    ValueError
        On a call whose input has another width; in training, on a batch of one row, when the kept variance is the unbiased one.

    Examples
    --------
    >>> import numpy as np
    >>> norm = BatchNorm(1)
    >>> x, gamma, beta = np.array([[1.0], [5.0]]), np.array([2.0]), np.array([10.0])
    >>> y, pull, push = norm.training(x, gamma, beta)
    >>> y.T.round(3)
    array([[ 8., 12.]])
    >>> norm.mean, norm.var  # a tenth of the way from 0 to 3, and from 1 to 8
    (array([0.3]), array([1.7]))
    """

    def __init__(self, n: Count, *, spatial: Number = 0, eps: Rate = 1e-5, running: Running = PYTORCH):
        super().__init__(n, spatial=spatial, eps=eps)
        if not isinstance(running, Running):
            raise TypeError(f"running must be a Running, such as PYTORCH; got {running!r}")
        self.running = running
        self.mean, self.var, self.t = np.zeros(n), np.full(n, running.var), 0

    def settings(self):
        return super().settings() + (f", running={self.running}" if self.running != PYTORCH else "")

    def __call__(self, x: np.ndarray, gamma: np.ndarray, beta: np.ndarray) -> tuple[np.ndarray, Any, Any]:
        y, pull, push, _ = self.normalize(x, gamma, beta)
        return y, pull, push

    def normalize(self, x, gamma, beta):
        """Output, ``pull`` and ``push``, and what running statistics follow: mean, variance and rows of the batch."""
        x = self.checked(x, gamma, beta)
        xhat, scale, mean, var = standardize(x, self.rows, self.eps)
        n = x.size // mean.size
        gamma, beta = gamma[self.lift], beta[self.lift]

        def pull(dy, dgamma, dbeta):
            np.add.reduce(dy * xhat, self.rows, out=dgamma)
            np.add.reduce(dy, self.rows, out=dbeta)
            return gamma * scale * (dy - dbeta[self.lift] / n - xhat * (dgamma[self.lift] / n))

        def push(dx, dgamma, dbeta):
            return gamma * tangent(dx, xhat, scale, self.rows) + dgamma[self.lift] * xhat + dbeta[self.lift]

        return gamma * xhat + beta, pull, push, (mean, var, n)

    def follow(self, mean, var, n):
        """Let the running statistics follow those of a batch of ``n`` rows."""
        if self.running.unbiased:
            if n == 1:
                raise ValueError(f"{self} keeps the unbiased variance, which needs at least two rows; got one")
            var = var * var.dtype.type(n / (n - 1))
        self.t += 1
        rate = self.running.rate(self.t) if callable(self.running.rate) else self.running.rate
        mean, var = mean.squeeze(self.rows), var.squeeze(self.rows)
        self.mean = np.asarray(self.mean + rate * (mean - self.mean), mean.dtype)
        self.var = np.asarray(self.var + rate * (var - self.var), var.dtype)

    def state_dict(self) -> dict[str, Any]:
        """What it keeps from batch to batch, by name."""
        return {"mean": self.mean.copy(), "var": self.var.copy(), "t": self.t}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Put back what :meth:`state_dict` gave; ``ValueError`` if that was of other columns."""
        agree(state, dict.fromkeys(("mean", "var", "t")))
        mean, var, t = np.array(state["mean"]), np.array(state["var"]), int(state["t"])
        if mean.shape != var.shape or mean.shape[-1:] != (self.n,):
            raise ValueError(f"{self} keeps statistics of shape (..., {self.n}); got {mean.shape} and {var.shape}")
        self.mean, self.var, self.t = mean, var, t

    @property
    def training(self) -> "TrainingNorm":
        """The layer that normalizes by the batch, and whose batches the running statistics follow."""
        return TrainingNorm(self)

    @property
    def inference(self) -> "InferenceNorm":
        """The layer that normalizes by the running statistics, as they are when it is called."""
        return InferenceNorm(self)


class TrainingNorm:
    """A :class:`BatchNorm` in training, whose running statistics follow."""

    def __init__(self, norm: BatchNorm):
        self.norm, self.shapes = norm, norm.shapes

    def __repr__(self):
        return f"TrainingNorm({self.norm.n}{self.norm.settings()})"

    @property
    def fewest(self) -> int:
        """How many rows a batch must have: of one there is no unbiased variance."""
        return 2 if self.norm.running.unbiased and not self.norm.spatial else 1

    def __call__(self, x: np.ndarray, gamma: np.ndarray, beta: np.ndarray) -> tuple[np.ndarray, Any, Any]:
        y, pull, push, batch = self.norm.normalize(x, gamma, beta)
        self.norm.follow(*batch)
        return y, pull, push


class InferenceNorm(Normalization):
    """A :class:`BatchNorm` once training is over: an affine map of each row (Ioffe & Szegedy 2015, algorithm 2, line 11)."""

    def __init__(self, norm: BatchNorm):
        super().__init__(norm.n, spatial=len(norm.rows) - 1, eps=norm.eps)
        self.norm = norm

    def standardize(self, x):
        mean, var = (kept.astype(x.dtype, copy=False)[self.lift] for kept in (self.norm.mean, self.norm.var))
        scale = 1 / np.sqrt(var + self.eps)
        return (x - mean) * scale, lambda d: d * scale

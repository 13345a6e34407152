"""Dropout: a layer that forgets a part of its input."""

from copy import deepcopy
from typing import Any

import numpy as np

from .activations import linear
from .precision import floating
from .ranges import Part, Rng, ranged
from .state import generator_state, put_back


@ranged
class Dropout:
    r"""Each element zero with probability ``p``, else divided by ``1 - p``, so that its mean stays (Srivastava et al. 2014).

    Called, it drops what it will drop next; :attr:`training` does so, too, and draws anew at every call.

    Parameters
    ----------
    p : float
        The part that is dropped.
    rng : Generator
        Decides which.

    Attributes
    ----------
    inference : Activation
        What stands for it once training is over: nothing is dropped.

    Raises
    ------
    ValueError
        If ``p`` is out of range.

    Examples
    --------
    >>> dropout = Dropout(0.5, np.random.default_rng(0))
    >>> y, pull, push = dropout(np.ones((1, 6)))
    >>> y, pull(np.ones((1, 6)))
    (array([[2., 0., 0., 0., 2., 2.]]), array([[2., 0., 0., 0., 2., 2.]]))
    >>> [dropout.training(np.ones((1, 6)))[0] for _ in range(2)]
    [array([[2., 0., 0., 0., 2., 2.]]), array([[2., 2., 2., 2., 2., 0.]])]
    """

    shapes: dict[str, tuple[int, ...]] = {}
    inference = linear

    def __init__(self, p: Part, rng: Rng):
        self.p, self.rng = p, rng

    def __repr__(self):
        return f"Dropout({self.p})"

    def __call__(self, x: np.ndarray) -> tuple[np.ndarray, Any, Any]:
        return self.drop(x, deepcopy(self.rng))

    def drop(self, x, rng):
        x = floating(x, self)
        kept = (rng.random(x.shape) >= self.p) * x.dtype.type(1 / (1 - self.p))

        def pull(dy):
            return dy * kept

        return x * kept, pull, pull

    @property
    def training(self) -> "_Training":
        """The layer that drops other elements at every call."""
        return _Training(self)

    def state_dict(self) -> dict[str, Any]:
        """What it keeps from call to call: the state of its generator."""
        return {"rng": generator_state(self.rng)}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Put back what :meth:`state_dict` gave; ``ValueError`` if that was of another kind of generator."""
        put_back(self.rng, state["rng"])


class _Training:
    """A :class:`Dropout` in training, which draws from its generator."""

    shapes: dict[str, tuple[int, ...]] = {}

    def __init__(self, dropout: Dropout):
        self.dropout = dropout

    def __repr__(self):
        return f"{self.dropout}.training"

    def __call__(self, x):
        return self.dropout.drop(x, self.dropout.rng)

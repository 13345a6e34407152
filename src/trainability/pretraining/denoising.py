r"""Denoising autoencoders: one hidden layer that restores what was destroyed (Vincent et al. 2008)."""

from collections.abc import Callable
from copy import copy
from typing import Any

import numpy as np

from ..activations import Activation, sigmoid
from ..fit import Minibatches
from ..layers import Dense
from ..losses import binary_cross_entropy
from ..network import Network
from ..ranges import Count, Part, Rng, Shape, ranged
from .coder import Coder


class Tied:
    r"""A layer and its transpose: what ``n_in`` units say, through ``n_out`` hidden ones and back with the same weights.

    .. math:: y = f(x W + b)\, W^\top + c

    Parameters
    ----------
    n_in, n_out : int
        Width of input and output, and of the hidden layer between them.
    hidden : Activation
        The function :math:`f`.

    Examples
    --------
    >>> import numpy as np
    >>> from trainability.activations import linear
    >>> y, pull, push = Tied(2, 1, linear)(np.array([[3.0, 4.0]]), np.array([[1.0], [2.0]]), np.array([5.0]), np.zeros(2))
    >>> y
    array([[16., 32.]])
    """

    def __init__(self, n_in: int, n_out: int, hidden: Activation = sigmoid):
        self.up, self.hidden, self.down = Dense(n_in, n_out), hidden, Dense(n_out, n_in)
        self.shapes: dict[str, tuple[int, ...]] = {"W": (n_in, n_out), "b": (n_out,), "c": (n_in,)}

    def __repr__(self):
        return "Tied({}, {}, {})".format(*self.shapes["W"], self.hidden)

    def __call__(self, x: np.ndarray, W: np.ndarray, b: np.ndarray, c: np.ndarray) -> tuple[np.ndarray, Any, Any]:
        x, pull_up, push_up = self.up(x, W, b)
        x, pull_hidden, push_hidden = self.hidden(x)
        y, pull_down, push_down = self.down(x, W.mT, c)

        def pull(dy, dW, db, dc):
            below = np.empty_like(dW)
            dx = pull_up(pull_hidden(pull_down(dy, dW.mT, dc)), below, db)
            dW += below
            return dx

        def push(dx, dW, db, dc):
            return push_down(push_hidden(push_up(dx, dW, db)), dW.mT, dc)

        return y, pull, push

    @property
    def on_data(self) -> "Tied":
        """The layer where its input is data: its ``pull`` spares the gradient in them, and returns None."""
        layer = copy(self)
        layer.up = self.up.on_data
        return layer


@ranged
class Denoising(Coder):
    """A :class:`Tied` layer that is to say what the data were before a part ``p`` of each row was set to zero.

    Parameters
    ----------
    n_in, n_out : int
        How many units the data have, and how many are hidden.
    hidden : Activation
        The function of the hidden units.
    loss : callable
        See :mod:`~trainability.losses`; data in [0, 1] ask for the cross-entropy.
    p : float
        With which probability a number is destroyed.

    Examples
    --------
    Of two pixels that are always equal, either can be told from the other:

    >>> import numpy as np
    >>> from itertools import islice
    >>> from trainability.rule import Descent
    >>> from trainability.rules import momentum
    >>> layer, rng = Denoising(2, 1, p=0.5), np.random.default_rng(0)
    >>> theta, images = np.array([0.1, 0.1, 0.0, 0.0, 0.0]), np.array([[0.0, 0.0], [1.0, 1.0]])
    >>> for loss in islice(Descent(layer.learner(images, 2, rng), theta, momentum(lr=0.1)), 1000):
    ...     pass
    >>> layer.encode(np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), theta).round(1).T
    array([[0., 1., 1., 1.]])
    """

    def __init__(
        self,
        n_in: Count,
        n_out: Count,
        hidden: Activation = sigmoid,
        loss: Callable[..., Any] = binary_cross_entropy,
        p: Part = 0.25,
    ):
        super().__init__(n_in, n_out, hidden)
        self.network, self.loss, self.p = Network(Tied(n_in, n_out, hidden)), loss, p

    def __repr__(self):
        return "Denoising({}, {}, {}, p={})".format(*self.shapes["W"], self.layer, self.p)

    def learner(self, x: np.ndarray, size: Count, rng: Rng, runs: Shape = ()) -> "Restored":
        """What a descent follows: the loss on the next mini-batch of ``x``, a part of it destroyed."""
        return Restored(self, x, size, rng, runs)


class Restored(Minibatches):
    """The loss of a denoising autoencoder on mini-batches, as an objective of its parameters ``(*runs, P)``: another part is destroyed at every call.

    Its parameters are those of :class:`~trainability.fit.Minibatches`, the data being their own target.
    """

    def __init__(self, layer: Denoising, x: np.ndarray, size: Count, rng: Rng, runs: Shape = ()):
        super().__init__(layer.network, layer.loss, x, x, size, rng, runs)
        self.p, self.rng = layer.p, rng

    def on(self, x: np.ndarray, target: np.ndarray, theta: np.ndarray, g: np.ndarray) -> Any:
        """The loss on ``x``, of which a part is destroyed."""
        return super().on(x * (self.rng.random(x.shape) >= self.p), target, theta, g)

r"""Restricted Boltzmann machines, and the contrastive divergence that trains them.

A machine has visible units :math:`v` and hidden units :math:`h`, and an energy

.. math:: E(v, h) = e_v(v) + e_h(h) - c^\top v - b^\top h - v^\top W h, \qquad p(v, h) \propto e^{-E(v, h)}.

Units of one side are independent of one another given the other side: the input of the hidden units is
:math:`x = v W + b`, that of the visible ones :math:`h W^\top + c`. What a unit makes of its input is said by its kind: :data:`BINARY`
units are 0 or 1, :data:`GAUSSIAN` ones are real numbers of variance 1.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from ..activations import linear, sigmoid, softplus
from ..fit import batches
from ..precision import kind, writable
from ..ranges import Count, Rng, Shape, ranged
from .coder import Coder


class Units(NamedTuple):
    r"""A kind of units.

    Attributes
    ----------
    name : str
        What it is called.
    layer : Activation
        The mean of a unit, given its input :math:`x`.
    draw : callable
        ``draw(mean, rng)``: a state for each mean.
    energy : callable
        The energy :math:`e(s)` of a state by itself.
    log_sum : callable
        :math:`\log \sum_s e^{x s - e(s)}`, up to a constant: an integral where states are real. Its derivative is the mean.
    """

    name: str
    layer: Any
    draw: Callable[..., np.ndarray]
    energy: Callable[..., np.ndarray]
    log_sum: Callable[..., np.ndarray]

    def __repr__(self):
        return self.name


def _heads(mean, rng):
    return (rng.random(mean.shape) < mean).astype(mean.dtype)


def _about(mean, rng):
    return mean + rng.standard_normal(mean.shape).astype(mean.dtype)


def _half_square(x):
    return x * x / 2


BINARY = Units("binary", sigmoid, _heads, np.zeros_like, softplus.f)
GAUSSIAN = Units("gaussian", linear, _about, _half_square, _half_square)


@ranged
class Boltzmann(Coder):
    """A restricted Boltzmann machine. Its parameters are one flat array ``(..., P)``; leading axes are independent runs.

    Parameters
    ----------
    n_in, n_out : int
        How many visible and how many hidden units there are.
    visible, hidden : Units
        Of which kind: :data:`BINARY` or :data:`GAUSSIAN`.

    Examples
    --------
    Ten thousand steps of contrastive divergence on two pixels that are always equal; the one hidden unit comes to say which they are:

    >>> import numpy as np
    >>> from itertools import islice
    >>> from trainability.rule import Descent
    >>> from trainability.rules import momentum
    >>> machine, rng = Boltzmann(2, 1), np.random.default_rng(0)
    >>> theta, images = np.array([0.1, 0.1, 0.0, 0.0, 0.0]), np.array([[0.0, 0.0], [1.0, 1.0]])
    >>> for error in islice(Descent(machine.learner(images, 2, rng), theta, momentum(lr=0.01)), 10_000):
    ...     pass
    >>> machine.encode(images, theta).round(1)
    array([[0.],
           [1.]])
    """

    def __init__(self, n_in: Count, n_out: Count, visible: Units = BINARY, hidden: Units = BINARY):
        super().__init__(n_in, n_out, hidden.layer)
        self.visible, self.hidden = visible, hidden

    def __repr__(self):
        return "Boltzmann({}, {}, visible={}, hidden={})".format(*self.shapes["W"], self.visible, self.hidden)

    def decode(self, h: np.ndarray, theta: np.ndarray) -> np.ndarray:
        """The means of the visible units, ``(..., N, n_in)``, given hidden ones, ``(..., N, n_out)``."""
        W, _, c = self.params(theta)
        return self.visible.layer(h @ W.mT + c[..., None, :])[0]

    def free_energy(self, v: np.ndarray, theta: np.ndarray) -> np.ndarray:
        r"""What the energy of ``v`` comes to over all states of the hidden units, so that :math:`p(v) \propto e^{-F(v)}`; shape ``(..., N)``.

        .. math:: F(v) = -\log \sum_h e^{-E(v, h)} = e_v(v) - c^\top v - \sum_j \log \sum_{h_j} e^{x_j h_j - e_h(h_j)}
        """
        W, b, c = self.params(theta)
        hidden = self.hidden.log_sum(v @ W + b[..., None, :]).sum(axis=-1)
        return (self.visible.energy(v) - v * c[..., None, :]).sum(axis=-1) - hidden

    def slope(self, v: np.ndarray, theta: np.ndarray, g: np.ndarray) -> np.ndarray:
        r"""Write the gradient of the mean free energy of the rows of ``v`` to ``g``; return the means of the hidden units.

        .. math:: \nabla_W F = -v^\top \bar h, \qquad \nabla_b F = -\bar h, \qquad \nabla_c F = -v
        """
        h, n = self.encode(v, theta), v.shape[-2]
        dW, db, dc = self.params(g)
        dW[...] = v.mT @ h / -n
        db[...] = h.sum(axis=-2) / -n
        dc[...] = v.sum(axis=-2) / -n
        return h

    def contrast(self, v: np.ndarray, theta: np.ndarray, g: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        r"""Write the statistics of contrastive divergence, after one step, to ``g`` as a gradient (Hinton 2002, eq. 5).

        .. math:: g = \nabla F(v) - \nabla F(v'), \qquad h \sim p(h \mid v), \quad v' = \mathbb E[v \mid h]

        Hidden units are drawn once; the reconstruction :math:`v'` is the mean, as Hinton & Salakhutdinov 2006 take it.

        Parameters
        ----------
        v : ndarray, shape (..., N, n_in)
            Data; binary units take probabilities, too.
        theta, g : ndarray, shape (..., P)
            The parameters, and where it is written.
        rng : Generator
            Draws the hidden units.

        Returns
        -------
        ndarray, shape (...)
            The squared error of the reconstruction, the mean over rows. The statistics are the gradient of no function
            (Sutskever & Tieleman 2010); this is what one looks at meanwhile.
        """
        writable(g, theta, self)
        again = self.decode(self.hidden.draw(self.slope(v, theta, g), rng), theta)
        model = np.empty_like(g)
        self.slope(again, theta, model)
        g -= model
        return np.square(again - v).sum(axis=-1).mean(axis=-1)

    def learner(self, x: np.ndarray, size: Count, rng: Rng, runs: Shape = ()) -> "Contrast":
        """What a descent follows: :meth:`contrast` on the next mini-batch of ``x``."""
        return Contrast(self, x, size, rng, runs)


class Contrast:
    """The contrastive divergence of a machine on mini-batches, as an objective of its parameters ``(*runs, P)``.

    Parameters
    ----------
    machine : Boltzmann
        What learns.
    x : ndarray, shape (..., N, n_in)
        The data, for all runs, or for each its own.
    size : int
        Rows in a batch.
    rng : Generator
        Where the order of the rows comes from, and the states of hidden units.
    runs : tuple
        Leading axes along which the order differs.

    Raises
    ------
    ValueError
        If the data are not of that shape, or the size is out of range.
    """

    @ranged
    def __init__(self, machine: Boltzmann, x: np.ndarray, size: Count, rng: Rng, runs: Shape = ()):
        n_in, _ = machine.shapes["W"]
        if not isinstance(x, np.ndarray) or x.ndim < 2 or x.shape[-1] != n_in or x.shape[:-2] not in ((), tuple(runs)):
            raise ValueError(f"{machine} takes data (N, {n_in}), or those behind runs={runs}; got {kind(x)}")
        self.machine, self.x, self.rng = machine, x, rng
        self.batches = batches(x.shape[-2], size, rng, runs)
        self.run = tuple(i[..., None] for i in np.indices(x.shape[:-2], sparse=True))

    def __call__(self, theta: np.ndarray, g: np.ndarray) -> np.ndarray:
        return self.machine.contrast(self.x[(*self.run, next(self.batches))], theta, g, self.rng)

"""The loss of a network on data, as an objective of its parameters: on all of them, or on mini-batches."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.random import Generator

from .network import Network
from .precision import floating, kind, writable
from .ranges import Count, Rng, Shape, ranged
from .sampling import Cut
from .state import agree

__all__ = ["Fit", "Minibatches", "batches", "draws"]


class Fit:
    """The loss of a network on fixed data, as an objective of its parameters.

    Parameters
    ----------
    network : Network
        What is fitted. Calls are training: running statistics follow, dropout draws.
    loss : callable
        See :mod:`~trainability.losses`.
    x, target : ndarray, shape (..., N, n_in) and (..., N, n_out)
        The data. Leading axes, if any, must broadcast to those of the parameters. Their precision counts:
        float64 data draw a float32 network into float64.

    Raises
    ------
    ValueError
        If inputs and targets differ in their rows, or there are none, or fewer than a layer needs; on a call, if the data
        have runs that the parameters lack, or ``g`` is not like the parameters.

    Examples
    --------
    >>> import numpy as np
    >>> from trainability.layers import Dense
    >>> from trainability.losses import squared_error
    >>> from trainability.network import Network
    >>> fit = Fit(Network(Dense(1, 1)), squared_error, x=np.array([[1.0], [2.0]]), target=np.array([[2.0], [4.0]]))
    >>> g = np.empty(2)
    >>> float(fit(np.array([2.0, 1.0]), g)), g
    (0.5, array([1.5, 1. ]))
    """

    def __init__(self, network: Network, loss: Callable[..., Any], x: np.ndarray, target: np.ndarray):
        if not isinstance(x, np.ndarray) or not isinstance(target, np.ndarray):
            raise TypeError(f"the data must be arrays; got {kind(x)} and {kind(target)}")
        if not isinstance(network, Network) or not callable(loss):
            raise TypeError(f"a fit needs a Network and a loss; got {network!r} and {loss!r}")
        if x.ndim < 2 or x.shape[:-1] != target.shape[:-1]:
            raise ValueError(
                "inputs (..., N, n_in) and targets (..., N, n_out) must have the same rows; "
                f"got shapes {x.shape} and {target.shape}"
            )
        floating(x[..., :0], "a fit"), floating(target[..., :0], "a fit")
        if 0 in x.shape:
            raise ValueError(f"there must be a row of data at least; got inputs of shape {x.shape}")
        self.network, self.loss, self.x, self.target = network, loss, x, target
        self.learning = network.training.on_data
        self._enough(x.shape[-2])

    def _enough(self, rows):
        """Raise ``ValueError`` if a layer needs more rows than the smallest batch has."""
        for layer in self.learning.layers:
            if rows < getattr(layer, "fewest", 1):
                raise ValueError(f"{layer} needs {layer.fewest} rows in each batch; the smallest will have {rows}")

    def __call__(self, theta: np.ndarray, g: np.ndarray) -> Any:
        return self.on(self.x, self.target, theta, g)

    def on(self, x: np.ndarray, target: np.ndarray, theta: np.ndarray, g: np.ndarray) -> Any:
        """The same on other data, such as some rows of these."""
        writable(g, theta, "a fit")
        y, pull, _ = self.learning(x, theta)
        value, dy, _ = self.loss(y, target)
        if np.shape(value) != theta.shape[:-1]:
            raise ValueError(f"parameters {theta.shape} have runs {theta.shape[:-1]}; the data make them {np.shape(value)}")
        pull(dy, g)
        return value


@ranged
def batches(n: Count, size: Count, rng: Rng, runs: Shape = ()) -> Iterator[np.ndarray]:
    """Indices of mini-batches without end: epoch after epoch, each in a new order, none left out.

    Yields ``(*runs, size)`` indices below ``n``, every run in an order of its own; the last batch of an
    epoch is shorter when ``size`` does not divide ``n``. Raises ``ValueError`` on a size out of range.

    Examples
    --------
    >>> epoch = batches(5, 2, np.random.default_rng(0))
    >>> [next(epoch).tolist() for _ in range(3)]
    [[2, 4], [3, 0], [1]]
    """
    _check_size(n, size)
    rows = np.broadcast_to(np.arange(n), (*runs, n))
    return Cut(partial(Generator.permuted, x=rows, axis=-1), rng, n, size)


@ranged
def draws(n: Count, size: Count, rng: Rng, runs: Shape = ()) -> Iterator[np.ndarray]:
    """Indices of mini-batches without end, each row drawn from all ``n`` with replacement: independent, never partial.

    Arguments and errors are those of :func:`batches`.
    """
    _check_size(n, size)
    return Cut(partial(Generator.integers, low=n, size=(*runs, size)), rng, size, size)


def _check_size(n, size):
    if size > n:
        raise ValueError(f"the batch size must be between 1 and the {n} rows there are; got {size}")


class Minibatches(Fit):
    """The loss of a network on the next mini-batch, as an objective: another one at every call.

    Parameters
    ----------
    network, loss, x, target
        As in :class:`Fit`; the data are ``(N, n_in)`` and ``(N, n_out)`` for all runs, or ``(*runs, N, n_in)`` and
        ``(*runs, N, n_out)``.
    size : int
        Rows in a batch: 1 is stochastic gradient descent, ``N`` is batch gradient descent.
    rng : Generator
        Where the order of the rows comes from. What is kept of it may be kept elsewhere, too: it can be shared with dropout.
    runs : tuple
        Leading axes along which the order differs: ``(10,)`` lets each of ten seeds shuffle for itself.
    sample : callable
        :func:`batches`, without replacement, or :func:`draws`, with it.

    Raises
    ------
    ValueError
        If the data have leading axes other than ``runs``, the size is out of range, or the last batch of an epoch has fewer
        rows than a layer needs.
    """

    def __init__(
        self,
        network: Network,
        loss: Callable[..., Any],
        x: np.ndarray,
        target: np.ndarray,
        size: int,
        rng: np.random.Generator,
        runs: tuple[int, ...] = (),
        sample: Callable[..., Iterator[np.ndarray]] = batches,
    ):
        super().__init__(network, loss, x, target)
        if x.shape[:-2] not in ((), runs):
            raise ValueError(
                f"the data must be one set for all runs, or one for each of runs={runs}; got inputs of shape {x.shape}"
            )
        self.batches, self.t = sample(x.shape[-2], size, rng, runs), 0
        self._enough(getattr(self.batches, "smallest", 1))
        self.run = tuple(i[..., None] for i in np.indices(x.shape[:-2], sparse=True))

    def __call__(self, theta: np.ndarray, g: np.ndarray) -> Any:
        rows = (*self.run, next(self.batches))
        value = self.on(self.x[rows], self.target[rows], theta, g)
        self.t += 1
        return value

    def state_dict(self) -> dict[str, Any]:
        """What it keeps from call to call: how many batches it has taken, the order of the rows, its place, its generator."""
        if not hasattr(self.batches, "state_dict"):
            raise TypeError(f"{self.batches!r} cannot be kept: what sample returns needs state_dict() and load_state_dict()")
        return {"t": self.t} | self.batches.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Put back what :meth:`state_dict` gave; ``ValueError`` if that was of other batches, and then nothing has changed."""
        agree(state, dict.fromkeys(self.state_dict()))
        self.batches.load_state_dict({name: kept for name, kept in state.items() if name != "t"})
        self.t = int(state["t"])

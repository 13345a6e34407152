"""Networks whose parameters are one flat array, and their losses on data as objectives."""

from itertools import accumulate, chain, count
from math import prod
from typing import Callable, Iterator

import numpy as np


def split(flat: np.ndarray, shapes: list[tuple]) -> list[np.ndarray]:
    """Views of the last axis of ``flat``, ``(..., P)``, one of each shape ``(..., *shape)``, in order.

    Raises ``ValueError`` unless they fill it.

    Examples
    --------
    >>> import numpy as np
    >>> W, b = split(np.arange(6.0), [(2, 2), (2,)])
    >>> b[:] = 0
    >>> W, W.base is b.base
    (array([[0., 1.],
           [2., 3.]]), True)
    """
    ends = list(accumulate(map(prod, shapes), initial=0))
    if flat.shape[-1] != ends[-1]:
        raise ValueError(f"the last axis must hold {ends[-1]} parameters; got an array of shape {flat.shape}")
    runs = flat.shape[:-1]
    return [flat[..., i:j].reshape(runs + shape) for i, j, shape in zip(ends, ends[1:], shapes)]


class Network:
    """Layers in sequence. It is a layer itself, whose one parameter is the flat array of theirs.

    Parameters
    ----------
    *layers
        Called one after the other, see :mod:`~trainability.layers`. A network among them stands for its layers.

    Attributes
    ----------
    size : int
        The number of parameters, ``P``.

    Examples
    --------
    Three seeds of one network, run at once:

    >>> import numpy as np
    >>> from trainability.activations import relu
    >>> from trainability.initializers import kaiming_normal
    >>> from trainability.layers import Dense
    >>> network = Network(Dense(784, 100), relu, Dense(100, 10))
    >>> theta = network.initial(np.random.default_rng(0), runs=(3,), W=kaiming_normal)
    >>> theta.shape
    (3, 79510)
    >>> y, pull, push = network(np.ones((5, 784)), theta)
    >>> y.shape
    (3, 5, 10)
    """

    def __init__(self, *layers):
        unpacked = (layer.layers if isinstance(layer, Network) else (layer,) for layer in layers)
        self.layers = tuple(chain.from_iterable(unpacked))
        self.size = sum(prod(shape) for layer in self.layers for shape in layer.shapes.values())
        self.shapes = {"theta": (self.size,)}

    def initial(self, rng: np.random.Generator, *, runs: tuple = (), dtype=float, **laws: Callable) -> np.ndarray:
        """Parameters ``(*runs, P)``: each name (``W=``, ``b=``) drawn by its law; zero where none is given."""
        theta = np.zeros((*runs, self.size), dtype)
        names = {name for layer in self.layers for name in layer.shapes}
        if unknown := laws.keys() - names:
            raise TypeError(f"no parameter is called {', '.join(sorted(unknown))}; there are {', '.join(sorted(names))}")
        for layer, views in zip(self.layers, self.params(theta)):
            for name, view in zip(layer.shapes, views):
                if name in laws:
                    view[...] = laws[name](view.shape, rng)
        return theta

    def params(self, theta: np.ndarray) -> list[list[np.ndarray]]:
        """For each layer, the views of ``theta`` that are its parameters."""
        views = iter(split(theta, [shape for layer in self.layers for shape in layer.shapes.values()]))
        return [[next(views) for _ in layer.shapes] for layer in self.layers]

    def __call__(self, x, theta):
        pulls, pushes = [], []
        for layer, params in zip(self.layers, self.params(theta)):
            x, pull, push = layer(x, *params)
            pulls.append(pull)
            pushes.append(push)

        def pull(dy, dtheta):
            for back, grads in zip(reversed(pulls), reversed(self.params(dtheta))):
                dy = back(dy, *grads)
            return dy

        def push(dx, dtheta):
            for ahead, dparams in zip(pushes, self.params(dtheta)):
                dx = ahead(dx, *dparams)
            return dx

        return x, pull, push


class Fit:
    """The loss of a network on fixed data, as an objective of its parameters.

    Parameters
    ----------
    network : Network
        What is fitted.
    loss : callable
        See :mod:`~trainability.losses`.
    x, target : ndarray, shape (..., N, n_in) and (..., N, n_out)
        The data. Leading axes, if any, must broadcast to those of the parameters. Their precision counts:
        float64 data draw a float32 network into float64.

    Raises
    ------
    ValueError
        If inputs and targets differ in their rows; on a call, if the data have runs that the parameters lack.

    Examples
    --------
    >>> import numpy as np
    >>> from trainability.layers import Dense
    >>> from trainability.losses import squared_error
    >>> fit = Fit(Network(Dense(1, 1)), squared_error, x=np.array([[1.0], [2.0]]), target=np.array([[2.0], [4.0]]))
    >>> g = np.empty(2)
    >>> float(fit(np.array([2.0, 1.0]), g)), g
    (0.5, array([1.5, 1. ]))
    """

    def __init__(self, network: Network, loss: Callable, x: np.ndarray, target: np.ndarray):
        if x.ndim < 2 or x.shape[:-1] != target.shape[:-1]:
            raise ValueError(
                "inputs (..., N, n_in) and targets (..., N, n_out) must have the same rows; "
                f"got shapes {x.shape} and {target.shape}"
            )
        self.network, self.loss, self.x, self.target = network, loss, x, target

    def __call__(self, theta: np.ndarray, g: np.ndarray):
        y, pull, _ = self.network(self.x, theta)
        value, dy, _ = self.loss(y, self.target)
        if np.shape(value) != theta.shape[:-1]:
            raise ValueError(f"parameters {theta.shape} have runs {theta.shape[:-1]}; the data make them {np.shape(value)}")
        pull(dy, g)
        return value


def batches(n: int, size: int, rng: np.random.Generator, runs: tuple = ()) -> Iterator[np.ndarray]:
    """Indices of mini-batches without end: epoch after epoch, each in a new order, none left out.

    Yields ``(*runs, size)`` indices below ``n``, every run in an order of its own; the last batch of an
    epoch is shorter when ``size`` does not divide ``n``. Raises ``ValueError`` on a size out of range.

    Examples
    --------
    >>> import numpy as np
    >>> epoch = batches(5, 2, np.random.default_rng(0))
    >>> [next(epoch).tolist() for _ in range(3)]
    [[2, 4], [3, 0], [1]]
    """
    _check_size(n, size)
    rows = np.broadcast_to(np.arange(n), (*runs, n))
    epochs = (rng.permuted(rows, axis=-1) for _ in count())
    return (order[..., start : start + size] for order in epochs for start in range(0, n, size))


def draws(n: int, size: int, rng: np.random.Generator, runs: tuple = ()) -> Iterator[np.ndarray]:
    """Indices of mini-batches without end, each row drawn from all ``n`` with replacement: independent, never partial.

    Arguments and errors are those of :func:`batches`.
    """
    _check_size(n, size)
    return (rng.integers(n, size=(*runs, size)) for _ in count())


def _check_size(n, size):
    if not 1 <= size <= n:
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
        Where the order of the rows comes from.
    runs : tuple
        Leading axes along which the order differs: ``(10,)`` lets each of ten seeds shuffle for itself.
    sample : callable
        :func:`batches`, without replacement, or :func:`draws`, with it.

    Raises
    ------
    ValueError
        If the data have leading axes other than ``runs``, or the size is out of range.
    """

    def __init__(
        self, network, loss, x, target, size: int, rng: np.random.Generator, runs: tuple = (), sample: Callable = batches
    ):
        super().__init__(network, loss, x, target)
        if x.shape[:-2] not in ((), runs):
            raise ValueError(f"the data must be one set for all runs, or one for each of runs={runs}; got inputs of shape {x.shape}")
        self.batches = sample(x.shape[-2], size, rng, runs)
        self.run = tuple(i[..., None] for i in np.indices(x.shape[:-2], sparse=True))

    def __call__(self, theta, g):
        rows = (*self.run, next(self.batches))
        return Fit(self.network, self.loss, self.x[rows], self.target[rows])(theta, g)

"""Networks whose parameters are one flat array."""

from collections.abc import Callable
from itertools import accumulate, chain
from math import prod
from typing import Any

import numpy as np

from .precision import floating, kind
from .ranges import Shape, ranged


def split(flat: np.ndarray, shapes: list[tuple[int, ...]]) -> list[np.ndarray]:
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
    if not isinstance(flat, np.ndarray) or flat.ndim == 0:
        raise TypeError(f"parameters are one array (..., P); got {kind(flat)}")
    ends = list(accumulate(map(prod, shapes), initial=0))
    if flat.shape[-1] != ends[-1]:
        raise ValueError(f"the last axis must hold {ends[-1]} parameters; got an array of shape {flat.shape}")
    runs = flat.shape[:-1]
    return [flat[..., i:j].reshape(runs + shape) for i, j, shape in zip(ends, ends[1:], shapes)]


def _drawn(name, law, shape, rng):
    drawn = law(shape, rng)
    if np.shape(drawn) != shape:
        raise ValueError(f"the law of {name} must return an array of shape {shape}; got {kind(drawn)}")
    return drawn


class Network:
    """Layers in sequence. It is a layer itself, whose one parameter is the flat array of theirs.

    A call never changes it; see :attr:`training`.

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

    def __init__(self, *layers: Any):
        unpacked = (layer.layers if isinstance(layer, Network) else (layer,) for layer in layers)
        self.layers: tuple[Any, ...] = tuple(chain.from_iterable(unpacked))
        ends = list(accumulate((prod(shape) for layer in self.layers for shape in layer.shapes.values()), initial=0))
        places = iter(zip(ends, ends[1:]))
        self.places = [[(*next(places), shape) for shape in layer.shapes.values()] for layer in self.layers]
        self.size = ends[-1]
        self.shapes: dict[str, tuple[int, ...]] = {"theta": (self.size,)}

    def __repr__(self):
        return f"Network({', '.join(map(repr, self.layers))})"

    @ranged
    def initial(
        self,
        rng: np.random.Generator,
        *,
        runs: Shape = (),
        dtype: np.typing.DTypeLike = float,
        **laws: Callable[..., Any],
    ) -> np.ndarray:
        """Parameters ``(*runs, P)``: each name (``W=``, ``b=``) drawn by its law; without one a scale is one, any other zero."""
        theta = floating(np.zeros((*runs, self.size), dtype), self)
        names = {name for layer in self.layers for name in layer.shapes}
        if unknown := laws.keys() - names:
            raise TypeError(f"no parameter is called {', '.join(sorted(unknown))}; there are {', '.join(sorted(names))}")
        for layer, views in zip(self.layers, self.params(theta)):
            for name, view in zip(layer.shapes, views):
                view[...] = _drawn(name, laws[name], view.shape, rng) if name in laws else name == "gamma"
        return theta

    def params(self, theta: np.ndarray) -> list[list[np.ndarray]]:
        """For each layer, the views of ``theta`` that are its parameters."""
        if theta.__class__ is not np.ndarray or theta.shape[-1:] != (self.size,):
            split(theta, [(self.size,)])  # says what is wrong
        runs = theta.shape[:-1]
        return [[theta[..., i:j].reshape(runs + shape) for i, j, shape in places] for places in self.places]

    @property
    def on_data(self) -> "Network":
        """The network where its input is data: the first layer's ``pull`` spares the gradient in them, if it can."""
        first, *rest = self.layers
        return Network(getattr(first, "on_data", first), *rest)

    @property
    def training(self) -> "Network":
        """The network in training, which changes what layers keep: running statistics follow, dropout draws."""
        return Network(*(getattr(layer, "training", layer) for layer in self.layers))

    @property
    def inference(self) -> "Network":
        """The network once training is over: layers that differ then, like batch normalization and dropout, are replaced."""
        return Network(*(getattr(layer, "inference", layer) for layer in self.layers))

    def state_dict(self) -> dict[str, Any]:
        """What the layers are and keep from call to call, such as running statistics: ``"3.mean"`` is that of layer 3."""
        kept = ((i, layer.state_dict()) for i, layer in enumerate(self.layers) if hasattr(layer, "state_dict"))
        return {"layers": repr(self)} | {f"{i}.{name}": value for i, state in kept for name, value in state.items()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Put back what :meth:`state_dict` gave; ``ValueError`` if that was of other layers, and then nothing has changed."""
        if str(state["layers"]) != repr(self):
            raise ValueError(f"the state is that of {state['layers']}; here it is {self}")
        parts = {i: layer for i, layer in enumerate(self.layers) if hasattr(layer, "load_state_dict")}
        before = {i: layer.state_dict() for i, layer in parts.items()}
        try:
            for i, layer in parts.items():
                layer.load_state_dict(
                    {key: kept for name, kept in state.items() for at, _, key in [name.partition(".")] if at == str(i)}
                )
        except BaseException:
            for i, layer in parts.items():
                layer.load_state_dict(before[i])
            raise

    def __call__(self, x: np.ndarray, theta: np.ndarray) -> tuple[np.ndarray, Any, Any]:
        x = floating(x, self, floating(theta, self))
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

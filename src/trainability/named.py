"""Arrays whose axes have names and whose places have labels: what experiments return."""

from collections.abc import Callable, Mapping, Sequence
from functools import partialmethod
from math import isclose

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

__all__ = ["Named"]


class Named(NDArrayOperatorsMixin):
    """An array with named axes.

    Operators and ufuncs match axes by name, not by place. ``mean``, ``median``, ``min``, ``max``, ``sum``, ``all`` and ``any``
    go over the axes of the names they are given, or over all. Where no axis is left, the result is a plain number.
    NumPy's other functions and Matplotlib take ``values``.

    Parameters
    ----------
    values : array-like
        The numbers.
    axes : dict
        The names of the axes, in order, and for each the labels of its places: a list, a range or an array.

    Raises
    ------
    ValueError
        If the axes are not those of the values, or if two arrays meet whose labels differ.
    KeyError
        On an axis or a label that there is not; it says which there are.

    Examples
    --------
    >>> loss = Named([[3.0, 1.0, 2.0], [5.0, 2.0, 2.0]], {"rate": [0.1, 1.0], "seed": range(3)})
    >>> loss.at(rate=0.1)
    Named(seed: 3)
    >>> loss.at(rate=0.1).median("seed"), loss.median("seed").argmin("rate"), loss.at(rate=[1.0], seed=2).values
    (np.float64(2.0), np.float64(0.1), array([2.]))
    >>> (loss / loss.at(seed=0)).max()
    np.float64(1.0)
    """

    def __init__(self, values, axes: Mapping[str, Sequence]):
        self.values, self.axes = np.asarray(values), dict(axes)
        for name, labels in self.axes.items():
            if not hasattr(labels, "__len__"):
                raise TypeError(f"the labels along {name} must be a list, a range or an array; got {labels!r}")
        if self.values.shape != tuple(map(len, self.axes.values())):
            raise ValueError(f"an array of shape {self.values.shape} cannot be a {self}")

    def __repr__(self):
        return f"Named({', '.join(f'{name}: {len(labels)}' for name, labels in self.axes.items())})"

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype, copy=copy)

    def __bool__(self):
        raise ValueError(f"the truth of {self} is that of all of it or of any: say which")

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        if method != "__call__" or "out" in options:
            return NotImplemented
        axes = {}
        for array in inputs:
            if not isinstance(array, Named) and np.ndim(array):
                raise ValueError(f"an array of shape {np.shape(array)} has no names for its axes: say Named(array, axes)")
            axes |= {name: labels for name, labels in getattr(array, "axes", {}).items() if name not in axes}
        return named(ufunc(*(array._spread(axes) if isinstance(array, Named) else array for array in inputs), **options), axes)

    def at(self, **labels) -> "Named":
        """The part with these labels. A single label takes its axis away, a list of labels keeps it."""
        return self.take(**{name: self._places(name, wanted) for name, wanted in labels.items()})

    def take(self, **places) -> "Named":
        """The part at these places, numbers from 0, slices or lists, whatever their labels; -1 is the last."""
        values, axes = self.values, dict(self.axes)
        for name, place in places.items():
            labels = self._labels(name)
            values = values[(slice(None),) * list(axes).index(name) + (place,)]
            chosen = np.arange(len(labels))[place]
            if chosen.ndim:
                axes[name] = [labels[i] for i in chosen]
            else:
                del axes[name]
        return named(values, axes)

    def by(self, name: str) -> dict:
        """The part at each label of an axis, by label: ``loss.median("seed").by("rule")["adam"]``."""
        return {label: self.take(**{name: place}) for place, label in enumerate(self._labels(name))}

    def axis(self, name: str) -> "Named":
        """The labels of an axis, as an array along it."""
        return Named(labels := self._labels(name), {name: labels})

    def transpose(self, *names: str) -> "Named":
        """The same with its axes in another order, for what goes by place: these are the last, in this order."""
        order = [name for name in self.axes if name not in names] + [*names]
        return self.broadcast({name: self._labels(name) for name in order})

    def broadcast(self, axes: Mapping[str, Sequence]) -> "Named":
        """The same along these axes, in this order: repeated along those that it lacks."""
        if lost := self.axes.keys() - axes.keys():
            raise KeyError(f"{self} cannot lose {', '.join(lost)}: reduce it, or take a part")
        return Named(np.broadcast_to(self._spread(axes), tuple(map(len, axes.values()))), axes)

    def astype(self, dtype) -> "Named":
        """The same numbers in another precision."""
        return Named(self.values.astype(dtype), self.axes)

    def reduce(self, f: Callable, *names: str, **options) -> "Named":
        """``f(values, axis=...)`` over the axes of these names, or over all: ``loss.reduce(np.quantile, "seed", q=0.9)``."""
        axis = tuple(list(self.axes).index(*self.axis(name).axes) for name in names or self.axes)
        rest = {name: labels for name, labels in self.axes.items() if names and name not in names}
        return named(f(self.values, axis=axis if len(axis) > 1 else axis[0], **options), rest)

    mean = partialmethod(reduce, np.mean)
    median = partialmethod(reduce, np.median)
    min = partialmethod(reduce, np.min)
    max = partialmethod(reduce, np.max)
    sum = partialmethod(reduce, np.sum)
    all = partialmethod(reduce, np.all)
    any = partialmethod(reduce, np.any)

    def argmin(self, name: str) -> "Named":
        """The label at which it is least along an axis; the first of several."""
        return self.reduce(lambda values, axis: np.asarray(self.axes[name])[values.argmin(axis)], name)

    def argmax(self, name: str) -> "Named":
        """The label at which it is largest along an axis; the first of several."""
        return self.reduce(lambda values, axis: np.asarray(self.axes[name])[values.argmax(axis)], name)

    def _labels(self, name):
        if name not in self.axes:
            raise KeyError(f"no axis is called {name}; there are {', '.join(self.axes)}")
        return self.axes[name]

    def _places(self, name, wanted):
        if isinstance(wanted, (list, range, np.ndarray)):
            return [self._places(name, label) for label in wanted]
        for place, label in enumerate(self._labels(name)):
            if _same(label, wanted):
                return place
        raise KeyError(f"no {name} is {wanted!r}; there are {_listed(self.axes[name])}")

    def _spread(self, axes):
        """The values with their axes in the order of ``axes``, of length one where they have none."""
        for name, labels in self.axes.items():
            if len(axes[name]) != len(labels) or not all(map(_same, axes[name], labels)):
                raise ValueError(f"along {name} one array has {_listed(axes[name])}, another {_listed(labels)}")
        order = [list(self.axes).index(name) for name in axes if name in self.axes]
        return self.values.transpose(order)[tuple(slice(None) if name in self.axes else None for name in axes)]


def named(values, axes: Mapping[str, Sequence]) -> Named:
    """:class:`Named`, or a plain number where there are no axes."""
    return Named(values, axes) if axes else np.asarray(values)[()]


def _same(label, wanted):
    """Floats are the same label if they differ by rounding alone."""
    return (
        isclose(label, wanted, rel_tol=1e-9) if isinstance(label, float) and isinstance(wanted, (int, float)) else label == wanted
    )


def _listed(labels):
    shown = [repr(getattr(label, "tolist", lambda label=label: label)()) for label in labels]
    return ", ".join(shown if len(shown) < 20 else [*shown[:2], "...", shown[-1]])

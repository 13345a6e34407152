"""One run for every combination of settings, here or on other machines."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from .named import named


def sweep(run: Callable[..., Any], settings: Mapping[str, Any], map: Callable[..., Any] = map) -> Any:
    """Call ``run(**setting)`` for every combination of settings and put what it returns side by side.

    Parameters
    ----------
    run : callable
        Takes the settings by name. Returns a number, an array, named or not, or a dict of such, with the same axes every time.
    settings : dict
        For each name its values: a list, a tuple, a range, an array.
    map : callable
        ``map(function, arguments)``, with the results in order: Python's own, that of a
        :class:`concurrent.futures.ProcessPoolExecutor`, that of a Dask client's ``get_executor()``. Other
        processes must be able to import ``run``.

    Returns
    -------
    Named or dict of Named
        What ``run`` returns, behind one axis for each setting, in their order. Axes without a name are ``"axis 0"`` and so on.

    Raises
    ------
    TypeError
        If a setting is not a sequence of values.
    ValueError
        If a setting has no values, or the runs return different names or axes.

    Examples
    --------
    >>> def run(lr, steps):
    ...     return {"left": (1 - lr) ** steps}
    >>> table = sweep(run, {"lr": [0.1, 0.5], "steps": range(3)})
    >>> table
    {'left': Named(lr: 2, steps: 3)}
    >>> table["left"].at(lr=0.5).values
    array([1.  , 0.5 , 0.25])
    """
    for name, values in settings.items():
        if isinstance(values, str) or not (isinstance(values, Sequence) or np.ndim(values)):
            raise TypeError(f"{name} must be a list of values, or an array; got {values!r}")
        if len(values) == 0:
            raise ValueError(f"{name} has no values to run")
    return _stack(list(map(partial(_at, run, tuple(settings)), product(*settings.values()))), dict(settings))


def _at(run, names, values):
    return run(**dict(zip(names, values)))


def _stack(runs, settings):
    if isinstance(runs[0], dict):
        if any(each.keys() != runs[0].keys() for each in runs):
            raise ValueError(f"every run must return the same names; got {' and '.join(sorted({str(list(r)) for r in runs}))}")
        return {name: _stack([each[name] for each in runs], settings) for name in runs[0]}
    axes = [getattr(each, "axes", None) or {f"axis {i}": range(n) for i, n in enumerate(np.shape(each))} for each in runs]
    if unlike := next((other for other in axes if _listed(other) != _listed(axes[0])), None):
        raise ValueError(f"every run must return the same axes; got {axes[0]} and {unlike}")
    shape = [len(labels) for labels in (*settings.values(), *axes[0].values())]
    return named(np.reshape(np.stack(runs), shape), settings | axes[0])


def _listed(axes):
    return [(name, list(labels)) for name, labels in axes.items()]

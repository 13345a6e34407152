"""One run for every combination of settings, here or on other machines."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product
from typing import Any

import numpy as np


def sweep(run: Callable[..., Any], settings: Mapping[str, Any], map: Callable[..., Any] = map) -> Any:
    """Call ``run(**setting)`` for every combination of settings and stack what it returns.

    Parameters
    ----------
    run : callable
        Takes the settings by name. Returns a number, an array, or a dict of such, of the same shape every time.
    settings : dict
        For each name its values: a list, a tuple, a range, an array.
    map : callable
        ``map(function, arguments)``, with the results in order: Python's own, that of a
        :class:`concurrent.futures.ProcessPoolExecutor`, that of a Dask client's ``get_executor()``. Other
        processes must be able to import ``run``.

    Returns
    -------
    ndarray or dict of ndarray
        What ``run`` returns, behind one axis for each setting, in their order.

    Raises
    ------
    TypeError
        If a setting is not a sequence of values.
    ValueError
        If a setting has no values, or the runs return different names or shapes.

    Examples
    --------
    >>> def run(lr, steps):
    ...     return {"left": (1 - lr) ** steps}
    >>> sweep(run, {"lr": [0.1, 0.5], "steps": range(3)})
    {'left': array([[1.  , 0.9 , 0.81],
           [1.  , 0.5 , 0.25]])}
    """
    for name, values in settings.items():
        if isinstance(values, str) or not (isinstance(values, Sequence) or np.ndim(values)):
            raise TypeError(f"{name} must be a list of values, or an array; got {values!r}")
        if len(values) == 0:
            raise ValueError(f"{name} has no values to run")
    runs = list(map(partial(_at, run, tuple(settings)), product(*settings.values())))
    return _stack(runs, tuple(len(values) for values in settings.values()))


def _at(run, names, values):
    return run(**dict(zip(names, values)))


def _stack(runs, shape):
    if isinstance(runs[0], dict):
        if any(each.keys() != runs[0].keys() for each in runs):
            raise ValueError(f"every run must return the same names; got {' and '.join(sorted({str(list(r)) for r in runs}))}")
        return {name: _stack([each[name] for each in runs], shape) for name in runs[0]}
    stacked = np.stack(runs)
    return stacked.reshape(shape + stacked.shape[1:])

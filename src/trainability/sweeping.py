"""One run for every combination of settings, here or on other machines."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product
from traceback import format_exc
from typing import Any, NamedTuple

import numpy as np

from .named import named
from .store import Store


def sweep(run: Callable[..., Any], settings: Mapping[str, Any], map: Callable[..., Any] = map, store: Store | None = None) -> Any:
    """Call ``run(**setting)`` for every combination of settings and put what it returns side by side.

    A run that raises does not keep the others from running.

    Parameters
    ----------
    run : callable
        Takes the settings by name. Returns a number, an array, named or not, or a dict of such, with the same axes every time.
    settings : dict
        For each name its values: a list, a tuple, a range, an array.
    map : callable
        ``map(function, arguments)``, with the results in order: Python's own, that of a
        :class:`concurrent.futures.ProcessPoolExecutor`, that of a Dask client's ``get_executor()``. Other
        processes must be able to import ``run``. :func:`~trainability.progress.counted` says how far it is.
    store : Store, optional
        Where each run is kept as soon as it has finished, and found when the same sweep, or another one that shares
        settings with it, is run again. Settings are numbers, words, or lists of such then.

    Returns
    -------
    Named or dict of Named
        What ``run`` returns, behind one axis for each setting, in their order. Axes without a name are ``"axis 0"`` and so on.

    Raises
    ------
    TypeError
        If a setting is not a sequence of values, or one that cannot be stored.
    ValueError
        If a setting has no values, or the runs return different names or axes.
    RuntimeError
        If runs have raised, when the others are done: it names their settings.

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
    each = [dict(zip(settings, values)) for values in product(*settings.values())]
    if store is not None:
        for setting in each:
            store.path(setting)  # before anything has run
        run = partial(store.once, run)
    results = []
    for result, setting in zip(map(partial(_at, run), each), each):
        if store is not None and not isinstance(result, _Failed):
            store.write(setting, result)  # for a machine that does not see the folder
        results.append(result)
    if failed := [result for result in results if isinstance(result, _Failed)]:
        raise RuntimeError(_told(failed, len(each)))
    return _stack(results, dict(settings))


class _Failed(NamedTuple):
    """What has become of a run that raised: words alone, which any process can send and read."""

    setting: str
    error: str
    traceback: str


def _at(run, setting):
    try:
        return run(**setting)
    except Exception as error:
        words = ", ".join(f"{name}={value!r}" for name, value in setting.items())
        return _Failed(words, f"{type(error).__name__}: {error}", format_exc())


def _told(failed, runs):
    lines = "".join(f"\n  {each.setting}: {each.error}" for each in failed)
    return f"{len(failed)} of {runs} runs raised an error, the others are done:{lines}\n\nThe first of them:\n\n{failed[0].traceback}"


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

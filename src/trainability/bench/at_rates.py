"""One run per learning rate, all of them in one descent."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from ..named import Named
from ..rule import Descent, Rule
from ..training import train


def at_rates(
    start: np.ndarray,
    objective: Callable,
    rule: Rule,
    axes: Mapping[str, Sequence],
    steps: int,
    every: int = 1,
    *,
    parts: Mapping[str, Sequence] = {},
    time: Mapping[str, Sequence] = {},
    **measures: Callable,
) -> dict[str, Named]:
    """Descents side by side, from the same start and on the same batches. What overflows has diverged, and is shown.

    Parameters
    ----------
    start : ndarray, shape (..., P)
        First parameters, repeated along those of ``axes`` that they lack.
    objective : callable
        As :class:`~trainability.rule.Descent` calls it.
    rule : Rule
        Its hyperparameters broadcast against the parameters of all runs: rates are a column, ``np.float32(rates)[:, None]``.
    axes : dict
        Names and labels of the axes of runs: ``{"rate": rates}``, or more.
    steps, every : int
        How many updates, and how many from one measurement to the next.
    parts : dict
        Names and labels of further axes that a measure may have, such as layers.
    time : dict
        Name and labels of the axis of measurements, if these are not to be ``step`` and after how many each was made.
    **measures : callable
        Functions of the parameters of all runs.

    Returns
    -------
    dict of Named
        ``loss``, the mean of the losses before the updates since the last measurement, and the measures, with the axes
        of runs, then time, then parts.

    Examples
    --------
    >>> from trainability.rules import sgd
    >>> def parabola(theta, g):
    ...     g[...] = theta
    ...     return (theta**2).sum(-1) / 2
    >>> rates = [0.5, 1.0]
    >>> run = at_rates(np.array([8.0]), parabola, sgd(lr=np.reshape(rates, (-1, 1))), {"rate": rates}, 4, 2)
    >>> run["loss"], run["loss"].at(rate=0.5).values
    (Named(rate: 2, step: 2), array([20.  ,  1.25]))
    """
    runs = tuple(map(len, axes.values()))
    theta = np.array(np.broadcast_to(start, (*runs, start.shape[-1])))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        history = train(Descent(objective, theta, rule), steps, every, **measures)
        time = time or {"step": history["step"].tolist()}
        values = {name: np.moveaxis(history[name], 0, len(runs)) for name in ("loss", *measures)}
    return {name: Named(array, axes | time | (parts if array.ndim > len(runs) + 1 else {})) for name, array in values.items()}


def as_stored(runs: Mapping[str, Named], dtype: type | None = np.float32, time: str = "step") -> dict[str, Named]:
    """The same as all experiments return it: settings, then seed, then time, then parts; of this precision, or as it was measured.

    Examples
    --------
    >>> as_stored({"loss": Named(np.ones((2, 3, 4, 1)), {"seed": range(2), "rate": [0.1, 0.2, 0.4], "step": range(4), "layer": [1]})})
    {'loss': Named(rate: 3, seed: 2, step: 4, layer: 1)}
    """

    def order(axes):
        names = [name for name in axes if name != "seed"]
        return *names[: names.index(time)], "seed", *names[names.index(time) :]

    with np.errstate(over="ignore"):
        return {name: array.transpose(*order(array.axes)).astype(dtype or array.values.dtype) for name, array in runs.items()}

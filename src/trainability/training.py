"""Running a descent, and what is kept of it."""

import signal
from collections.abc import Callable
from contextlib import contextmanager
from itertools import islice
from typing import Any

import numpy as np

from .ranges import Count, Number, ranged
from .rule import Descent, Rule
from .steps import Steps


@ranged
def path(objective: Callable[[np.ndarray, np.ndarray], Any], start: np.typing.ArrayLike, rule: Rule, steps: Number) -> np.ndarray:
    """The iterates of a descent from ``start``, in float64, shape ``(steps + 1, *start.shape)``.

    Examples
    --------
    >>> from trainability.rules import sgd
    >>> def parabola(theta, g):
    ...     g[...] = theta
    ...     return (theta**2).sum(-1) / 2
    >>> path(parabola, [8.0], sgd(lr=0.5), 3).T
    array([[8., 4., 2., 1.]])
    """
    theta = np.array(start, dtype=float)
    points = np.stack([theta] * (steps + 1))
    for point, _ in zip(points[1:], Descent(objective, theta, rule)):
        point[...] = theta
    return points


@ranged
def train(descent: Steps, steps: Number, every: Count = 1, **measures: Callable[[np.ndarray], Any]) -> dict[str, np.ndarray]:
    """Take ``steps`` steps of a descent, and measure on the way.

    Parameters
    ----------
    descent : Descent
        Or what stands for it. What goes on around the steps wraps it, and ends after the last: :func:`~trainability.progress.shown` says how
        far it is, :func:`~trainability.stopping.early` ends it, :func:`~trainability.checkpoint.saving` writes it down.
    steps, every : int
        How many steps, and after how many each measure is taken.
    **measures : callable
        Functions of the parameters, ``descent.theta``, under any names but ``step``, ``loss`` and ``losses``.

    Returns
    -------
    dict of ndarray
        ``step``, of shape ``(steps // every,)``: the steps after which it was measured. For each of them the values of
        each measure, under its name, and ``loss``, the mean of the losses before the updates since the last one.
        ``losses``, of shape ``(steps, ...)``: the loss before each update.

    Raises
    ------
    TypeError
        If a measure is called ``step``, ``loss`` or ``losses``.
    ValueError
        If ``every`` is less than 1.
    Interrupted
        If it was interrupted: after the step in hand was taken whole. The same ``descent`` can go on.

    Examples
    --------
    >>> import numpy as np
    >>> from trainability.rule import Descent
    >>> from trainability.rules import sgd
    >>> def parabola(theta, g):
    ...     g[...] = theta
    ...     return (theta**2).sum(-1) / 2
    >>> theta = np.array([8.0])
    >>> train(Descent(parabola, theta, sgd(lr=0.5)), steps=4, every=2, norm=np.linalg.norm)
    {'step': array([2, 4]), 'loss': array([20.  ,  1.25]), 'losses': array([32. ,  8. ,  2. ,  0.5]), 'norm': array([2. , 0.5])}
    """
    if taken := {"step", "loss", "losses"} & measures.keys():
        raise TypeError(f"a measure cannot be called {', '.join(sorted(taken))}, which train itself returns")
    history = {name: [] for name in ("step", "losses", *measures)}
    with _whole_steps() as interrupts:
        for t, loss in enumerate(islice(descent, steps), 1):
            history["losses"].append(np.array(loss))  # copies: they may be views of theta
            if t % every == 0:
                history["step"].append(t)
                for name, measure in measures.items():
                    history[name].append(np.array(measure(descent.theta)))
            if interrupts:
                raise Interrupted(_arrays(every, **history))
    if close := getattr(descent, "close", None):
        close()
    return _arrays(every, **history)


def _arrays(every, step, losses, **measures):
    step, losses = np.asarray(step), np.asarray(losses)
    between = losses[: every * len(step)].reshape(len(step), every, *losses.shape[1:])
    measured = {name: np.asarray(values) for name, values in measures.items()}
    return {"step": step, "loss": between.mean(axis=1), "losses": losses} | measured


class Interrupted(KeyboardInterrupt):
    """An interrupt of :func:`train`; ``history`` is what it would have returned had it ended there."""

    def __init__(self, history: dict[str, np.ndarray]):
        super().__init__(history)
        self.history = history

    def __str__(self):
        return f"interrupted after step {len(self.history['losses'])}"


@contextmanager
def _whole_steps():
    """A list that notes an interrupt, which would else break off a step half way; a second one breaks off."""
    interrupts, before = [], signal.getsignal(signal.SIGINT)

    def note(*_):
        interrupts.append(True)
        signal.signal(signal.SIGINT, before)

    try:
        signal.signal(signal.SIGINT, note)
    except ValueError:  # other threads than the main one are never interrupted
        yield interrupts
        return
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before)

"""Ending a descent at its best, instead of at a step that was fixed before."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from .checkpoint import restore, snapshot
from .steps import Steps, around, positive


@around
def early(descent: Steps, score: Callable[[], Any], every: int, patience: int, /, **parts: Any) -> Iterator[Any]:
    """The steps of ``descent`` until its score has not fallen for ``patience`` looks; then the best parts are put back.

    They are put back, too, where it ends before: :func:`~trainability.training.train` closes it after its last step, and
    who takes the steps by hand calls ``close()``.

    Parameters
    ----------
    descent : Descent
        Or what stands for it: it moves the parts at each step.
    score : callable
        Of no argument: one number, such as the loss on data that are not trained on.
    every, patience : int
        How many steps lie between two looks, and how many looks in a row may bring nothing better.
    **parts
        What is put back, as in :func:`~trainability.checkpoint.save`: arrays, and networks with running statistics.

    Raises
    ------
    ValueError
        If ``every`` or ``patience`` is less than 1, or the score is not one number: several runs do not end together.

    Examples
    --------
    A momentum that overshoots is stopped, and the lowest point it was seen at put back:

    >>> from trainability.rule import Descent
    >>> from trainability.rules import momentum
    >>> def parabola(theta, g):
    ...     g[...] = theta
    ...     return (theta**2).sum(-1) / 2
    >>> theta = np.array([1.0])
    >>> descent = Descent(parabola, theta, momentum(lr=0.1))
    >>> len(list(early(descent, lambda: abs(theta[0]), 1, 3, theta=theta))), theta.round(3)
    (8, array([-0.029]))
    """
    positive(every=every, patience=patience)
    best, kept, waited = np.inf, snapshot(parts), 0
    try:
        for t, value in enumerate(descent, 1):
            yield value
            if t % every == 0:
                now = score()
                if np.ndim(now):
                    raise ValueError(f"the score must be one number; got an array of shape {np.shape(now)}")
                if now < best:
                    best, kept, waited = now, snapshot(parts), 0
                else:
                    waited += 1
                if waited == patience:
                    break
    finally:
        restore(parts, kept)

"""Ending a descent at its best, instead of at a step that was fixed before."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .checkpoint import restore, snapshot
from .ranges import Count, ranged
from .state import agree
from .steps import Around, Steps

__all__ = ["early"]


@ranged
def early(descent: Steps, score: Callable[[], Any], every: Count, patience: Count, /, **parts: Any) -> Steps:
    """The steps of ``descent`` until its score has not fallen for ``patience`` looks; then the best parts are put back.

    They are put back, too, where it ends before: :func:`~trainability.training.train` closes it after its last step, and
    who takes the steps by hand calls ``close()``. It can itself be a part of what is saved.

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
    return _Early(descent, score, every, patience, parts)


class _Early(Around):
    def __init__(self, descent, score, every, patience, parts):
        super().__init__(descent, iter(descent))
        self.score, self.every, self.patience, self.parts = score, every, patience, parts
        self.best, self.kept, self.waited, self.t, self.over = np.inf, snapshot(parts), 0, 0, False

    def __repr__(self):
        return f"early(every={self.every}, patience={self.patience})"

    def __next__(self):
        if self.over or self.waited == self.patience:
            self._end()
            raise StopIteration
        try:
            value = next(self.steps)
            self.t += 1
            if self.t % self.every == 0:
                self._look()
        except BaseException:
            self._end()
            raise
        return value

    def _look(self):
        now = self.score()
        if np.ndim(now):
            raise ValueError(f"the score must be one number; got an array of shape {np.shape(now)}")
        if now < self.best:
            self.best, self.kept, self.waited = float(now), snapshot(self.parts), 0
        else:
            self.waited += 1

    def _end(self):
        """Put the best back, once."""
        if not self.over:
            self.over = True
            restore(self.parts, self.kept)

    def close(self):
        self._end()
        super().close()

    def state_dict(self) -> dict[str, Any]:
        """What it keeps from step to step: the best score, the parts at it, and how long it has waited."""
        kept = {f"kept.{name}": array.copy() for name, array in self.kept.items()}
        return {"best": self.best, "waited": self.waited, "t": self.t, "over": self.over} | kept

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Put back what :meth:`state_dict` gave; ``ValueError`` if that was of other parts, and then nothing has changed."""
        agree(state, dict.fromkeys(self.state_dict()))
        self.best, self.waited = float(state["best"]), int(state["waited"])
        self.t, self.over = int(state["t"]), bool(state["over"])
        self.kept = {name: np.array(state[f"kept.{name}"]) for name in self.kept}

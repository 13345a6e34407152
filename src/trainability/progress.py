"""How far a long training is, or a sweep."""

import builtins
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from .steps import Steps, around


@around
def shown(descent: Steps, steps: int, **bar: Any) -> Iterator[Any]:
    """The steps of ``descent``, with a bar that counts them and says the loss, the mean over runs.

    Parameters
    ----------
    descent : Descent
        Or what stands for it: it yields the loss at each step.
    steps : int
        How many there will be.
    **bar
        For ``tqdm.tqdm``, which this needs: ``file``, ``disable``, ``desc`` and the like.

    Examples
    --------
    >>> from io import StringIO
    >>> screen = StringIO()
    >>> list(shown([2.0, 0.5], 2, file=screen, bar_format="{n} of {total}{postfix}"))
    [2.0, 0.5]
    >>> screen.getvalue().split("\\r")[-1].strip()
    '2 of 2, loss=0.5'
    """
    from tqdm import tqdm

    with tqdm(total=steps, unit="step", **bar) as counted:
        for loss in descent:
            counted.set_postfix(loss=f"{np.mean(loss):.3g}", refresh=False)
            counted.update()
            yield loss


def counted(map: Callable[..., Any] = builtins.map, **bar: Any) -> Callable[..., Iterator[Any]]:
    """A map with a bar that counts what has come of it, in the order of the arguments.

    Parameters
    ----------
    map : callable
        ``map(function, arguments)``, with the results in order, as :func:`~trainability.sweeping.sweep` takes it.
    **bar
        For ``tqdm.tqdm``, which this needs: ``file``, ``disable``, ``desc`` and the like.

    Examples
    --------
    >>> from io import StringIO
    >>> screen = StringIO()
    >>> list(counted(file=screen, bar_format="{n} of {total}")(abs, [-1, 2]))
    [1, 2]
    >>> screen.getvalue().split("\\r")[-1].strip()
    '2 of 2'
    """

    def counting(function: Callable[[Any], Any], arguments: Iterable[Any]) -> Iterator[Any]:
        from tqdm import tqdm

        arguments = list(arguments)
        return iter(tqdm(map(function, arguments), total=len(arguments), unit="run", **bar))

    return counting

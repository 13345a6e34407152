"""Who is first down a surface, and how much of that is the method's doing, the learning rate's, or the start's?

A race goes from a start to a goal: a disk about the minimum, or, on the saddle, a way out sideways. Arrived is who stays. All
learning rates and all starts of a method run in one descent.
"""

from itertools import islice
from typing import Callable, NamedTuple

import numpy as np

from ... import rules as package
from ...rule import Descent, Rule
from ...surfaces import beale, ravine, saddle
from ...bench.turned import rotation, turned

METHODS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "rmsprop_centered", "adadelta", "adam", "nadam", "amsgrad")
RADIUS = 0.1  # of the disk about the minimum
STAY = 50  # steps that a runner must remain in the goal


class Course(NamedTuple):
    """An objective of the plane, where the race starts, whether points ``(..., 2)`` are in the goal, and where else one might start."""

    objective: Callable
    start: tuple
    goal: Callable
    extent: tuple


def near(minimum: tuple) -> Callable:
    """Whether points are within ``RADIUS`` of ``minimum``."""
    return lambda theta: np.linalg.norm(theta - minimum, axis=-1) <= RADIUS


def aside(theta: np.ndarray) -> np.ndarray:
    """Whether points have left the saddle along y, and not by running away along x.

    Examples
    --------
    >>> aside(np.array([[0.1, 2.0], [5.0, 2.0], [0.1, 0.0]]))
    array([ True, False, False])
    """
    return ~(np.abs(theta[..., 1]) <= 1) & (np.abs(theta[..., 0]) <= 1)  # overflow is out, too


EIGHTH = rotation(np.pi / 4)
COURSES = {
    "ravine": Course(ravine, (-7, 2), near(ravine.minimum), ravine.extent),
    "turned": Course(turned(ravine, EIGHTH), tuple(EIGHTH @ (-7, 2)), near(ravine.minimum), (-10, 10, -10, 10)),
    "saddle": Course(saddle, (1, 1e-4), aside, saddle.extent),
    "beale": Course(beale, (1, 1.5), near(beale.minimum), beale.extent),
}

# The cast of Radford's animation, with rates that his lacks, and Adam.
CAST = {
    "sgd 0.01": package.sgd(lr=0.01),
    "sgd 0.1": package.sgd(lr=0.1),
    "momentum 0.01": package.momentum(lr=0.01),
    "nesterov 0.01": package.nesterov(lr=0.01),
    "adagrad 0.1": package.adagrad(lr=0.1),
    "rmsprop 0.01": package.rmsprop(lr=0.01),
    "adadelta": package.adadelta(),
    "adam 0.01": package.adam(lr=0.01),
}


def rate_grid(n: int) -> np.ndarray:
    """The first ``n`` rates of the grid that all methods share: 0.0001 and up, eight to a decade.

    Examples
    --------
    >>> rate_grid(41)[[0, 8, 40]]
    array([1.e-04, 1.e-03, 1.e+01])
    """
    return 1e-4 * 10 ** (np.arange(n) / 8)


def settled(inside: np.ndarray, stay: int) -> np.ndarray:
    """The first time from which on it is always True, along the first axis; infinite if less than ``stay`` steps before the end.

    Examples
    --------
    >>> settled(np.array([[0, 1, 0], [1, 1, 0], [0, 1, 0], [1, 1, 0], [1, 1, 1]], bool), stay=1)
    array([ 3.,  0., inf])
    """
    outside = ~inside[::-1]
    since = np.where(outside.any(axis=0), len(inside) - outside.argmax(axis=0), 0)
    return np.where(since + stay < len(inside), since, np.inf)


def arrivals(course: Course, rule: Rule, lr: np.ndarray, starts: np.ndarray, *, steps: int) -> np.ndarray:
    """The steps after which each runner is in the goal to stay.

    Parameters
    ----------
    course : Course
    rule : Rule
        Its learning rate is replaced.
    lr : ndarray, shape (R,)
    starts : ndarray, shape (n, 2)
    steps : int
        Who needs more has not arrived.

    Returns
    -------
    ndarray, shape (R, n)
        Infinite for those who do not arrive.

    Examples
    --------
    Plain descent leaves the saddle when :math:`(1 + 2\\eta)^t y_0` passes 1; from y = 0 it never does:

    >>> starts = np.array([[1.0, 0.25], [1.0, 0.0]])
    >>> arrivals(COURSES["saddle"], package.sgd, np.array([0.1, 0.5]), starts, steps=20)
    array([[ 8., inf],
           [ 3., inf]])
    """
    theta = np.repeat(np.asarray(starts, float)[None], len(lr), axis=0)
    inside = np.empty((steps + STAY + 1, *theta.shape[:-1]), bool)
    inside[0] = course.goal(theta)
    with np.errstate(over="ignore", invalid="ignore"):
        for t, _ in enumerate(islice(Descent(course.objective, theta, rule(lr=np.reshape(lr, (-1, 1, 1)))), steps + STAY), 1):
            inside[t] = course.goal(theta)
    return settled(inside, STAY)


def grid(course: Course, n: int) -> np.ndarray:
    """``n`` by ``n`` starts over the extent of ``course``, row by row from the bottom, ``(n * n, 2)``."""
    left, right, bottom, top = course.extent
    x, y = np.meshgrid(np.linspace(left, right, n), np.linspace(bottom, top, n))
    return np.stack([x.ravel(), y.ravel()], axis=-1)


def winners(steps: np.ndarray, rates: np.ndarray) -> np.ndarray:
    """Which method arrives first from each start, if each runs at the one of ``rates``, ``(methods,)``, that is its own; -1: none.

    Examples
    --------
    >>> winners(np.array([[[3.0, np.inf]], [[2.0, np.inf]]]), np.array([0, 0]))
    array([ 1, -1])
    """
    runs = steps[np.arange(len(rates)), rates]
    return np.where(np.isfinite(runs.min(axis=0)), runs.argmin(axis=0), -1)


def sweep(*, course: str, methods: list[str], rates: int, steps: int, sides: int) -> dict[str, np.ndarray]:
    """Arrivals of all methods at all rates, from the start of the course and from a grid of others.

    Parameters
    ----------
    course : str
        One of ``COURSES``.
    methods : list of str
        Names of rules.
    rates : int
        How many rates of the common grid.
    steps, sides : int
        The longest race, and the starts along each side of the grid; 0 for none.

    Returns
    -------
    dict of ndarray
        ``steps``, of shape ``(methods, rates, 1 + sides ** 2)``, in half precision, which holds integers up to 2048.

    Examples
    --------
    >>> sweep(course="ravine", methods=["sgd", "adam"], rates=3, steps=5, sides=2)["steps"].shape
    (2, 3, 5)
    """
    race = COURSES[course]
    starts = np.concatenate([[race.start], grid(race, sides)])
    lr = rate_grid(rates)
    return {"steps": np.stack([arrivals(race, getattr(package, name), lr, starts, steps=steps) for name in methods]).astype(np.float16)}

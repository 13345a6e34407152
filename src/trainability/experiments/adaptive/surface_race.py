"""Who is first down a surface, and how much of that is the method's doing, the learning rate's, or the start's?

A race goes from a start to a goal: a disk about the minimum, or, on the saddle, a way out sideways. Arrived is who stays. All
learning rates and all starts of a method run in one descent.
"""

from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

import numpy as np

from ...bench.reached import settled
from ...bench.turned import rotation, turned
from ...named import Named
from ...rule import Descent, Rule
from ...rules import adadelta, adagrad, adam, amsgrad, momentum, nadam, nesterov, rmsprop, rmsprop_centered, sgd
from ...surfaces import Surface, beale, ravine, saddle
from ...sweeping import sweep
from ...training import path

RULES = (sgd, momentum, nesterov, adagrad, rmsprop, rmsprop_centered, adadelta, adam, nadam, amsgrad)
METHODS = {rule.__name__: rule for rule in RULES}
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
    "sgd 0.01": sgd(lr=0.01),
    "sgd 0.1": sgd(lr=0.1),
    "momentum 0.01": momentum(lr=0.01),
    "nesterov 0.01": nesterov(lr=0.01),
    "adagrad 0.1": adagrad(lr=0.1),
    "rmsprop 0.01": rmsprop(lr=0.01),
    "adadelta": adadelta(),
    "adam 0.01": adam(lr=0.01),
}


def rate_grid(n: int) -> np.ndarray:
    """The first ``n`` rates of the grid that all methods share: 0.0001 and up, eight to a decade.

    Examples
    --------
    >>> rate_grid(41)[[0, 8, 40]]
    array([1.e-04, 1.e-03, 1.e+01])
    """
    return 1e-4 * 10 ** (np.arange(n) / 8)


def arrivals(course: Course, rule: Rule, rates: np.ndarray, starts: np.ndarray, *, steps: int) -> Named:
    """The steps after which each runner is in the goal to stay, with axes rate and start; infinite for who needs more than ``steps``.

    Parameters
    ----------
    course : Course
    rule : Rule
        Its learning rate is replaced by each of ``rates``.
    rates : ndarray, shape (R,)
    starts : ndarray, shape (n, 2)
    steps : int

    Examples
    --------
    Plain descent leaves the saddle when :math:`(1 + 2\\eta)^t y_0` passes 1; from y = 0 it never does:

    >>> starts = np.array([[1.0, 0.25], [1.0, 0.0]])
    >>> arrivals(COURSES["saddle"], sgd, np.array([0.1, 0.5]), starts, steps=20).values
    array([[ 8., inf],
           [ 3., inf]])
    """
    theta = np.repeat(np.asarray(starts, float)[None], len(rates), axis=0)
    descent = Descent(course.objective, theta, rule(lr=np.reshape(rates, (-1, 1, 1))))
    with np.errstate(over="ignore", invalid="ignore"):
        inside = [course.goal(theta), *(course.goal(theta) for _ in islice(descent, steps + STAY))]
    return settled(Named(inside, {"step": range(len(inside)), "rate": rates, "start": range(len(starts))}), STAY)


def grid(course: Course, n: int) -> np.ndarray:
    """``n`` by ``n`` starts over the extent of ``course``, row by row from the bottom, ``(n * n, 2)``."""
    left, right, bottom, top = course.extent
    x, y = np.meshgrid(np.linspace(left, right, n), np.linspace(bottom, top, n))
    return np.stack([x.ravel(), y.ravel()], axis=-1)


def race(*, course: str, methods: list[str], rates: int, steps: int, sides: int) -> dict[str, Named]:
    """Arrivals of all methods at all rates, from the start of the course, the first, and from a grid of others.

    Parameters
    ----------
    course : str
        One of ``COURSES``.
    methods : list of str
        Some of ``METHODS``.
    rates : int
        How many rates of the common grid.
    steps, sides : int
        The longest race, and the starts along each side of the grid; 0 for none.

    Returns
    -------
    dict of Named, axes method, rate, start
        ``steps``, in half precision, which holds integers up to 2048.

    Examples
    --------
    >>> race(course="ravine", methods=["sgd", "adam"], rates=3, steps=5, sides=2)["steps"]
    Named(method: 2, rate: 3, start: 5)
    """
    here = COURSES[course]
    starts = np.concatenate([[here.start], grid(here, sides)])
    run = sweep(lambda method: arrivals(here, METHODS[method], rate_grid(rates), starts, steps=steps), {"method": methods})
    return {"steps": run.astype(np.float16)}


def finer(*, courses: list[str], methods: list[str], per_decade: int, steps: int) -> dict[str, Named]:
    """The same race from the start of each course alone, with the rates from 0.0001 to 10 closer together; axes course, method, rate.

    Examples
    --------
    Plain descent in the ravine does best just below its limit, 1:

    >>> steps = finer(courses=["ravine"], methods=["sgd"], per_decade=40, steps=60)["steps"]
    >>> steps.min("rate").values, steps.argmin("rate").values.round(3)
    (array([[43.]], dtype=float16), array([[0.944]]))
    """
    rates = 10 ** (np.arange(5 * per_decade + 1) / per_decade - 4)

    def run(course, method):
        return arrivals(COURSES[course], METHODS[method], rates, [COURSES[course].start], steps=steps).take(start=0)

    return {"steps": sweep(run, {"course": courses, "method": methods}).astype(np.float16)}


def suited(steps: Named) -> dict[str, Rule]:
    """Each method at the rate at which ``steps``, of axes method and rate, are fewest; at 1 where it never arrives.

    Examples
    --------
    >>> suited(Named([[9.0, 3.0], [np.inf, np.inf]], {"method": ["sgd", "adagrad"], "rate": [0.1, 0.2]}))
    {'sgd': sgd(lr=0.2), 'adagrad': adagrad(lr=1.0, eps=1e-08, eps_inside=0.0)}
    """
    return {
        method: METHODS[method](lr=float(tried.argmin("rate")) if np.isfinite(tried.min()) else 1.0)
        for method, tried in steps.by("method").items()
    }


def winners(steps: Named, rules: dict[str, Rule]) -> np.ndarray:
    """The method that arrives first from each start, if each runs at the rate it has in ``rules``; an empty name where nobody does.

    Examples
    --------
    >>> steps = Named([[[3.0, np.inf]], [[2.0, np.inf]]], {"method": ["sgd", "adam"], "rate": [0.1], "start": range(2)})
    >>> winners(steps, {"sgd": sgd(lr=0.1), "adam": adam(lr=0.1)})
    array(['adam', ''], dtype='<U4')
    """
    own = sweep(lambda method: steps.at(method=method, rate=rules[method].hyper["lr"]), {"method": [*rules]})
    return np.where(np.isfinite(own.min("method").values), own.argmin("method").values, "")


def rising(rules: dict[str, Rule], heights: list[float], *, steps: int) -> Named:
    """How far runners get from the ridge of the saddle, ``|y|``, from x = 1 and several heights; axes rule, height, step.

    Examples
    --------
    >>> rising({"descent": sgd(lr=0.5)}, [0.25, 0.0], steps=2).at(rule="descent").values
    array([[0.25, 0.5 , 1.  ],
           [0.  , 0.  , 0.  ]])
    """
    starts = [(1.0, y) for y in heights]
    ways = [np.abs(path(saddle, starts, rule, steps)[..., 1].T) for rule in rules.values()]
    return Named(ways, {"rule": [*rules], "height": heights, "step": range(steps + 1)})


def better_aimed(surface: Surface, places: np.ndarray) -> float:
    """The share of ``places``, ``(n, 2)``, where the signs of the slopes point nearer to the minimum than the gradient does.

    Examples
    --------
    Off the axes of a ravine the gradient points at the wall across; on its long axis both point home:

    >>> better_aimed(ravine, np.array([[-7.0, 5.0], [-5.0, 0.0]]))
    0.5
    """
    surface(places, gradient := np.empty_like(places))
    away = places - surface.minimum
    slope, signs = ((d * away).sum(axis=1) / np.linalg.norm(d, axis=1) for d in (gradient, np.sign(gradient)))
    return float(np.mean(signs > slope))

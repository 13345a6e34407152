"""When is a goal reached, and when for good?"""

import numpy as np

from ..named import Named


def first_reached(there: Named, time: str = "step") -> Named:
    """The first label of the axis ``time`` at which it is True; infinite where it never is.

    Examples
    --------
    >>> loss = Named([[9.0, 4.0, 5.0], [9.0, 9.0, 9.0]], {"rate": [0.1, 0.2], "step": [10, 20, 30]})
    >>> first_reached(loss <= 5).values
    array([20., inf])
    """
    times = np.append(there.axes[time], np.inf)
    return there.reduce(lambda values, axis: times[np.where(values.any(axis), values.argmax(axis), -1)], time)


def came(times: Named, name: str) -> dict:
    """Of each label of an axis, by label, the times that are not infinite, ``(n,)``: of those who got there.

    Examples
    --------
    >>> came(Named([[20.0, np.inf], [5.0, 7.0]], {"rule": ["sgd", "adam"], "seed": range(2)}), "rule")
    {'sgd': array([20.]), 'adam': array([5., 7.])}
    """
    return {label: each.values[np.isfinite(each)] for label, each in times.by(name).items()}


def settled(there: Named, stay: int, time: str = "step") -> Named:
    """The first label from which on it is always True; infinite if less than ``stay`` places before the end.

    Examples
    --------
    >>> inside = Named(np.array([[0, 1, 0, 1, 1], [1, 1, 1, 1, 1], [0, 0, 0, 0, 1]], bool), {"start": range(3), "step": range(5)})
    >>> settled(inside, stay=1).values
    array([ 3.,  0., inf])
    """
    times = np.append(there.axes[time], np.inf)

    def since(values, axis):
        outside = ~np.flip(values, axis)
        first = np.where(outside.any(axis), values.shape[axis] - outside.argmax(axis), 0)
        return times[np.where(first + stay < values.shape[axis], first, -1)]

    return there.reduce(since, time)

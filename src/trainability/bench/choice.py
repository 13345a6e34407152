"""Choosing settings fairly, on a grid that is the same for all, and comparing what was chosen."""

from typing import NamedTuple

import numpy as np

from ..named import Named


def finite(loss: Named) -> Named:
    """Losses with infinity for what is not a number: both have diverged."""
    return np.fmin(loss, np.inf)


def chosen(values: Named, loss: Named, *over: str) -> Named:
    """The values of each seed at its chosen rate: that of the least median loss over *all other* seeds.

    Parameters
    ----------
    values : Named
        What to look up, such as the loss itself, an accuracy, or the rate: ``loss.axis("rate")``.
    loss : Named
        Of at least two seeds. Nothing but its axes need be among those of ``values``.
    *over : str
        What is chosen; ``"rate"`` if nothing else is said.

    Returns
    -------
    Named
        Without the axes of what was chosen.

    Examples
    --------
    One lucky run does not choose its own rate:

    >>> loss = Named([[0.1, 1.0], [9.0, 1.0], [9.0, 1.0]], {"seed": range(3), "rate": [0.3, 0.1]})
    >>> chosen(loss, loss).values, chosen(loss.axis("rate"), loss).values
    (array([1., 1., 1.]), array([0.1, 0.1, 0.1]))
    """
    over = over or ("rate",)
    loss = finite(loss).transpose("seed", *over)
    kept = {name: labels for name, labels in loss.axes.items() if name not in over}
    flat = (*map(len, kept.values()), -1)
    tried, found = loss.values.reshape(flat), values.broadcast(loss.axes).values.reshape(flat)
    others = np.stack([np.median(np.delete(tried, seed, axis=-2), axis=-2) for seed in range(tried.shape[-2])], axis=-2)
    return Named(np.take_along_axis(found, others.argmin(axis=-1)[..., None], axis=-1)[..., 0], kept)


def at_edge(loss: Named, over: str = "rate") -> int:
    """How often what is :func:`chosen`, a rate if nothing else is said, lies at an end of the grid: a better one may lie beyond.

    Examples
    --------
    Of three methods one is best at the least rate, one between, one at the largest:

    >>> loss = Named(1 - np.eye(4)[[0, 2, 3]], {"method": "abc", "rate": [0.1, 0.3, 1.0, 3.0]})
    >>> at_edge(loss.broadcast(loss.axes | {"seed": range(5)}))
    10
    """
    lowest, *_, highest = loss.axes[over]
    return int(np.isin(chosen(loss.axis(over), loss, over), [lowest, highest]).sum())


def centres(loss: Named) -> dict[str, float]:
    """The exponent of ten of each method's best rate, by the median over seeds: about it a closer grid is laid.

    Examples
    --------
    >>> loss = Named([[[2.0], [1.0]], [[1.0], [2.0]]], {"method": ["sgd", "adam"], "rate": [0.001, 10**-0.5], "seed": [0]})
    >>> centres(loss)
    {'sgd': -0.5, 'adam': -3.0}
    """
    best = loss.median("seed").by("method")
    return {method: round(float(np.log10(each.argmin("rate"))), 2) for method, each in best.items()}


class Interval(NamedTuple):
    """A sample's median, its second smallest and second largest: of ten independent, these hold the true median with 97.9 %."""

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, sample: np.ndarray) -> "Interval":
        """That of numbers along one axis, mostly seeds."""
        ordered = np.sort(sample, axis=0)
        return cls(ordered[1], np.median(ordered), ordered[-2])

    def __format__(self, spec):
        return f"{self.median:{spec}} [{self.low:{spec}}, {self.high:{spec}}]"


def compare(ours: np.ndarray, theirs: np.ndarray) -> Interval:
    r"""The ratio of two losses, seed by seed.

    With ten independent pairs the interval covers the median unless nine fall to one side: :math:`1 - 2\,(1 + 10)/2^{10}`.

    Examples
    --------
    >>> print(f"{compare(np.arange(1.0, 11), np.full(10, 10.0)):.2f}")
    0.55 [0.20, 0.90]
    """
    return Interval.of(ours / theirs)


def bounds(spec: str = ".2f", **intervals: Interval) -> dict[str, str | float]:
    """Each interval as a text in the format ``spec``, for a sentence, and its ends, for the conditions of a claim.

    Examples
    --------
    >>> bounds(ratio=Interval(0.2, 0.55, 0.9))
    {'ratio': '0.55 [0.20, 0.90]', 'ratio_low': 0.2, 'ratio_high': 0.9}
    """
    return {
        key: value
        for name, interval in intervals.items()
        for key, value in ((name, f"{interval:{spec}}"), (f"{name}_low", interval.low), (f"{name}_high", interval.high))
    }


def joined(*parts: Named, along: str = "rate") -> Named:
    """The same measurement at several sets of labels of one axis, as one array, in ascending order of these.

    Examples
    --------
    >>> coarse, fine = Named([9.0, 1.0], {"rate": [0.1, 1.0]}), Named([5.0], {"rate": [0.3]})
    >>> joined(coarse, fine).axes["rate"], joined(coarse, fine).values
    ([0.1, 0.3, 1.0], array([9., 5., 1.]))
    """
    whole = sorted(((label, part) for each in parts for label, part in each.by(along).items()), key=lambda pair: pair[0])
    rest = {name: labels for name, labels in parts[0].axes.items() if name != along}
    return Named(np.stack([np.asarray(part) for _, part in whole]), {along: [label for label, _ in whole], **rest})

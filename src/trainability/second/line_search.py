"""How far to go in a direction of descent: the first of ever smaller rates that keeps a share of what the slope promises."""

from collections.abc import Callable

from ..ranges import Count, Share, ranged


@ranged
def line_search(
    f: Callable[[float], float], value: float, slope: float, c: Share = 0.01, shrink: Share = 0.8, tries: Count = 60
) -> float:
    r"""The first :math:`\alpha` of 1, 0.8, 0.64, ... with :math:`f(\alpha) \le f(0) + c\,\alpha\,f'(0)` (Armijo 1966); 0 if none of ``tries`` has it.

    Parameters
    ----------
    f : callable
        The objective along the direction, as a function of :math:`\alpha`.
    value, slope : float
        :math:`f(0)` and :math:`f'(0)`.

    Examples
    --------
    Along a parabola with its minimum at 0.3:

    >>> round(line_search(lambda a: (a - 0.3) ** 2, value=0.09, slope=-0.6), 4)
    0.512
    >>> line_search(lambda a: a, value=0.0, slope=1.0)
    0.0
    """
    alpha = 1.0
    for _ in range(tries if slope < 0 else 0):
        if f(alpha) <= value + c * alpha * slope:
            return alpha
        alpha *= shrink
    return 0.0

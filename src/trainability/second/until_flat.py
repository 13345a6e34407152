"""When to leave conjugate gradients: as soon as the quadratic hardly falls any more."""

from collections.abc import Iterable, Iterator
from math import ceil

from ..conjugate import Conjugate
from ..ranges import Count, Positive, Rate, ranged


@ranged
def until_flat(
    steps: Iterable[Conjugate], tolerance: Positive = 5e-4, least: Count = 10, share: Rate = 0.1
) -> Iterator[Conjugate]:
    r"""The steps, up to the first that has brought too little (Martens 2010, section 4.4).

    It is the last one, step :math:`i`, at which, for the value :math:`\varphi` of the quadratic and :math:`k = \max(10, \lceil i/10 \rceil)`,

    .. math:: i > k, \qquad \varphi_i < 0, \qquad \frac{\varphi_i - \varphi_{i-k}}{\varphi_i} < k\,\varepsilon .

    Parameters
    ----------
    steps : iterable of Conjugate
        Of one run.
    tolerance : float
        :math:`\varepsilon`, the progress for each step, relative to all that was made.
    least : int
        How many steps are looked back over at least.
    share : float
        And which share of all steps, if that is more.

    Examples
    --------
    >>> values = [-1 + 0.5**i for i in range(1, 40)]
    >>> len(list(until_flat(Conjugate(None, value, None) for value in values)))
    18
    """
    values = []
    for i, step in enumerate(steps, 1):
        yield step
        values.append(float(step.value))
        k = max(least, ceil(share * i))
        if i > k and values[-1] < 0 and values[-1] - values[-1 - k] > k * tolerance * values[-1]:
            return

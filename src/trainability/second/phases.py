"""How Hessian-free with momentum is led from a coarse to a fine search: by phases."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from ..ranges import Count, Fraction, Ranged
from ..schedules import InverseTime


@dataclass(frozen=True)
class Phase(Ranged):
    """A stretch of training with one set of settings.

    Parameters
    ----------
    updates : int
        How long it lasts.
    part : float
        The share of the cases that gradient and curvature of an update are taken on.
    steps : int
        Of conjugate gradients in an update.
    decay : float
        What is kept of the last update where the next one starts: the momentum.
    rate : float or schedule
        How much of an update is taken; a schedule counts the updates of the phase from 1.
    """

    updates: Count
    part: Fraction
    steps: Count
    decay: Fraction
    rate: float | Callable[[Any], Any] = 1.0


def at(phases: Iterable[Phase], t: int) -> tuple[Phase, float]:
    """The phase of update ``t``, from 1, and its rate there; the last one goes on for ever.

    Examples
    --------
    >>> for t in (1, 4500, 4501, 5001, 9999):
    ...     phase, rate = at(CURVES_PHASES, t)
    ...     print(t, phase.steps, phase.decay, round(rate, 3))
    1 50 0.95 1.0
    4500 50 0.95 1.0
    4501 50 0.999 0.998
    5001 200 0.995 1.0
    9999 200 0.995 1.0
    """
    phases = tuple(phases)
    begins = accumulate((phase.updates for phase in phases), initial=0)
    phase, begin = [(phase, begin) for phase, begin in zip(phases, begins) if begin < t or begin == 0][-1]
    return phase, float(phase.rate(t - begin) if callable(phase.rate) else phase.rate)


#: Of the autoencoder of Curves (Sutskever et al. 2013, appendix A.6), the first 250,000 steps and then 100,000. The text gives the second rate
#: as 500/(t - 4000), and not where it begins; it is 1 at t = 4500.
CURVES_PHASES = (
    Phase(4500, 1 / 16, 50, 0.95),
    Phase(500, 1 / 16, 50, 0.999, InverseTime(1.0, 1 / 500)),
    Phase(500, 1.0, 200, 0.995),
)

#: Of the autoencoder of MNIST (there): 25,000 steps, 225,000 at the rate 250/t, then 125,000 on all cases, as many to an update as for Curves.
MNIST_PHASES = (
    Phase(500, 1 / 20, 50, 0.95),
    Phase(4500, 1 / 20, 50, 0.995, InverseTime(0.5, 1 / 500)),
    Phase(625, 1.0, 200, 0.995),
)

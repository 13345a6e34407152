"""Hessian-free with momentum: few steps of conjugate gradients on few cases, which go on from where the last ones came to."""

from collections.abc import Iterable
from itertools import islice
from typing import Any, Self

import numpy as np

from ..conjugate import conjugate_gradients
from ..ranges import Positive, Rng, ranged
from ..state import agree, generator_state, put_back
from .curved import Curved, needs_curved, one_run
from .damping import levenberg_marquardt
from .hessian_free import predicted_well
from .phases import CURVES_PHASES, Phase, at


class HessianFreeMomentum:
    r"""Hessian-free with momentum (Sutskever et al. 2013, section 5 and appendix A.6).

    .. math::

        \delta_t &= \mathrm{CG}_n(G + \lambda I,\ -g;\ \text{from } \mu\, \delta_{t-1}) \\
        \theta_t &= \theta_{t-1} + \eta\, \delta_t

    :math:`n` steps of conjugate gradients from the decayed last update, with gradient and curvature on the same few cases; no search
    for a better point, and none for a rate. With :math:`n = 1` on a quadratic, undamped, it is Nesterov's method, whose velocity is :math:`\delta`,
    with the best rate for each step.

    Parameters
    ----------
    objective : Curved
        On all data.
    theta : ndarray of float, shape (P,)
        The parameters, changed in place.
    rng : Generator
        Where the cases of each update come from, drawn without replacement.
    phases : iterable of Phase
        What part of the cases, :math:`n`, :math:`\mu` and :math:`\eta` are, and when.
    damping : float
        The first :math:`\lambda`; it follows :func:`levenberg_marquardt`.

    Yields
    ------
    float
        The value before each step, on its cases.

    Examples
    --------
    >>> from trainability.layers import Dense
    >>> from trainability.losses import squared_error
    >>> from trainability.network import Network
    >>> x, theta = np.linspace(-1, 1, 20)[:, None], np.zeros(2)
    >>> fit = Curved(Network(Dense(1, 1)), squared_error, x, 3 * x + 1)
    >>> descent = HessianFreeMomentum(fit, theta, np.random.default_rng(0), [Phase(10, part=0.5, steps=2, decay=0.9)], damping=0.01)
    >>> values = list(islice(descent, 10))
    >>> bool(values[-1] < 1e-3 * values[0])
    True
    """

    @ranged
    def __init__(
        self,
        objective: Curved,
        theta: np.ndarray,
        rng: Rng,
        phases: Iterable[Phase] = CURVES_PHASES,
        damping: Positive = 1.0,
    ):
        needs_curved(objective, "HessianFreeMomentum"), one_run(theta, "HessianFreeMomentum")
        self.objective, self.theta, self.rng, self.phases, self.damping = objective, theta, rng, tuple(phases), damping
        if not self.phases or not all(isinstance(phase, Phase) for phase in self.phases):
            raise TypeError(f"phases must be one Phase at least; got {phases!r}")
        self.g, self.delta = np.zeros_like(theta), np.zeros_like(theta)
        self.t, self.ratio = 0, float("nan")

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        phase, rate = at(self.phases, self.t + 1)
        theta, g, part = self.theta, self.g, self._part(phase)
        value = float(part(theta, g))
        delta, M = phase.decay * self.delta, part.preconditioner(theta, self.damping)
        for step in islice(conjugate_gradients(part.damped(theta, self.damping), -g, delta, M), phase.steps):
            delta = step.x
        self.ratio = predicted_well(part, theta, g, delta)
        self.damping = levenberg_marquardt(self.damping, self.ratio)
        self.delta = delta
        theta += rate * delta
        self.t += 1
        return value

    def _part(self, phase):
        n = self.objective.x.shape[-2]
        size = max(1, round(phase.part * n))
        return self.objective if size == n else self.objective.rows(self.rng.permutation(n)[:size])

    def state_dict(self) -> dict[str, Any]:
        """What it keeps from step to step: parameters, last update, damping, number of steps, and its generator."""
        own = {"theta": self.theta.copy(), "delta": self.delta.copy(), "damping": self.damping, "t": self.t}
        return own | {"rng": generator_state(self.rng)}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Put back what :meth:`state_dict` gave; ``ValueError`` if that was of other parameters, and then nothing has changed."""
        agree(state, {**self.state_dict(), "rng": None})
        put_back(self.rng, state["rng"])
        self.t, self.damping = int(state["t"]), float(state["damping"])
        self.theta[...], self.delta = state["theta"], np.array(state["delta"])

r"""What does Adadelta use for a learning rate? Its two epsilons, which have different units.

The one under the root of the steps is the square of a length, the one under the root of the gradients the square of a
slope. Far above the second, :math:`g^2 \gg \epsilon`, the first sets the length of the steps. And if the gradient stays what it
is, the average of squared steps approaches that of squared gradients, wherever it began:

.. math:: u_t - u_{t-1} = (1-\rho)\,\frac{\epsilon\,(s - u_{t-1})}{s + \epsilon}

so that in the end Adadelta is plain descent with the rate 1.
"""

from collections.abc import Callable

import numpy as np

from ...bench.watching import Watched
from ...named import Named
from ...rule import Rule
from ...rules import adadelta
from ...tasks.wave import NETWORK, UPDATES, fit


@Rule
def adadelta_two(theta, g, t, s, u, *, rho=0.95, eps_step=1e-6, eps_slope=1e-6):
    r"""Adadelta with an epsilon for its steps, :math:`\epsilon_u`, and another for its gradients, :math:`\epsilon_s`.

    .. math::

        s_t &= \rho s_{t-1} + (1-\rho)\, g_t^2 \\
        d_t &= \frac{\sqrt{u_{t-1} + \epsilon_u}}{\sqrt{s_t + \epsilon_s}}\, g_t \\
        u_t &= \rho u_{t-1} + (1-\rho)\, d_t^2 \\
        \theta_t &= \theta_{t-1} - d_t
    """
    s *= rho
    s += (1 - rho) * g**2
    d = np.sqrt(u + eps_step) / np.sqrt(s + eps_slope) * g
    u *= rho
    u += (1 - rho) * d**2
    theta -= d


def rescaled(objective: Callable, unit: float) -> Callable:
    r"""The objective in other units, :math:`\theta \mapsto f(\theta/c)`: lengths are ``unit`` times as large, slopes as small.

    Examples
    --------
    >>> from trainability.surfaces import ravine
    >>> g = np.empty(2)
    >>> float(rescaled(ravine, 100.0)(np.array([-1000.0, 200.0]), g)), g
    (9.0, array([-0.01,  0.04]))
    """

    def seen(theta, g):
        value = objective(theta / unit, g)
        g /= unit
        return value

    return seen


def effective_rate(g: np.ndarray, t: int, *, rho: float = 0.95, eps: float = 1e-6) -> np.ndarray:
    r"""The step over the gradient after ``t`` steps along a constant slope ``g``, the average of gradients settled.

    .. math:: r_t^2 = 1 - \frac{g^2}{g^2 + \epsilon} \Bigl(1 - \frac{(1-\rho)\,\epsilon}{g^2 + \epsilon}\Bigr)^{t}

    Examples
    --------
    A gradient far below the root of epsilon, and one that is equal to it, early and late:

    >>> effective_rate(np.array([1e-5, 1e-3]), 0).round(3), effective_rate(np.array([1e-3]), 1000).round(3)
    (array([1.   , 0.707]), array([1.]))
    """
    square = np.square(g)
    return np.sqrt(1 - square / (square + eps) * (1 - (1 - rho) * eps / (square + eps)) ** t)


def measured_rate(gradients: np.ndarray, *, rho: float = 0.95, eps: float = 1e-6) -> np.ndarray:
    r"""The factor :math:`\sqrt{u+\epsilon}/\sqrt{s+\epsilon}` of Adadelta after ``gradients``, ``(T, ...)``, from rest.

    Examples
    --------
    >>> measured_rate(np.full((200, 1), 1e-3)).round(2)
    array([1.])
    """
    s, u = np.zeros((2, *gradients.shape[1:]))
    theta = np.zeros(gradients.shape[1:])
    for t, g in enumerate(gradients, 1):
        adadelta.update(theta, g, t, s, u, lr=1.0, rho=rho, eps=eps)
    return np.sqrt((u + eps) / (s + eps))


def wave(*, seeds: int, epochs: int, every: int = 10, rho: float = 0.9, eps: float = 1e-5) -> dict[str, Named]:
    """What Adadelta, with ai-edu's constants, uses for a rate on ai-edu's wave.

    Returns
    -------
    dict of Named, float32, axes seed, epoch, parameter
        ``rate``: the factor on the gradient of each parameter.

    Examples
    --------
    >>> wave(seeds=3, epochs=2, every=1)["rate"]
    Named(seed: 3, epoch: 2, parameter: 10)
    """
    rates = []

    def look(theta, s, u):
        rates.append(np.sqrt((u + eps) / (s + eps)))

    fit(Watched(adadelta(rho=rho, eps=eps), UPDATES * every, look), start="adaptive", seeds=seeds, epochs=epochs, every=epochs)
    axes = {"epoch": range(every, epochs + 1, every), "seed": range(seeds), "parameter": range(NETWORK.size)}
    return {"rate": Named(np.float32(rates), axes).transpose("seed", "epoch", "parameter")}

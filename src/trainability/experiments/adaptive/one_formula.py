r"""Are all rules one formula? Qiu's summary (2020, section 7.2.5) says that every step is

.. math:: \Delta\theta_t = -\frac{\alpha_t}{\sqrt{G_t + \epsilon}}\, M_t, \qquad G_t = \psi(g_1, \dots, g_t), \quad M_t = \phi(g_1, \dots, g_t).

Here are a :math:`\psi` and a :math:`\phi` for each rule of :mod:`~trainability.rules`. Both take the gradients so far, ``(t, P)``.
"""

from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

import numpy as np

from ... import rules
from ...rule import Descent, Rule


def last(g):
    """The gradient itself."""
    return g[-1]


def one(g):
    """No scaling."""
    return np.ones_like(g[-1])


def total(g, decay=1.0):
    r"""The sum of all gradients, the older the less: :math:`\sum_\tau \beta^{t-\tau} g_\tau`."""
    return decay ** np.arange(len(g) - 1.0, -1.0, -1.0) @ g


def average(g, decay):
    r"""Their moving average that starts at zero: the sum times :math:`1-\beta`."""
    return (1 - decay) * total(g, decay)


def corrected(g, decay):
    r"""That average over the sum of its weights, :math:`1-\beta^t`."""
    return average(g, decay) / (1 - decay ** len(g))


def ahead(g, beta1=0.9):
    """Nadam's: the corrected average as it will be if the next gradient is zero, and the last gradient beside it."""
    t = len(g)
    return beta1 / (1 - beta1 ** (t + 1)) * average(g, beta1) + (1 - beta1) / (1 - beta1**t) * g[-1]


def largest(g):
    """AMSGrad's: the largest average of squares so far, with Adam's correction."""
    return np.max([average(g[:t] ** 2, 0.999) for t in range(1, len(g) + 1)], axis=0) / (1 - 0.999 ** len(g))


def metered(g, decay=0.95, eps=1e-6):
    """Adadelta's: the last gradient times the rms of the steps before it, each of which needs those before it."""
    u = np.zeros_like(g[-1])
    for t in range(1, len(g)):
        d = np.sqrt(u + eps) / np.sqrt(average(g[:t] ** 2, decay) + eps) * g[t - 1]
        u = decay * u + (1 - decay) * d**2
    return np.sqrt(u + eps) * g[-1]


class Form(NamedTuple):
    """A rule with its epsilon under the root, where it can have it there, and what makes it an instance of the formula."""

    rule: Rule
    psi: Callable
    phi: Callable
    eps: float = 0.0


FORMS = {
    form.rule.__name__: form
    for form in (
        Form(rules.sgd, one, last),
        Form(rules.momentum, one, lambda g: total(g, 0.9)),
        Form(rules.momentum_ema, one, lambda g: average(g, 0.9)),
        Form(rules.momentum_framework, one, lambda g: total(g, 0.9)),
        Form(rules.nesterov, one, lambda g: total(g, 0.9)),
        Form(rules.adagrad(eps=0, eps_inside=1e-6), lambda g: total(g**2), last, 1e-6),
        Form(rules.rmsprop(eps=0, eps_inside=1e-6), lambda g: average(g**2, 0.9), last, 1e-6),
        Form(rules.rmsprop_centered, lambda g: average(g**2, 0.9) - average(g, 0.9) ** 2, last, 1e-4),
        Form(rules.adadelta, lambda g: average(g**2, 0.95), metered, 1e-6),
        Form(rules.adam(eps=0), lambda g: corrected(g**2, 0.999), lambda g: corrected(g, 0.9)),
        Form(rules.nadam(eps=0), lambda g: corrected(g**2, 0.999), ahead),
        Form(rules.amsgrad(eps=0), largest, lambda g: corrected(g, 0.9)),
        Form(rules.adamw(eps=0), lambda g: corrected(g**2, 0.999), lambda g: corrected(g, 0.9)),
    )
}


def steps(rule: Rule, g: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """What ``rule`` adds to ``theta`` at each step, ``(T, P)``, when the gradients are ``g``, ``(T, P)``, wherever it looks."""
    given = iter(g)

    def objective(theta, g):
        g[...] = next(given)
        return 0.0

    moved, added = theta.copy(), []
    for _ in islice(Descent(objective, moved, rule), len(g)):
        added.append(moved - theta)
        moved[...] = theta
    return np.stack(added)


def formula(form: Form, g: np.ndarray, lr: float | Callable) -> np.ndarray:
    """The steps of the formula, ``(T, P)``, at the rate ``lr``, a number or a schedule."""
    return np.stack(
        [-(lr(t) if callable(lr) else lr) / np.sqrt(form.psi(g[:t]) + form.eps) * form.phi(g[:t]) for t in range(1, len(g) + 1)]
    )


def gap(name: str, rng: np.random.Generator, *, lr: float | Callable = 1.0, T: int = 30, P: int = 20) -> float:
    """The largest difference between a rule's steps and the formula's, relative to its largest step, on random gradients.

    Examples
    --------
    >>> gap("adam", np.random.default_rng(0)) < 1e-12
    True
    """
    form, g, theta = FORMS[name], rng.standard_normal((T, P)), rng.standard_normal(P)
    added = steps(form.rule(lr=lr), g, theta)
    return float(np.abs(added - formula(form, g, lr)).max() / np.abs(added).max())


def is_weighted(name: str, rng: np.random.Generator, *, T: int = 30, P: int = 20) -> bool:
    r"""Whether :math:`M_t` is a weighted sum of gradients, and :math:`G_t` one of their squares, or 1.

    Such sums are additive: :math:`\phi(g+h)=\phi(g)+\phi(h)`, and the same for :math:`\psi` as a function of the squares.

    Examples
    --------
    >>> [name for name in FORMS if not is_weighted(name, np.random.default_rng(0))]
    ['rmsprop_centered', 'adadelta', 'amsgrad']
    """
    _, psi, phi, _ = FORMS[name]
    g, h = rng.standard_normal((2, T, P))
    squares = psi is one or np.allclose(psi(np.hypot(g, h)), psi(g) + psi(h))
    return bool(squares and np.allclose(phi(g + h), phi(g) + phi(h)))

r"""What does an adaptive method divide by, and which rate does that leave to each parameter?

Functions of one step, to be charted: their arguments are, by name, the state and the hyperparameters of a rule.
"""

import numpy as np


def root_s(s):
    r"""The divisor :math:`\sqrt{s}` of Adagrad, RMSprop and Adadelta."""
    return np.sqrt(s)


def root_v(v, t, beta2):
    r"""The divisor of Adam, :math:`\sqrt{v_t / (1-\beta_2^t)}`.

    Examples
    --------
    After the first step it is the size of the gradient:

    >>> float(root_v(0.001 * 5.0**2, 1, 0.999).round(12))
    5.0
    """
    return np.sqrt(v / (1 - beta2**t))


def rate_s(s, lr, eps, eps_inside):
    r"""The rate :math:`\eta/(\sqrt{s+\delta}+\epsilon)` that Adagrad and RMSprop give to a gradient.

    Examples
    --------
    >>> float(rate_s(4.0, 0.1, 0.0, 0.0))
    0.05
    """
    return lr / (np.sqrt(s + eps_inside) + eps)


def rate_v(v, t, lr, beta2, eps):
    r"""The rate :math:`\eta/(\sqrt{v_t/(1-\beta_2^t)}+\epsilon)` that Adam gives to its average of gradients, corrected.

    Examples
    --------
    >>> float(rate_v(0.001 * 5.0**2, 1, 0.1, 0.999, 0.0).round(12))
    0.02
    """
    return lr / (np.sqrt(v / (1 - beta2**t)) + eps)

r"""Adam with its corrections left out, as the notes have them or as they forget them: how wrong are the steps?

Adam divides its averages by the sums of their weights, :math:`1 - \beta_1^t` and :math:`1 - \beta_2^t`. Whatever one
divides by in their place, as long as it does not depend on the gradients, changes the length of a step only: each
fault here is Adam at another learning rate, and :func:`ratios` says which.
"""

import numpy as np

from ...rule import Rule


@Rule
def adam_uncorrected(theta, g, t, m, v, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    r"""Adam without bias correction.

    .. math::

        m_t &= \beta_1 m_{t-1} + (1-\beta_1)\, g_t \\
        v_t &= \beta_2 v_{t-1} + (1-\beta_2)\, g_t^2 \\
        \theta_t &= \theta_{t-1} - \frac{\eta\, m_t}{\sqrt{v_t} + \epsilon}
    """
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g**2
    theta -= lr * m / (np.sqrt(v) + eps)


@Rule
def adam_without_power(theta, g, t, m, v, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    r"""Adam with a note's corrections, which lack the power t.

    .. math::

        m_t &= \beta_1 m_{t-1} + (1-\beta_1)\, g_t \\
        v_t &= \beta_2 v_{t-1} + (1-\beta_2)\, g_t^2 \\
        \theta_t &= \theta_{t-1} - \frac{\eta\, m_t / (1-\beta_1)}{\sqrt{v_t / (1-\beta_2)} + \epsilon}
    """
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g**2
    theta -= lr / (1 - beta1) * m / (np.sqrt(v / (1 - beta2)) + eps)


@Rule
def adam_printed(theta, g, t, m, v, *, lr=0.001, beta1=0.9, beta2=0.999, eps_inside=1e-8):
    r"""Adam as a note prints its update: the first average without the power t, the second not corrected at all.

    .. math::

        m_t &= \beta_1 m_{t-1} + (1-\beta_1)\, g_t \\
        v_t &= \beta_2 v_{t-1} + (1-\beta_2)\, g_t^2 \\
        \theta_t &= \theta_{t-1} - \frac{\eta\, m_t / (1-\beta_1)}{\sqrt{v_t + \delta}}
    """
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g**2
    theta -= lr / (1 - beta1) * m / np.sqrt(v + eps_inside)


def ratios(t: np.ndarray, *, beta1: float = 0.9, beta2: float = 0.999) -> dict[str, np.ndarray]:
    """The step of each fault over Adam's own, at steps ``t`` = 1, 2, ..., for any gradients, epsilon left aside.

    Parameters
    ----------
    t : array-like
        Steps, from 1.
    beta1, beta2 : float
        Decays of the averages, in [0, 1).

    Returns
    -------
    dict of ndarray
        ``uncorrected``, ``without power`` and ``printed``, of the shape of ``t``: one function, three times scaled.

    Examples
    --------
    >>> {name: r.round(2).tolist() for name, r in ratios(np.array([1, 10, 10_000])).items()}
    {'uncorrected': [3.16, 6.53, 1.0], 'without power': [1.0, 2.06, 0.32], 'printed': [31.62, 65.28, 10.0]}
    """
    t = np.asarray(t)
    uncorrected = (1 - beta1**t) / np.sqrt(1 - beta2**t)
    return {
        "uncorrected": uncorrected,
        "without power": uncorrected * np.sqrt(1 - beta2) / (1 - beta1),
        "printed": uncorrected / (1 - beta1),
    }

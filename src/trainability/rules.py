r"""The update rules, each as its equation.

Every rule is called as :class:`~trainability.rule.Rule` says: ``theta`` and the arrays behind ``t`` change in place.
In the equations :math:`\eta` is ``lr``, :math:`\lambda` is ``decay``, and the two guards against division by zero are
:math:`\epsilon`, ``eps``, outside the root and :math:`\delta`, ``eps_inside``, inside it; the rest go by their names.
Each states the range in which it must be at every step, see :mod:`~trainability.ranges`.
"""

import numpy as np

from .ranges import Fraction, Part, Rate
from .rule import Rule


@Rule
def sgd(theta, g, t, *, lr: Rate = 0.01):
    r"""Gradient descent, stochastic when ``g`` is (Robbins & Monro 1951).

    .. math:: \theta_t = \theta_{t-1} - \eta\, g_t
    """
    theta -= lr * g


@Rule
def momentum(theta, g, t, v, *, lr: Rate = 0.01, mu: Fraction = 0.9):
    r"""Classical momentum, the heavy ball (Polyak 1964, eq. 9; Sutskever et al. 2013, eq. 1-2).

    .. math::

        v_t &= \mu v_{t-1} - \eta\, g_t \\
        \theta_t &= \theta_{t-1} + v_t
    """
    v *= mu
    v -= lr * g
    theta += v


@Rule
def momentum_ema(theta, g, t, m, *, lr: Rate = 0.01, beta: Part = 0.9):
    r"""Momentum as a moving average of gradients; :func:`momentum` with the rate :math:`(1-\beta)\,\eta`.

    .. math::

        m_t &= \beta m_{t-1} + (1-\beta)\, g_t \\
        \theta_t &= \theta_{t-1} - \eta\, m_t
    """
    m *= beta
    m += (1 - beta) * g
    theta -= lr * m


@Rule
def momentum_framework(theta, g, t, v, *, lr: Rate = 0.01, mu: Fraction = 0.9):
    r"""Momentum as PyTorch has it, the rate outside; :func:`momentum` as long as the rate is constant.

    .. math::

        v_t &= \mu v_{t-1} + g_t \\
        \theta_t &= \theta_{t-1} - \eta\, v_t
    """
    v *= mu
    v += g
    theta -= lr * v


@Rule
def nesterov(theta, g, t, v, *, lr: Rate = 0.01, mu: Fraction = 0.9):
    r"""Nesterov's accelerated gradient, its gradient taken ahead (Sutskever et al. 2013, eq. 3-4).

    .. math::

        v_t &= \mu v_{t-1} - \eta\, \nabla f(\theta_{t-1} + \mu v_{t-1}) \\
        \theta_t &= \theta_{t-1} + v_t
    """
    v *= mu
    v -= lr * g
    theta -= lr * g  # the lookahead has added mu v


@nesterov.lookahead
def nesterov(theta, v, *, lr, mu):
    theta += mu * v


@Rule
def adagrad(theta, g, t, s, *, lr: Rate = 0.01, eps: Rate = 1e-8, eps_inside: Rate = 0.0):
    r"""Adagrad, diagonal (Duchi et al. 2011, section 1.1).

    .. math::

        s_t &= s_{t-1} + g_t^2 \\
        \theta_t &= \theta_{t-1} - \frac{\eta}{\sqrt{s_t + \delta} + \epsilon}\, g_t
    """
    s += g**2
    theta -= lr * g / (np.sqrt(s + eps_inside) + eps)


@Rule
def rmsprop(theta, g, t, s, *, lr: Rate = 0.001, rho: Part = 0.9, eps: Rate = 1e-8, eps_inside: Rate = 0.0):
    r"""RMSprop (Tieleman & Hinton 2012, lecture 6.5).

    .. math::

        s_t &= \rho s_{t-1} + (1-\rho)\, g_t^2 \\
        \theta_t &= \theta_{t-1} - \frac{\eta}{\sqrt{s_t + \delta} + \epsilon}\, g_t
    """
    s *= rho
    s += (1 - rho) * g**2
    theta -= lr * g / (np.sqrt(s + eps_inside) + eps)


@Rule
def rmsprop_centered(theta, g, t, s, m, *, lr: Rate = 0.001, rho: Part = 0.9, eps: Rate = 0.0, eps_inside: Rate = 0.0001):
    r"""RMSprop by an estimate of the variance in place of the mean square (Graves 2013, eq. 38-45, without its momentum).

    The more constant the gradient, the larger the step; :math:`\delta` bounds it, so it is larger here than elsewhere.

    .. math::

        s_t &= \rho s_{t-1} + (1-\rho)\, g_t^2 \\
        m_t &= \rho m_{t-1} + (1-\rho)\, g_t \\
        \theta_t &= \theta_{t-1} - \frac{\eta}{\sqrt{s_t - m_t^2 + \delta} + \epsilon}\, g_t
    """
    s *= rho
    s += (1 - rho) * g**2
    m *= rho
    m += (1 - rho) * g
    variance = np.maximum(s - m**2, 0)  # never negative, but for rounding
    theta -= lr * g / (np.sqrt(variance + eps_inside) + eps)


@Rule
def adadelta(theta, g, t, s, u, *, lr: Rate = 1.0, rho: Part = 0.95, eps: Rate = 1e-6):
    r"""Adadelta (Zeiler 2012, algorithm 1); the paper has no learning rate, that is ``lr=1``.

    .. math::

        s_t &= \rho s_{t-1} + (1-\rho)\, g_t^2 \\
        d_t &= \frac{\sqrt{u_{t-1} + \epsilon}}{\sqrt{s_t + \epsilon}}\, g_t \\
        u_t &= \rho u_{t-1} + (1-\rho)\, d_t^2 \\
        \theta_t &= \theta_{t-1} - \eta\, d_t
    """
    s *= rho
    s += (1 - rho) * g**2
    d = np.sqrt(u + eps) / np.sqrt(s + eps) * g
    u *= rho
    u += (1 - rho) * d**2
    theta -= lr * d


@Rule
def adam(theta, g, t, m, v, *, lr: Rate = 0.001, beta1: Part = 0.9, beta2: Part = 0.999, eps: Rate = 1e-8):
    r"""Adam (Kingma & Ba 2015, algorithm 1).

    .. math::

        m_t &= \beta_1 m_{t-1} + (1-\beta_1)\, g_t \\
        v_t &= \beta_2 v_{t-1} + (1-\beta_2)\, g_t^2 \\
        \theta_t &= \theta_{t-1} - \frac{\eta\, m_t / (1-\beta_1^t)}{\sqrt{v_t / (1-\beta_2^t)} + \epsilon}
    """
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g**2
    theta -= lr / (1 - beta1**t) * m / (np.sqrt(v / (1 - beta2**t)) + eps)


@Rule
def nadam(theta, g, t, m, v, *, lr: Rate = 0.001, beta1: Part = 0.9, beta2: Part = 0.999, eps: Rate = 1e-8):
    r"""Adam with Nesterov's momentum (Dozat 2016, algorithm 8, constant :math:`\mu`).

    .. math::

        m_t &= \beta_1 m_{t-1} + (1-\beta_1)\, g_t \\
        v_t &= \beta_2 v_{t-1} + (1-\beta_2)\, g_t^2 \\
        a_t &= \frac{\beta_1\, m_t}{1-\beta_1^{t+1}} + \frac{(1-\beta_1)\, g_t}{1-\beta_1^t} \\
        \theta_t &= \theta_{t-1} - \frac{\eta\, a_t}{\sqrt{v_t / (1-\beta_2^t)} + \epsilon}
    """
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g**2
    a = beta1 / (1 - beta1 ** (t + 1)) * m + (1 - beta1) / (1 - beta1**t) * g
    theta -= lr * a / (np.sqrt(v / (1 - beta2**t)) + eps)


@Rule
def amsgrad(theta, g, t, m, v, w, *, lr: Rate = 0.001, beta1: Part = 0.9, beta2: Part = 0.999, eps: Rate = 1e-8):
    r"""Adam by the largest second moment so far (Reddi et al. 2018, algorithm 2), with Adam's bias corrections, as PyTorch has it.

    .. math::

        m_t &= \beta_1 m_{t-1} + (1-\beta_1)\, g_t \\
        v_t &= \beta_2 v_{t-1} + (1-\beta_2)\, g_t^2 \\
        w_t &= \max(w_{t-1}, v_t) \\
        \theta_t &= \theta_{t-1} - \frac{\eta\, m_t / (1-\beta_1^t)}{\sqrt{w_t / (1-\beta_2^t)} + \epsilon}
    """
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g**2
    np.maximum(w, v, out=w)
    theta -= lr / (1 - beta1**t) * m / (np.sqrt(w / (1 - beta2**t)) + eps)


@Rule
def adamw(theta, g, t, m, v, *, lr: Rate = 0.001, beta1: Part = 0.9, beta2: Part = 0.999, eps: Rate = 1e-8, decay: Rate = 0.01):
    r"""Adam with decoupled weight decay (Loshchilov & Hutter 2019, algorithm 2), which scales with the rate, as libraries have it.

    .. math::

        m_t &= \beta_1 m_{t-1} + (1-\beta_1)\, g_t \\
        v_t &= \beta_2 v_{t-1} + (1-\beta_2)\, g_t^2 \\
        d_t &= (1 - \eta \lambda)\, \theta_{t-1} \\
        \theta_t &= d_t - \frac{\eta\, m_t / (1-\beta_1^t)}{\sqrt{v_t / (1-\beta_2^t)} + \epsilon}
    """
    theta *= 1 - lr * decay
    adam.update(theta, g, t, m, v, lr=lr, beta1=beta1, beta2=beta2, eps=eps)

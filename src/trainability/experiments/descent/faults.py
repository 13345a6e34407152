"""Update rules as the notes or their sources have them, mistakes and all, to measure what each mistake does."""

from ...rule import Rule


@Rule
def momentum_twice(theta, g, t, v, *, lr=0.01, mu=0.9):
    r"""ai-edu's "Nesterov": having looked ahead it does not come back, so the velocity counts twice.

    .. math::

        v_t &= \mu v_{t-1} - \eta\, \nabla f(\theta_{t-1} + \mu v_{t-1}) \\
        \theta_t &= \theta_{t-1} + \mu v_{t-1} + v_t
    """
    v *= mu
    v -= lr * g
    theta += v


@momentum_twice.lookahead
def momentum_twice(theta, v, *, lr, mu):
    theta += mu * v

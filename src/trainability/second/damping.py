"""How far a quadratic model is trusted: it is damped the more, the worse it has predicted."""

from ..ranges import Factor, Rate, Share, ranged


def reduction_ratio(before: float, after: float, predicted: float) -> float:
    r"""What a step has changed, over what the model said it would (Martens 2010, section 4.1).

    .. math:: \rho = \frac{f(\theta + \delta) - f(\theta)}{q(\delta)}, \qquad q(\delta) = g^\top \delta + \frac12 \delta^\top G \delta

    1 where the model is exact, below 0 where the step went up. Minus infinity where it is no number: nothing is trusted then.

    Examples
    --------
    >>> reduction_ratio(before=5.0, after=4.0, predicted=-2.0)
    0.5
    """
    if predicted == 0:
        return 1.0 if after == before else float("-inf")
    ratio = (after - before) / predicted
    return float(ratio) if ratio == ratio else float("-inf")


@ranged
def levenberg_marquardt(damping: Rate, ratio: float, low: Share = 0.25, high: Share = 0.75, factor: Factor = 1.5) -> float:
    r"""The next damping: more where the model promised too much, less where it kept its word (Martens 2010, section 4.1).

    .. math:: \lambda \leftarrow \frac32 \lambda \text{ if } \rho < \frac14, \qquad \lambda \leftarrow \frac23 \lambda \text{ if } \rho > \frac34

    Examples
    --------
    >>> levenberg_marquardt(6.0, 0.1), levenberg_marquardt(6.0, 0.5), levenberg_marquardt(6.0, 0.9)
    (9.0, 6.0, 4.0)
    """
    if ratio < low:
        return damping * factor
    return damping / factor if ratio > high else damping

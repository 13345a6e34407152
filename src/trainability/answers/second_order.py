"""Answers to the exercise of ``5-momentum-paper/second-order``: Levenberg and Marquardt's rule."""

import numpy as np


def next_damping(before, after, g, G, delta, damping):
    ratio = (after - before) / (g @ delta + delta @ G @ delta / 2)
    if not ratio >= 1 / 4:  # NaN, too
        return damping * 3 / 2
    return damping * 2 / 3 if ratio > 3 / 4 else damping


def rewards_the_bad(before, after, g, G, delta, damping):
    """so less damping than 6"""
    return damping**2 / next_damping(before, after, g, G, delta, damping)


def damps_the_model(before, after, g, G, delta, damping):
    """is the damping in the model"""
    return next_damping(before, after, g, G + damping * np.eye(delta.size), delta, damping)


def forgets_the_half(before, after, g, G, delta, damping):
    """or is the half missing"""
    ratio = (after - before) / (g @ delta + delta @ G @ delta)
    return damping * 2 / 3 if 3 / 4 < ratio < np.inf else damping if 1 / 4 <= ratio <= 3 / 4 else damping * 3 / 2


def multiplies_elementwise(before, after, g, G, delta, damping):
    """Is the product elementwise"""
    ratio = (after - before) / np.sum(g * delta + delta * np.diag(G) * delta / 2)
    return next_damping(0.0, -ratio, np.array([-1.0]), np.zeros((1, 1)), np.ones(1), damping)


def takes_the_size(before, after, g, G, delta, damping):
    """the ratio is negative"""
    ratio = abs((after - before) / (g @ delta + delta @ G @ delta / 2))
    return next_damping(0.0, -ratio, np.array([-1.0]), np.zeros((1, 1)), np.ones(1), damping)


def turns_the_ratio_round(before, after, g, G, delta, damping):
    """and not 1/5"""
    ratio = (after - before) / (g @ delta + delta @ G @ delta / 2)
    return damping * 3 / 2 if not ratio >= 1 / 4 else damping * 2 / 3 if 3 / 4 < ratio < 4 / 3 else damping


def believes_what_is_no_number(before, after, g, G, delta, damping):
    """a comparison with NaN is False"""
    ratio = (after - before) / (g @ delta + delta @ G @ delta / 2)
    return damping * 3 / 2 if ratio < 1 / 4 else damping * 2 / 3 if ratio > 3 / 4 else damping

"""Answers to the exercise of ``1-signals/exploding-and-vanishing``: a scale by bisection."""

import numpy as np


def critical_std(size, low, high, calls):
    for _ in range(calls):
        middle = np.sqrt(low * high)
        low, high = (middle, high) if size(middle) < 1 else (low, middle)
    return np.sqrt(low * high)


def other_half(size, low, high, calls):
    """keep the half at whose ends the signal vanishes and explodes"""
    for _ in range(calls):
        middle = np.sqrt(low * high)
        low, high = (low, middle) if size(middle) < 1 else (middle, high)
    return np.sqrt(low * high)


def arithmetic_middle(size, low, high, calls):
    """halve log(high / low)"""
    for _ in range(calls):
        middle = (low + high) / 2
        low, high = (middle, high) if size(middle) < 1 else (low, middle)
    return (low + high) / 2


def straight_line(size, low, high, calls):
    """the sizes are 0 or infinite here"""
    with np.errstate(divide="ignore", invalid="ignore"):
        below, above = np.log(size(low)), np.log(size(high))
        return low * (high / low) ** (below / (below - above))


def both_ends_each_time(size, low, high, calls):
    """12 were allowed"""
    for _ in range(calls):
        middle = np.sqrt(low * high)
        low, high = (middle, high) if (size(low) < 1) == (size(middle) < 1) else (low, middle)
    return np.sqrt(low * high)

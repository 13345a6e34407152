"""Answers to the exercise of ``3-adaptive/choosing``: an interval for the median."""

from math import comb

import numpy as np


def interval(values, level=0.95):
    n, values = len(values), np.sort(values)
    tails = np.cumsum([comb(n, i) for i in range(n)]) / 2**n  # that at most i values lie on one side of the median
    k = int(np.sum(2 * tails <= 1 - level))
    if k == 0:
        raise ValueError(f"{n} values are too few for {level:.0%}")
    return values[k - 1], values[-k]


def normal_law(values, level=0.95):
    """means and deviations suppose a normal law"""
    error = np.std(values, ddof=1) / np.sqrt(len(values))
    return np.mean(values) - 1.96 * error, np.mean(values) + 1.96 * error


def extremes(values, level=0.95):
    """a narrower interval will do"""
    return min(values), max(values)


def one_side(values, level=0.95):
    """it can lie on either side"""
    return interval(values, 2 * level - 1)


def always_the_second(values, level=0.95):
    """no others will do"""
    return tuple(np.sort(values)[[1, -2]])


def second_from_ten_on(values, level=0.95):
    """k grows with n"""
    if len(values) < 6 and level > 0.9:
        raise ValueError("too few values")
    k = 2 if len(values) >= 10 else 1
    return tuple(np.sort(values)[[k - 1, -k]])

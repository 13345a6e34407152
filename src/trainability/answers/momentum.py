"""Answers to the exercise of ``2-descent/momentum``: rate and momentum by search."""

import numpy as np

from ..theory.convergence import rate as factor


def best(condition, rates, momenta):
    slower = np.maximum(factor(rates, momenta[:, None]), factor(rates / condition, momenta[:, None]))
    i, j = np.unravel_index(slower.argmin(), slower.shape)
    return rates[j], momenta[i], slower[i, j]


def steep_direction_only(condition, rates, momenta):
    """the flat direction, of curvature 1/10, shrinks by only"""
    return best(1.0, rates, momenta)


def flat_direction_only(condition, rates, momenta):
    """the steep direction, of curvature 1, goes by"""
    rate, mu, found = best(1.0, rates / condition, momenta)
    return condition * rate, mu, found


def faster_direction(condition, rates, momenta):
    """the descent by the slower of them"""
    rate, mu, _ = best(condition, rates, momenta)
    return rate, mu, min(factor(rate, mu), factor(rate / condition, mu))

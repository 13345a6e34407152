"""Answers to the exercise of ``1-signals/kaiming``: rectifier networks without a matrix."""

import numpy as np


def walks(networks, n, depth, rng):
    live = rng.binomial(n, 0.5, (networks, depth))
    return np.log(2 / n * rng.chisquare(live)).sum(axis=1)


def all_units_live(networks, n, depth, rng):
    """about every other unit is silent"""
    return np.log(2 / n * rng.chisquare(n, (networks, depth))).sum(axis=1)


def always_half(networks, n, depth, rng):
    """how many units are live is chance, too"""
    return np.log(2 / n * rng.chisquare(n / 2, (networks, depth))).sum(axis=1)


def one_layer_for_all(networks, n, depth, rng):
    """each layer draws its own number"""
    return depth * walks(networks, n, 1, rng)

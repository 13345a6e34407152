"""Answers to the exercise of ``1-signals/xavier``: a signal in a deep network."""

import numpy as np


def sizes(f, n, depth, rng):
    x, found = rng.standard_normal(n), []
    for _ in range(depth):
        x = f(x @ rng.standard_normal((n, n)) / np.sqrt(n))
        found.append(np.sqrt(np.mean(x**2)))
    return np.array(found)


def variance_for_deviation(f, n, depth, rng):
    """weights of variance 1/n have the standard deviation 1/√n"""
    x, found = rng.standard_normal(n), []
    for _ in range(depth):
        x = f(x @ rng.standard_normal((n, n)) / n)
        found.append(np.sqrt(np.mean(x**2)))
    return np.array(found)


def before_the_activation(f, n, depth, rng):
    """measure behind the activation function"""
    x, found = rng.standard_normal(n), []
    for _ in range(depth):
        h = x @ rng.standard_normal((n, n)) / np.sqrt(n)
        found.append(np.sqrt(np.mean(h**2)))
        x = f(h)
    return np.array(found)


def length_for_rms(f, n, depth, rng):
    """5 is the length of 25 of them"""
    return np.sqrt(n) * sizes(f, n, depth, rng)


def one_matrix(f, n, depth, rng):
    """draw a new matrix for each"""
    x, found = rng.standard_normal(n), []
    W = rng.standard_normal((n, n)) / np.sqrt(n)
    for _ in range(depth):
        x = f(x @ W)
        found.append(np.sqrt(np.mean(x**2)))
    return np.array(found)

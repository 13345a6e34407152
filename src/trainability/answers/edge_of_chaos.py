"""Answers to the exercise of ``1-signals/edge-of-chaos``: the data choose the gains."""

import numpy as np


def gains(x, matrices, f):
    found = []
    for W in matrices:
        h = x @ W
        found.append(1 / np.sqrt(np.mean(h**2)))
        x = f(found[-1] * h)
    return found


def mean_square(x, matrices, f):
    """divide by the root of the mean square"""
    return [gain**2 for gain in gains(x, matrices, f)]


def behind_the_activation(x, matrices, f):
    """measure before it, not behind"""
    found = []
    for W in matrices:
        x = f(x @ W)
        found.append(1 / np.sqrt(np.mean(x**2)))
        x = found[-1] * x
    return found


def signal_without_gains(x, matrices, f):
    """send on the signal with the gains chosen so far"""
    found = []
    for W in matrices:
        found.append(1 / np.sqrt(np.mean((x @ W) ** 2)))
        x = f(x @ W)
    return found


def gain_for_each_input(x, matrices, f):
    """one number each for the whole batch"""
    found = []
    for W in matrices:
        h = x @ W
        found.append(1 / np.sqrt(np.mean(h**2, axis=1, keepdims=True)))
        x = f(found[-1] * h)
    return found

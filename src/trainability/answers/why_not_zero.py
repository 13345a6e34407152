"""Answers to the exercise of ``1-signals/why-not-zero``: one unit becomes two."""

import numpy as np


def double(W, b, V, unit, share):
    W, b = np.column_stack([W, W[:, unit]]), np.append(b, b[unit])
    V = np.vstack([V, share * V[unit]])
    V[unit] *= 1 - share
    return W, b, V


def counts_twice(W, b, V, unit, share):
    """the twins' output weights add up to"""
    return np.column_stack([W, W[:, unit]]), np.append(b, b[unit]), np.vstack([V, V[unit]])


def shares_the_input(W, b, V, unit, share):
    """only the output can be shared, tanh is not linear"""
    W, b = np.column_stack([W, share * W[:, unit]]), np.append(b, share * b[unit])
    W[:, unit] *= 1 - share
    b[unit] *= 1 - share
    return W, b, np.vstack([V, V[unit]])


def share_of_the_unit(W, b, V, unit, share):
    """the twin's share is 0.3"""
    return double(W, b, V, unit, 1 - share)


def in_place(W, b, V, unit, share):
    """the arrays that were given have changed"""
    twin = share * V[unit]
    V[unit] -= twin
    return np.column_stack([W, W[:, unit]]), np.append(b, b[unit]), np.vstack([V, twin])

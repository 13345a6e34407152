"""Answers to the exercise of ``3-adaptive/rmsprop-adadelta``: Adadelta with two epsilons."""

import numpy as np


def changes(g, rho, eps_step, eps_slope):
    s, u, found = 0.0, 0.0, []
    for each in g:
        s = rho * s + (1 - rho) * each**2
        found.append(np.sqrt((u + eps_step) / (s + eps_slope)) * each)
        u = rho * u + (1 - rho) * found[-1] ** 2
    return np.array(found)


def never_starts(g, rho, eps_step, eps_slope):
    """without epsilon over the fraction it never starts"""
    return changes(g, rho, 0.0, eps_slope)


def one_epsilon(g, rho, eps_step, eps_slope):
    """eps_step over the fraction, eps_slope below"""
    return changes(g, rho, eps_slope, eps_slope)


def sums(g, rho, eps_step, eps_slope):
    """it is no sum"""
    s, u, found = 0.0, 0.0, []
    for each in g:
        s = s + each**2
        found.append(np.sqrt((u + eps_step) / (s + eps_slope)) * each)
        u = u + found[-1] ** 2
    return np.array(found)


def gradients_above_and_below(g, rho, eps_step, eps_slope):
    """u is the average of the squared *changes*"""
    s, found = 0.0, []
    for each in g:
        u, s = s, rho * s + (1 - rho) * each**2
        found.append(np.sqrt((u + eps_step) / (s + eps_slope)) * each)
    return np.array(found)

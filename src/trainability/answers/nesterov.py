"""Answers to the exercise of ``2-descent/nesterov``: Nesterov's method with its own momentum."""

import numpy as np


def accelerated(gradient, theta, lr, steps):
    way, ahead, a = [theta], theta, 1.0
    for _ in range(steps):
        way.append(ahead - lr * gradient(ahead))
        a, before = (1 + np.sqrt(4 * a**2 + 1)) / 2, a
        ahead = way[-1] + (before - 1) / a * (way[-1] - way[-2])
    return np.array(way)


def heavy_ball(gradient, theta, lr, steps):
    """look ahead first"""
    way, v, a = [theta], 0 * theta, 1.0
    for _ in range(steps):
        theta = way[-1] + v - lr * gradient(way[-1])
        a, before = (1 + np.sqrt(4 * a**2 + 1)) / 2, a
        v = (before - 1) / a * (theta - way[-1])
        way.append(theta)
    return np.array(way)


def does_not_come_back(gradient, theta, lr, steps):
    """does the momentum count twice?"""
    way, v, a, mu = [theta], 0 * theta, 1.0, 0.0
    for _ in range(steps):
        ahead = way[-1] + mu * v
        v = mu * v - lr * gradient(ahead)
        way.append(ahead + v)
        a, before = (1 + np.sqrt(4 * a**2 + 1)) / 2, a
        mu = (before - 1) / a
    return np.array(way)


def constant_momentum(gradient, theta, lr, steps):
    """the second step has no momentum yet"""
    way, ahead = [theta], theta
    for _ in range(steps):
        way.append(ahead - lr * gradient(ahead))
        ahead = way[-1] + 0.9 * (way[-1] - way[-2])
    return np.array(way)


def one_step_early(gradient, theta, lr, steps):
    """the second step has no momentum yet"""
    way, ahead, a = [theta], theta, (1 + np.sqrt(5)) / 2
    for _ in range(steps):
        way.append(ahead - lr * gradient(ahead))
        a, before = (1 + np.sqrt(4 * a**2 + 1)) / 2, a
        ahead = way[-1] + (before - 1) / a * (way[-1] - way[-2])
    return np.array(way)


def square_forgotten(gradient, theta, lr, steps):
    """check the momentum"""
    way, ahead, a = [theta], theta, 1.0
    for _ in range(steps):
        way.append(ahead - lr * gradient(ahead))
        a, before = (1 + np.sqrt(4 * a + 1)) / 2, a
        ahead = way[-1] + (before - 1) / a * (way[-1] - way[-2])
    return np.array(way)

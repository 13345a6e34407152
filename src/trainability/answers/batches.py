"""Answers to the exercise of ``2-descent/batches``: the mean of the iterates."""

import numpy as np


def averaged(gradient, theta, lr, steps, skip):
    total = np.zeros_like(theta)
    for t in range(1, steps + 1):
        theta = theta - lr * gradient(theta)
        if t > skip:
            total += theta
    return total / (steps - skip)


def start_counts(gradient, theta, lr, steps, skip):
    """the start is no iterate"""
    points = [theta]
    for _ in range(steps):
        points.append(points[-1] - lr * gradient(points[-1]))
    return np.mean(points[skip:], axis=0)


def one_array(gradient, theta, lr, steps, skip):
    """is it one array four times?"""
    theta, points = theta.copy(), []
    for _ in range(steps):
        theta -= lr * gradient(theta)
        points.append(theta)
    return np.mean(points[skip:], axis=0)


def skips_nothing(gradient, theta, lr, steps, skip):
    """the first two iterates, 8 and 4, are left out"""
    return averaged(gradient, theta, lr, steps, 0)


def divides_by_all(gradient, theta, lr, steps, skip):
    """divided by two, however many steps were taken"""
    return averaged(gradient, theta, lr, steps, skip) * (steps - skip) / steps


def moves_the_start(gradient, theta, lr, steps, skip):
    """theta -= ... changes it"""
    total = np.zeros_like(theta)
    for t in range(1, steps + 1):
        theta -= lr * gradient(theta)
        total += theta * (t > skip)
    return total / (steps - skip)

"""Answers to the exercise of ``5-momentum-paper/quadratics``: a heavy ball with the best rate and momentum at each step."""

import numpy as np


def best_ball(A, b, steps):
    way, v = [np.zeros_like(b)], None
    for _ in range(steps):
        g = A @ way[-1] - b
        V = g[:, None] if v is None else np.stack([g, v], axis=1)
        v = -V @ np.linalg.solve(V.T @ A @ V, V.T @ g)
        way.append(way[-1] + v)
    return np.array(way)


def steepest(A, b, steps):
    """the last step counts, too"""
    way = [np.zeros_like(b)]
    for _ in range(steps):
        g = A @ way[-1] - b
        way.append(way[-1] - g @ g / (g @ A @ g) * g)
    return np.array(way)


def one_after_the_other(A, b, steps):
    """choose both at once"""
    way, v = [np.zeros_like(b)], np.zeros_like(b)
    for _ in range(steps):
        g = A @ way[-1] - b
        here = way[-1] - g @ g / (g @ A @ g) * g
        if v.any():
            here = here - v @ (A @ here - b) / (v @ A @ v) * v
        v = here - way[-1]
        way.append(here)
    return np.array(way)


def no_curvature(A, b, steps):
    """how curved is the quadratic along it?"""
    way, v = [np.zeros_like(b)], None
    for _ in range(steps):
        g = A @ way[-1] - b
        V = g[:, None] if v is None else np.stack([g, v], axis=1)
        v = -V @ np.linalg.solve(V.T @ V, V.T @ g)
        way.append(way[-1] + v)
    return np.array(way)


def other_sign(A, b, steps):
    """the gradient of it is"""
    return -best_ball(A, b, steps)

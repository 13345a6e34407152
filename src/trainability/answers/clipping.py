"""Answers to the exercise of ``2-descent/clipping``: clip to what is usual."""

import numpy as np


def autoclip(g, norms, percent=90):
    norms.append(np.linalg.norm(g))
    limit = np.percentile(norms, percent, method="lower")
    return g if norms[-1] <= limit else g * (limit / norms[-1])


def interpolates(g, norms, percent=90):
    """interpolation is on its way to the outlier"""
    norms.append(np.linalg.norm(g))
    limit = np.percentile(norms, percent)
    return g if norms[-1] <= limit else g * (limit / norms[-1])


def by_value(g, norms, percent=90):
    """clipping by norm keeps the direction"""
    norms.append(np.linalg.norm(g))
    limit = np.percentile(norms, percent, method="lower")
    return np.clip(g, -limit, limit)


def always_to_the_limit(g, norms, percent=90):
    """clipping only shortens"""
    norms.append(np.linalg.norm(g))
    return g * (np.percentile(norms, percent, method="lower") / norms[-1]) if norms[-1] else g


def divides_by_nothing(g, norms, percent=90):
    """0 divided by 0"""
    norms.append(np.linalg.norm(g))
    limit = np.percentile(norms, percent, method="lower")
    return g * (limit / max(norms[-1], limit))


def remembers_what_was_clipped(g, norms, percent=90):
    """if it saw clipped gradients only, the limit could hardly rise"""
    clipped = autoclip(g, norms, percent)
    norms[-1] = np.linalg.norm(clipped)
    return clipped


def remembers_nothing(g, norms, percent=90):
    """append that of g"""
    return autoclip(g, norms.copy(), percent)

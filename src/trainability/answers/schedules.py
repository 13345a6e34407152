"""Answers to the exercise of ``2-descent/schedules``: up in a straight line, down along a cosine."""

import numpy as np


def rate(t, peak, warmup, total):
    u = np.clip((t - warmup) / (total - warmup), 0, 1)
    return peak * np.minimum(t / warmup, 1) * (1 + np.cos(np.pi * u)) / 2


def product(t, peak, warmup, total):
    """the cosine begins to fall there, not before"""
    return peak * np.minimum(t / warmup, 1) * (1 + np.cos(np.pi * np.minimum(t / total, 1))) / 2


def from_zero(t, peak, warmup, total):
    """that step is lost"""
    return rate(t - 1, peak, warmup, total)


def without_pi(t, peak, warmup, total):
    """a cosine is 0 at half of pi, not at one half"""
    u = np.clip((t - warmup) / (total - warmup), 0, 1)
    return peak * np.minimum(t / warmup, 1) * (1 + np.cos(u)) / 2


def rises_again(t, peak, warmup, total):
    """the cosine comes up again, unless you stop it"""
    u = np.maximum((t - warmup) / (total - warmup), 0)
    return peak * np.minimum(t / warmup, 1) * (1 + np.cos(np.pi * u)) / 2

"""Answers to the exercise of ``3-adaptive/adam``: the correction as a schedule."""

import numpy as np


def corrected(t, lr, beta1, beta2):
    return lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)


def upside_down(t, lr, beta1, beta2):
    """your rate makes it longer"""
    return lr * (1 - beta1**t) / np.sqrt(1 - beta2**t)


def without_root(t, lr, beta1, beta2):
    """its root half of g"""
    return lr * (1 - beta2**t) / (1 - beta1**t)


def root_of_both(t, lr, beta1, beta2):
    """only v is a square"""
    return lr * np.sqrt((1 - beta2**t) / (1 - beta1**t))


def without_power(t, lr, beta1, beta2):
    """is t in it?"""
    return lr * np.sqrt(1 - beta2) / (1 - beta1) * np.ones(np.shape(t))


def counts_from_zero(t, lr, beta1, beta2):
    """a quarter of g², and its root half of g"""
    return corrected(t + 1, lr, beta1, beta2)

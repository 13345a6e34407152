"""Answers to the exercise of ``4-normalization/on-mnist``: what six wins in ten pairs show."""

from math import comb

import numpy as np


def sign_test(a, b):
    wins, losses = np.sum(a < b), np.sum(a > b)
    n = int(wins + losses)
    tail = sum(comb(n, k) for k in range(max(wins, losses), n + 1)) / 2**n
    return min(1.0, 2 * tail)


def on_one_side(a, b):
    """0 to 1 is as lopsided"""
    return sign_test(a, b) / 2


def tails_that_overlap(a, b):
    """here the two tails overlap"""
    wins, losses = np.sum(a < b), np.sum(a > b)
    n = int(wins + losses)
    return 2 * sum(comb(n, k) for k in range(max(wins, losses), n + 1)) / 2**n


def exactly_so_lopsided(a, b):
    """or a more lopsided one"""
    wins, losses = np.sum(a < b), np.sum(a > b)
    return min(1.0, 2 * comb(int(wins + losses), int(wins)) / 2 ** int(wins + losses))


def counts_only_wins(a, b):
    """start from the larger of the two counts"""
    wins, losses = np.sum(a < b), np.sum(a > b)
    n = int(wins + losses)
    return min(1.0, 2 * sum(comb(n, k) for k in range(wins, n + 1)) / 2**n)


def takes_a_tie_for_a_loss(a, b):
    """a tie is no toss, and no loss"""
    return sign_test(a, np.where(a == b, b - 1, b))

"""Answers to the exercise of ``5-momentum-paper/autoencoders``: weights of which nearly all are zero."""

import numpy as np


def sparse(n_in, n_out, rng, connections=15):
    chosen = np.broadcast_to(np.arange(n_in)[:, None] < connections, (n_in, n_out))
    return np.where(rng.permuted(chosen, axis=0), rng.standard_normal((n_in, n_out)), 0.0)


def by_row(n_in, n_out, rng, connections=15):
    """choose for each column, not for each row"""
    return sparse(n_out, n_in, rng, connections).T


def with_replacement(n_in, n_out, rng, connections=15):
    """every unit reads 15 different inputs"""
    W = np.zeros((n_in, n_out))
    np.put_along_axis(W, rng.integers(n_in, size=(connections, n_out)), rng.standard_normal((connections, n_out)), axis=0)
    return W


def one_choice_for_all(n_in, n_out, rng, connections=15):
    """all units read the same inputs"""
    W = np.zeros((n_in, n_out))
    W[rng.permutation(n_in)[:connections]] = rng.standard_normal((min(connections, n_in), n_out))
    return W


def divided(n_in, n_out, rng, connections=15):
    """the slope of a logistic unit does that already"""
    return sparse(n_in, n_out, rng, connections) / np.sqrt(connections)


def by_choice(n_in, n_out, rng, connections=15):
    """then a unit reads all of them"""
    W = np.zeros((n_in, n_out))
    for unit in range(n_out):
        W[rng.choice(n_in, connections, replace=False), unit] = rng.standard_normal(connections)
    return W

"""Answers to the exercise of ``1-signals/scaling-by-fan-in``: weights by the toss of a coin."""

import numpy as np


def coin(shape, rng):
    return rng.choice([-1.0, 1.0], shape) / np.sqrt(shape[-2])


def heads_or_nothing(shape, rng):
    """tails is minus what heads is"""
    return rng.integers(0, 2, shape) / np.sqrt(shape[-2])


def variance_for_size(shape, rng):
    """that of ±a is a²"""
    return rng.choice([-1.0, 1.0], shape) / shape[-2]


def fan_out(shape, rng):
    """16 units read 64 inputs: n is 64"""
    return rng.choice([-1.0, 1.0], shape) / np.sqrt(shape[-1])


def first_axis(shape, rng):
    """the inputs are the last axis but one"""
    return rng.choice([-1.0, 1.0], shape) / np.sqrt(shape[0])


def own_generator(shape, rng):
    """use rng, and nothing else"""
    return coin(shape, np.random.default_rng())


def coin_for_a_unit(shape, rng):
    """toss the coin for every weight"""
    return np.broadcast_to(rng.choice([-1.0, 1.0], (*shape[:-1], 1)), shape) / np.sqrt(shape[-2])

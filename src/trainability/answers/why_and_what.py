"""Answers to the exercise of ``4-normalization/why-and-what``: turn the weights of each unit, and keep their length."""

import numpy as np


def turn(W, g, lr):
    step = W - lr * g
    return step * np.linalg.norm(W, axis=0) / np.linalg.norm(step, axis=0)


def lets_them_grow(W, g, lr):
    """a step at right angles has made the weights longer"""
    return W - lr * g


def to_length_one(W, g, lr):
    """bring them back to the length they had"""
    step = W - lr * g
    return step / np.linalg.norm(step, axis=0)


def by_the_matrix(W, g, lr):
    """length that of the whole matrix"""
    step = W - lr * g
    return step * np.linalg.norm(W) / np.linalg.norm(step)


def uphill(W, g, lr):
    """has the direction of (7, 1)"""
    return turn(W, -g, lr)


def in_place(W, g, lr):
    """return a new array"""
    W[...] = turn(W, g, lr)
    return W

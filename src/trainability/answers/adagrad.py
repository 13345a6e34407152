"""Answers to the exercise of ``3-adaptive/adagrad``: Adagrad with the whole matrix."""

import numpy as np


def descend(gradient, theta, lr, steps, eps=1e-8):
    G = np.zeros((len(theta), len(theta)))
    for _ in range(steps):
        g = gradient(theta)
        G += np.outer(g, g)
        squares, axes = np.linalg.eigh(G)
        roots = np.sqrt(np.maximum(squares, 0))  # rounding may leave them just below 0
        theta = theta - lr * axes @ (axes.T @ g / (roots + eps))
    return theta


def diagonal(gradient, theta, lr, steps, eps=1e-8):
    """that is the diagonal's Adagrad"""
    s = np.zeros_like(theta)
    for _ in range(steps):
        g = gradient(theta)
        s += g**2
        theta = theta - lr * g / (np.sqrt(s) + eps)
    return theta


def roots_of_the_entries(gradient, theta, lr, steps, eps=1e-8):
    """the root of a matrix is not the roots of its entries"""
    G = eps * np.eye(len(theta))
    for _ in range(steps):
        g = gradient(theta)
        G += np.outer(g, g)
        theta = theta - lr * np.linalg.solve(np.sqrt(abs(G)), g)
    return theta


def inverse_without_root(gradient, theta, lr, steps, eps=1e-8):
    """it is g over the root of g²"""
    G = eps * np.eye(len(theta))
    for _ in range(steps):
        g = gradient(theta)
        G += np.outer(g, g)
        theta = theta - lr * np.linalg.solve(G, g)
    return theta


def last_gradient_only(gradient, theta, lr, steps, eps=1e-8):
    """G is the sum over all steps"""
    for _ in range(steps):
        theta = descend(gradient, theta, lr, 1, eps)
    return theta

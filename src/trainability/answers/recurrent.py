"""Answers to the exercise of ``5-momentum-paper/recurrent``: backpropagation through time, for one unit."""

import numpy as np


def bptt(u, w, x, target):
    h = [0.0]
    for each in x:
        h.append(np.tanh(u * each + w * h[-1]))
    du = dw = 0.0
    dh = h[-1] - target
    for t in reversed(range(len(x))):
        da = (1 - h[t + 1] ** 2) * dh
        du += da * x[t]
        dw += da * h[t]
        dh = w * da
    return du, dw


def without_slope(u, w, x, target):
    """the slope of the unit, 1 - h**2, is missing"""
    h = [0.0]
    for each in x:
        h.append(np.tanh(u * each + w * h[-1]))
    du = dw = 0.0
    da = h[-1] - target
    for t in reversed(range(len(x))):
        du += da * x[t]
        dw += da * h[t]
        da = w * da
    return du, dw


def state_after(u, w, x, target):
    """it meets the state before, not after"""
    h = [0.0]
    for each in x:
        h.append(np.tanh(u * each + w * h[-1]))
    du = dw = 0.0
    dh = h[-1] - target
    for t in reversed(range(len(x))):
        da = (1 - h[t + 1] ** 2) * dh
        du += da * x[t]
        dw += da * h[t + 1]
        dh = w * da
    return du, dw


def last_time_only(u, w, x, target):
    """go back through w to the first time"""
    h, before = 0.0, 0.0
    for each in x:
        h, before = np.tanh(u * each + w * h), h
    da = (1 - h**2) * (h - target)
    return da * x[-1], da * before


def first_time_only(u, w, x, target):
    """each time adds its part"""
    h = [0.0]
    for each in x:
        h.append(np.tanh(u * each + w * h[-1]))
    du = dw = 0.0
    dh = h[-1] - target
    for t in reversed(range(len(x))):
        da = (1 - h[t + 1] ** 2) * dh
        du, dw = da * x[t], da * h[t]
        dh = w * da
    return du, dw

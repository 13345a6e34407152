"""Gaussian averages and the gains that follow from them, against closed forms and draws."""

import numpy as np
import pytest

from trainability.activations import elu, leaky, linear, relu, selu, sigmoid, softsign, tanh
from trainability.theory.averages import average, gain, shrink


@pytest.mark.parametrize("power, moment", [(0, 1.0), (1, 0.0), (2, 1.0), (3, 0.0), (4, 3.0), (6, 15.0)])
def test_moments_of_the_normal_law(power, moment):
    assert average(lambda z: z**power) == pytest.approx(moment, abs=1e-9)
    assert average(lambda z: z**power, std=2.0) == pytest.approx(moment * 2**power, abs=1e-7)


@pytest.mark.parametrize("a", [0.0, 0.01, 0.5, 1.0, -1.0])
def test_gain_of_leaky_rectifiers(a):
    assert gain(leaky(a)) == pytest.approx(np.sqrt(2 / (1 + a**2)), abs=1e-6)


def test_selu_asks_for_no_gain():
    assert gain(selu) == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("activation", [linear, relu, elu, tanh, softsign, sigmoid], ids=repr)
def test_a_layer_at_its_gain_keeps_the_mean_square(activation):
    z = np.random.default_rng(0).standard_normal(400_000)
    squares = (gain(activation) * activation.f(z)) ** 2
    assert abs(squares.mean() - 1) < 4 * squares.std() / np.sqrt(z.size)


@pytest.mark.parametrize("activation", [relu, tanh, sigmoid], ids=repr)
def test_shrink_is_the_rms_slope(activation):
    z = 1.5 * np.random.default_rng(0).standard_normal(400_000)
    squares = activation.slope(z, activation.f(z)) ** 2
    assert abs(squares.mean() - shrink(activation, std=1.5) ** 2) < 4 * squares.std() / np.sqrt(z.size)

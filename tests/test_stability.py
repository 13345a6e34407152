"""Jury's conditions: against roots, and against descents."""

import numpy as np
import pytest

from trainability.rules import momentum, nesterov
from trainability.theory.convergence import bowl, rate
from trainability.theory.stability import heavy_ball, jury, look_ahead
from trainability.training import path


def test_they_hold_exactly_where_both_roots_are_inside(rng):
    total, product = rng.uniform(-3, 3, 5000), rng.uniform(-2, 2, 5000)
    moduli = np.abs([np.roots([1, -T, D]) for T, D in zip(total, product)]).max(axis=1)
    assert ((jury(total, product) > 0).all(axis=0) == (moduli < 1)).all()


@pytest.mark.parametrize("method, own", [(heavy_ball, lambda x, mu: mu), (look_ahead, lambda x, mu: mu * (1 - x))])
def test_sums_and_products_are_those_of_the_roots(method, own, rng):
    x, mu = rng.uniform(0, 4, 1000), rng.uniform(0, 1.2, 1000)
    T, D = method(x, mu)
    half = np.sqrt(T**2 / 4 - D + 0j)
    np.testing.assert_allclose(np.maximum(abs(T / 2 + half), abs(T / 2 - half)), rate(x, own(x, mu)), rtol=1e-9)


@pytest.mark.parametrize("rule, method", [(momentum, heavy_ball), (nesterov, look_ahead)])
def test_descents_agree(rule, method, rng):
    x, mu = rng.uniform(0.1, 4, 300), rng.uniform(0, 0.95, 300)
    least = jury(*method(x, mu)).min(axis=0)
    clear = abs(least) > 0.02
    with np.errstate(over="ignore", invalid="ignore"):
        end = abs(path(bowl(x), np.ones(300), rule(lr=1.0, mu=mu), 1500)[-1])
    assert ((end < 1)[clear] == (least > 0)[clear]).all() and clear.sum() > 250

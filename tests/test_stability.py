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


def stands(method, x, mu):
    return (jury(*method(x, mu)) > 0).all(axis=0)


def test_the_two_tables_of_limits(rng):
    """For each momentum the rates, for each rate the momenta, as the chapter on quadratics has them."""
    x, mu = rng.uniform(0.001, 4.5, 5000), rng.uniform(0, 3, 5000)
    below = mu < 1
    assert (stands(heavy_ball, x, mu) == (below & (x < 2 * (1 + mu)))).all()
    assert (stands(heavy_ball, x, mu) == (below & (mu > x / 2 - 1))).all()
    assert (stands(look_ahead, x, mu) == (x < 2 * (1 + mu) / (1 + 2 * mu)) & (mu * (1 - x) < 1)).all()
    most = np.where(x < 1, 1 / (1 - x), np.where(x < 2, (2 - x) / (2 * (x - 1)), 0))
    assert (stands(look_ahead, x, mu) == (mu < most)).all()


@pytest.mark.parametrize("x", [1e-4, 0.009, 0.3])
def test_at_one_rate_the_best_momenta_leave_the_same(x):
    mu, s = np.linspace(0, 0.99999, 200_001), np.sqrt(x)
    for own, best in ((mu, (1 - s) ** 2), (mu * (1 - x), (1 - s) / (1 + s))):
        factor = rate(x, own)
        assert mu[factor.argmin()] == pytest.approx(best, abs=1e-5) and factor.min() == pytest.approx(1 - s, abs=1e-3)


@pytest.mark.parametrize("condition", [3.0, 20.0, 1000.0])
def test_the_best_of_look_ahead(condition):
    root = np.sqrt(3 * condition + 1)
    lr, mu = np.meshgrid(np.linspace(0.5, 4 / 3, 1200) / condition, np.linspace(0, 0.9999, 1200))
    factor = np.maximum(rate(lr, mu * (1 - lr)), rate(lr * condition, mu * (1 - lr * condition)))
    best = 4 / (3 * condition + 1)
    assert 1 - 2 / root <= factor.min() + 1e-9
    least = max(rate(best * c, (root - 2) / (root + 2) * (1 - best * c)) for c in (1.0, condition))
    assert least == pytest.approx(1 - 2 / root, abs=1e-6) and factor.min() < least + 0.01

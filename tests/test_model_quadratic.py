"""Figure 5: what is kept of a quadratic is what methods of first order see of it, step by step; who is ahead is not said here."""

from itertools import islice

import numpy as np
import pytest

from trainability.conjugate import conjugate_gradients
from trainability.experiments.paper.model_quadratic import by_conjugate_gradients, by_rule, matrix, race, seen
from trainability.rules import momentum, nesterov
from trainability.theory.convergence import tilted
from trainability.theory.krylov import lanczos, tridiagonal
from trainability.training import path

P, STEPS = 40, 12


@pytest.fixture
def whole(rng):
    """A quadratic of 40 dimensions, and the matrix of 12 rows that is seen of it."""
    Q = np.linalg.qr(rng.normal(size=(P, P)))[0]
    A, b = (Q * np.geomspace(0.01, 3, P)) @ Q.T, rng.normal(size=P)
    return A, b, tridiagonal(*lanczos(lambda v: v @ A, b, STEPS)), np.linalg.norm(b)


def test_in_all_dimensions_the_eigenvalues_are_those_of_the_matrix(rng):
    A = rng.normal(size=(9, 9))
    A = A @ A.T
    T = tridiagonal(*lanczos(lambda v: v @ A, rng.normal(size=9), 9))
    np.testing.assert_allclose(np.linalg.eigvalsh(T), np.linalg.eigvalsh(A), rtol=1e-8)


def test_conjugate_gradients_take_the_same_values(whole):
    A, b, T, slope = whole
    values = [-float(step.value) for step in islice(conjugate_gradients(lambda d: d @ A, b), STEPS)]
    np.testing.assert_allclose(by_conjugate_gradients(T, slope, STEPS)[1:], values, rtol=1e-9)


@pytest.mark.parametrize("rule", [momentum, nesterov])
def test_and_so_does_a_rule(whole, rule):
    A, b, T, slope = whole
    top = np.linalg.eigvalsh(T)[-1]
    seen_there = by_rule(T, slope, rule, [0.3, 1.1], [0.0, 0.9], STEPS)
    for i, rate in enumerate([0.3, 1.1]):
        for j, mu in enumerate([0.0, 0.9]):
            way = path(tilted(A, -b), np.zeros(P), rule(lr=rate / top, mu=mu), STEPS)
            np.testing.assert_allclose(seen_there[i, j], -(way * (way @ A / 2 - b)).sum(axis=1), rtol=1e-8, atol=1e-10)


def test_after_more_steps_they_do_not(whole):
    A, b, T, slope = whole
    values = [-float(step.value) for step in islice(conjugate_gradients(lambda d: d @ A, b), STEPS + 5)]
    assert by_conjugate_gradients(T, slope, STEPS + 5)[-1] < values[-1] * (1 - 1e-6)


def test_nobody_gains_more_than_conjugate_gradients_and_the_best_of_the_grid_is_taken(whole):
    _, _, T, slope = whole
    found = {
        "diagonal": named(np.diag(T), "row"),
        "beside": named(np.diag(T, 1), "gap"),
        "slope": named(slope),
        "damping": named(0.0),
    }
    run = race(found, rates=[0.5, 1.0, 3.0], momenta=[0.0, 0.5, 0.9], steps=STEPS)
    gain = run["gain"].at(seed=0, update=1)
    assert (gain.at(method="conjugate gradients").values >= gain.values - 1e-9).all()
    for method, rule in (("momentum", momentum), ("nesterov", nesterov)):
        ends = by_rule(T, slope, rule, [0.5, 1.0, 3.0], [0.0, 0.5, 0.9], STEPS)[..., -1]
        rate, mu = (float(run[name].at(method=method, seed=0, update=1)) for name in ("rate", "mu"))
        assert ends[[0.5, 1.0, 3.0].index(rate), [0.0, 0.5, 0.9].index(mu)] == ends.max() == gain.at(method=method, step=STEPS)


def named(values, *axis):
    from trainability.named import Named

    values = np.asarray(values)[None, None]
    return Named(values, {"seed": [0], "update": [1]} | {name: range(values.shape[-1]) for name in axis})


def test_what_is_seen_of_the_network_begins_with_its_gradient():
    found = seen(seeds=[3], updates=[0], steps=2)
    T, slope = matrix(found, seed=3, update=0)
    assert T.shape == (2, 2) and T[0, 0] > 0 and slope > 0
    assert found["damping"].at(seed=3, update=0) == 10.0

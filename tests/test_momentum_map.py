"""The map of the factor: against complex roots, measured descents and the borders of theory; and its translation."""

import numpy as np
import pytest

from checkedbook.live.translate import Translation
from trainability.rules import momentum, nesterov, sgd
from trainability.surfaces import ravine
from trainability.theory.convergence import rate
from trainability.theory.momentum_map import ball_map, descent_map, modulus, nesterov_map
from trainability.training import path


def test_the_modulus_is_that_of_the_complex_roots(rng):
    x, mu = rng.uniform(0, 5, 2000), rng.uniform(-0.99, 0.99, 2000)
    np.testing.assert_allclose(modulus(x, mu), rate(x, mu), rtol=1e-12)


@pytest.mark.parametrize(
    "rule, plane, point",
    [
        (sgd, descent_map, (0.5,)),
        (sgd, descent_map, (0.99,)),
        (momentum, ball_map, (0.3, 0.2)),
        (momentum, ball_map, (1.3, 0.7)),
        (nesterov, nesterov_map, (0.3, 0.2)),
        (nesterov, nesterov_map, (0.6, 0.9)),
    ],
)
def test_descents_come_nearer_by_the_factor(rule, plane, point):
    factor = float(plane(0.1, 2.0).value(*point))
    way = np.abs(path(ravine, [-7.0, 2.0], rule(**dict(zip(("lr", "mu"), point))), 400)).max(axis=1)
    assert (way[350:400].max() / way[150:200].max()) ** (1 / 200) == pytest.approx(factor, abs=5e-3)


@pytest.mark.parametrize("plane", [descent_map, ball_map, nesterov_map])
def test_the_minimum_is_the_least(plane, rng):
    drawn = plane(0.1, 2.0)
    left, right, low, high = drawn.extent
    flat = plane is descent_map
    best = drawn.value(*drawn.minimum[: 1 if flat else 2])
    others = drawn.value(*[rng.uniform(*ends, 50_000) for ends in ([(left, right)] if flat else [(left, right), (low, high)])])
    assert best <= others.min() + 1e-9 and others.min() < best + 0.02
    if flat:
        assert best == pytest.approx(drawn.minimum[1])


def test_borders():
    mu = np.linspace(0, 0.99, 50)
    np.testing.assert_allclose(ball_map(0.1, 2.0).value(1 + mu, mu), 1, rtol=1e-12)
    np.testing.assert_allclose(nesterov_map(0.1, 2.0).value((1 + mu) / (1 + 2 * mu), mu), 1, rtol=1e-12)
    assert descent_map(0.1, 2.0).value(1.0) == 1


def test_they_can_be_translated():
    made = Translation()
    for plane in (descent_map, ball_map, nesterov_map):
        made.function(plane(0.1, 2.0).value, plane.__name__)
    assert made.source().index("modulus = function") < made.source().index("var ball_map")

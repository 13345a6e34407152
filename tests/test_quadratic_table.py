"""The table on a quadratic: what is computed from one run of each direction is what descents from random starts come to."""

import numpy as np
import pytest

from trainability.experiments.paper.quadratic_table import RULES, losses
from trainability.theory.convergence import bowl
from trainability.training import path


@pytest.mark.parametrize("tilt", [0.0, 1.0])
def test_it_is_what_descents_from_the_starts_come_to(tilt):
    table = losses(condition=50.0, steps=30, momenta=[0.5, 0.9], rates=[0.7, 1.2], starts=3, tilt=tilt, directions=8)
    curvature = np.geomspace(1 / 50, 1, 8)
    starts = np.random.default_rng(0).standard_normal((3, 8)) * curvature ** (-tilt / 2)
    first = (starts**2 * curvature).sum(axis=1)
    for name, rule in RULES.items():
        for mu in (0.5, 0.9):
            for rate in (0.7, 1.2):
                end = path(bowl(curvature), starts, rule(lr=rate, mu=mu), 30)[-1]
                np.testing.assert_allclose(
                    table.at(rule=name, mu=mu, rate=rate).values, (end**2 * curvature).sum(axis=1) / first, rtol=1e-9
                )


def test_without_momentum_both_are_plain_descent_and_beyond_its_border_infinite():
    table = losses(condition=10.0, steps=3000, momenta=[0.0], rates=[1.0, 2.5], starts=2)
    np.testing.assert_array_equal(table.at(rule="momentum").values, table.at(rule="nesterov").values)
    assert np.isinf(table.at(rate=2.5).values).all() and (table.at(rate=1.0).values < 1e-9).all()

"""What several tests use: random numbers that are the same each time, and a bowl to descend."""

import numpy as np
import pytest


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def bowl():
    """``bowl(c)`` is the objective half the sum of c theta², with gradient c theta."""

    def make(curvature):
        c = np.asarray(curvature)

        def objective(theta, g):
            g[...] = c * theta
            return (c * theta**2).sum(axis=-1) / 2

        return objective

    return make

"""What a rule keeps after each step, wherever its gradients come from."""

import numpy as np

from trainability import adam, momentum, nesterov, path, ravine
from trainability.bench.watching import fed, traced


def test_given_gradients_are_what_the_rule_gets(rng):
    g = rng.standard_normal((7, 2, 3))
    kept = fed(adam(lr=0.1), g)
    theta, m, v = np.zeros((3, 2, 3))
    for t in range(7):
        adam.update(theta, g[t], t + 1, m, v, **adam(lr=0.1).hyper)
        for name, array in {"theta": theta, "m": m, "v": v}.items():
            np.testing.assert_array_equal(kept[name][t], array)
    assert list(kept) == ["theta", "m", "v"]


def test_it_gets_them_wherever_it_looks():
    kept = fed(nesterov(lr=1.0, mu=0.5), np.ones((3, 1)))
    np.testing.assert_array_equal(kept["theta"][:, 0], [-1, -2.5, -4.25])


def test_the_trace_is_the_path_without_its_start():
    kept = traced(ravine, [[-7.0, 2.0], [1.0, 1.0]], momentum(lr=0.1), 5)
    way = path(ravine, [[-7.0, 2.0], [1.0, 1.0]], momentum(lr=0.1), 5)
    np.testing.assert_array_equal(kept["theta"], way[1:])
    np.testing.assert_allclose(kept["v"], np.diff(way, axis=0), atol=1e-14)

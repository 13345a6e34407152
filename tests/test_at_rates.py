"""Descents side by side: each is the one alone, what diverges is shown, and what is measured has its axes."""

import numpy as np

from trainability.bench.at_rates import as_stored, at_rates
from trainability.named import Named
from trainability.rule import Descent
from trainability.rules import adam, sgd
from trainability.training import train

RATES = [0.1, 1.0, 3.0]


def parabola(theta, g):
    g[...] = theta
    return (theta**2).sum(-1) / 2


def test_each_rate_is_the_descent_alone():
    start = np.array([1.0, -2.0])
    run = at_rates(start, parabola, adam(lr=np.reshape(RATES, (-1, 1))), {"rate": RATES}, 6, 2, first=lambda theta: theta[..., 0])
    assert run["loss"].axes == run["first"].axes == {"rate": RATES, "step": [2, 4, 6]}
    for rate in RATES:
        alone = train(Descent(parabola, np.array([1.0, -2.0]), adam(lr=rate)), 6, 2, first=lambda theta: theta[0])
        np.testing.assert_allclose(run["loss"].at(rate=rate), alone["loss"])
        np.testing.assert_allclose(run["first"].at(rate=rate), alone["first"])
    np.testing.assert_array_equal(start, [1, -2])


def test_a_start_of_its_own_axes_is_repeated_along_the_others():
    starts = np.array([[1.0], [2.0]])
    run = at_rates(starts, parabola, sgd(lr=np.reshape(RATES, (-1, 1, 1))), {"rate": RATES, "seed": range(2)}, 1)
    np.testing.assert_allclose(run["loss"].at(step=1), [[0.5, 2.0]] * 3)
    run = at_rates(starts[:, None], parabola, sgd(lr=np.reshape(RATES, (-1, 1))), {"std": [1, 2], "rate": RATES}, 1)
    np.testing.assert_allclose(run["loss"].at(step=1), [[0.5] * 3, [2.0] * 3])


def test_parts_and_time_have_their_own_names():
    run = at_rates(
        np.ones(4),
        parabola,
        sgd(lr=np.reshape(RATES, (-1, 1))),
        {"rate": RATES},
        4,
        2,
        parts={"parameter": range(4)},
        time={"epoch": [1, 2]},
        theta=np.copy,
        norm=lambda theta: np.abs(theta).sum(-1),
    )
    assert run["norm"].axes == {"rate": RATES, "epoch": [1, 2]} == run["loss"].axes
    assert run["theta"].axes == {"rate": RATES, "epoch": [1, 2], "parameter": range(4)}
    np.testing.assert_allclose(run["theta"].at(rate=0.1, epoch=1), 0.9**2)


def test_what_overflows_is_shown_and_not_told():
    run = at_rates(np.ones(1, np.float32), parabola, sgd(lr=np.float32([[1e30]])), {"rate": [1e30]}, 4, 1)
    assert not np.isfinite(run["loss"].at(step=4)).any()


def test_as_stored_has_seeds_behind_settings_and_before_time():
    values = np.random.default_rng(0).normal(size=(2, 3, 4, 2))
    kept = as_stored(
        {"size": Named(values, {"kind": "ab", "seed": range(3), "rate": range(4), "layer": range(2)})}, time="layer"
    )["size"]
    assert list(kept.axes) == ["kind", "rate", "seed", "layer"] and kept.values.dtype == np.float32
    np.testing.assert_array_equal(kept.at(kind="b", seed=2), values[1, 2].astype(np.float32))
    exact = as_stored({"loss": Named(values[..., 0], {"seed": range(2), "rate": range(3), "step": range(4)})}, dtype=None)["loss"]
    np.testing.assert_array_equal(exact, values[..., 0].swapaxes(0, 1))

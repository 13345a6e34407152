"""Table 5 of the 2013 paper in miniature: the start of its table 4, what counts as wrong, and what a run is."""

import numpy as np
import pytest

from trainability.experiments.paper.gaps import learn, rule, starts, table
from trainability.rules import nesterov
from trainability.tasks.gaps import GAPS, LAWS, Fresh, batch, start, table_4

every_gap = pytest.mark.parametrize("name", GAPS)


@every_gap
def test_the_start_is_that_of_table_4(name):
    gap, units, times = GAPS[name], 100, 30
    theta = start(gap, units, times, seed=3)
    (U, W, b), _, (V, c) = gap.network(units).params(theta)
    assert theta.dtype == np.float32
    assert ((W != 0).sum(axis=0) == 15).all()
    np.testing.assert_allclose(abs(np.linalg.eigvals(W.astype(float))).max(), 1.1, rtol=1e-5)
    for weights, std in ((U, gap.scale), (V, 0.1)):
        np.testing.assert_allclose(weights.std(), std, rtol=5 / np.sqrt(2 * weights.size))
    assert not b.any()
    _, target = batch(gap, times, 20_000, [np.random.default_rng(0)])
    np.testing.assert_allclose(c, target[0].mean(axis=0), atol=0.06)


def test_the_laws_differ_in_the_radius():
    radii = {name: abs(np.linalg.eigvals(law((200, 200), np.random.default_rng(0)))).max() for name, law in LAWS.items()}
    assert radii.pop("N(0, 1)") == pytest.approx(np.sqrt(15), rel=0.15)
    assert list(radii.values()) == pytest.approx([0.9, 1.1, 1.5])


@pytest.mark.parametrize("name, constant, share", [("add", 0.5, (1 - 2 * 0.04) ** 2), ("mul", 0.25, None)])
def test_what_a_constant_answer_is_worth(name, constant, share):
    """The mean of two uniform numbers has a triangular density; their product is below p with probability p - p ln p."""
    if share is None:
        low, high = (p - p * np.log(p) for p in (0.21, 0.29))
        share = 1 - (high - low)
    _, target = batch(GAPS[name], 10, 40_000, [np.random.default_rng(1)])
    found = GAPS[name].wrong(np.full(target.shape, constant), target, 10)
    assert found[0] == pytest.approx(share, abs=5 * np.sqrt(share * (1 - share) / 40_000))


@pytest.mark.parametrize("name, symbols, kinds", [("mem-5", 5, 2), ("mem-20", 10, 5)])
def test_what_is_wrong_of_a_sequence(name, symbols, kinds):
    """Who is silent for ever misses every symbol; who says the same one, but in time, is right by luck."""
    gap, times, n = GAPS[name], 30, 4000
    _, target = batch(gap, times, n, [np.random.default_rng(1)])
    silent = np.broadcast_to(np.eye(kinds + 1)[-1], target.shape)
    assert gap.wrong(silent, target, times)[0] == pytest.approx(symbols)
    in_time = target.copy().reshape(1, times, n, kinds + 1)
    in_time[:, -symbols:] = np.eye(kinds + 1)[0]
    in_time = in_time.reshape(target.shape)
    assert gap.wrong(in_time, target, times)[0] == pytest.approx(symbols * (1 - 1 / kinds), abs=0.1)
    assert gap.wrong(target, target, times)[0] == 0


@every_gap
def test_what_is_no_number_is_wrong(name):
    _, target = batch(GAPS[name], 30, 5, [np.random.default_rng(1)])
    assert GAPS[name].wrong(np.full(target.shape, np.nan), target, 30)[0] == (30 if "mem" in name else 1)


@every_gap
def test_the_gradient_of_fresh_sequences(name, rng):
    gap, seeds = GAPS[name], range(2)
    theta = np.stack([start(gap, 20, 30, seed) for seed in seeds]).astype(float)
    theta += 0.05 * rng.standard_normal(theta.shape)
    g, d = np.empty_like(theta), rng.standard_normal(theta.shape)
    Fresh(gap, 20, 30, 4, seeds)(theta, g)
    ahead, behind = (Fresh(gap, 20, 30, 4, seeds)(theta + h * d, np.empty_like(g)) for h in (1e-5, -1e-5))
    np.testing.assert_allclose((g * d).sum(axis=-1), (ahead - behind) / 2e-5, rtol=1e-5)


def test_each_seed_has_sequences_of_its_own_and_no_two_batches_are_the_same():
    gap = GAPS["add"]
    objective = Fresh(gap, 20, 20, 4, range(2))
    (x, _), (again, _) = objective.draw(), objective.draw()
    assert not np.isclose(x[0], x[1]).all() and not np.isclose(x, again).all()
    np.testing.assert_array_equal(Fresh(gap, 20, 20, 4, range(1, 2)).draw()[0][0], x[1])


def test_the_momentum_is_that_of_the_paper():
    mu = rule("0.995N", 0.1, updates=1000).hyper["mu"]
    assert [float(mu(t)) for t in (1, 20, 21, 1000)] == [0.9, 0.9, 0.995, 0.995]
    assert float(rule("0", 0.1, updates=1000).hyper["mu"](21)) == 0
    assert rule("never", 0.1, updates=1000).hyper["mu"] == 0
    assert [rule(column, 0.1, 1000).__name__ for column in ("0.9N", "0.9M")] == ["nesterov", "momentum"]


SMALL = {"problem": "add", "rates": [0.03], "seeds": 2, "times": 10, "units": 20, "size": 5, "updates": 20, "every": 10}


def test_a_run_is_the_same_alone_and_begins_as_the_longer_one():
    whole = table(**SMALL, columns=["0", "0.98M"])
    part = table(**SMALL | {"seeds": 1}, columns=["0.98M"], first=1, steps=10)
    for name in ("loss", "wrong"):
        same = whole[name].at(column=["0.98M"], seed=[1], step=[10])
        np.testing.assert_allclose(part[name].values, same.values, rtol=1e-5)


def test_the_usual_start_is_that_of_the_table():
    from_table = table(**SMALL, columns=["0.98N"])["loss"].at(column="0.98N")
    from_starts = starts(**SMALL, column="0.98N", laws=["radius 1.1"])["loss"].at(law="radius 1.1")
    np.testing.assert_array_equal(from_table.values, from_starts.values)


def test_what_has_diverged_ends_and_is_wrong():
    run = learn("add", nesterov(lr=1e6, mu=0.9), table_4, range(2), 10, 20, 5, 100, 10)
    assert np.isnan(run["loss"].at(step=100).values).all()
    assert (run["wrong"].at(step=100).values == 1).all()


def test_loss_is_the_mean_since_the_last_look():
    coarse, fine = (
        learn("add", nesterov(lr=0.03, mu=0.9), table_4, range(2), 10, 20, 5, 4, every)["loss"].values for every in (4, 1)
    )
    np.testing.assert_allclose(coarse[:, 0], fine.mean(axis=-1))

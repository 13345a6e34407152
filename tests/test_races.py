"""Races down surfaces and to the floor of a line fit, against what they must do in closed form."""

import numpy as np
import pytest

from trainability import rules
from trainability.experiments.adaptive.line_race import (
    BESIDE,
    COUNTS3,
    COUNTS4,
    LEVEL3,
    LEVEL4,
    detour,
    judged,
    losses,
    records,
    tuned,
)
from trainability.experiments.adaptive.surface_race import (
    COURSES,
    METHODS,
    STAY,
    arrivals,
    aside,
    finer,
    grid,
    near,
    race,
    rate_grid,
    rising,
    suited,
    winners,
)
from trainability.fit import Fit
from trainability.layers import Dense
from trainability.losses import squared_error
from trainability.named import Named
from trainability.network import Network
from trainability.surfaces import saddle
from trainability.tasks.line import lines, loss, walk
from trainability.training import path


def test_rates_are_eight_to_a_decade():
    np.testing.assert_allclose(rate_grid(17)[8:] / rate_grid(9), 10)
    np.testing.assert_allclose(np.diff(np.log10(rate_grid(41))), 1 / 8)


def test_plain_descent_in_the_ravine_takes_as_long_as_its_factor_says():
    start, lr = np.array([[8.0, 0.0]]), np.array([0.1, 0.5])
    taken = arrivals(COURSES["ravine"], rules.sgd, lr, start, steps=1000).at(start=0)
    np.testing.assert_array_equal(taken, np.ceil(np.log(0.1 / 8) / np.log(1 - lr / 10)))


def test_arrivals_start_at_zero_and_give_up():
    inside, far = [0.0, 0.05], [8.0, 0.0]
    taken = arrivals(COURSES["ravine"], rules.sgd, np.array([0.5]), np.array([inside, far]), steps=85)
    np.testing.assert_array_equal(taken, [[0, np.inf]])  # 86 steps by the factor
    assert arrivals(COURSES["ravine"], rules.sgd, np.array([0.5]), np.array([far]), steps=86).values == [[86]]


def test_who_only_passes_has_not_arrived():
    past = arrivals(COURSES["ravine"], rules.adagrad, np.array([7.0]), np.array([[7.0, 0.0]]), steps=200)
    swing = arrivals(COURSES["ravine"], rules.momentum, np.array([0.5]), np.array([[0.0, 3.0]]), steps=200)
    assert past.max() == 1 and 50 < swing.max() < 150  # momentum crosses the disk many times before it rests


@pytest.mark.parametrize("method", ["sgd", "momentum", "nesterov"])
def test_methods_of_the_gradient_alone_do_not_notice_a_turn(method):
    straight, turned = (
        arrivals(COURSES[name], METHODS[method], rate_grid(33)[16:], [COURSES[name].start], steps=400)
        for name in ("ravine", "turned")
    )
    np.testing.assert_array_equal(straight, turned)
    assert np.isfinite(straight).sum() > 3


def test_the_turned_start_is_the_start_turned():
    x, y = COURSES["turned"].start
    assert ((x + y) / 2**0.5, (y - x) / 2**0.5) == pytest.approx(COURSES["ravine"].start)


def test_adagrad_does():
    best = [
        arrivals(COURSES[name], rules.adagrad, rate_grid(41)[24:], [COURSES[name].start], steps=400).min()
        for name in ("ravine", "turned")
    ]
    assert best[0] < 10 < best[1]


@pytest.mark.parametrize("method", METHODS)
def test_nobody_leaves_the_ridge_of_the_saddle(method):
    assert np.isinf(arrivals(COURSES["saddle"], METHODS[method], rate_grid(41), [[1.0, 0.0]], steps=50)).all()


def test_leaving_the_saddle_is_exponential_in_the_height():
    lr = np.array([0.01, 0.1, 0.5])
    for y in (1e-2, 1e-7):
        taken = arrivals(COURSES["saddle"], rules.sgd, lr, [[1.0, y]], steps=1000).at(start=0)
        np.testing.assert_array_equal(taken, np.ceil(np.log(1 / y) / np.log(1 + 2 * lr)))


def test_running_away_along_x_is_not_leaving():
    assert np.isinf(arrivals(COURSES["saddle"], rules.sgd, np.array([1.1]), [[1.0, 0.1]], steps=100)).all()
    assert aside(np.array([0.0, np.inf])) and not aside(np.array([np.nan, np.inf]))


def test_the_goal_is_a_disk():
    goal = near((3, 0.5))
    np.testing.assert_array_equal(goal(np.array([[3.0, 0.59], [3.0, 0.61], [2.91, 0.5], [0.0, 0.0]])), [True, False, True, False])


def test_the_grid_fills_the_extent_of_its_course():
    points = grid(COURSES["ravine"], 3)
    assert points.tolist()[:4] == [[-10, -4], [0, -4], [10, -4], [-10, 0]] and points.shape == (9, 2)
    assert grid(COURSES["turned"], 0).shape == (0, 2)


def test_a_sweep_starts_with_the_start_of_the_course():
    swept = race(course="ravine", methods=["sgd", "momentum"], rates=33, steps=400, sides=2)["steps"]
    alone = arrivals(COURSES["ravine"], rules.momentum, rate_grid(33), [COURSES["ravine"].start, [10.0, -4.0]], steps=400)
    np.testing.assert_array_equal(swept.at(method="momentum", start=[0, 2]), alone)


def test_winners_run_at_their_own_rates(rng):
    steps = rng.integers(1, 100, (4, 6, 50)).astype(float)
    steps[:, :, 0] = np.inf
    methods, rates = METHODS.keys() - {"sgd"}, (0.5, 0.1, 0.2, 0.2)
    own = {method: METHODS[method](lr=rate) for method, rate in zip(sorted(methods), rates)}
    steps = Named(steps, {"method": [*own], "rate": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], "start": range(50)})
    won = winners(steps, own)
    assert won[0] == ""
    for start in range(1, 50):
        taken = {method: steps.at(method=method, rate=rule.hyper["lr"], start=start) for method, rule in own.items()}
        assert taken[won[start]] == min(taken.values())


def test_a_suited_rate_takes_the_fewest_steps(rng):
    steps = Named(rng.permutation(1.0 + np.arange(60)).reshape(10, 6), {"method": [*METHODS], "rate": rate_grid(6)})
    rules = suited(steps)
    assert all(steps.at(method=name, rate=rule.hyper["lr"]) == steps.at(method=name).min() for name, rule in rules.items())
    assert [rule.__name__ for rule in rules.values()] == [*rules] == [*METHODS]


def test_rising_is_the_height_on_the_way():
    heights = rising({"slow": rules.sgd(lr=0.01), "heavy": rules.momentum(lr=0.01)}, [1e-4, 0.0], steps=30)
    np.testing.assert_array_equal(
        heights.at(rule="heavy", height=1e-4), path(saddle, [1.0, 1e-4], rules.momentum(lr=0.01), 30)[:, 1]
    )
    assert not heights.at(height=0.0).max()
    np.testing.assert_allclose(heights.at(rule="slow", height=1e-4), 1e-4 * 1.02 ** np.arange(31))


def test_the_loss_of_a_line_is_its_quadratic(rng):
    data, theta = lines(seeds=3, n=20, noise=0.3), rng.normal(size=(5, 3, 2))
    network = Network(Dense(1, 1))
    g = np.empty_like(theta)
    np.testing.assert_allclose(loss(data, theta), Fit(network, squared_error, data.x, data.target)(theta, g), rtol=1e-12)
    np.testing.assert_allclose(g, np.einsum("...ij,...j->...i", data.hessian, theta - data.best), atol=1e-12)
    determinant = np.linalg.det(data.hessian)
    np.testing.assert_allclose(determinant, data.x[..., 0].var(axis=1), rtol=1e-9)


def test_the_floor_is_what_noise_leaves():
    data = lines(seeds=400, n=50, noise=0.2)
    assert data.floor.mean() == pytest.approx(0.2**2 / 2 * 48 / 50, rel=0.03)


def test_seeds_have_points_of_their_own():
    few, more = lines(seeds=2, n=10, noise=0.1), lines(seeds=3, n=10, noise=0.1)
    np.testing.assert_array_equal(few.x, more.x[:2])
    assert not np.isin(few.x[0], few.x[1]).any()


def test_a_walk_sees_every_point_once_an_epoch_and_all_settings_the_same():
    data = lines(seeds=4, n=20, noise=0.5)
    way = walk(data, rules.sgd(lr=np.reshape([1e-6, 2e-6], (2, 1, 1))), updates=4, settings=2)
    assert way.shape == (5, 2, 4, 2) and not way[0].any()
    slope = np.einsum("nij,nj->ni", data.hessian, -data.best)  # the gradient at zero, over all points
    np.testing.assert_allclose(way[-1, 0], -4e-6 * slope, rtol=1e-4)
    np.testing.assert_allclose(way[-1, 1], 2 * way[-1, 0], rtol=1e-4)


def test_a_walk_is_the_same_for_all_methods():
    data = lines(seeds=2, n=20, noise=0.5)
    np.testing.assert_allclose(
        walk(data, rules.momentum(lr=0.1, mu=0.0), updates=9), walk(data, rules.sgd(lr=0.1), updates=9), rtol=1e-12
    )


def test_losses_are_those_of_the_walks():
    data = lines(seeds=3, n=20, noise=0.5)
    found = losses(data, LEVEL3, updates=8)
    assert list(found.axes["name"]) == list(LEVEL3)
    np.testing.assert_array_equal(
        found.at(name="Adam 0.2").transpose("seed"), loss(data, walk(data, LEVEL3["Adam 0.2"], updates=8)[:, 0])
    )


def test_the_notes_rates_and_constants():
    assert [rule.hyper["lr"] for rule in LEVEL3.values()] == [0.2, 0.02, 0.05, 0.2]
    assert [rule.hyper["lr"] for name, rule in LEVEL4.items() if name != "AdaDelta"] == [0.1, 0.5, 0.05, 0.05, 1.0, 0.1, 0.5]
    assert (COUNTS3["Adam 0.2"], COUNTS4["AdaDelta"]) == (107, 326)
    assert (
        LEVEL3["RMSProp 0.05"].hyper
        == {"lr": 0.05, "rho": 0.9, "eps": 0, "eps_inside": 1e-6}
        == LEVEL4["RMSProp 0.1"].hyper | {"lr": 0.05}
    )
    assert (LEVEL4["AdaDelta"].hyper["rho"], LEVEL4["Momentum 0.05"].hyper["mu"], LEVEL3["Momentum 0.02"].hyper["mu"]) == (
        0.9,
        0.9,
        0.9,
    )
    assert LEVEL4["Nag 0.05"].__name__ == "momentum_twice" and BESIDE["Nesterov 0.05"].__name__ == "nesterov"


def test_records_are_taken_every_tenth_of_an_epoch_of_twenty_updates():
    measured = records(names=["SGD 0.1", "Momentum 0.05"], seeds=5, updates=200)
    data = lines(seeds=5, n=100, noise=0.2)
    way = walk(data, LEVEL4["Momentum 0.05"], updates=200)[:, 0]
    value = loss(data, way)
    measured = {key: array.at(name="Momentum 0.05") for key, array in measured.items()}
    for seed in range(5):
        hits = [t // 2 for t in range(0, 201, 2) if value[t, seed] < 0.02]
        assert measured["records"].at(seed=seed) == (hits[0] if hits else np.inf)
    touch = (value < 1.5 * data.floor).argmax(axis=0)
    np.testing.assert_allclose(measured["b"], way[..., 1].max(axis=0), rtol=1e-6)
    np.testing.assert_allclose(measured["w"], way[..., 0].max(axis=0), rtol=1e-6)
    np.testing.assert_allclose(measured["detour"], detour(way, touch), rtol=1e-6)
    np.testing.assert_allclose(measured["rest"], value[151:].mean(axis=0) / data.floor, rtol=1e-6)


def test_a_detour_is_never_shorter_than_the_way(rng):
    way = np.concatenate([np.zeros((1, 8, 2)), rng.normal(size=(20, 8, 2))])
    until = rng.integers(1, 21, 8)
    bent = detour(way, until)
    assert (bent >= 1 - 1e-12).all()
    one = way[: until[3] + 1, 3]
    assert bent[3] == pytest.approx(np.linalg.norm(np.diff(one, axis=0), axis=1).sum() / np.linalg.norm(one[-1] - one[0]))


def test_to_touch_comes_before_to_stay_and_the_finer_goal_last():
    taken = tuned(methods=["sgd", "adam"], rates=36, seeds=3, epochs=5)
    assert (taken["touch"] <= taken["half"]).all() and (taken["half"] <= taken["tenth"]).all()
    assert (taken["touch"].at(method="adam") != taken["touch"].at(method="sgd")).any()
    data, rate = lines(seeds=3, n=200, noise=0.1), 0.1
    ratio = loss(data, walk(data, rules.sgd(lr=rate), updates=240)[:, 0]) / data.floor
    for name, factor in (("half", 1.5), ("tenth", 1.1)):
        outside = [np.flatnonzero(seed >= factor).max() + 1 for seed in ratio.T]
        found = taken[name].at(method="sgd", rate=rate)
        assert np.isfinite(found).any()
        np.testing.assert_array_equal(found, [t if t <= 200 else np.inf for t in outside])
    finite = {name: steps.values[np.isfinite(steps)] for name, steps in taken.items()}
    assert finite["touch"].max() <= 200
    assert 160 < finite["half"].max() <= 200 and 160 < finite["tenth"].max() <= 200  # the epoch of waiting comes on top
    steep = 1 / 1.3  # beyond 2 over the largest curvature plain descent never stays
    beyond = [rate for rate in rate_grid(36) if rate > 2.5 * steep]
    assert np.isinf(taken["half"].at(method="sgd", rate=beyond)).all()


def test_longer_races_have_the_same_beginning():
    assert STAY > 0
    short, long = (race(course="beale", methods=["sgd"], rates=20, steps=n, sides=0)["steps"].values for n in (300, 600))
    np.testing.assert_array_equal(short, np.where(long > 300, np.inf, long))


def test_rates_closer_together_find_the_same_and_more():
    wide = race(course="ravine", methods=["sgd"], rates=41, steps=60, sides=0)["steps"].at(method="sgd", start=0)
    close = finer(courses=["ravine"], methods=["sgd"], per_decade=40, steps=60)["steps"].at(course="ravine", method="sgd")
    np.testing.assert_array_equal(close.take(rate=slice(None, None, 5)), wide)
    assert close.min() < wide.min()


def test_who_chooses_does_not_judge(rng):
    times = Named(
        rng.permutation(60).reshape(2, 3, 10) + 1.0, {"method": ["sgd", "adam"], "rate": [0.1, 0.2, 0.3], "seed": range(10)}
    )
    rates, taken = judged(times, slice(5), slice(5, None))
    for method, rule in rates.items():
        medians = np.median(times.at(method=method).values[:, :5], axis=1)
        assert rule.hyper["lr"] == [0.1, 0.2, 0.3][medians.argmin()]
        np.testing.assert_array_equal(taken[method], times.at(method=method).values[medians.argmin(), 5:])

"""The contest: everyone on the same problems, and what the problems are."""

import numpy as np
import pytest

from trainability.bench import contest
from trainability.bench.contest import Problem, grid, race
from trainability.experiments.adaptive import contest_bowl, contest_digits
from trainability.fit import draws
from trainability.named import Named
from trainability.rule import Descent
from trainability.rules import adam, sgd
from trainability.tasks import digits, words
from trainability.training import train


def parabola(theta, g):
    g[...] = theta
    return (theta**2).sum(-1) / 2


def start(seed):
    return Problem(np.full(3, seed + 1.0), parabola, {"first": lambda theta: theta[..., 0]})


SETTINGS = {"methods": ["sgd", "adam"], "low": -2.0, "rates": 5, "seeds": 3, "steps": 12, "every": 4}


def test_the_grid_has_two_rates_to_a_decade():
    np.testing.assert_allclose(grid(-3, 5), [1e-3, 10**-2.5, 1e-2, 10**-1.5, 1e-1])


def test_every_method_runs_at_every_rate_on_the_problem_of_every_seed():
    run = race(start, **SETTINGS)
    k, seed, rate = np.arange(12), np.arange(1, 4), grid(-2, 5)
    loss = 1.5 * (seed[:, None, None] * (1 - rate[:, None]) ** k) ** 2
    descent = {name: array.at(method="sgd").transpose("seed", "rate", "step") for name, array in run.items()}
    np.testing.assert_allclose(descent["loss"], loss.reshape(3, 5, 3, 4).mean(-1), rtol=1e-6, atol=1e-12)
    np.testing.assert_allclose(descent["first"].at(step=12), seed[:, None] * (1 - rate) ** 12, rtol=1e-6, atol=1e-12)
    alone = train(Descent(parabola, np.full(3, 2.0), adam(lr=rate[1])), 12)["loss"]
    np.testing.assert_allclose(run["loss"].at(method="adam", seed=1, rate=rate[1]), alone.reshape(3, 4).mean(-1), rtol=1e-6)


def test_a_cosine_ends_at_rate_zero():
    run = race(start, **SETTINGS | {"methods": ["sgd", "sgd, cosine"], "low": -1, "rates": 1, "every": 1})["first"].at(
        seed=0, rate=0.1
    )
    np.testing.assert_allclose(run.at(method="sgd"), 0.9 ** np.arange(1, 13), rtol=1e-6)
    factors = 1 - 0.1 * (1 + np.cos(np.pi * np.arange(1, 13) / 12)) / 2
    np.testing.assert_allclose(run.at(method="sgd, cosine"), np.cumprod(factors), rtol=1e-6)


def test_every_method_bears_its_name():
    assert [contest.METHODS[name](0.5, 9).__name__ for name in contest.METHODS] == [
        name.split(",")[0] for name in contest.METHODS
    ]
    assert all(contest.METHODS[name](0.5, 9).hyper["lr"] == 0.5 for name in contest.RULES)


def test_turned_bowls_are_the_same_to_descent_and_not_to_adam():
    settings = {"axes": ["aligned", "turned"], "noise": 0.01, "low": -2.0, "rates": 3, "seeds": 2, "steps": 100, "every": 50}
    loss = contest_bowl.race(methods=["sgd", "momentum", "nesterov"], **settings)["loss"]
    np.testing.assert_allclose(loss.at(axes="turned"), loss.at(axes="aligned"), rtol=1e-5)
    loss = contest_bowl.race(methods=["adam"], **settings)["loss"]
    assert (np.abs(loss.at(axes="turned") / loss.at(axes="aligned") - 1) > 0.01).any()


def test_the_noise_of_the_bowl_is_in_its_gradient_only():
    theta, g = np.ones(50), np.empty((4000, 50))
    objective = contest_bowl.noisy(np.random.default_rng(0), 0.5)
    values = [objective(theta, row) for row in g]
    np.testing.assert_allclose(values, contest_bowl.CURVATURE.sum() / 2)
    np.testing.assert_allclose(g.mean(axis=0), contest_bowl.CURVATURE, atol=5 * 0.5 / np.sqrt(4000))
    np.testing.assert_allclose(g.std(axis=0), 0.5, rtol=0.06)
    assert contest_bowl.CURVATURE[0] / contest_bowl.CURVATURE[-1] == pytest.approx(1000)


@pytest.mark.parametrize("squares", words.SQUARES)
@pytest.mark.parametrize("inputs", words.INPUTS)
def test_inputs_have_the_mean_squares_they_are_named_for(inputs, squares, rng):
    square = words.SQUARES[squares]
    x = words.INPUTS[inputs](square, rng, 20_000).astype(float)
    assert square.sum() == pytest.approx(words.ZIPF.sum())
    assert (np.abs((x**2).mean(axis=0) - square) < 5 * np.sqrt(2 * square / 20_000)).all()
    assert set(np.unique(x)) == {0, 1} if inputs == "words" else (x == 0).mean() < 1e-5


def test_the_excess_is_zero_at_the_truth_and_labels_follow_it():
    theta, stream, measures = words.regression("words", "Zipf", 3)
    truth = np.append(stream.truth[:, 0], np.float32(0))
    assert abs(measures["excess"](truth)) < 1e-6 < measures["excess"](theta)
    assert measures["excess"](truth + np.float32(0.1)) > 0
    assert not np.array_equal(stream.rng.standard_normal((500, 1)).astype(np.float32), stream.truth)
    sums, g = np.zeros(501), np.empty(501, np.float32)
    for _ in range(2000):
        stream(truth, g)
        sums += g
    assert np.abs(sums / 2000).max() < 5 * np.sqrt(0.25 / 64_000)  # no slope is left at the truth, on average


def test_digits_differ_from_seed_to_seed_and_start_from_hes_law():
    first, again, other = (contest_digits.digits(contest_digits.SMALL, seed) for seed in (0, 0, 1))
    assert np.array_equal(first.theta, again.theta) and not np.array_equal(first.theta, other.theta)
    g = np.empty_like(first.theta)
    values = [[problem.objective(first.theta, g) for _ in range(3)] for problem in (first, again, other)]
    assert values[0] == values[1] != values[2]
    (W, b), *_ = filter(None, contest_digits.SMALL.params(first.theta))
    assert W.std() == pytest.approx(np.sqrt(2 / 784), rel=0.02) and not b.any()
    assert 0 <= first.measures["accuracy"](first.theta) <= 1


@pytest.mark.parametrize("start, gain", [("2/n", 2), ("1/n", 1)])
def test_deep_starts_are_of_the_variance_they_are_named_for(start, gain):
    theta = contest_digits.digits(contest_digits.DEEP, 0, contest_digits.STARTS[start]).theta
    (W, _), *_ = filter(None, contest_digits.DEEP.params(theta))
    assert 784 * W.var() == pytest.approx(gain, rel=0.05)


def test_saitos_setting():
    sizes = [layer.shapes["W"] for layer in contest_digits.SAITO.layers[::2]]
    assert sizes == [(784, 100), (100, 100), (100, 100), (100, 100), (100, 10)]
    assert [rule.hyper["lr"] for rule in contest_digits.SAITOS.values()] == [0.01, 0.01, 0.01, 0.001, 0.1]
    theta, batches = digits.start(contest_digits.SAITO, 0), digits.learner(contest_digits.SAITO, 0, size=128, sample=draws)
    alone = train(Descent(batches, theta, sgd(lr=0.01)), 4)["loss"]
    loss = contest_digits.saito(names=["sgd"], seeds=1, steps=4, every=2)["loss"].at(name="sgd", seed=0)
    np.testing.assert_allclose(loss, alone.reshape(2, 2).mean(axis=1), rtol=1e-6)
    assert all(len(next(batches.batches)) == 128 for _ in range(80))  # with replacement: there are no short ones


def test_a_closer_grid_has_the_same_runs_at_rates_of_its_own():
    closer = contest.again(
        start, centres={"sgd": -1.0, "adam": -2.0}, offsets=[-0.5, 0.0, 0.5], first=1, seeds=2, steps=12, every=4
    )
    wide = race(start, **SETTINGS)
    for method, rates in {"sgd": grid(-1.5, 3), "adam": grid(-2.5, 3)}.items():
        for offset, rate in zip((-0.5, 0.0, 0.5), rates):
            if rate > 10**-2.1:
                ours = closer["loss"].at(method=method, offset=offset)
                np.testing.assert_allclose(ours, wide["loss"].at(method=method, rate=rate, seed=[1, 2]), rtol=1e-6)
    assert list(closer["loss"].axes["seed"]) == [1, 2]


def test_who_comes_back_from_far_has_diverged():
    loss = Named(
        [[3.0, 2.0, 1.0], [3.0, 3.1, 0.1], [3.0, np.nan, 0.1], [3.0, np.inf, 0.1]], {"seed": range(4), "step": [1, 2, 3]}
    )
    np.testing.assert_array_equal(contest_bowl.ended(loss, looks=1), [1, np.inf, np.inf, np.inf])

"""Plain descent with Adagrad's clock, on the same problems as the contest."""

import numpy as np
from trainability.experiments.adaptive import contest_clock, contest_words
from trainability.tasks.words import regression

SETTINGS = {"inputs": ["words", "numbers"], "squares": ["Zipf", "equal"], "low": -1.0, "rates": 3, "seeds": 2, "every": 1}


def test_the_first_step_is_that_of_plain_descent_and_later_ones_are_shorter():
    clock = contest_clock.race(steps=3, **SETTINGS)["excess"]
    plain = contest_words.race(methods=["sgd"], steps=3, **SETTINGS)["excess"][:, :, 0]
    assert clock.shape == plain.shape == (2, 2, 2, 3, 3)
    np.testing.assert_allclose(clock[..., 0], plain[..., 0], rtol=1e-5)
    assert (clock[..., 1] != plain[..., 1]).all()


def test_the_rate_falls_as_one_over_the_root():
    settings = SETTINGS | {"inputs": ["numbers"], "squares": ["equal"], "seeds": 1, "rates": 1}
    clock = contest_clock.race(steps=4, **settings)["excess"].ravel()
    start, objective, measures = regression("numbers", "equal", 0)
    theta, g = start.copy(), np.empty_like(start)
    for t, excess in enumerate(clock, 1):
        objective(theta, g)
        theta -= np.float32(0.1 / t**0.5) * g
        np.testing.assert_allclose(measures["excess"](theta), excess, rtol=1e-5)


def test_a_slice_is_a_corner():
    whole = contest_clock.race(steps=4, **SETTINGS)["excess"]
    part = contest_clock.race(steps=2, **SETTINGS | {"inputs": ["words"], "squares": ["Zipf"], "rates": 2, "seeds": 1})["excess"]
    np.testing.assert_allclose(whole[:1, :1, :1, :2, :2], part, rtol=1e-5)

"""Plain descent with Adagrad's clock, on the same problems as the contest."""

import numpy as np

from trainability.experiments.adaptive import contest_clock, contest_words
from trainability.tasks.words import regression

SETTINGS = {"inputs": ["words", "numbers"], "squares": ["Zipf", "equal"], "low": -1.0, "rates": 3, "seeds": 2, "every": 1}


def test_the_first_step_is_that_of_plain_descent_and_later_ones_are_shorter():
    clock = contest_clock.race(steps=3, **SETTINGS)["excess"]
    plain = contest_words.race(methods=["sgd"], steps=3, **SETTINGS)["excess"].at(method="sgd")
    np.testing.assert_allclose(clock.at(step=1), plain.at(step=1), rtol=1e-5)
    assert (clock.at(step=2) != plain.at(step=2)).all()


def test_the_rate_falls_as_one_over_the_root():
    settings = SETTINGS | {"inputs": ["numbers"], "squares": ["equal"], "seeds": 1, "rates": 1}
    clock = contest_clock.race(steps=4, **settings)["excess"].at(input="numbers", square="equal", rate=0.1, seed=0)
    start, objective, measures = regression("numbers", "equal", 0)
    theta, g = start.copy(), np.empty_like(start)
    for t, excess in enumerate(clock.values, 1):
        objective(theta, g)
        theta -= np.float32(0.1 / t**0.5) * g
        np.testing.assert_allclose(measures["excess"](theta), excess, rtol=1e-5)

"""Dropout: how much it drops, what it leaves, and that the gradient passes where the signal did."""

import numpy as np
import pytest

from trainability.dropout import Dropout
from trainability.layers import Dense
from trainability.network import Network


@pytest.mark.parametrize("p", [0.0, 0.2, 0.9])
def test_an_element_is_dropped_or_made_up_for(p, rng):
    x = rng.uniform(1, 2, (500, 400))
    y, _, _ = Dropout(p, rng)(x)
    ratio = y / x
    assert np.logical_or(ratio == 0, np.isclose(ratio, 1 / (1 - p))).all()
    error = 5 * np.sqrt(p * (1 - p) / x.size)  # five standard errors
    np.testing.assert_allclose((ratio == 0).mean(), p, atol=error)
    np.testing.assert_allclose(ratio.mean(), 1, atol=error / (1 - p) + 1e-12)


def test_every_element_of_every_run_and_call_is_drawn_for_itself(rng):
    dropout, x = Dropout(0.5, rng), np.ones((2, 50, 50))
    (first, *_), (second, *_) = dropout.training(x), dropout.training(x)
    for one, other in ((first[0], first[1]), (first, second), (first[0, 0], first[0, 1]), (first[0, :, 0], first[0, :, 1])):
        agree = (one == other).mean()
        assert abs(agree - 0.5) < 2.5 / np.sqrt(one.size)


def test_the_gradient_passes_where_the_signal_did(rng):
    x, d = rng.normal(size=(2, 3, 4, 5))
    y, pull, push = Dropout(0.3, rng)(x)
    np.testing.assert_allclose(pull(d), d * (y / x))
    np.testing.assert_array_equal(push(d), pull(d))


def test_single_precision_stays(rng):
    x = np.ones((3, 4), np.float32)
    y, pull, push = Dropout(0.3, rng)(x)
    assert {y.dtype, pull(x).dtype, push(x).dtype} == {np.dtype(np.float32)}


def test_nothing_is_dropped_once_training_is_over(rng):
    dropout, x = Dropout(0.5, rng), rng.normal(size=(3, 4))
    y, pull, _ = dropout.inference(x)
    np.testing.assert_array_equal(y, x)
    np.testing.assert_array_equal(pull(2 * x), 2 * x)
    network = Network(Dense(4, 4), dropout)
    theta = network.initial(rng, W=lambda shape, rng: np.eye(4))
    np.testing.assert_array_equal(network.inference(x, theta)[0], x)
    assert network.size == 20 and (network(x, theta)[0] == 0).any()


def test_to_look_draws_nothing(rng):
    dropout, x = Dropout(0.5, rng), np.ones((4, 5))
    kept = dropout.state_dict()
    looks = [dropout(x)[0] for _ in range(2)]
    assert dropout.state_dict() == kept
    np.testing.assert_array_equal(looks, [dropout.training(x)[0]] * 2)
    assert dropout.state_dict() != kept


def test_what_is_put_back_goes_on_alike(rng):
    dropout, x = Dropout(0.5, rng), np.ones((4, 5))
    dropout.training(x)
    kept = dropout.state_dict()
    following = [dropout.training(x)[0] for _ in range(3)]
    other = Dropout(0.5, np.random.default_rng(99))
    other.load_state_dict(kept)
    np.testing.assert_array_equal([other.training(x)[0] for _ in range(3)], following)


@pytest.mark.parametrize("p", [-0.1, 1, 1.5, np.nan])
def test_the_part_that_is_dropped_has_a_range(p, rng):
    with pytest.raises(ValueError) as refused:
        Dropout(p, rng)
    assert str(refused.value) == f"p must be in [0, 1); got {p}"


def test_it_prints_its_part(rng):
    assert repr(Dropout(0.25, rng)) == "Dropout(0.25)" and repr(Dropout(0.25, rng).training) == "Dropout(0.25).training"

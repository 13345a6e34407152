"""Choosing rates: everyone is judged at one that others chose; intervals cover what they say."""

import numpy as np
import pytest

from trainability.bench.choice import Interval, chosen, compare, finite
from trainability.named import Named


def test_a_seed_has_no_say_in_its_own_rate(rng):
    axes = {"method": list("abcd"), "rate": [0.01, 0.03, 0.1, 0.3, 1.0, 3.0], "seed": range(10)}
    values = rng.random((4, 6, 10))
    loss = Named(values, axes)
    rates = chosen(loss.axis("rate"), loss)
    assert list(rates.axes) == ["method", "seed"]
    for seed in range(10):
        others = np.median(np.delete(values, seed, axis=2), axis=2).argmin(axis=1)
        np.testing.assert_array_equal(rates.at(seed=seed), np.array(axes["rate"])[others])
        changed = values.copy()
        changed[..., seed] = rng.random((4, 6))
        np.testing.assert_array_equal(chosen(loss.axis("rate"), Named(changed, axes)).at(seed=seed), rates.at(seed=seed))
    found = chosen(loss, loss)
    assert found.at(method="c", seed=7) == loss.at(method="c", seed=7, rate=rates.at(method="c", seed=7))


def test_several_axes_are_chosen_at_once():
    """Every seed shines at a strength, a rate and a time of its own, and all others agree on another."""
    axes = {"strength": [1, 2, 3], "seed": range(4), "rate": [0.1, 0.2], "step": [10, 20]}
    missed, right = np.full((3, 4, 2, 2), 0.5), np.arange(48.0).reshape(3, 4, 2, 2)
    missed[2, :, 1, 0] = 0.4
    missed[0, 3, 0, 1] = 0.01
    np.testing.assert_array_equal(chosen(Named(right, axes), Named(missed, axes), "strength", "rate", "step"), right[2, :, 1, 0])


def test_values_of_other_labels_are_refused():
    loss = Named(np.ones((3, 2)), {"seed": range(3), "rate": [0.1, 0.2]})
    with pytest.raises(ValueError, match="along rate one array has 0.1, 0.2, another 0.1, 0.3"):
        chosen(Named(np.ones(2), {"rate": [0.1, 0.3]}), loss)


def test_what_diverges_is_not_chosen():
    np.testing.assert_array_equal(finite(np.array([np.nan, -np.inf, np.inf, 1])), [np.inf, -np.inf, np.inf, 1])
    loss = Named([[1.0, np.nan], [1.0, np.nan], [1.0, 0.0]], {"seed": range(3), "rate": [0.1, 0.2]})
    assert (chosen(loss.axis("rate"), loss) == 0.1).all()


def test_an_interval_of_ten_covers_the_median_with_the_probability_it_says():
    draws = np.random.default_rng(0).lognormal(0, 2, (4000, 10))
    covered = np.mean([low <= 1 <= high for low, _, high in (compare(row, np.ones(10)) for row in draws)])
    assert abs(covered - (1 - 22 / 1024)) < 4 * np.sqrt(0.0215 * 0.9785 / 4000)


def test_it_covers_less_where_rates_tie_and_others_choose(rng):
    ours = Named(rng.lognormal(size=(2000, 10, 4)), {"draw": range(2000), "seed": range(10), "rate": range(4)})
    ratios = chosen(ours, ours).values
    covered = np.mean([low <= np.median(ratios) <= high for low, _, high in map(Interval.of, ratios)])
    assert 0.86 < covered < 0.92


def test_a_ratio_is_taken_seed_by_seed():
    ours = Named(np.arange(1.0, 11), {"seed": range(10)})
    assert compare(2 * ours, ours) == (2, 2, 2)
    assert f"{compare(ours, np.float64(1)):.1f}" == "5.5 [2.0, 9.0]" == f"{Interval.of(ours):.1f}"

"""Sequences to be remembered: what is marked is asked for, and the mean of each input is 0."""

import numpy as np
import pytest

from trainability.datasets import addition, memory, multiplication


@pytest.mark.parametrize("draw, answer", [(addition, lambda a, b: (a + b) / 2), (multiplication, lambda a, b: a * b)])
@pytest.mark.parametrize("times", [10, 33])
def test_the_target_is_of_the_two_that_are_marked(draw, answer, times, rng):
    x, target = draw(rng, times, 500)
    assert x.shape == (times, 500, 2) and target.shape == (500, 1)
    numbers, marks = x[..., 0] + 0.5, x[..., 1] + 2 / times
    assert (np.isclose(marks, 0) | np.isclose(marks, 1)).all() and ((0 <= numbers) & (numbers < 1)).all()
    for number, mark, each in zip(numbers.T, marks.T, target[:, 0]):
        first, second = np.flatnonzero(mark > 0.5)
        assert first < times // 10 <= second < times // 2
        np.testing.assert_allclose(answer(number[first], number[second]), each)


def test_every_place_of_the_second_mark_occurs(rng):
    x, _ = addition(rng, 20, 500)
    places = x[..., 1].T.argsort(axis=-1)[:, -2:].max(axis=-1)
    assert set(places) == set(range(2, 10))


@pytest.mark.parametrize("symbols, kinds", [(5, 2), (10, 5)])
def test_what_is_told_is_asked_for(symbols, kinds, rng):
    times, n = 25, 400
    x, target = memory(rng, times, n, symbols=symbols, kinds=kinds)
    assert x.shape == (times, n, kinds + 2) and target.shape == (times * n, kinds + 1)
    shown, wanted = x.argmax(axis=-1), target.argmax(axis=-1).reshape(times, n)
    np.testing.assert_array_equal(shown[:symbols], wanted[-symbols:])
    assert set(shown[:symbols].ravel()) == set(range(kinds))
    assert (shown[symbols : -symbols - 1] == kinds).all() and (shown[-symbols:] == kinds).all()
    assert (shown[-symbols - 1] == kinds + 1).all() and (wanted[:-symbols] == kinds).all()
    np.testing.assert_array_equal(target.sum(axis=-1), 1)


@pytest.mark.parametrize("draw", [addition, multiplication, memory], ids=lambda draw: draw.__name__)
def test_inputs_are_centred(draw, rng):
    x, _ = draw(rng, 20, 4000)
    np.testing.assert_allclose(x.mean(axis=(0, 1)), 0, atol=5 * 0.5 / np.sqrt(4000 * 5))


def test_sequences_that_are_too_short_are_refused(rng):
    with pytest.raises(ValueError, match="5 symbols, a signal and the answer take 11 times at least; got 10"):
        memory(rng, 10, 3)
    with pytest.raises(ValueError, match="times must be in"):
        addition(rng, 9, 3)

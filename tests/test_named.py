"""Arrays with named axes: what is found by label, what names do to operators, and what is refused."""

import pickle

import matplotlib.pyplot as plt
import numpy as np
import pytest

from trainability import plot
from trainability.named import Named, named

VALUES = np.random.default_rng(0).normal(size=(2, 3, 4))
AXES = {"kind": ["plain", "norm"], "rate": [0.01, 0.1, 1.0], "seed": range(4)}
LOSS = Named(VALUES, AXES)


def same(array, values, **axes):
    assert isinstance(array, Named) and {name: list(labels) for name, labels in array.axes.items()} == axes
    assert list(array.axes) == list(axes)
    np.testing.assert_array_equal(array.values, values)


def test_a_label_takes_its_axis_away_and_a_list_keeps_it():
    same(LOSS.at(kind="norm"), VALUES[1], rate=[0.01, 0.1, 1.0], seed=[0, 1, 2, 3])
    same(LOSS.at(rate=[1.0, 0.01], seed=2), VALUES[:, [2, 0], 2], kind=["plain", "norm"], rate=[1.0, 0.01])
    same(LOSS.at(seed=range(1, 3)), VALUES[..., 1:3], kind=["plain", "norm"], rate=[0.01, 0.1, 1.0], seed=[1, 2])
    same(LOSS.at(), VALUES, **{name: list(labels) for name, labels in AXES.items()})
    assert LOSS.at(kind="plain", rate=0.1, seed=3) == VALUES[0, 1, 3]


def test_places_count_from_both_ends_whatever_the_labels():
    later = Named(VALUES, AXES | {"seed": range(10, 50, 10)})
    same(later.take(seed=-1, kind=0), VALUES[0, :, -1], rate=[0.01, 0.1, 1.0])
    same(later.take(seed=slice(-2, None)), VALUES[..., -2:], kind=["plain", "norm"], rate=[0.01, 0.1, 1.0], seed=[30, 40])
    same(later.take(seed=[0, 3], rate=1), VALUES[:, 1, [0, 3]], kind=["plain", "norm"], seed=[10, 40])


def test_floats_are_found_up_to_rounding():
    assert LOSS.at(kind="plain", seed=0, rate=10**-1.0000000000001) == VALUES[0, 1, 0]
    assert Named([1, 2], {"rate": np.logspace(-1, 0, 2)}).at(rate=1) == 2
    with pytest.raises(KeyError, match="no rate is 0.1000001; there are 0.01, 0.1, 1.0"):
        LOSS.at(rate=0.1000001)


def test_what_there_is_not_is_named_beside_what_there_is():
    for call in (
        lambda: LOSS.at(lr=1),
        lambda: LOSS.take(lr=1),
        lambda: LOSS.mean("lr"),
        lambda: LOSS.axis("lr"),
        lambda: LOSS.transpose("lr"),
        lambda: LOSS.argmin("lr"),
    ):
        with pytest.raises(KeyError, match="no axis is called lr; there are kind, rate, seed"):
            call()
    with pytest.raises(KeyError, match="no kind is 'layer'; there are 'plain', 'norm'"):
        LOSS.at(kind="layer")
    with pytest.raises(KeyError, match=r"no step is 7; there are 0, 2, ..., 98"):
        Named(np.ones(50), {"step": range(0, 100, 2)}).at(step=7)


@pytest.mark.parametrize("name", ["mean", "median", "min", "max", "sum", "all", "any"])
def test_reductions_by_name(name):
    f = getattr(np, name)
    same(getattr(LOSS, name)("rate"), f(VALUES, axis=1), kind=["plain", "norm"], seed=[0, 1, 2, 3])
    same(getattr(LOSS, name)("seed", "kind"), f(VALUES, axis=(0, 2)), rate=[0.01, 0.1, 1.0])
    assert getattr(LOSS, name)() == getattr(LOSS, name)("kind", "seed", "rate") == f(VALUES)


def test_any_function_with_an_axis_reduces():
    same(
        LOSS.reduce(np.quantile, "seed", q=0.9), np.quantile(VALUES, 0.9, axis=-1), kind=["plain", "norm"], rate=[0.01, 0.1, 1.0]
    )


def test_the_argument_of_an_extremum_is_a_label():
    rates = np.array([0.01, 0.1, 1.0])
    same(LOSS.argmin("rate"), rates[VALUES.argmin(axis=1)], kind=["plain", "norm"], seed=[0, 1, 2, 3])
    assert LOSS.at(seed=1, rate=1.0).argmax("kind") == ["plain", "norm"][VALUES[:, 2, 1].argmax()]


def test_operators_match_axes_by_name():
    turned = LOSS.transpose("kind", "seed", "rate")
    same(LOSS - turned, np.zeros_like(VALUES), **{name: list(labels) for name, labels in AXES.items()})
    same(
        LOSS.at(kind="norm") / LOSS,
        VALUES[1][..., None] / np.moveaxis(VALUES, 0, -1),
        rate=[0.01, 0.1, 1.0],
        seed=[0, 1, 2, 3],
        kind=["plain", "norm"],
    )
    same(
        LOSS.axis("rate") * LOSS.at(kind="norm", rate=1.0),
        np.outer([0.01, 0.1, 1.0], VALUES[1, 2]),
        rate=[0.01, 0.1, 1.0],
        seed=[0, 1, 2, 3],
    )
    same(
        np.isfinite(100 * np.minimum(LOSS, 0) < 2),
        np.full(VALUES.shape, True),
        **{name: list(labels) for name, labels in AXES.items()},
    )


def test_operators_refuse_other_labels_and_arrays_without_names():
    with pytest.raises(ValueError, match="along kind one array has 'plain', 'norm', another 'plain'"):
        LOSS - LOSS.at(kind=["plain"])
    with pytest.raises(ValueError, match="along rate one array has 0.01, 0.1, 1.0, another 0.01, 0.1, 2.0"):
        LOSS.at(kind="plain") + Named(np.ones(3), {"rate": [0.01, 0.1, 2.0]})
    for product in (lambda: LOSS * np.ones(4), lambda: np.ones(4) * LOSS):
        with pytest.raises(ValueError, match=r"an array of shape \(4,\) has no names for its axes"):
            product()
    with pytest.raises(TypeError):
        np.add.reduce(LOSS)
    with pytest.raises(ValueError, match="the truth of Named.kind: 2, rate: 3, seed: 4. is that of all of it or of any"):
        assert LOSS < 3


def test_order_and_repetition():
    same(LOSS.transpose("kind"), np.moveaxis(VALUES, 0, -1), rate=[0.01, 0.1, 1.0], seed=[0, 1, 2, 3], kind=["plain", "norm"])
    same(
        LOSS.axis("rate").broadcast({"seed": range(2), "rate": AXES["rate"]}),
        [[0.01, 0.1, 1.0]] * 2,
        seed=[0, 1],
        rate=[0.01, 0.1, 1.0],
    )
    with pytest.raises(ValueError, match="along rate one array has 1, 2, 3, another 0.01, 0.1, 1.0"):
        LOSS.axis("rate").broadcast({"rate": [1, 2, 3]})
    with pytest.raises(KeyError, match="cannot lose kind: reduce it, or take a part"):
        LOSS.broadcast({name: AXES[name] for name in ("rate", "seed")})


@pytest.mark.parametrize("axes", [{"kind": ["plain"], "rate": [1, 2, 3], "seed": range(4)}, {"kind": [1, 2]}, {}])
def test_axes_are_those_of_the_values(axes):
    with pytest.raises(ValueError, match=r"an array of shape \(2, 3, 4\) cannot be a Named"):
        Named(VALUES, axes)


def test_a_number_has_no_axes():
    assert named(3.0, {}) == 3.0 and not isinstance(named(3.0, {}), Named)
    same(named([3.0], {"seed": [5]}), [3.0], seed=[5])


def test_numpy_and_matplotlib_take_the_values():
    np.testing.assert_array_equal(np.stack([LOSS, LOSS])[1], VALUES)
    np.testing.assert_array_equal(np.sort(LOSS.at(kind="norm"), axis=0), np.sort(VALUES[1], axis=0))
    assert np.asarray(LOSS, np.float32).dtype == LOSS.astype(np.float32).values.dtype == np.float32
    _, ax = plt.subplots()
    (line,) = ax.plot(LOSS.axis("rate"), LOSS.at(kind="norm", seed=2))
    np.testing.assert_array_equal(line.get_xydata(), np.transpose([AXES["rate"], VALUES[1, :, 2]]))
    line, _ = plot.band(ax, LOSS.axis("rate"), LOSS.at(kind="plain").transpose("rate"), label="plain")
    np.testing.assert_array_equal(line.get_ydata(), np.median(VALUES[0], axis=1))
    line, _ = plot.band(ax, "rate", LOSS, label="all")
    np.testing.assert_array_equal(line.get_xydata(), np.transpose([AXES["rate"], np.median(VALUES, axis=(0, 2))]))
    plt.close()


def test_it_pickles():
    again = pickle.loads(pickle.dumps(LOSS))
    same(again, VALUES, **{name: list(labels) for name, labels in AXES.items()})


def test_parts_by_their_labels():
    parts = LOSS.by("rate")
    assert list(parts) == AXES["rate"]
    same(parts[0.1], VALUES[:, 1], kind=["plain", "norm"], seed=[0, 1, 2, 3])
    assert LOSS.at(rate=0.1).median("seed").by("kind") == {"plain": np.median(VALUES[0, 1]), "norm": np.median(VALUES[1, 1])}
    with pytest.raises(KeyError, match="no axis is called epoch; there are kind, rate, seed"):
        LOSS.by("epoch")

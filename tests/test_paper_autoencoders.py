"""The questions of the 2013 paper on deep autoencoders: their settings, and what must be so whatever comes out."""

from itertools import islice

import numpy as np
import pytest

from trainability.bench.spectrum import spread_over
from trainability.experiments.paper import (
    final_drop,
    low_curvature,
    pictures,
    printed,
    start_signals,
    which_momentum,
    which_start,
)
from trainability.experiments.paper.small_curves import BATCH, COLUMNS, IMAGES, NETWORK, SIZE, column, errors
from trainability.initializers import sparse_with_replacement
from trainability.rule import Descent
from trainability.rules import momentum, nesterov, sgd
from trainability.schedules import SutskeverMomentum
from trainability.tasks.autoencoders import curves, error, error_of_the_mean, learner, starts

SHORT = {"updates": 6, "last": 2, "period": 8}


def test_the_columns_are_those_of_table_1():
    assert COLUMNS.keys() == printed.TABLE_1.keys()
    assert {name: rule.__name__ for name, (rule, _) in COLUMNS.items() if name[-1] == "M"} == {
        ".9M": "momentum",
        ".99M": "momentum",
        ".995M": "momentum",
        ".999M": "momentum",
    }
    assert [limit for _, limit in COLUMNS.values()] == [0, 0.9, 0.99, 0.995, 0.999, 0.9, 0.99, 0.995, 0.999]


@pytest.mark.parametrize("name", COLUMNS)
def test_momentum_rises_by_equation_5_and_drops_in_the_end(name):
    t, (_, limit) = np.arange(1, 2001), COLUMNS[name]
    mu = column(name, rate=0.1, period=8, updates=2000, last=100).hyper["mu"](t)
    expected = np.minimum(1 - 2.0 ** (-1 - np.log2(t // 8 + 1)), limit)
    np.testing.assert_allclose(mu[:1900], expected[:1900], rtol=1e-12)
    assert (mu[1900:] == min(limit, 0.9)).all()


def test_at_the_literal_period_a_short_run_knows_no_difference_above_0_99():
    t = np.arange(1, 2001)
    runs = [SutskeverMomentum(limit)(t) for limit in (0.99, 0.995, 0.999)]
    assert (runs[0] == runs[1]).all() and (runs[1] == runs[2]).all()


def test_without_momentum_both_rules_are_descent():
    same = {"updates": 6, "every": 6}
    plain = errors(sgd(lr=0.1), range(2), **same)
    for rule in (nesterov, momentum):
        np.testing.assert_allclose(errors(rule(lr=0.1, mu=0.0), range(2), **same).values, plain.values, rtol=1e-6)


def test_a_rate_among_many_is_that_rate_alone():
    many = which_momentum.tried(columns=[".99N"], rates=[0.1, 0.01], first=0, seeds=2, periods=[8], every=3, updates=6, last=2)
    alone = which_momentum.judged(rates={".99N": 0.01}, seeds=2, every=3, **SHORT)
    np.testing.assert_allclose(many["error"].at(rate=0.01, column=".99N", period=8).values, alone["error"].values[0], rtol=1e-5)


def test_the_sparse_start_is_that_of_table_1_and_the_others_differ():
    judged = which_start.judged(rates={".99N": dict.fromkeys(which_start.STARTS, 0.01)}, seeds=2, every=6, **SHORT)["error"]
    alone = which_momentum.judged(rates={".99N": 0.01}, seeds=2, every=6, **SHORT)["error"]
    np.testing.assert_allclose(judged.at(start="sparse x 1").values, alone.values, rtol=1e-6)
    assert len(np.unique(judged.at(step=6, column=".99N", seed=0).values)) == len(which_start.STARTS)


@pytest.mark.parametrize("n_in", [6, 144])
def test_dense_weights_are_as_large_as_sparse_ones(n_in, rng):
    shape = (n_in, 20_000)
    ours, theirs = ((law(shape, rng) ** 2).mean() for law in (which_start.dense, sparse_with_replacement))
    assert abs(ours / theirs - 1) < 0.03


def test_a_run_that_keeps_its_momentum_is_the_run_itself():
    rate, limit, period, those = 0.05, 0.9, 2, range(2)
    settings = {"rate": rate, "limit": limit, "period": period, "seeds": 2, "updates": 20, "last": 4, "every": 2}
    ends = final_drop.last_updates(ends=["kept", "momentum 0"], gradients=["batch", "all"], **settings)["error"]
    descent = Descent(
        learner(NETWORK, curves(IMAGES, SIZE), those, BATCH),
        starts(NETWORK, those),
        nesterov(lr=rate, mu=SutskeverMomentum(limit, period)),
    )
    list(islice(descent, 24))
    whole_run = error(NETWORK, descent.theta, curves(IMAGES, SIZE))
    np.testing.assert_allclose(ends.at(gradient="batch", end="kept", step=4).values, whole_run, rtol=1e-5)
    assert (ends.at(gradient="all", end="kept") != ends.at(gradient="batch", end="kept")).all()


def test_a_vector_is_spread_over_the_eigenvalues_it_has(rng):
    curvature, v = np.arange(1.0, 7), rng.standard_normal((3, 6))
    values, shares = spread_over(lambda u: curvature * u, v, 6)
    np.testing.assert_allclose(values, np.broadcast_to(curvature, (3, 6)), rtol=1e-9)
    np.testing.assert_allclose(shares, v**2 / (v**2).sum(axis=-1, keepdims=True), rtol=1e-6)
    few, its = spread_over(lambda u: curvature * u, v, 2)
    for p in range(4):  # exact up to the third moment
        np.testing.assert_allclose((its * few**p).sum(axis=-1), (shares * curvature**p).sum(axis=-1), rtol=1e-9)


def test_all_of_the_way_lies_somewhere():
    settings = {"rate": 0.05, "limit": 0.9, "period": 8, "seeds": 2, "updates": 3, "then": 2, "images": 20}
    rules = {"plain": [0.05, 0.0], "twice": [0.1, 0.0]}
    few, more = (low_curvature.moves(rules=rules, products=k, **settings) for k in (3, 6))
    np.testing.assert_allclose(few["squared"].sum("place").values, more["squared"].sum("place").values, rtol=1e-9)
    assert (more["curvature"] > -1e-9).all()
    assert (few["squared"].sum("place").at(rule="twice") > few["squared"].sum("place").at(rule="plain")).all()


def test_pixels_add_up_to_the_error():
    by_pixel = pictures.by_pixel(rates={"0": 0.1}, seeds=2, every=6, **SHORT)["error"].at(step=6)
    alone = which_momentum.judged(rates={"0": 0.1}, seeds=2, every=6, **SHORT)["error"]
    np.testing.assert_allclose(by_pixel.sum("pixel").values, alone.at(step=6).values, rtol=1e-4)


def test_the_signal_of_a_linear_stretch_is_known(rng):
    """Of small weights units sit at the middle of the logistic, where its slope is 1/4: the signal shrinks as the theory says."""
    found = start_signals.spread({"small": which_start.STARTS["small"]}, encoder="small curves", images=300, seeds=4)[
        "difference"
    ]
    by_layer = found.at(start="small").mean("seed").values
    np.testing.assert_allclose(by_layer[2] / by_layer[1], 0.01 * np.sqrt(36) / 4, rtol=0.15)  # from 36 to 18 units


def test_table_2_ends_where_table_1_does():
    best = [min(row[task] for name, row in printed.TABLE_1.items() if name[-1] == "N") for task in range(3)]
    assert list(printed.TABLE_2["after"]) == best
    assert error_of_the_mean(curves(100, 12)) < 16  # our images are other ones

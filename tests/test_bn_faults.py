"""Each fault does what it is accused of, and nothing else."""

import numpy as np
import pytest

from trainability.experiments.normalization.bn_faults import ByPosition, EpsilonTwice, OnItself, Published
from trainability.normalization import BatchNorm, Running


def ones(n):
    return np.ones(n), np.zeros(n)


def test_epsilon_is_kept_and_added_again(rng):
    x, running = rng.normal(size=(5, 3)), Running(rate=1.0, unbiased=False)
    right, wrong = BatchNorm(3, eps=0.2, running=running), EpsilonTwice(3, eps=0.2, running=running)
    np.testing.assert_array_equal(right.training(x, *ones(3))[0], wrong.training(x, *ones(3))[0])
    np.testing.assert_allclose(wrong.var, x.var(0) + 0.2)
    np.testing.assert_allclose(wrong.inference(x, *ones(3))[0], (x - x.mean(0)) / np.sqrt(x.var(0) + 0.4))


def backward(layer, x, dy, between=None):
    gamma, beta = np.array([1.0, 2.0, 3.0]), np.zeros(3)
    y, pull, _ = layer.training(x, gamma, beta)
    if between is not None:
        layer.inference(between, gamma, beta)
    grads = np.empty(3), np.empty(3)
    return y, pull(dy, *grads), *grads


def test_an_inference_overwrites_what_the_backward_pass_reads(rng):
    x, dy, other = rng.normal(size=(3, 5, 3))
    right = backward(BatchNorm(3), x, dy, other)
    for ours, theirs in zip(backward(OnItself(3), x, dy), right):
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-13)
    y, dx, dgamma, dbeta = backward(OnItself(3), x, dy, other)
    np.testing.assert_allclose(y, right[0])
    np.testing.assert_allclose(dbeta, right[3])
    assert abs(dx - right[1]).max() > 0.1 and abs(dgamma - right[2]).max() > 0.1
    np.testing.assert_allclose(dx.sum(0), 0, atol=1e-13)
    norm = OnItself(3)
    norm.training(x, *ones(3))
    np.testing.assert_allclose(dgamma, (dy * norm.inference(other, *ones(3))[0]).sum(0))
    with pytest.raises(ValueError):
        backward(OnItself(3), x, dy, other[:2])


def test_with_the_variance_of_the_batch_the_gradient_of_the_input_stays(rng):
    x, dy, other = rng.normal(size=(3, 5, 3))
    norm = OnItself(3, running=Running(rate=1.0, unbiased=False))
    _, dx, dgamma, _ = backward(norm, x, dy, other)
    _, right, right_gamma, _ = backward(BatchNorm(3), x, dy)
    np.testing.assert_allclose(dx, right, rtol=1e-10, atol=1e-13)
    assert abs(dgamma - right_gamma).max() > 0.1


def test_inference_itself_is_the_layer_s(rng):
    x, other = rng.normal(size=(2, 5, 3))
    right, wrong = BatchNorm(3), OnItself(3)
    right.training(x, *ones(3)), wrong.training(x, *ones(3))
    np.testing.assert_array_equal(wrong.inference(other, *ones(3))[0], right.inference(other, *ones(3))[0])
    assert wrong.inference.shapes == right.shapes


def test_by_position(rng):
    x, dy = rng.normal(size=(2, 6, 3, 2, 4))
    y, pull, _ = ByPosition(4, spatial=2)(x, *ones(4))
    np.testing.assert_allclose(y, (x - x.mean(0)) / np.sqrt(x.var(0) + 1e-5))
    flat, pull_flat, _ = BatchNorm(24)(x.reshape(6, 24), *ones(24))
    np.testing.assert_allclose(y.reshape(6, 24), flat, rtol=1e-12)
    dx = pull(dy, np.empty(4), np.empty(4))
    np.testing.assert_allclose(dx.reshape(6, 24), pull_flat(dy.reshape(6, 24), np.empty(24), np.empty(24)), rtol=1e-9, atol=1e-12)


def test_the_layer_with_five_faults_is_right_on_rows_in_training(rng):
    x, dy, other = rng.normal(size=(3, 5, 3))
    layer, norm = Published(3), BatchNorm(3)
    layer.gamma = np.array([1.0, 2.0, 3.0])
    y, dx, dgamma, dbeta = backward(norm, x, dy)
    for ours, theirs in zip((layer.forward(x, True), layer.backward(dy), layer.dgamma, layer.dbeta), (y, dx, dgamma, dbeta)):
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-13)
    layer.update()
    np.testing.assert_allclose(layer.gamma, [1, 2, 3] - 0.1 * dgamma)


def test_the_layer_with_five_faults_has_them(rng):
    x, dy, other = rng.normal(size=(3, 5, 3))
    layer = Published(3)
    layer.forward(x, True), layer.backward(dy)
    dgamma = layer.dgamma
    np.testing.assert_allclose(layer.var, 0.1 * (x.var(axis=0) + 1e-5))  # from zero, with epsilon in it
    layer.forward(other, False), layer.backward(dy)
    np.testing.assert_allclose(layer.v, layer.var + 1e-5)  # and epsilon again
    assert abs(layer.dgamma - dgamma).max() > 0.1  # overwritten

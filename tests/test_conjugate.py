"""Conjugate gradients: n steps solve n dimensions, each step is the best of its span, preconditioning is a change of variables."""

from itertools import islice

import numpy as np
import pytest

from trainability.conjugate import conjugate_gradients

N = 7


def problem(rng, runs=()):
    """A positive definite matrix of condition about 30 for each run, and a right side."""
    Q = np.linalg.qr(rng.normal(size=(*runs, N, N)))[0]
    A = (Q * np.geomspace(1, 30, N)) @ Q.mT
    return A, rng.normal(size=(*runs, N))


def times(A):
    return lambda d: (A @ d[..., None])[..., 0]


def taken(steps, n):
    return list(islice(steps, n))


@pytest.mark.parametrize("runs", [(), (3,), (2, 3)])
@pytest.mark.parametrize("preconditioned", [False, True])
def test_n_steps_solve_n_dimensions(runs, preconditioned, rng):
    A, b = problem(rng, runs)
    M = rng.uniform(0.1, 10, (*runs, N)) if preconditioned else 1.0
    steps = taken(conjugate_gradients(times(A), b, rng.normal(size=b.shape), M), N)
    assert len(steps) == N
    np.testing.assert_allclose(steps[-1].x, np.linalg.solve(A, b[..., None])[..., 0], rtol=1e-7, atol=1e-8)
    assert np.abs(steps[-2].residual).max() > 1e-6


def test_value_and_residual_are_those_of_the_point(rng):
    A, b = problem(rng, (3,))
    for x, value, residual in taken(conjugate_gradients(times(A), b, rng.normal(size=b.shape)), N - 1):
        np.testing.assert_allclose(residual, b - times(A)(x), atol=1e-12)
        np.testing.assert_allclose(value, (x * (times(A)(x) / 2 - b)).sum(-1), rtol=1e-12)


@pytest.mark.parametrize("M", [1.0, np.linspace(0.2, 4, N)])
def test_each_step_is_the_least_of_its_span(M, rng):
    """The span of the start's residual, preconditioned, and of what M^-1 A makes of it again and again."""
    A, b = problem(rng)
    start = rng.normal(size=N)
    span = [(b - A @ start) / M]
    for step in taken(conjugate_gradients(times(A), b, start, M), 4):
        K = np.linalg.qr(np.stack(span, axis=1))[0]
        best = start + K @ np.linalg.solve(K.T @ A @ K, K.T @ (b - A @ start))
        np.testing.assert_allclose(step.x, best, rtol=1e-8)
        span.append(A @ K[:, -1] / M)


def test_a_preconditioner_is_a_change_of_variables(rng):
    A, b = problem(rng)
    root = np.sqrt(rng.uniform(0.1, 10, N))
    changed = taken(conjugate_gradients(times(A / root / root[:, None]), b / root), 5)
    for step, other in zip(taken(conjugate_gradients(times(A), b, M=root**2), 5), changed):
        np.testing.assert_allclose(step.x, other.x / root, rtol=1e-10)
    exact = np.geomspace(1, 1e6, N)
    assert len(taken(conjugate_gradients(lambda d: exact * d, b, M=exact), 2)) == 1


def test_runs_are_alone(rng):
    """One is solved at once, and one meets no curvature at its second step: neither moves again, nor the other two."""
    A, b = problem(rng, (4,))
    A[1], A[2] = np.eye(N), np.diag([3.0, -1.0, *[1.0] * (N - 2)])
    b[2] = [1.0, 1.0, *[0.0] * (N - 2)]
    together = taken(conjugate_gradients(times(A), b), N)
    for run in range(4):
        alone = taken(conjugate_gradients(times(A[run]), b[run]), N)
        for n, step in enumerate(together):
            np.testing.assert_allclose(step.x[run], alone[min(n, len(alone) - 1)].x, rtol=1e-9)
    assert np.isfinite(together[-1].x).all() and np.isfinite(together[-1].value).all()


@pytest.mark.parametrize("curvature, steps", [(-1.0, 0), (0.0, 0), (np.nan, 0)])
def test_it_stops_where_there_is_no_minimum(curvature, steps):
    assert len(taken(conjugate_gradients(lambda d: curvature * d, np.ones(N)), N)) == steps


def test_it_stops_before_a_direction_of_negative_curvature():
    A = np.array([3.0, -1.0])
    steps = taken(conjugate_gradients(lambda d: A * d, np.array([1.0, 1.0])), 9)
    assert [step.x.tolist() for step in steps] == [[1.0, 1.0]] and np.abs(steps[0].residual).max() > 1


def test_nothing_is_left_to_do(rng):
    A, _ = problem(rng)
    assert taken(conjugate_gradients(times(A), np.zeros(N)), 3) == []


def test_the_start_and_earlier_points_stay(rng):
    A, b = problem(rng)
    start = rng.normal(size=N)
    kept = start.copy()
    steps = taken(conjugate_gradients(times(A), b, start), 3)
    assert (start == kept).all() and len({id(step.x) for step in steps}) == 3
    assert not any(np.array_equal(one.x, other.x) for one, other in zip(steps, steps[1:]))


def test_precision_stays(rng):
    A, b = problem(rng)
    A = A.astype(np.float32)
    [step] = taken(conjugate_gradients(times(A), b.astype(np.float32), M=np.ones(N, np.float32)), 1)
    assert step.x.dtype == step.value.dtype == step.residual.dtype == np.float32


@pytest.mark.parametrize(
    "given, message",
    [
        ({"x": np.ones(3)}, r"the start must be of the shape of b, \(7,\); got \(3,\)"),
        ({"M": np.ones(3)}, r"M must broadcast against b of shape \(7,\); got shape \(3,\)"),
        ({"M": np.array([1.0, 0, 1, 1, 1, 1, 1])}, "M must be positive; its least element is 0.0"),
        ({"product": lambda d: 1.0}, r"the product must be of the shape of b, \(7,\); got float of shape \(\)"),
    ],
)
def test_what_does_not_fit_is_refused_at_once(given, message):
    with pytest.raises(ValueError, match=message):
        conjugate_gradients(**{"product": lambda d: d, "b": np.ones(N)} | given)


def test_half_precision_is_refused():
    with pytest.raises(TypeError, match="conjugate_gradients takes real numbers of single precision or more"):
        conjugate_gradients(lambda d: d, np.ones(3, np.float16))

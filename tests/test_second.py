"""Second-order methods: products against whole matrices, one step on a quadratic, each part of Hessian-free by its formula."""

import copy
import pickle
from itertools import islice

import numpy as np
import pytest

from trainability import (
    Conjugate,
    Curved,
    Dense,
    Descent,
    HessianFree,
    HessianFreeMomentum,
    Network,
    Newton,
    Phase,
    Recurrent,
    Structured,
    TruncatedNewton,
    backtracked,
    batches,
    binary_cross_entropy,
    conjugate_gradients,
    cross_entropy,
    gauss_newton,
    hessian,
    hessian_product,
    last,
    levenberg_marquardt,
    line_search,
    martens_preconditioner,
    nesterov,
    quadratic,
    ravine,
    reduction_ratio,
    rosenbrock,
    saddle,
    sigmoid,
    squared_error,
    squared_gradients,
    structural,
    tanh,
    until_flat,
)
from trainability.second import CURVES_PHASES, MNIST_PHASES
from trainability.second.phases import at

LOSSES = [squared_error, cross_entropy, binary_cross_entropy]
DENSE = Network(Dense(3, 4), tanh, Dense(4, 3), sigmoid, Dense(3, 2))


def problem(rng, network=DENSE, N=5):
    """Data whose targets are distributions, and parameters."""
    x = rng.normal(size=(N, 3))
    target = rng.dirichlet(np.ones(2), N)
    return x, target, rng.normal(size=network.size)


def matrix(product, n):
    return np.stack([product(unit) for unit in np.eye(n)], axis=-1)


def jacobian(f, theta, h=1e-4):
    """By differences of the fourth order, which leaves about 1e-12."""

    def along(unit):
        one, two = f(theta + h * unit) - f(theta - h * unit), f(theta + 2 * h * unit) - f(theta - 2 * h * unit)
        return (8 * one - two) / (12 * h)

    return np.stack([along(unit) for unit in np.eye(theta.size)], axis=-1)


@pytest.mark.parametrize("loss", LOSSES)
def test_gauss_newton_is_the_jacobian_around_the_hessian_of_the_loss(loss, rng):
    x, target, theta = problem(rng)
    G = matrix(gauss_newton(DENSE, loss, x, target, theta), theta.size)
    J = jacobian(lambda at: DENSE(x, at)[0].ravel(), theta)
    y = DENSE(x, theta)[0]
    H = jacobian(lambda at: loss(at.reshape(y.shape), target)[1].ravel(), y.ravel())
    np.testing.assert_allclose(G, J.T @ H @ J, atol=1e-10)
    np.testing.assert_allclose(G, G.T, atol=1e-14)
    assert np.linalg.eigvalsh(G).min() > -1e-14


def test_gauss_newton_of_independent_runs(rng):
    x, target, _ = problem(rng)
    theta, v = rng.normal(size=(2, 3, DENSE.size))
    together = gauss_newton(DENSE, squared_error, x, target, theta)(v)
    for run in range(3):
        np.testing.assert_allclose(together[run], gauss_newton(DENSE, squared_error, x, target, theta[run])(v[run]), rtol=1e-12)


def test_gauss_newton_is_the_hessian_of_a_linear_network(rng):
    network = Network(Dense(3, 2))
    x, target, theta = problem(rng, network)
    fit = Curved(network, cross_entropy, x, target)
    np.testing.assert_allclose(matrix(fit.product(theta), theta.size), hessian(fit, theta), atol=1e-9)


def test_a_first_layer_that_is_not_dense(rng):
    network = Network(tanh, Dense(3, 2))
    x, target, theta = problem(rng, network)
    G = matrix(gauss_newton(network, squared_error, x, target, theta), theta.size)
    J = jacobian(lambda at: network(x, at)[0].ravel(), theta)
    np.testing.assert_allclose(G, J.T @ J / len(x), atol=1e-10)


def test_hessian_products(rng):
    theta, v = rng.normal(size=(2, 2))
    exact = np.array([[2 - 400 * (theta[1] - 3 * theta[0] ** 2), -400 * theta[0]], [-400 * theta[0], 200]])
    np.testing.assert_allclose(hessian(rosenbrock, theta), exact, rtol=1e-6, atol=1e-5)
    np.testing.assert_allclose(hessian_product(rosenbrock, theta)(1e-6 * v), 1e-6 * exact @ v, rtol=1e-6, atol=1e-10)
    assert (hessian_product(ravine, theta)(np.zeros(2)) == 0).all()
    both = hessian(rosenbrock, np.stack([theta, v]))
    np.testing.assert_allclose(both[0], hessian(rosenbrock, theta), rtol=1e-12)


# ---- Newton


def test_one_newton_step_solves_a_quadratic(rng):
    theta = rng.normal(size=(4, 2))
    next(Newton(quadratic(50.0, angle=0.7), theta))
    np.testing.assert_allclose(theta, 0, atol=1e-7)


def test_newton_climbs_to_a_saddle_and_damping_turns_it_round():
    theta, damped = np.array([0.5, 0.1]), np.array([0.5, 0.1])
    next(Newton(saddle, theta)), next(Newton(saddle, damped, damping=3.0))
    np.testing.assert_allclose(theta, 0, atol=1e-8)
    assert damped[1] > 0.1 > abs(theta[1])


def test_truncated_newton_descends_everywhere(rng):
    for objective, start in ((rosenbrock, [-1.2, 1.0]), (saddle, [1.0, 1e-3]), (ravine, [-7.0, 2.0])):
        values = list(islice(TruncatedNewton(objective, np.array(start)), 30))
        assert all(after <= before for before, after in zip(values, values[1:]))
    theta = np.array([-1.2, 1.0])
    *_, last = islice(TruncatedNewton(rosenbrock, theta), 80)
    np.testing.assert_allclose(theta, 1, atol=1e-6)


# ---- the parts of Hessian-free


@pytest.mark.parametrize(
    "ratio, after", [(-1.0, 9.0), (0.2499, 9.0), (0.25, 6.0), (0.75, 6.0), (0.7501, 4.0), (float("-inf"), 9.0)]
)
def test_damping_rule(ratio, after):
    assert levenberg_marquardt(6.0, ratio) == pytest.approx(after)


def test_the_reduction_ratio():
    assert reduction_ratio(3.0, 2.5, -1.0) == 0.5
    assert reduction_ratio(3.0, 4.0, -1.0) == -1.0
    assert reduction_ratio(3.0, float("nan"), -1.0) == reduction_ratio(3.0, float("inf"), -1.0) == float("-inf")


def steps_of(values):
    return [Conjugate(np.array([float(i)]), value, None) for i, value in enumerate(values, 1)]


def test_the_stop_by_hand():
    """Steps 1 to 20 bring 1 each; after that nothing comes. Ten steps back, step 30 has brought nothing, and step 29 one part in 20."""
    values = [-float(min(i, 20)) for i in range(1, 60)]
    assert [step.value for step in until_flat(steps_of(values))] == values[:30]
    assert len(list(until_flat(steps_of(values), tolerance=0.0051))) == 29


def test_the_stop_looks_further_back_as_it_goes_on():
    """Each step k brings a little more than 5e-4 of all so far until step 200; then nothing: 20 steps back are looked at, and more."""
    values = [-float(np.exp(6e-4 * min(i, 200))) for i in range(1, 400)]
    stop = len(list(until_flat(steps_of(values))))
    k = -(-stop // 10)
    assert k > 10 and (values[stop - 1] - values[stop - 1 - k]) / values[stop - 1] < k * 5e-4
    k = -(-(stop - 1) // 10)
    assert (values[stop - 2] - values[stop - 2 - k]) / values[stop - 2] >= k * 5e-4


def test_how_far_it_looks_back_is_rounded_up():
    """Nothing comes after step 91. Ten steps back, step 101 would be the first to see nothing else; it looks back over eleven."""
    assert len(list(until_flat(steps_of([-float(min(i, 91)) for i in range(1, 200)])))) == 102


def test_it_does_not_stop_above_zero():
    assert len(list(until_flat(steps_of([5.0] * 50)))) == len(list(until_flat(steps_of(range(1, 51))))) == 50
    assert len(list(until_flat(steps_of([-5.0] * 50)))) == 11


def walked_back(tried):
    """As Martens writes it: from the last back, for as long as the objective falls."""
    j = len(tried) - 1
    while j and tried[j - 1][1] < tried[j][1]:
        j -= 1
    return tried[j]


@pytest.mark.parametrize("n", [1, 4, 5, 6, 7, 8, 9, 30, 31])
def test_backtracking_is_the_walk_back_from_the_end(n, rng):
    places = sorted({i for i in (5, 7, 9, 11, 15, 19, 25, 32, 41) if i <= n} | {n})
    for _ in range(20):
        values, tried = rng.integers(0, 5, n + 1).astype(float), []

        def f(x, values=values, tried=tried):
            tried.append((x[0], values[int(x[0])]))
            return tried[-1][1]

        picked = backtracked(steps_of([0.0] * n), np.zeros(1), f)
        assert [int(x) for x, _ in tried] == places
        assert (picked.best[0], picked.value) == walked_back(tried) and picked.last[0] == picked.steps == n


def test_backtracking_without_steps_and_with_what_is_no_number():
    assert backtracked([], np.ones(2), lambda x: 3.0).best.tolist() == [1, 1]
    values = {5: 1.0, 7: 2.0, 8: float("nan")}
    assert backtracked(steps_of([0.0] * 8), np.zeros(1), lambda x: values[int(x[0])]).best[0] == 5


def test_line_search():
    assert line_search(lambda a: a * a - a, value=0.0, slope=-1.0) == pytest.approx(0.8)
    assert line_search(lambda a: float("nan"), value=0.0, slope=-1.0) == 0.0
    tried = []
    line_search(lambda a: tried.append(a) or 1.0, value=0.0, slope=-1.0)
    assert len(tried) == 60 and tried[1] == 0.8


@pytest.mark.parametrize("loss", LOSSES)
def test_squared_gradients_are_those_of_single_cases(loss, rng):
    x, target, theta = problem(rng)
    g, squares = np.empty_like(theta), []
    for case, aim in zip(x, target):
        Curved(DENSE, loss, case[None], aim[None])(theta, g)
        squares.append(g**2)
    np.testing.assert_allclose(squared_gradients(DENSE, loss, x, target, theta), np.mean(squares, axis=0), rtol=1e-12)


def test_the_exponent_of_the_preconditioner():
    np.testing.assert_allclose(martens_preconditioner(np.array([0.0, 7.0]), 9.0), [9**0.75, 8.0])


def test_squared_gradients_of_other_layers_are_refused(rng):
    from trainability import LayerNorm

    network = Network(Dense(3, 2), LayerNorm(2))
    x, target, theta = problem(rng, network)
    with pytest.raises(TypeError, match=r"the gradients of single cases are known of dense layers .*; got LayerNorm"):
        squared_gradients(network, squared_error, x, target, theta)


def test_structural_damping_is_the_curvature_of_the_states_distance(rng):
    x, target, theta = problem(rng)
    weight, hidden = 0.3, 2
    both = matrix(structural(DENSE, cross_entropy, x, target, theta, hidden=hidden, weight=weight), theta.size)
    below = Network(*DENSE.layers[:hidden])
    J = jacobian(lambda at: below(x, at[: below.size])[0].ravel(), theta)
    G = matrix(gauss_newton(DENSE, cross_entropy, x, target, theta), theta.size)
    np.testing.assert_allclose(both, G + weight * J.T @ J / len(x), atol=1e-10)
    fit = Structured(DENSE, cross_entropy, x, target, hidden=hidden, mu=0.1)
    np.testing.assert_allclose(matrix(fit.damped(theta, 3.0), theta.size), both + 3 * np.eye(theta.size), atol=1e-12)


def test_states_are_behind_a_layer_and_before_another(rng):
    with pytest.raises(ValueError, match=r"hidden states are behind 1 to 4 layers of .*; got hidden=5"):
        structural(DENSE, squared_error, *problem(rng), hidden=5, weight=1.0)


# ---- Hessian-free


def regression(rng, n=4, N=30):
    """A quadratic whose minimum is known, of full rank."""
    x, network = rng.normal(size=(N, n)), Network(Dense(n, 2))
    target = rng.normal(size=(N, 2))
    W = np.linalg.lstsq(np.hstack([x, np.ones((N, 1))]), target)[0]
    return Curved(network, squared_error, x, target), W.ravel()


def test_one_step_of_hessian_free_solves_a_quadratic(rng):
    fit, best = regression(rng)
    theta = rng.normal(size=best.size)
    steps = HessianFree(fit, theta, damping=1e-13)
    next(steps)
    np.testing.assert_allclose(theta, best, atol=1e-8)
    assert steps.ratio == pytest.approx(1.0) and steps.rate == 1.0


def test_a_damped_step_is_that_of_the_damped_matrix(rng):
    fit, best = regression(rng)
    theta = rng.normal(size=best.size)
    g, before = np.empty_like(theta), theta.copy()
    fit(theta, g)
    G = matrix(fit.product(theta), theta.size)
    next(HessianFree(fit, theta, damping=0.7))
    np.testing.assert_allclose(theta - before, -np.linalg.solve(G + 0.7 * np.eye(theta.size), g), atol=1e-4)


def test_the_next_solve_starts_from_the_decayed_last_solution(rng):
    fit, best = regression(rng)
    steps = HessianFree(fit, np.zeros(best.size), damping=5.0, decay=0.5, most=3)
    next(steps)
    last, theta, damping = steps.delta.copy(), steps.theta.copy(), steps.damping
    g = np.empty_like(theta)
    fit(theta, g)
    *_, third = islice(conjugate_gradients(fit.damped(theta, damping), -g, last / 2, fit.preconditioner(theta, damping)), 3)
    next(steps)
    np.testing.assert_allclose(steps.delta, third.x, rtol=1e-12)


def deep(rng):
    network = Network(Dense(3, 5), tanh, Dense(5, 4), tanh, Dense(4, 2))
    x = rng.normal(size=(40, 3))
    target = np.sin(x @ rng.normal(size=(3, 2)))
    return Curved(network, squared_error, x, target), network.initial(
        rng, W=lambda shape, rng: rng.normal(size=shape) / shape[0] ** 0.5
    )


def test_what_is_kept_is_the_solution_not_the_point_picked(rng):
    """Here whatever is further from the start is higher, so the first point that is tried is picked."""
    fit, theta = deep(rng)

    start = theta.copy()

    class Steep(Curved):
        def value(self, at):
            return np.linalg.norm(at - start)

    steps = HessianFree(Steep(fit.network, fit.loss, fit.x, fit.target), theta)
    next(steps)
    assert steps.picked.steps > 5 and (steps.delta == steps.picked.last).all()
    assert np.linalg.norm(steps.picked.best) < np.linalg.norm(steps.picked.last)


def test_hessian_free_goes_down_and_beats_descent_by_far(rng):
    fit, theta = deep(rng)
    other = theta.copy()
    values = list(islice(HessianFree(fit, theta), 40))
    assert all(after <= before for before, after in zip(values, values[1:]))
    plain = list(islice(Descent(fit, other, nesterov(lr=0.1, mu=0.9)), 400))
    assert values[-1] < 0.1 * plain[-1] < plain[0]


def test_one_step_of_conjugate_gradients_from_the_decayed_start_is_nesterovs(rng):
    """On a quadratic, undamped and not preconditioned, with the rate that is best along the way."""
    fit, best = regression(rng)

    class Plain(Curved):
        def preconditioner(self, theta, damping):
            return 1.0

    plain, theta = Plain(fit.network, fit.loss, fit.x, fit.target), rng.normal(size=best.size)
    steps, v, other = (
        HessianFreeMomentum(plain, theta, rng, [Phase(1, 1.0, 1, 0.9)], damping=1e-300),
        np.zeros_like(theta),
        theta.copy(),
    )
    g = np.empty_like(theta)
    for _ in range(6):
        fit(other + 0.9 * v, g)
        rate = g @ g / (g @ fit.product(other)(g))
        v = 0.9 * v - rate * g
        other += v
        next(steps)
        np.testing.assert_allclose(theta, other, rtol=1e-9)


def test_phases():
    phases = Phase(10, 0.5, 5, 0.9), Phase(5, 0.25, 3, 0.99, lambda t: 1 / t)
    assert [at(phases, t)[0].steps for t in (1, 10, 11, 15, 16, 99)] == [5, 5, 3, 3, 3, 3]
    assert at(phases, 11)[1] == 1.0 and at(phases, 12)[1] == 0.5
    for t in (4600, 4999):
        assert at(CURVES_PHASES, t)[1] == pytest.approx(500 / (t - 4000))
    for t in (501, 3000):
        assert at(MNIST_PHASES, t)[1] == pytest.approx(250 / t)
    assert sum(phase.updates * phase.steps for phase in CURVES_PHASES) == 250_000 + 100_000
    assert [phase.updates * phase.steps for phase in MNIST_PHASES] == [25_000, 225_000, 125_000]


def test_the_rate_and_the_part_are_those_of_the_phase(rng):
    fit, best = regression(rng)
    theta = np.zeros(best.size)
    steps = HessianFreeMomentum(fit, theta, rng, [Phase(1, 1.0, 3, 0.9, 0.25)])
    next(steps)
    np.testing.assert_allclose(theta, steps.delta / 4)
    seen = []

    class Seen(Curved):
        def __call__(self, theta, g):
            seen.append(len(self.x))
            return super().__call__(theta, g)

    halves = HessianFreeMomentum(
        Seen(fit.network, fit.loss, fit.x, fit.target), theta, rng, [Phase(1, 0.5, 3, 0.9), Phase(1, 0.1, 3, 0.9)]
    )
    next(halves), next(halves)
    assert seen == [15, 3]


def test_hessian_free_with_momentum_goes_down(rng):
    fit, theta = deep(rng)
    values = list(islice(HessianFreeMomentum(fit, theta, rng, [Phase(30, 0.5, 10, 0.95), Phase(30, 1.0, 30, 0.95)]), 60))
    assert values[-1] < 1e-2 * values[0]


def made(rng, of):
    fit, theta = deep(np.random.default_rng(3))
    if of is HessianFree:
        return of(fit, theta.copy(), batches(40, 10, rng))
    return of(fit, theta.copy(), rng, [Phase(3, 0.5, 5, 0.9), Phase(3, 1.0, 9, 0.99)])


@pytest.mark.parametrize("of", [HessianFree, HessianFreeMomentum])
@pytest.mark.parametrize("way", [lambda it: pickle.loads(pickle.dumps(it)), copy.deepcopy])
def test_a_copy_goes_on_by_itself(of, way):
    steps = made(np.random.default_rng(1), of)
    next(steps), next(steps)
    other = way(steps)
    assert list(islice(steps, 3)) == list(islice(other, 3))
    assert (steps.theta == other.theta).all()


@pytest.mark.parametrize("of", [HessianFree, HessianFreeMomentum])
def test_what_is_kept_goes_on(of, tmp_path):
    from trainability import load, save

    steps, other = made(np.random.default_rng(1), of), made(np.random.default_rng(2), of)
    next(steps), next(steps)
    save(tmp_path / "it.npz", steps=steps)
    values = list(islice(steps, 3))
    load(tmp_path / "it.npz", steps=other)
    assert other.t == 2 and list(islice(other, 3)) == values


def test_the_curvature_may_be_of_a_part(rng):
    fit, theta = deep(rng)
    sizes, steps = [], HessianFree(fit, theta, batches(40, 8, rng))
    whole = fit.rows
    fit.rows = lambda rows: sizes.append(len(rows)) or whole(rows)
    values = list(islice(steps, 10))
    assert sizes == [8] * 10 and values[-1] < 0.5 * values[0]


@pytest.mark.parametrize("of", [HessianFree, HessianFreeMomentum])
def test_bad_input(of, rng):
    fit, theta = deep(rng)
    rest = () if of is HessianFree else (rng,)
    with pytest.raises(TypeError, match=f"{of.__name__} needs a Curved, for products with its curvature; got <function"):
        of(lambda theta, g: 0.0, theta, *rest)
    with pytest.raises(ValueError, match=rf"{of.__name__} takes one run, parameters of shape \(P,\); got \(2, 54\)"):
        of(fit, np.stack([theta, theta]), *rest)
    with pytest.raises(TypeError, match="a writable array of floats; got list"):
        of(fit, list(theta), *rest)
    with pytest.raises(ValueError, match="damping must be in"):
        of(fit, theta, *rest, damping=-1.0)


# ---- over time

RECURRENT = Network(Recurrent(3, 4), last, Dense(4, 2))


def sequences(rng, T=5, N=6):
    return rng.normal(size=(T, N, 3)), rng.normal(size=(N, 2)), rng.normal(size=RECURRENT.size) / 2


def test_gauss_newton_over_time(rng):
    x, target, theta = sequences(rng)
    G = matrix(gauss_newton(RECURRENT, squared_error, x, target, theta), theta.size)
    J = jacobian(lambda at: RECURRENT(x, at)[0].ravel(), theta)
    np.testing.assert_allclose(G, J.T @ J / 6, atol=1e-10)
    assert np.linalg.eigvalsh(G).min() > -1e-14


def test_structural_damping_over_time(rng):
    x, target, theta = sequences(rng)
    fit = Structured(RECURRENT, squared_error, x, target, hidden=1, mu=0.2)
    states = RECURRENT.layers[0]
    J = jacobian(lambda at: Network(states)(x, at[:-10])[0].ravel(), theta)  # the last ten are the readout's
    G = matrix(fit.product(theta), theta.size)
    np.testing.assert_allclose(
        matrix(fit.damped(theta, 3.0), theta.size), G + 3.0 * np.eye(theta.size) + 0.6 * J.T @ J / 6, atol=1e-9
    )


def test_hessian_free_learns_over_time(rng):
    """The first of five numbers is asked for after the last."""
    x, _, theta = sequences(rng, N=50)
    fit = Structured(RECURRENT, squared_error, x, x[0, :, :2].copy(), hidden=1, mu=0.1)
    values = list(islice(HessianFree(fit, theta), 60))
    assert values[-1] < 0.1 * values[0]
    assert fit.rows([3, 4]).x.shape == (5, 2, 3)

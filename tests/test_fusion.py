"""Fused rules against the plain ones: the same numbers in every bit, one pass over memory."""

import multiprocessing
import os
import pickle
import re
import subprocess
import sys
from itertools import islice

import numpy as np
import pytest

import trainability
from trainability import fused
from trainability.fusion.compiled import THREADED
from trainability.fusion.kernel import Kernel
from trainability.rule import Descent, Rule
from trainability.rule.reading import Reading, UnreadableRule
from trainability.rules import adam, adamw, momentum, nesterov, sgd
from trainability.schedules import Cosine

RULES = [each for name in trainability.__all__ if isinstance(each := getattr(trainability, name), Rule)]


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        yield patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


def slope(theta, g):
    """A valley, different in every direction, over which the gradient changes its sign."""
    g[...] = np.sin(3 * theta) * np.linspace(0.1, 2, theta.shape[-1], dtype=theta.dtype)
    return (theta**2).sum(axis=-1)


def descended(rule, start, steps=20):
    theta = start.copy()
    descent = Descent(slope, theta, rule)
    values = np.array(list(islice(descent, steps)))
    return [values, theta, *descent.state.values()]


def assert_same(plain, start, **options):
    for ours, theirs in zip(descended(fused(plain, **options), start), descended(plain, start), strict=True):
        assert ours.dtype == theirs.dtype and np.array_equal(ours, theirs)


@pytest.fixture(params=[np.float32, np.float64], ids=["float32", "float64"])
def start(request):
    return np.random.default_rng(0).normal(size=(3, 57)).astype(request.param)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_step_is_the_same_in_every_bit(rule, start):
    assert_same(rule, start)


@pytest.mark.parametrize("rule", [nesterov, adamw], ids=lambda rule: rule.__name__)
def test_hyperparameters_are_numbers_schedules_and_arrays(rule, start):
    assert_same(rule(lr=Cosine(0.1, 20)), start)
    assert_same(rule(lr=np.array([[0.1], [0.2], [0.3]])), start)
    assert_same(rule(lr=np.linspace(0.1, 0.2, 57)), start)


@pytest.mark.parametrize("shape", [(7,), (2, 3, 5), (1, 0)])
def test_any_shape(shape):
    assert_same(adam, np.random.default_rng(1).normal(size=shape))


def test_arrays_that_do_not_lie_in_one_piece():
    start = np.random.default_rng(2).normal(size=(8, 9))
    base = start.copy()
    views = base[::2, 1::2], start[::2, 1::2].copy()
    for theta, rule in zip(views, (fused(momentum), momentum)):
        list(islice(Descent(slope, theta, rule), 5))
    assert np.array_equal(*views) and np.array_equal(base[1::2], start[1::2])


def test_blocks_change_nothing(start):
    thetas = start.copy(), start.copy()
    for theta, block in zip(thetas, (7, None)):
        list(islice(Descent(slope, theta, fused(adam), block=block), 5))
    assert np.array_equal(*thetas)


def test_two_threads_change_nothing():
    assert_same(momentum, np.random.default_rng(3).normal(size=THREADED + 1), threads=2)


def _on(start):
    descended(fused(momentum, threads=2), start, 2)


def test_a_fork_has_threads_of_its_own():
    start = np.zeros(THREADED)
    _on(start)
    process = multiprocessing.get_context("fork").Process(target=_on, args=(start,))
    process.start()
    process.join(60)
    assert process.exitcode == 0


def cubed(x):
    return x * x * x


HALF = 0.5


@Rule
def homemade(theta, g, t, v, *, lr=0.1, mu=0.9):
    """With a local number that takes two values, a function and a constant of its module, and another rule inside."""
    share = mu * HALF
    v *= share
    share = 1 - share
    v += share * cubed(g)
    theta[...] = theta - 0.01 * lr * np.where(abs(v) > 0.1, v, 2 * v)
    momentum.update(theta, g + 0.1 * theta, t, v, lr=lr / t, mu=share)


def test_rules_of_your_own():
    assert_same(homemade, np.random.default_rng(4).normal(size=50))


def test_it_reads_like_its_rule():
    rule = fused(adam(lr=0.5), threads=2)
    assert repr(rule) == "fused(adam(lr=0.5, beta1=0.9, beta2=0.999, eps=1e-08), threads=2)"
    assert repr(pickle.loads(pickle.dumps(rule))) == repr(rule) and rule.__name__ == "adam"
    assert rule(lr=0.1).hyper["lr"] == 0.1 and rule(lr=0.1).threads == 2 and repr(fused(rule)) == repr(fused(adam(lr=0.5)))
    with pytest.raises(ValueError, match="lr of adam"):
        rule(lr=-1)
    with pytest.raises(TypeError, match="adam has no hyperparameter speed"):
        rule(speed=1)


def test_what_one_has_kept_the_other_takes_up(start):
    there, here = (Descent(slope, start.copy(), rule) for rule in (adam, fused(adam)))
    list(islice(there, 3))
    here.load_state_dict(there.state_dict())
    next(there), next(here)
    assert np.array_equal(there.theta, here.theta)


def test_bad_input():
    with pytest.raises(TypeError, match=re.escape("fused takes a Rule; got 3")):
        fused(3)
    with pytest.raises(ValueError, match="threads must be .* got 0"):
        fused(sgd, threads=0)
    with pytest.raises(TypeError, match="fused rules compute in float32 and float64; theta is longdouble|float128"):
        next(Descent(slope, np.ones(2, np.longdouble), fused(sgd)))


def test_without_numba_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    with pytest.raises(ImportError, match=re.escape('pip install "trainability[fast]"')):
        fused(sgd)


FAULTY = """
import numpy as np
from trainability.rule import Rule
from trainability.rules import adam, momentum

@Rule
def faulty(theta, g, t, v, *, lr=0.1):
    theta -= lr * g
    {line}
"""


@pytest.mark.parametrize(
    "line, why",
    [
        ("print(theta)", "print(theta) assigns nothing to a name"),
        ("np.add(theta, 1)", "np.add(theta, 1) assigns nothing"),
        ("np.add(theta, 1, out=theta, where=g > 0)", "assigns nothing"),
        ("if lr: theta += 1", "assigns nothing"),
        ("d = v", "d = v is another name for the array v"),
        ("theta -= g.mean()", "g.mean is no function of NumPy"),
        ("theta -= np.clip(g, -1, max=1)", "passes max by its name"),
        ("theta -= nowhere", "nowhere is not there"),
        ("theta -= adam(g)", "adam is a Rule, not a number or a function of numbers"),
        ("momentum.update(theta, g, t, 2 * v, lr=1, mu=0)", "2 * v is to be changed, and has no name"),
        ("momentum.update(theta, g, t, lr=1, mu=0)", "lacks v"),
        ("theta -= np.busday_count(g, 1)", "Numba cannot compile it"),
    ],
)
def test_what_cannot_be_compiled_is_named_with_its_line(tmp_path, line, why):
    path = tmp_path / "faulty.py"
    path.write_text(FAULTY.format(line=line))
    exec(compile(path.read_text(), path, "exec"), space := {})
    theta = np.ones(2)
    with pytest.raises(UnreadableRule, match=f"faulty, line 9: .*{re.escape(why)}"):
        next(Descent(slope, theta, fused(space["faulty"])))
    assert np.array_equal(theta, np.ones(2))


def test_a_rule_without_source_is_refused():
    exec("def update(theta, g, t): theta -= g", space := {})
    with pytest.raises(UnreadableRule, match="its source is not to be found"):
        fused(Rule(space["update"]))


def test_numbers_are_computed_before_the_loop_in_their_order():
    kernel = Kernel(Reading(homemade.update), ["theta", "g", "v"])
    exec(kernel.before, space := {"np": np})
    assert space["before"](t=2, lr=0.2, mu=0.5)[0] == 0.25  # share as it was when v was multiplied by it
    assert "mu" not in kernel.loop and "lr" not in kernel.loop


COUNT = """
import numpy as np
from trainability import Descent, fused, sgd
theta, rule = np.ones(3), fused(sgd)
next(Descent(lambda theta, g: 0.0, theta, rule))
[[_, loop]] = rule.update.loop.compiled.values()
print(sum(loop.stats.cache_hits.values()), sum(loop.stats.cache_misses.values()))
"""


@pytest.mark.parametrize("folder, second", [("cache", "1 0"), ("/dev/null/none", "0 1")])
def test_what_is_compiled_is_kept_for_other_processes(tmp_path, folder, second):
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path / folder)}
    told = [subprocess.run([sys.executable, "-c", COUNT], env=environment, capture_output=True, text=True) for _ in range(2)]
    assert told[1].stdout.strip() == second, told[1].stderr

"""Every public callable, on whatever comes: the answer is that in double precision, or an error of ours, and nothing has changed.

Arrays have all kinds of shapes, precisions, layouts and numbers; one argument in some is of a wrong type. An error is ours if a
``raise`` in the package has raised it, and its message says something. NumPy's warning of an overflow is no silence either.
"""

import inspect
import linecache
import traceback
import warnings
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import trainability as T
from trainability.activations import Activation
from trainability.ranges import Range, ranges
from trainability.rule import Rule
from trainability.surfaces import Surface

SRC = str(Path(T.__file__).parent)
WORDS = [None, "fast", [[1.0]], {}, object(), b"1", lambda t: t, 2.5, -3, True]
SHAPES = [(), (0,), (1,), (2,), (6,), (0, 2), (1, 2), (4, 2), (4, 1), (4, 0), (3, 4, 2), (0, 4, 2), (3, 0, 2), (2, 3)]
DTYPES = ["?", "u1", "i2", "i8", "f2", "f4", "f8", ">f4", ">f8", "g", "F", "D", "U3", "O"]
NUMBERS = [0.0, 1.0, -2.0, 0.5, 3.0, 7.0, -1e-3, 100.0]
FAR = [np.nan, np.inf, -np.inf, 5e-324, 1e300, -1e300, 1e-300, 1e160, 1e-160]
WIDE = "fdg"
PUBLIC = {name: getattr(T, name) for name in T.__all__}


@st.composite
def arrays(draw, shapes=SHAPES, dtypes=DTYPES, far=True):
    """An array of some shape, precision, layout and numbers."""
    shape, dtype = draw(st.sampled_from(shapes)), np.dtype(draw(st.sampled_from(dtypes)))
    wild = far and draw(st.integers(0, 3)) == 0
    rng = np.random.default_rng(draw(st.integers(0, 2**20)))
    values = rng.choice(NUMBERS + FAR * wild, shape)
    if dtype.kind in "biu":
        values = np.abs(np.nan_to_num(values, nan=1, posinf=100, neginf=0)) % 100
    with np.errstate(all="ignore"):
        array = np.asarray(values).astype(dtype)
    layout = draw(st.sampled_from(["plain", "plain", "strided", "backwards", "fortran", "read-only"]))
    if layout == "strided":
        array = np.repeat(array, 2, axis=-1)[..., ::2] if array.ndim else array
    elif layout == "backwards":
        array = array[::-1].copy()[::-1] if array.ndim else array
    elif layout == "fortran":
        array = np.asfortranarray(array)
    elif layout == "read-only":
        array.flags.writeable = False
    return array


def like(*shape):
    """Arrays that mostly have the shape that is asked for, and mostly floats."""
    right = arrays([shape], ["f4", "f8", "f8", ">f8", "u1", "i8", "?"])
    return st.one_of(right, right, right, arrays([shape]), arrays(), st.sampled_from(WORDS))


def bytes_of(thing):
    return (thing.tobytes(), thing.shape, thing.dtype) if isinstance(thing, np.ndarray) and not thing.dtype.hasobject else None


def is_ours(error):
    """Whether a ``raise`` of the package raised it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    statement = linecache.getline(last.filename, last.lineno).strip()
    return last.filename.startswith(SRC) and statement.startswith("raise") and len(str(error)) > 10


def tried(call, *args, states=()):
    """What a call returns, or None after an error of ours, which has changed nothing."""
    before = [bytes_of(arg) for arg in args], [repr(thing.state_dict()) for thing in states]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return call(*args)
    except RuntimeWarning as warning:  # of NumPy: not silent, but only where a number is out of all bounds
        assert any(is_far(arg) for arg in args), warning
        return None
    except (TypeError, ValueError, KeyError) as error:
        assert is_ours(error), f"{type(error).__name__}: {error}"
        assert before == ([bytes_of(arg) for arg in args], [repr(thing.state_dict()) for thing in states])
        return None


def is_far(arg):
    if not isinstance(arg, np.ndarray) or arg.dtype.kind not in "f":
        return False
    size = np.abs(arg[arg != 0])
    return not ((size > 1e-6) & (size < 1e6)).all()


def double(arg):
    return arg.astype(float) if isinstance(arg, np.ndarray) and arg.dtype.kind in "biuf" else arg


def same(found, right, what=""):
    """Equal up to the rounding of single precision, all the way down."""
    if isinstance(right, tuple):
        assert len(found) == len(right)
        for one, other in zip(found, right):
            same(one, other, what)
    elif isinstance(right, np.ndarray | float | int):
        assert np.asarray(found).dtype.char in WIDE, f"an answer of {np.asarray(found).dtype}"
        np.testing.assert_allclose(np.asarray(found, float), right, rtol=2e-3, atol=1e-4, err_msg=what)


def compared(call, *args):
    """Like :func:`tried`; an answer is that to the same numbers in double precision."""
    found = tried(call, *args)
    if found is not None and not any(map(is_far, args)):
        same(found, tried(call, *map(double, args)))
    return found


def several(test):
    return settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))(test)


def names(kind):
    return [name for name, value in PUBLIC.items() if isinstance(value, kind)]


def first_of(layer):
    return lambda *args: layer(*args)[0]


@pytest.mark.parametrize("name", names(Activation))
@several
@given(x=st.one_of(arrays(), st.sampled_from(WORDS)))
def test_activations(name, x):
    layer = PUBLIC[name]
    if compared(first_of(layer), x) is not None and isinstance(x, np.ndarray):
        compared(lambda x: layer(x)[1](np.ones(x.shape)), x)


@pytest.mark.parametrize("name", ["cross_entropy", "binary_cross_entropy", "squared_error"])
@several
@given(y=like(4, 2), target=like(4, 2))
def test_losses(name, y, target):
    compared(lambda y, target: PUBLIC[name](y, target)[:2], y, target)


LAYERS = {
    "Dense": lambda: T.Dense(2, 3),
    "Dense.on_data": lambda: T.Dense(2, 3).on_data,
    "BatchNorm": lambda: T.BatchNorm(2),
    "BatchNorm, spatial": lambda: T.BatchNorm(2, spatial=1),
    "BatchNorm.training": lambda: T.BatchNorm(2).training,
    "BatchNorm.inference": lambda: T.BatchNorm(2).inference,
    "LayerNorm": lambda: T.LayerNorm(2),
    "GroupNorm": lambda: T.GroupNorm(2, 2),
    "RMSNorm": lambda: T.RMSNorm(2),
    "Dropout": lambda: T.Dropout(0.3, np.random.default_rng(0)),
    "Network": lambda: T.Network(T.Dense(2, 3), T.relu, T.LayerNorm(3), T.Dense(3, 1)),
}


@pytest.mark.parametrize("name", LAYERS)
@several
@given(data=st.data())
def test_layers(name, data):
    layer = LAYERS[name]()
    params = [data.draw(like(*shape)) for shape in layer.shapes.values()]
    x = data.draw(like(*data.draw(st.sampled_from([(4, 2), (3, 4, 2)]))))
    y = compared(first_of(layer), x, *params)
    if y is not None and not any(map(is_far, (x, *params))):
        _, pull, push = layer(x, *params)
        grads = [np.full((*np.shape(y)[:-2], *shape), np.nan) for shape in layer.shapes.values()]
        if all(isinstance(p, np.ndarray) and p.shape[:-1] == g.shape[:-1] for p, g in zip(params, grads)):
            pull(np.ones_like(y), *grads)
            assert all(np.isfinite(grad).all() for grad in grads)


@several
@given(x=like(4, 2), axis=st.sampled_from([-1, 0, (0, 1)]), eps=st.sampled_from([1e-5, 0.1, -1.0, None, np.nan]))
def test_standardize(x, axis, eps):
    if not isinstance(x, np.ndarray) or x.ndim == 2:
        compared(lambda x: T.standardize(x, axis, eps), x)


def bowl(theta, g):
    g[...] = theta
    return (theta**2).sum(axis=-1) / 2


def hypers(rule):
    """Numbers in and out of their ranges."""
    return st.fixed_dictionaries(
        {}, optional={name: st.sampled_from([0, 0.5, 0.999, 1, 1.5, -0.1, np.nan, np.inf, None, "x"]) for name in rule.hyper}
    )


@pytest.mark.parametrize("name", names(Rule))
@several
@given(data=st.data())
def test_rules(name, data):
    given = data.draw(hypers(PUBLIC[name]))
    rule = tried(lambda: PUBLIC[name](**given))
    stated = PUBLIC[name].ranges
    right = all(isinstance(value, int | float) and value in stated[key] for key, value in given.items())
    assert (rule is not None) == right
    theta = data.draw(like(3, 4))
    descent = tried(lambda theta: T.Descent(bowl, theta, rule or PUBLIC[name]), theta)
    if descent is not None:
        assert theta.dtype.char in WIDE and theta.flags.writeable
        with np.errstate(all="ignore"):
            list(islice(descent, 3))


def scheduled():
    return [name for name in T._NAMES["schedules"].split() if ranges(PUBLIC[name])]


@pytest.mark.parametrize("name", scheduled())
@several
@given(data=st.data())
def test_schedules_are_finite_over_all_of_their_ranges(name, data):
    kind = PUBLIC[name]
    fields = {}
    for field in kind.__dataclass_fields__:
        within = ranges(kind).get(field)
        fields[field] = data.draw(
            st.sampled_from([-1.0, 0, 0.001, 0.3, 1, 1.5, 10, 1000, np.nan, "x", None]) if within else st.just(0.1)
        )
    if name == "Piecewise":
        fields = {"values": (fields["values"], 0.1), "boundaries": (3,)}
    made = tried(lambda: kind(**fields))
    right = all(
        isinstance(value, tuple) or isinstance(value, int | float) and value in ranges(kind)[key]
        for key, value in fields.items()
        if key in ranges(kind)
    )
    if name != "Piecewise":
        assert (made is not None) == right
    if made is not None:
        t = np.arange(0, 200)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            values = made(t)
            assert np.isfinite(values).all() and values.shape == t.shape
            np.testing.assert_allclose([made(int(each)) for each in t[:20]], values[:20], rtol=1e-12, atol=1e-12)


WRAPS = {
    "clip_norm": [1.0, 1e-3, 1e300, 0, -1, np.inf, np.nan, None, "x"],
    "clip_value": [1.0, 1e-3, 1e300, 0, -1, np.inf, np.nan, None, "x"],
    "l2": [0.0, 0.1, np.array([[0.1], [0.2], [0.3]]), -1, np.inf, np.nan, None, "x"],
    "gradient_noise": [np.random.default_rng(0), None, 3],
}


@pytest.mark.parametrize("name", WRAPS)
@several
@given(data=st.data())
def test_objectives(name, data):
    objective = tried(lambda given: PUBLIC[name](bowl, given), data.draw(st.sampled_from(WRAPS[name])))
    if objective is not None:
        theta, g = data.draw(arrays([(3, 4)], ["f4", "f8", ">f8"])), np.empty((3, 4))
        value = tried(objective, theta, g)
        if value is not None:
            assert np.shape(value) == (3,) and (is_far(theta) or np.isfinite(g).all())


@pytest.mark.parametrize("gradient", [[3e160, 4e160], [3e-200, 4e-200], [3e300, 4e300], [3.0, 4.0]])
@pytest.mark.parametrize("limit", [1.0, 1e-5, 1e200])
def test_a_clipped_gradient_has_the_length_that_is_allowed(gradient, limit):
    def slope(theta, g):
        g[...] = gradient
        return 0.0

    g = np.empty(2)
    T.clip_norm(slope, limit)(np.zeros(2), g)
    length = np.linalg.norm(np.divide(gradient, max(gradient))) * max(gradient)
    np.testing.assert_allclose(g, np.divide(gradient, length) * min(length, limit), rtol=1e-12)


@pytest.mark.parametrize("name", names(Surface))
@several
@given(theta=like(3, 2), g=like(3, 2))
def test_surfaces(name, theta, g):
    value = tried(PUBLIC[name], theta, g)
    if value is not None and not is_far(theta):
        reference = np.empty(np.shape(theta))
        np.testing.assert_allclose(value, PUBLIC[name](np.asarray(theta, float), reference), rtol=1e-3)
        np.testing.assert_allclose(g, reference, rtol=1e-3, atol=1e-3)


@several
@given(labels=like(4), classes=st.sampled_from([10, 1, 101, 0, -1, 2.0, None]))
def test_one_hot(labels, classes):
    rows = tried(T.one_hot, labels, classes)
    if rows is not None:
        assert rows.shape == (*np.shape(labels), classes)
        np.testing.assert_array_equal(rows.sum(axis=-1), 1)
        np.testing.assert_array_equal(rows.argmax(axis=-1), labels)


LAWS = [name for name in T._NAMES["initializers"].split() if name != "GAIN"]


@pytest.mark.parametrize("name", LAWS)
@several
@given(
    shape=st.sampled_from([(3, 3), (16, 16), (2, 16, 16), (1, 1), (0, 3), (3, 0), (0,), (), (-1, 3), (2.0, 3), None, 3, "xy"]),
    rng=st.sampled_from([np.random.default_rng(0)] * 3 + [None, 0, np.random]),
)
def test_laws(name, shape, rng):
    drawn = tried(lambda: PUBLIC[name](shape, rng))
    if drawn is not None:
        assert drawn.shape == tuple(shape) and np.isfinite(drawn).all()


SETS = {"noisy_line": {}, "noisy_wave": {}, "moons": {}, "gaussian": {}, "curve_images": {}}


@pytest.mark.parametrize("name", SETS)
@several
@given(
    rng=st.sampled_from([np.random.default_rng(0)] * 3 + [np.random.RandomState(0), None, 7]),
    n=st.sampled_from([0, 1, 2, 5, -1, 2.0, None, "x"]),
)
def test_generated_sets(name, rng, n):
    made = tried(lambda: PUBLIC[name](rng, n))
    if made is not None:
        for each in made if isinstance(made, tuple) else (made,):
            assert len(each) == n and np.isfinite(each).all()


@several
@given(x=like(6, 2), target=like(6, 1), theta=like(13), g=like(13), size=st.sampled_from([None, 1, 2, 6, 7, 0, 2.0]))
def test_fits(x, target, theta, g, size):
    network, rng = T.Network(T.Dense(2, 3), T.relu, T.Dense(3, 1)), np.random.default_rng(0)

    def make(x, target):
        return (
            T.Fit(network, T.squared_error, x, target)
            if size is None
            else T.Minibatches(network, T.squared_error, x, target, size, rng)
        )

    fit = tried(make, x, target)
    if fit is not None:
        value = tried(fit, theta, g)
        if value is not None and size is None and not any(map(is_far, (x, target, theta))):
            reference = np.empty(13)
            np.testing.assert_allclose(value, make(double(x), double(target))(double(theta), reference), rtol=1e-3, atol=1e-4)
            np.testing.assert_allclose(g, reference, rtol=1e-2, atol=1e-2)


@several
@given(kept=arrays(), into=st.one_of(arrays(), st.sampled_from(WORDS)))
def test_what_is_restored_is_the_same_or_refused(kept, into):
    snapshot = tried(lambda kept: T.snapshot({"part": kept}), kept)
    if snapshot is not None:
        tried(lambda into: T.restore({"part": into}, snapshot), into)
        if isinstance(into, np.ndarray) and (into.shape, into.dtype) == (kept.shape, kept.dtype) and into.flags.writeable:
            assert into.tobytes() == kept.tobytes()


@several
@given(
    name=st.sampled_from(["theta", "allow_pickle", "file", "self", "a b", ""]), part=st.one_of(arrays(), st.sampled_from(WORDS))
)
def test_what_is_saved_is_loaded(name, part, tmp_path_factory):
    path = tmp_path_factory.mktemp("saved") / "it.npz"
    tried(lambda part: T.save(path, **{name: part}), part)
    if path.exists():
        there = np.zeros_like(part)
        T.load(path, **{name: there})
        assert there.tobytes() == part.tobytes()


COUNTS = st.sampled_from([0, 1, 2, 5, -1, 2.0, None, "x", True])


@several
@given(every=COUNTS, patience=COUNTS, steps=COUNTS)
def test_counts(every, patience, steps, tmp_path_factory):
    path = tmp_path_factory.mktemp("saved") / "it.npz"

    def descent():
        return T.Descent(bowl, np.ones(2), T.sgd)

    theta = np.ones(2)
    tried(lambda: T.train(T.early(T.Descent(bowl, theta, T.sgd), lambda: theta[0], every, patience, theta=theta), 3))
    tried(lambda: T.train(T.saving(descent(), path, every, theta=theta), 3))
    tried(lambda: T.train(descent(), steps, every))
    tried(lambda: T.train(T.shown(descent(), steps, disable=True), 3))
    tried(lambda: T.path(bowl, [1.0, 1.0], T.sgd, steps))


@several
@given(
    data=st.data(),
    name=st.sampled_from(["Dense", "BatchNorm", "LayerNorm", "RMSNorm", "GroupNorm", "Dropout", "Running", "leaky", "quadratic"]),
)
def test_settings_in_and_out_of_their_ranges(data, name):
    """What states a range takes what is in it, and refuses the rest."""
    function = inspect.unwrap(PUBLIC[name].__init__ if isinstance(PUBLIC[name], type) else PUBLIC[name])
    stated = ranges(PUBLIC[name]) if name == "Running" else ranges(function)
    usual = {
        "Running": {"rate": 0.1, "unbiased": True},
        "GroupNorm": {"n": 4, "groups": 2},
        "Dropout": {"rng": np.random.default_rng(0)},
    }
    given = usual.get(name, {}) | {
        key: data.draw(st.sampled_from([0, 1, 0.5, -1, 2, np.nan, "x", None, np.inf])) for key in stated if key != "groups"
    }
    if name == "GroupNorm":
        given["groups"] = 1
    made = tried(lambda: PUBLIC[name](**given))
    assert (made is not None) == all(_takes(stated[key], value) for key, value in given.items() if key in stated)


def _takes(within: Range, value):
    whole = isinstance(value, int) and not isinstance(value, bool)
    return (whole or isinstance(value, float) and not within.whole) and value in within


@several
@given(value=like(2, 3), labels=st.sampled_from([range(2), range(3), [], None]))
def test_named(value, labels):
    made = tried(lambda value: T.Named(value, {"a": labels, "b": range(3)}), value)
    if made is not None:
        np.testing.assert_array_equal(made.at(a=1).values, np.asarray(value)[1])


@several
@given(values=st.sampled_from([[1, 2], (), [], range(3), None, "x", 3, np.ones(2), np.ones(0)]))
def test_sweeps(values):
    made = tried(lambda: T.sweep(lambda lr: 2.0 * lr, {"lr": values}))
    if made is not None:
        np.testing.assert_array_equal(made.values, 2.0 * np.asarray(values))

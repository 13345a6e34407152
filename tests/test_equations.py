"""The equation that every rule and schedule displays, read by SymPy from its LaTeX, against the code below it."""

import re
from functools import cache
from importlib import import_module
from pkgutil import walk_packages

import numpy as np
import pytest
from sympy import lambdify
from sympy.parsing.latex import parse_latex

from checkedbook.equation import equation
from trainability import experiments, rules, schedules
from trainability.rule import Descent, Rule

MODULES = [rules, *(import_module(module.name) for module in walk_packages(experiments.__path__, f"{experiments.__name__}."))]
RULES = [
    rule
    for module in MODULES
    for rule in vars(module).values()
    if isinstance(rule, Rule) and rule.__module__ == module.__name__ and rule.__name__ != "adam_from"
]  # Adam's own equation

# The symbols of the hyperparameters that do not go by their names.
SYMBOLS = {
    "lr": "eta",
    "decay": "lambda",
    "eps": "epsilon",
    "eps_inside": "delta",
    "eps_step": "epsilon_{u}",
    "eps_slope": "epsilon_{s}",
}
SCHEDULES = [
    (schedules.InverseTime(0.3, 0.07), {"eta_{0}": "start", "beta": "beta"}),
    (schedules.Exponential(0.3, 0.9), {"eta_{0}": "start", "beta": "beta"}),
    (schedules.NaturalExponential(0.3, 0.07), {"eta_{0}": "start", "beta": "beta"}),
    (schedules.Cosine(0.3, 17, 0.04), {"eta_{0}": "start", "eta_{T}": "stop", "T": "T"}),
    (schedules.Warmup(0.3, 17), {"alpha_{t}": "schedule", "T": "steps"}),
    (schedules.Triangular(0.04, 0.3, 7), {"eta_{min}": "low", "eta_{max}": "high", "h": "half"}),
    (schedules.SutskeverMomentum(0.85, 5), {"mu_{max}": "limit", "T": "period"}),
    (schedules.NesterovMomentum(), {}),
]


def gradient(theta):
    return np.sin(3 * theta) + theta


def symbol(name):
    r"""How an equation writes a hyperparameter: ``beta2`` is \beta_2."""
    return SYMBOLS.get(name) or re.sub(r"(\d+)$", r"_{\1}", name)


@cache
def read(line):
    """What a line of an equation defines, the symbols it takes, and the function of them."""
    line = re.sub(r"\\operatorname{(\w+)}", r"\\\1", line)  # a function of NumPy
    line = parse_latex(line.replace(r"\,", r"\cdot "), backend="antlr")  # a thin space multiplies, before a parenthesis too
    known = {"max": np.maximum, "min": np.minimum, "log": lambda x, base: np.log(x) / np.log(base), "f": gradient}
    takes = sorted(line.rhs.free_symbols, key=str)
    return str(line.lhs), [str(each) for each in takes], lambdify(takes, line.rhs, [known, "numpy"])


def evaluate(thing, values):
    """The values with those that its equation defines, line by line."""
    values = values | {"nabla": 1, "pi": np.pi, "e": np.e}
    for line in equation(thing).replace("&", "").split(r"\\"):
        name, takes, function = read(line)
        assert set(takes) <= values.keys(), f"{line.strip()}: no {sorted(set(takes) - values.keys())} among {', '.join(values)}"
        values[name] = function(*(values[each] for each in takes))
    return values


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule(rule, rng):
    hyper = {name: rng.uniform(0.1, 0.9, 5) for name in rule.hyper}
    theta = rng.normal(size=7)
    was = {"theta": theta.copy()} | dict.fromkeys(rule.state_names, np.zeros(7))

    def objective(point, g):
        g[...] = gradient(point)
        return 0.0

    descent = Descent(objective, theta, rule(**{name: lambda t, of=of: of[t - 1] for name, of in hyper.items()}))
    for t in range(1, 6):
        now = {symbol(name): of[t - 1] for name, of in hyper.items()}
        now |= {f"{name}_{{t - 1}}": value for name, value in was.items()}
        now = evaluate(rule, now | {"t": t, "g_{t}": gradient(was["theta"])})
        was = {name: now[f"{name}_{{t}}"] for name in was}
        next(descent)
        for name, value in {"theta": theta, **descent.state}.items():
            np.testing.assert_allclose(value, was[name], rtol=1e-12, atol=1e-14, err_msg=f"{name} at step {t}")


def test_no_equation_is_left_out():
    shown = {name for name, kind in vars(schedules).items() if ".. math::" in (getattr(kind, "__doc__", None) or "")}
    assert shown == {type(schedule).__name__ for schedule, _ in SCHEDULES} | {"WarmRestarts", "NesterovSequence"}


@pytest.mark.parametrize(("schedule", "symbols"), SCHEDULES, ids=[type(schedule).__name__ for schedule, _ in SCHEDULES])
def test_schedule(schedule, symbols):
    t = np.arange(1, 60)
    values = evaluate(type(schedule), {"t": t} | {symbol: getattr(schedule, field) for symbol, field in symbols.items()})
    value = values["mu_{t}"] if "mu_{t}" in values else values["eta_{t}"]
    np.testing.assert_allclose(schedule(t), value, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(("period", "growth"), [(7, 1), (3, 2), (2, 3), (10, 1.5), (10, 1.1)])
def test_warm_restarts(period, growth):
    schedule, t = schedules.WarmRestarts(0.2, 0.9, period, growth), np.arange(300)
    tau, length, start = [], [], 0
    for step in t:
        if step - start >= period - 1e-9:
            start, period = start + period, period * growth
        tau.append(step - start)
        length.append(period)
    values = evaluate(
        schedules.WarmRestarts, {"eta_{min}": 0.2, "eta_{max}": 0.9, "tau": np.array(tau), "T_{m}": np.array(length)}
    )
    np.testing.assert_allclose(schedule(t), values["eta_{t}"], rtol=1e-12)


def test_nesterov_sequence():
    a, mu = [1.0], []
    for _ in range(40):
        values = evaluate(schedules.NesterovSequence, {"a_{t}": a[-1]})
        a.append(values["a_{t + 1}"])
        mu.append(values["mu_{t}"])
    np.testing.assert_allclose(schedules.NesterovSequence()(np.arange(40)), mu, rtol=1e-12)

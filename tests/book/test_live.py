"""Live figures: what the browser runs against what NumPy runs, and a figure under the hand of a reader."""

import json
import re
from dataclasses import is_dataclass
from pathlib import Path

import numpy as np
import pytest

from checkedbook.live import Tabled
from checkedbook.live.descent import Descents
from checkedbook.live.functions import NUMPY
from checkedbook.live.translate import Translation
from trainability import rules, schedules, surfaces
from trainability.experiments.adaptive import own_rate
from trainability.rule import Rule
from trainability.theory import momentum_map
from trainability.training import path

SCRIPT = Path(__file__).parents[2] / "src/checkedbook/static/live/runtime.js"
RULES = {name: rule for name, rule in vars(rules).items() if isinstance(rule, Rule)}
SURFACES = {name: each for name, each in vars(surfaces).items() if isinstance(each, surfaces.Surface)}
SURFACES["turned"] = surfaces.quadratic(20.0, 0.5)
POWER = r"Math\.pow\(\w+, [^)]*\bt\b"  # JavaScript's beta**t is not NumPy's to the last digit
ARGUMENTS = {"asarray": 1, "clip": 3, "where": 3}  # of functions that are no ufuncs
TRIED = "pi", "searchsorted"  # by surfaces and schedules


@pytest.fixture(scope="module")
def run(browser):
    """``run(translation, expression)``: the value of a JavaScript expression, with the translated functions at hand."""
    page = browser.new_page()
    page.add_script_tag(content=SCRIPT.read_text("utf8"))

    def run(made: Translation, expression: str):
        body = f"{{const {{descend}} = checkedbookLive;\n{made.source()}\nreturn {expression};}}"
        return page.evaluate(f"() => {body}")

    yield run
    page.close()


def hypers(rule: Rule, rng) -> dict:
    """Random hyperparameters: rates, memories and guards of many sizes."""

    def draw(name):
        if name.startswith(("mu", "beta", "rho")):
            return 1 - 10 ** rng.uniform(-2, -0.3)
        return 10 ** (rng.uniform(-10, -2) if name.startswith("eps") else rng.uniform(-4, -1.5))

    return {name: float(draw(name)) for name in rule.hyper}


@pytest.mark.parametrize("name", RULES)
def test_rules_take_the_same_steps(run, name):
    """200 steps from random starts, on a smooth surface: relative difference of 1e-12, 1e-9 where powers of t come in."""
    rng = np.random.default_rng(list(RULES).index(name))
    for _ in range(3):
        rule, start, made = RULES[name](**hypers(RULES[name], rng)), rng.uniform(-3, 3, 2), Translation()
        expression = (
            f"descend({made.surface(surfaces.ravine)}, {made.rule(rule)}, {json.dumps(rule.hyper)}, {start.tolist()}, 200)"
        )
        went = run(made, expression)
        assert went["diverged"] is None
        rtol = 1e-9 if re.search(POWER, made.source()) else 1e-12
        np.testing.assert_allclose(went["points"], path(surfaces.ravine, start, rule, 200), rtol=rtol)
        np.testing.assert_allclose(went["values"], surfaces.ravine.value(*path(surfaces.ravine, start, rule, 200).T), rtol=1e-8)


@pytest.mark.parametrize("name", [name for name in NUMPY if name not in TRIED])
def test_functions_are_the_same(run, name):
    """On numbers of one digit, zero among them, and on any."""
    function, made, rng = getattr(np, name), Translation(), np.random.default_rng(0)
    points = rng.uniform(-3, 3, (60, getattr(function, "nin", None) or ARGUMENTS[name]))
    points[:40] = points[:40].round()
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = function(*points.T)
    made.numpy(name)
    np.testing.assert_allclose(run(made, f"{points.tolist()}.map((each) => np.{name}(...each))"), expected, rtol=1e-14)


@pytest.mark.parametrize("name", SURFACES)
def test_surfaces_are_the_same(run, name):
    surface, made = SURFACES[name], Translation()
    points = np.random.default_rng(0).uniform(-2, 2, (20, 2))
    literal = made.surface(surface)
    found = run(made, f"(s => {points.tolist()}.map(([x, y]) => [s.value(x, y), ...s.slopes(x, y)]))({literal})")
    g = np.empty_like(points)
    value = surface(points, g)
    np.testing.assert_allclose(found, np.column_stack([value, g]), rtol=1e-12, atol=1e-13)


SCHEDULES = [
    schedules.Piecewise((0.1, 0.01, 0.001), (10, 25)),
    schedules.InverseTime(0.5, 0.1),
    schedules.Exponential(0.5, 0.96),
    schedules.NaturalExponential(0.5, 0.04),
    schedules.Cosine(0.5, 30, 0.1),
    schedules.Warmup(schedules.Cosine(0.5, 30), 5),
    schedules.Warmup(0.1, 5),
    schedules.Switch(0.3, 7, schedules.InverseTime(0.5, 1.0)),
    schedules.Triangular(0.1, 0.5, 8),
    schedules.WarmRestarts(0.1, 0.5, 10),
    schedules.WarmRestarts(0.1, 0.5, 7, 2.0),
    schedules.OneCycle(0.5, 40),
    schedules.SutskeverMomentum(0.99, 5),
    schedules.NesterovMomentum(),
]


@pytest.mark.parametrize("schedule", SCHEDULES, ids=str)
def test_schedules_are_the_same(run, schedule):
    made, t = Translation(), np.arange(1, 60)
    found = run(made, f"(f => {t.tolist()}.map(f))({made.instance(schedule)})")
    np.testing.assert_allclose(found, schedule(t), rtol=1e-12, atol=1e-15)


def test_the_sequence_without_a_closed_form_is_handed_over(run):
    literal = Descents("a", 60)._drive(Tabled(schedules.NesterovSequence()))
    found = run(Translation(), f"(drive => {list(range(61))}.map(drive.make()))({literal})")
    np.testing.assert_allclose(found, schedules.NesterovSequence()(np.arange(61)), rtol=1e-11)


@pytest.mark.parametrize("plane", [momentum_map.descent_map, momentum_map.ball_map, momentum_map.nesterov_map])
def test_maps_of_the_factor_are_the_same(run, plane):
    made, drawn = Translation(), plane(0.1, 2.0)
    points = np.random.default_rng(0).uniform(0, 0.95, (200, drawn.value.__code__.co_argcount))
    name = made.function(drawn.value, "factor")
    np.testing.assert_allclose(run(made, f"{points.tolist()}.map(at => {name}(...at))"), drawn.value(*points.T), rtol=1e-12)


@pytest.mark.parametrize("chart", [own_rate.root_s, own_rate.root_v, own_rate.rate_s, own_rate.rate_v])
def test_charts_are_the_same(run, chart):
    made = Translation()
    literal = made.chart(chart)
    values = np.random.default_rng(0).uniform(0.1, 0.9, (20, chart.__code__.co_argcount))
    np.testing.assert_allclose(
        run(made, f"(c => {values.tolist()}.map(each => c.value(...each)))({literal})"), chart(*values.T), rtol=1e-9
    )


def test_all_schedules_are_tried():
    there = {name for name, each in vars(schedules).items() if is_dataclass(each)}
    assert there - {type(schedule).__name__ for schedule in SCHEDULES} == {"NesterovSequence"}  # handed over


def test_divergence_is_said_and_ends_the_run(run):
    made = Translation()
    rule = rules.sgd(lr=1.2)
    went = run(made, f"descend({made.surface(surfaces.ravine)}, {made.rule(rule)}, {{lr: 1.2}}, [-7, 2], 200)")
    steps = path(surfaces.ravine, [-7.0, 2.0], rule, 200)
    values = surfaces.ravine.value(*steps.T)
    assert went["diverged"] == int(np.argmax(values > 1e3 * values[0])) == len(went["values"])

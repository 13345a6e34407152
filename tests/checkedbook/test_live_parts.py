"""Live figures before they reach a page: what is translated, drawn and refused."""

import re
import runpy

import numpy as np
import pytest

from checkedbook.live import Tabled, live
from checkedbook.live.contours import curve, factor_map
from checkedbook.live.histograms import histograms
from checkedbook.live.translate import Translation, TranslationError
from trainability.rule import Rule
from trainability.rules import adam, momentum, nesterov, sgd
from trainability.schedules import Cosine, Exponential, NesterovSequence, Warmup
from trainability.surfaces import beale, quadratic, ravine, surface
from trainability.theory.momentum_map import ball_map, descent_map


@pytest.mark.parametrize(
    "options, error, why",
    [
        ({"rules": {}}, ValueError, "expected a rule and a step at least; got 0 rules and 9 steps"),
        ({"steps": 0}, ValueError, "got 1 rules and 0 steps"),
        ({"on": ["b"]}, ValueError, "no rule b; there are a"),
        ({"rules": {"a": sgd(lr=lambda t: 1 / t)}}, TypeError, "a has neither a number nor a schedule for lr"),
        ({"elsewhere": {"far": (beale, (1, 1), {"b": sgd})}}, ValueError, "expected the rules a on far; got b"),
        ({"beside": {"other": ball_map(0.1, 2.0)}}, ValueError, "what is beside, other, needs a plane"),
        (
            {"plane": descent_map(0.1, 2.0), "beside": {"other": ball_map(0.1, 2.0)}},
            ValueError,
            "of the same two hyperparameters",
        ),
    ],
)
def test_bad_input(options, error, why):
    with pytest.raises(error, match=re.escape(why)):
        live("valley", **{"surface": ravine, "rules": {"a": sgd}, "start": (1, 1), "steps": 9} | options)


def test_colors_do_not_run_out(shown):
    live("valley", ravine, {f"rate {k}": sgd(lr=0.1 * k) for k in range(1, 13)}, start=(1, 1), steps=9)
    script = shown[0][1]["checkedbook"]["script"]
    assert [f'"label": "rate {k}"' in script for k in range(1, 13)] == [True] * 12


def test_a_rule_brings_the_one_it_calls(shown):
    from trainability.rules import adamw

    live("valley", ravine, {"a": adamw, "b": adam}, start=(1, 1), steps=9, schedules={"c": Exponential(1.0, 0.9)})
    [(data, metadata)] = shown
    script = metadata["checkedbook"]["script"]
    assert script.count("adam_update = function") == 1 == script.count("adamw_update = function")
    assert script.index("adam_update = function") < script.index("adamw_update = function")


def test_constants_around_a_function_come_along():
    made = Translation()
    made.surface(quadratic(7.0, 0.5))
    assert "var condition = 7.0;" in made.source()


FAULTY = """
import numpy as np
from numpy import heaviside
from trainability.rule import Rule
from trainability.rules import adam

@Rule
def faulty(theta, g, t, *, lr=0.1):
    theta -= lr * g
    {line}
"""


@pytest.mark.parametrize(
    "line, why",
    [
        ("theta -= g @ g", "no JavaScript for theta -= g @ g"),
        ("np.add(theta, 1)", "nothing comes of np.add(theta, 1)"),
        ("np.add(theta, 1, out=g[0])", "nothing comes of np.add"),
        ("np.add(theta, 1, out=theta, where=g > 0)", "nothing comes of np.add"),
        ("theta -= np.nextafter(g, 0)", "JavaScript has no np.nextafter; of NumPy it has abs, add, arccos, "),
        ("theta -= heaviside(g, 0)", "JavaScript has no heaviside; of NumPy it has abs, "),
        ("theta -= np.linalg.norm(g)", "JavaScript has no np.linalg.norm; of NumPy it has abs, "),
        ("theta -= np.clip(g, -1, max=1)", "np.clip(g, -1, max=1) passes max by its name"),
        ("theta -= g.mean()", "JavaScript has no g.mean; "),
        ("theta -= g[0].size", "JavaScript has no g[0].size; "),
        ("theta -= round(g)", "no JavaScript for theta -= round(g): NameError('round')"),
        ("theta -= complex(g)", "no JavaScript for theta -= complex(g): NameError('complex')"),
        ("theta -= adam(g)", "adam is a Rule, not a number or a function"),
        ("adam(g)", "nothing comes of adam(g)"),
    ],
)
def test_what_cannot_be_translated_is_named_with_its_line(tmp_path, line, why):
    file = tmp_path / "faulty.py"
    file.write_text(FAULTY.format(line=line))
    with pytest.raises(TranslationError) as error:
        Translation().rule(runpy.run_path(file)["faulty"])
    assert f"faulty, line 10: {why}" in str(error.value)


def test_two_rules_of_one_name_are_not_mixed_up():
    def update(theta, g, t, *, lr=0.1):
        theta -= g

    update.__name__ = "sgd"
    made = Translation()
    made.rule(sgd), made.rule(sgd(lr=3.0))
    with pytest.raises(TranslationError, match="two functions would be called sgd_update"):
        made.rule(Rule(update))


def test_look_ahead_is_translated():
    made = Translation()
    assert '"ahead": nesterov_ahead' in made.rule(nesterov) and '"ahead": null' in made.rule(momentum)
    assert "theta += mu * v" in made.source()


def test_the_minimum_may_be_missing():
    assert '"minimum": [3, 0.5]' in Translation().surface(beale)


def test_the_map_is_that_of_the_function():
    @surface(minimum=(0, 0), extent=(0, 2, 0, 1))
    def leaning(a, b):
        return 0.8 + 0.2 * a - 0.2 * b

    drawn = factor_map(leaning)  # 1 where a = 1 + b
    assert len(drawn["regions"]) == 8 and drawn["outside"][0] == pytest.approx(1.67, abs=0.03)
    for region, end in zip(
        drawn["regions"], (1600, 1200, 800)
    ):  # along the lower side: 1, 0.95 and 0.9, a quarter of the way each
        points = np.cumsum([[float(x) for x in pair.split(",")] for pair in re.findall(r"-?\d+,-?\d+", region)], axis=0)
        assert points.min() == 0 and points[points[:, 1] == 2000, 0].max() == pytest.approx(end, abs=2)

    @surface(minimum=None, extent=(0, 2, 0, 2))
    def straight(a):
        return a

    assert curve(straight)["limits"] == [pytest.approx(1, abs=0.01)] and curve(straight)["curve"].startswith("M0,2000l")


def test_numbers_of_a_schedule_become_arguments():
    made = Translation()
    assert made.maker(Warmup(Cosine(0.5, 30), 5)) == "function (steps) {return Warmup(Cosine(0.5, 30, 0.0), steps);}"
    assert made.numbers(Cosine(0.5, 30)) == {"start": 0.5, "T": 30, "stop": 0.0}


def test_histograms_need_settings():
    for grid in ({}, {"scale": []}):
        with pytest.raises(ValueError, match="histograms 'a': expected settings with values"):
            histograms("a", None, edges=None, what="", **grid)


def test_two_surfaces_of_one_name_are_not_mixed_up():
    made = Translation()
    made.surface(quadratic(7.0)), made.surface(quadratic(7.0))
    with pytest.raises(TranslationError, match="two functions would be called quadratic_value"):
        made.surface(quadratic(8.0))


def test_links_can_set_what_a_figure_has(shown):
    live(
        "a",
        ravine,
        {"a": sgd(lr=Cosine(0.5, 9)), "b": nesterov(mu=Tabled(NesterovSequence()))},
        start=(1, 1),
        steps=9,
        noise=1.0,
        elsewhere={"far": (beale, (1, 1), {"a": sgd, "b": nesterov})},
    )
    keys = shown[0][1]["checkedbook"]["keys"]
    assert keys["0.lr.T"] == {"range": [0, None, "()"], "count": 1, "whole": True}
    assert keys["surface"] == ["ravine", "far"] and "v along y" in keys["chart"]
    assert list(keys) == [
        "start",
        "step",
        "on",
        "chart",
        "below",
        "surface",
        "batch",
        "draw",
        "0.lr.start",
        "0.lr.T",
        "0.lr.stop",
        "1.lr",
    ]

"""The steps of PyTorch and Optax, and PyTorch's normalizations, as docs/reference/golden/ holds them, against ours."""

import json
import re
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from trainability import normalization, rules, schedules
from trainability.normalization import PAPER, Running
from trainability.rule import Descent, Rule

GOLDEN = Path(__file__).parents[1] / "docs/reference/golden"
FILES = {path.stem: json.loads(path.read_text("utf8")) for path in sorted(GOLDEN.glob("*.json"))}
SCHEDULES, NORMALIZATIONS = FILES.pop("schedules"), FILES.pop("normalization")


def scheduled(value):
    """A list of golden hyperparameters is a schedule."""
    return (lambda t: value[t - 1]) if isinstance(value, list) else value


def path_of(file, case):
    """Where our steps go on the gradients of the file: the parameters after each, and where the next gradient is taken."""
    gradients = iter([*file["gradients"], np.zeros(len(file["start"]))])
    theta, ahead = np.array(file["start"]), []

    def objective(theta, g):
        ahead.append(theta.copy())
        g[...] = next(gradients)
        return 0.0

    rule = getattr(rules, file["rule"])(**{name: scheduled(value) for name, value in case["hyper"].items()})
    steps = Descent(objective, theta, rule)
    path = [theta.copy() for _ in islice(steps, len(file["gradients"]))]
    if "ahead" in case:
        next(steps)
    return np.array(path), np.array(ahead[1:])


@pytest.fixture
def listed(monkeypatch, capsys):
    """What the page lists: the first cell of its chapter writes it."""

    def listed() -> str:
        monkeypatch.chdir(GOLDEN.parent)
        chapter = Path("golden.md").read_text("utf8")
        exec(re.search(r"```{code-cell} python\n:tags: [^\n]*\n(.*?)\n```", chapter, re.DOTALL)[1], {})
        return capsys.readouterr().out

    return listed


def test_a_file_is_of_a_rule_and_listed_for_readers(listed):
    made = {name for name, rule in vars(rules).items() if isinstance(rule, Rule)}
    assert FILES.keys() <= made
    page = listed()
    assert f"golden_rules = {len(FILES)}\n" in page and "golden_steps = 20\n" in page
    assert all(f"{{download}}`{name} <golden/{name}.json>`" in page for name in [*FILES, "schedules", "normalization"])


@pytest.mark.parametrize(
    "kind, update",
    [
        ("Descent and momentum", lambda theta, g, t, *, lr=0.1: None),
        ("Adaptive rules", lambda theta, g, t, *, lr=0.1, eps=1e-8: None),
    ],
)
def test_a_rule_that_no_peer_has_is_listed_as_that(monkeypatch, listed, kind, update):
    monkeypatch.setattr(rules, "lone", Rule(update), raising=False)
    page = listed()
    [line] = re.findall(rf"{kind}\n: (.*)", page)
    assert line.endswith(", `lone` (no peer has it)") and f"golden_rules = {len(FILES)}\n" in page


@pytest.mark.parametrize(
    ("file", "case"),
    [
        pytest.param(file, case, id=f"{name}: {case['call']} {case['hyper']}")
        for name, file in FILES.items()
        for case in file["cases"]
    ],
)
def test_rule(file, case):
    path, ahead = path_of(file, case)
    assert path.shape == (20, 5)
    if "ahead" in case:
        np.testing.assert_allclose(ahead, case["ahead"], rtol=1e-12, atol=1e-14)
    else:
        np.testing.assert_allclose(path, case["theta"], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case['schedule']}: {case['call']}") for case in SCHEDULES["cases"]])
def test_schedule(case):
    schedule = getattr(schedules, case["schedule"])(**case["arguments"])
    np.testing.assert_allclose(schedule(np.array(SCHEDULES["t"])), case["values"], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["call"]) for case in NORMALIZATIONS["cases"]])
def test_normalization(case):
    arguments = dict(case["arguments"])
    if case["layer"] == "BatchNorm":
        arguments["running"] = Running(arguments.pop("rate"), unbiased=True) if "rate" in arguments else PAPER
    layer = getattr(normalization, case["layer"])(4, spatial=case["spatial"], **arguments)
    params = [np.array(case[name]) for name in layer.shapes]
    learning = getattr(layer, "training", layer)
    for batch in case["batches"]:
        y, pull, _ = learning(np.array(batch["x"]), *params)
        grads = {f"d{name}": np.empty(4) for name in layer.shapes}
        ours = {"y": y, "dx": pull(np.array(batch["dy"]), *grads.values()), **grads}
        ours |= {name: getattr(layer, name) for name in ("mean", "var") if name in batch}
        assert batch.keys() == {"x", "dy", *ours}
        for name, value in ours.items():
            np.testing.assert_allclose(value, batch[name], rtol=1e-12, atol=1e-13, err_msg=name)
    if "after" in case:
        np.testing.assert_allclose(layer.inference(np.array(batch["x"]), *params)[0], case["after"], rtol=1e-12, atol=1e-14)

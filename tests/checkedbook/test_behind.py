"""Which experiments are behind a cell, by the names that cells bind."""

import pytest

from checkedbook.behind import behind, imports

MODULES = ["science.experiments.decay", "science.experiments.growth"]
BEGIN = "from science.experiments import decay, growth\nimport numpy as np\nslow = results('slow')\nfast = results('fast')"


def last(cell, *before, loads=()):
    """What is behind a cell, after others."""
    cells = [(BEGIN, ["slow", "fast"]), *((each, []) for each in before), (cell, loads)]
    return {name.rpartition(".")[2] for name in behind(cells, MODULES)[-1]}


@pytest.mark.parametrize(
    "cell, before, expected",
    [
        ("plot(slow)", [], {"slow"}),
        ("plot(1)", [], set()),
        ("plot(x)", ["x = slow['a'].mean()"], {"slow"}),
        ("plot(x)", ["x, y = slow['a'], fast['b']"], {"slow"}),
        ("plot(x)", ["x, *y = slow['a'], fast['b']"], {"slow", "fast"}),
        ("plot(x)", ["x, y = slow, 1", "x, y = y, x"], set()),
        ("plot(x)", ["x = slow", "x = 1"], set()),
        ("plot(x)", ["x = 1", "x += slow"], {"slow"}),
        ("plot(x)", ["x = decay.run(3)"], {"decay"}),
        ("plot(f(1))", ["f = lambda n: growth.run(n)"], {"growth"}),
        ("plot(f(1))", ["def f(n):\n    return growth.run(n)"], {"growth"}),
        ("plot(x)", ["for name in slow:\n    x = name"], {"slow"}),
        ("plot(name)", ["for name in slow:\n    pass", "for name in 'ab':\n    pass"], set()),
        ("plot(x)", ["if slow:\n    x = fast\nelse:\n    x = 1"], set()),
        ("plot(x)", ["with np.errstate():\n    x = slow"], {"slow"}),
        ("plot(x)", ["with slow as x:\n    pass"], {"slow"}),
        ("plot([n for n in range(3)])", ["n = slow"], set()),
        ("plot({k: fast[k] for k in 'ab'})", ["k = slow"], {"fast"}),
        ("plot(x)", ["x = []", "x.append(slow)"], {"slow"}),
        ("plot(x)", ["x = {}", "x['a'] = slow", "x['b'] = fast"], {"slow", "fast"}),
        ("plot(np.ones(3))", ["np.copyto(y, slow)"], set()),
        ("plot(y)", ["x = slow.mean() + fast.mean()", "y = slow"], {"slow"}),
        ("ax.plot(1)", ["ax.plot(slow)", "fig, ax = subplots()"], set()),
        ("%time plot(slow)", [], set()),
        ("plot(slow", [], set()),
    ],
)
def test_names_are_followed(cell, before, expected):
    assert last(cell, *before) == expected


def test_a_run_with_a_computed_name_is_one_of_those_that_its_cell_loads():
    loads = ["race-one", "race-two", "other"]
    assert last("x = {n: results(f'race-{n}') for n in names}", loads=loads) == {"race-one", "race-two"}
    assert last("x = results(name)", loads=["other"]) == {"other"}
    assert last("x = results('race-one')", loads=[]) == set()


@pytest.mark.parametrize(
    "cell, expected",
    [
        ("from science.experiments import decay", {"science.experiments.decay"}),
        ("from science.experiments.decay import run as r", {"science.experiments.decay"}),
        ("import science.experiments.growth as g", {"science.experiments.growth"}),
        ("def f():\n    from science.experiments import growth", {"science.experiments.growth"}),
        ("from science import experiments\nimport numpy", set()),
    ],
)
def test_imports(cell, expected):
    assert imports([cell], MODULES) == expected

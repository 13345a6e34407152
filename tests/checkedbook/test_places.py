"""Places for numbers in the text of claims and alternative texts."""

import pytest

from checkedbook.places import filled, names, read


@pytest.mark.parametrize(
    "text, expected",
    [
        ("after {layers:d} layers", "after 28 layers"),
        ("{loss:.2f}, {loss:.0%}, {loss:+.1e}, {many:,}", "0.12, 12%, +1.2e-01, 10,000"),
        ("{rule:} wins", "Adam wins"),
        ("{rule:>6}", "  Adam"),
        ("{yes:}", "True"),
        (r"$\mathbb{E}[y^2]$, $e^{-t}$, ${n}$, $x_{t{:}T}$, $\{x: x>0\}$", None),
        ("{cite:p}`Hinton2012`, {glue:text}`loss:.2f`, {eq}`growth`", None),
        ("{layers}, {:d}, {1:d}, {a b:d}, {layers :d}, {}", None),
    ],
)
def test_filled(text, expected):
    values = {"layers": 28, "loss": 0.125, "many": 10_000, "rule": "Adam", "yes": True, "lost": float("inf")}
    assert filled(text, values) == (text if expected is None else expected, [])


@pytest.mark.parametrize(
    "place, fault",
    [
        ("{lost:.2f}", "no number or string is called lost"),
        ("{loss:.2q}", "'q'"),
        ("{loss:d}", "'d'"),
        ("{rule:.2f}", "'f'"),
        ("{loss:?}", "'?'"),
    ],
)
def test_what_cannot_be_filled_stays_and_is_named(place, fault):
    made, [said] = filled(f"{place} and {{loss:.1f}}", {"loss": 0.5, "rule": "Adam"})
    assert made == f"{place} and 0.5" and said.startswith(f"{place}: ") and fault in said


def test_names():
    assert names("{a:d} {b:} {a:.1f} {c} {cite:p}`x`") == {"a", "b"}


@pytest.mark.parametrize("value", [3, -0.25, 1e300, float("inf"), -float("inf"), True, "Adam's", ""])
def test_a_number_is_read_as_it_was(value):
    assert read(repr(value)) == value and type(read(repr(value))) is type(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), "1.5, nan"])
def test_what_is_no_number_is_a_fault(value):
    [fault] = filled("after {lost:} steps", {"lost": value})[1]
    assert fault.startswith("{lost:}: ") and "is no number for a reader" in fault


@pytest.mark.parametrize("word", ["never", "infinite", "Nansen", "in.nan", "∞", "1e300"])
def test_a_word_that_is_meant_may_stand(word):
    assert filled("{it:}", {"it": word}) == (word, [])


def test_nan_is_read():
    assert read("nan") != read("nan")

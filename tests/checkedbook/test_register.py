"""The register of claims."""

import pytest

from checkedbook.register import RegisterError, load

GOOD = """\
notes:
  S0: {title: Initialization, about: A digest.}
claims:
  - id: S0-1
    about: It explodes
    says: >-
      It explodes
      within 29 layers.
    original: It printed 28.
    chapter: signals/exploding
    verdict: corrected
    measured: After {layers:d} layers.
    factor: 10
  - {id: S0-x2, says: It vanishes., chapter: signals/exploding}
"""


def test_notes_and_claims(tmp_path):
    path = tmp_path / "claims.yml"
    path.write_text(GOOD)
    register = load(path)
    first, second = register.claims.values()
    assert (first.id, first.says, first.original, first.chapter, first.line) == (
        "S0-1",
        "It explodes within 29 layers.",
        "It printed 28.",
        "signals/exploding",
        4,
    )
    assert first.note is register.notes["S0"] and first.note.about == "A digest."
    assert (first.verdict, first.measured, first.factor, first.firm) == ("corrected", "After {layers:d} layers.", 10, "")
    assert (second.original, second.verdict, second.measured, second.factor, second.line) == ("", "", "", None, 14)


def test_a_book_without_claims_needs_no_register(tmp_path):
    assert load(tmp_path / "none.yml").claims == {}


@pytest.mark.parametrize(
    "old, new, message",
    [
        ("    chapter: signals/exploding\n", "", ":4: claim S0-1: chapter is missing"),
        ("original", "orignal", ":4: claim S0-1: unknown key 'orignal'"),
        ("S0-x2", "S0-1", ":14: claim S0-1: registered already on line 4"),
        ("    verdict: corrected\n", "", ":4: claim S0-1: verdict and measured come together"),
        ("    about: It explodes\n", "", ":4: claim S0-1: about is missing: the verdict stands folded behind that line"),
        ("about: It explodes", "about: It explodes.", ":4: claim S0-1: about must be a line of 70 characters at most, without"),
        ("about: It explodes", f"about: It explodes{59 * '.'}x", ":4: claim S0-1: about must be a line of 70 characters at most"),
        ("corrected", "correct", ":4: claim S0-1: no verdict 'correct'; there are: reproduced, "),
        ("factor: 10", "factor: 3", ":4: claim S0-1: factor must be one of 2, 10, 100, got 3"),
        ("factor: 10", "factor: [10]", ":4: claim S0-1: factor must be one of 2, 10, 100, got [10]"),
        ("factor: 10", "speaker: paper", ":4: claim S0-1: speaker must be one of note, original, got 'paper'"),
        (
            "chapter: signals/exploding}",
            "chapter: x, robust: So.}",
            ":14: claim S0-x2: robust is said of a verdict, and there is none",
        ),
        ("factor: 10", "firm: 10", ":4: claim S0-1: firm must be text, got 10"),
        (
            "factor: 10",
            "factor: 10\n    firm: By definition.",
            ":4: claim S0-1: factor says that a condition can fail, firm that none can",
        ),
        ("S0-x2", "S7-2", ":14: claim S7-2: the id begins with none of the notes S0"),
        ("It vanishes.", "3", ":14: claim S0-x2: says must be text, got 3"),
        ("title: Initialization", "titel: Initialization", ":2: note S0: title is missing"),
        (
            "notes:",
            "note:",
            ":1: expected a mapping 'notes' and a list 'claims', got {'note': <class 'dict'>, 'claims': <class 'list'>}",
        ),
        (GOOD, "claims", ":1: expected a mapping 'notes' and a list 'claims', got 'claims'"),
        (GOOD, "", ":1: expected a mapping 'notes' and a list 'claims', got None"),
        ("- id", "-- id", "claims.yml"),
        (
            "{id: S0-x2, says: It vanishes., chapter: signals/exploding}",
            "S0-x2",
            ":14: claim None: expected the keys chapter, id, says, got 'S0-x2'",
        ),
    ],
)
def test_faults_are_named_with_their_line(tmp_path, old, new, message):
    path = tmp_path / "claims.yml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(RegisterError) as caught:
        load(path)
    assert message in str(caught.value)


def test_all_faults_are_named_at_once(tmp_path):
    path = tmp_path / "claims.yml"
    path.write_text(GOOD.replace("original", "orignal").replace("S0-x2", "S7-2"))
    with pytest.raises(RegisterError) as caught:
        load(path)
    assert len(str(caught.value).splitlines()) == 2

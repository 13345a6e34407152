"""The {equation} of a docstring, on a page of a small book."""

import pytest

LAWS = r'''
def fall(x, v, t, *, g):
    r"""Falls.

    .. math::

        v_t &= v_{t-1} - g \\
        x_t &= x_{t-1} + v_t

    Slowly at first.
    """


def rest(x):
    """Rests."""


def both(x):
    """Two.

    .. math:: a = 1

    .. math:: b = 2
    """
'''


FAULTS = {
    "laws.rest": "one displayed equation is needed in the docstring, '.. math::'; it has 0",
    "laws.both": "one displayed equation is needed in the docstring, '.. math::'; it has 2",
    "laws.flight": "module 'laws' has no attribute 'flight'",
    "lores.fall": "No module named 'lores'",
}


@pytest.fixture
def laws(book):
    """`laws(name, ...)`: a book whose only page has these equations."""

    def laws(*names):
        book.write("src/laws.py", LAWS)
        book.write(
            "docs/index.md",
            "# Laws\n\nBy {eq}`eq-fall` it falls.\n" + "".join(f"\n```{{equation}} {name}\n```\n" for name in names),
        )
        return book

    return laws


def test_an_equation_is_set_in_lines_and_numbered(laws):
    book = laws("laws.fall")
    assert book.build().passed
    page = book.page("index")
    assert r"\begin{split}v_t &amp;= v_{t-1} - g \\" in page and r"x_t &amp;= x_{t-1} + v_t\end{split}" in page
    assert 'id="equation-eq-fall"' in page and 'href="#equation-eq-fall">(1)</a>' in page
    assert "Falls" not in page and "Slowly" not in page


def test_an_equation_that_is_not_there_fails_the_build_at_its_line(laws):
    build = laws("laws.fall", *FAULTS).build()
    assert not build.passed and len(build.warnings) == 4
    for warning, line, (name, fault) in zip(build.warnings, range(8, 20, 3), FAULTS.items()):
        assert f"index.md:{line}: ERROR: {{equation}} {name}: {fault}" in warning

"""What CONTRIBUTING gives to copy works as it stands: a chapter with its claim, in a small book."""

from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "docs/templates"
NOTES = "notes:\n  S4: {title: A note}\nclaims:\n"


@pytest.fixture
def begun(book):
    """A part whose only chapter is the template, with the row of its claim."""
    book.edit("conf.py", '"dollarmath"', '"dollarmath", "colon_fence"')
    book.edit("conf.py", '"checkedbook"', '"checkedbook", "sphinx_design"')
    book.write("conf.py", (book.root / "conf.py").read_text("utf8") + 'checkedbook_numbers = "numbers.yml"\n')
    book.write("docs/numbers.yml", "# none\n")
    book.write("docs/claims.yml", NOTES + (TEMPLATES / "claim.yml").read_text("utf8"))
    book.write("docs/9-part/chapter.md", (TEMPLATES / "chapter.md").read_text("utf8"))
    book.write("docs/index.md", "# Small book\n\n```{toctree}\n9-part/chapter\n```\n\n```{ledger}\n```\n")
    return book


def test_the_chapter_builds_and_settles_its_claim(begun):
    build = begun.build()
    assert build.passed, build.warnings
    assert "after ten steps 0.349 at the rate 0.1" in begun.page("index")
    assert 'alt="The parameter against the step. At a rate of 0.1 it falls slowly, to 0.349' in begun.page("9-part/chapter")

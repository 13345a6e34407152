"""A build that goes on from the last gives the same bytes as one that begins from nothing, and is quick where it may."""

import pytest

CONF = """
extensions += ["sphinx.ext.autodoc", "sphinx.ext.viewcode", "sphinxcontrib.bibtex", "checkedbook.bibliography", "checkedbook.lean"]
bibtex_bibfiles = ["docs/works.bib"]
html_theme = "sphinx_book_theme"
math_numfig = True
checkedbook_notebooks = {"pages": "*", "requirement": "science"}
"""
SCIENCE = '''\
"""Laws of falling."""

START = 5.0


def fall(t, start=START):
    """Where a stone is.

    .. math:: x = x_0 - t^2 / 2
    """
    return start - t**2 / 2


def rest(t):
    """Where it is then."""
    return 7.0
'''
REGISTER = """\
notes:
  S0: {title: Stones}
claims:
  - {id: S0-1, about: A stone falls, says: A stone falls., chapter: one, verdict: reproduced, measured: "to {x:.1f}"}
  - {id: S0-2, about: It rests, says: It rests., chapter: two, verdict: reproduced, measured: "at {x:.1f}"}
"""
ONE = """\
# One

Words of prose {cite:p}`Galilei1638`, and a peculiar one.

```{cell}
from matplotlib.figure import Figure
from checkedbook import bind, claim, figure
from science import fall
x = fall(1)
bind(x=x)
claim("S0-1", holds={"down": lambda x: x < 5}, x=x)
fig = Figure()
fig.subplots().plot([0, 1], [5, x])
figure("path", fig)
```

(where)=
## Where

At {glue:text}`x:.2f`, see {eq}`law` and {numref}`path`.

$$ a = b $$ (law)

```{plot} path
:alt: A line that falls to {x:.2f} in a second.

The path.
```

```{listing} science.rest
```

```{claims}
```
"""
TWO = """\
# Two

See {ref}`where`, {doc}`one`, {numref}`path`, {eq}`law`, {eq}`eq-fall`, {cite:p}`Newton1687`, {claim}`S0-1`, {term}`stone`, {func}`science.fall`.

```{cell}
from checkedbook import claim
from science import rest
claim("S0-2", holds={"low": lambda x: 6 < x < 8}, x=rest(1))
```

```{claims}
```
"""
PAGES = {
    "index": "# Stones\n\n```{toctree}\n:numbered:\n\none\ntwo\napi\nplain\nledger\nworks\n```\n",
    "api": "# Reference\n\n```{eval-rst}\n.. automodule:: science\n   :members:\n```\n\n```{equation} science.fall\n```\n",
    "plain": "# Plain\n\n```{glossary}\nstone\n  What falls.\n```\n\n```{literalinclude} ../part.txt\n```\n",
    "ledger": "# Ledger\n\n```{ledger}\n```\n",
    "works": "# Works\n\n```{bibliography}\n```\n",
}
WORKS = """\
@book{Galilei1638, author = {Galilei, Galileo}, title = {Discorsi}, year = {1638}, publisher = {Elsevier}}
@book{Newton1687, author = {Newton, Isaac}, title = {Principia}, year = {1687}, publisher = {Streater}}
"""


@pytest.fixture(scope="module")
def whole(make_book):
    """A book whose pages refer to each other in all the ways."""
    book = make_book("whole")
    book.write("conf.py", (book.root / "conf.py").read_text() + CONF)
    book.write("src/science.py", SCIENCE)
    book.write("part.txt", "beside the pages\n")
    book.write("docs/mark.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    book.write("docs/claims.yml", REGISTER)
    book.write("docs/works.bib", WORKS)
    book.chapter("one", ONE)
    book.chapter("two", TWO)
    for name, text in PAGES.items():
        book.write(f"docs/{name}.md", text)
    build = book.build()
    assert build.passed, build.warnings
    return book


def edited(book, path, old, new) -> tuple[bool, list[str]]:
    """Edit and build: whether the build went on from the last, and so left a page alone; and which chapters it ran."""
    page = book.root / "_build/.html/kept/html/plain.html"
    before = page.stat().st_mtime_ns
    book.edit(path, old, new)
    build = book.build()
    assert build.passed, build.warnings
    return page.stat().st_mtime_ns == before, build.ran


@pytest.mark.parametrize(
    "edits",
    [
        [
            ("docs/one.md", "a peculiar one", "an ordinary one, and one more"),
            ("docs/one.md", "Words of prose", "Other words.\n\nWords of prose"),
        ],
        [("src/science.py", "start - t**2 / 2", "start - t**2 / 3"), ("docs/one.md", "fall(1)", "fall(1.5)")],
        [("src/science.py", "return 7.0", "return 7.5"), ("src/science.py", "Where it is then.", "Where it is at last.")],
        [("docs/ledger.md", "# Ledger\n", "# Ledger\n\nOf all.\n"), ("docs/two.md", "rest(1))", "rest(2) - 0.5)")],
    ],
    ids=["prose", "the past of a formula and a cell", "what is listed and documented", "what the ledger shows"],
)
def test_a_build_that_goes_on_gives_the_bytes_of_one_from_nothing(whole, edits):
    for edit in edits:
        went_on, _ = edited(whole, *edit)
        assert went_on
    after = whole.files()
    (whole.root / "_build/.html/record.json").unlink()
    assert whole.build().passed
    nothing = whole.files()
    assert after.keys() == nothing.keys()
    assert [name for name in after if after[name] != nothing[name]] == []


def test_a_page_is_stored_without_all_that_sphinx_knows(whole):
    for page in (whole.root / "_build/.html/kept/doctrees").rglob("*.doctree"):
        assert b"sphinx.environment" not in page.read_bytes(), page.name


@pytest.mark.parametrize(
    "path, old, new",
    [
        ("docs/one.md", "# One", "# First"),
        ("docs/one.md", "## Where", "## There"),
        ("docs/one.md", "The path.", "Its path."),
        ("docs/one.md", "(where)=", "![A mark of twenty letters](mark.svg)\n\n(where)="),
        ("docs/one.md", "$$ a = b $$ (law)", "$$ c = d $$ (other)\n\n$$ a = b $$ (law)"),
        ("docs/one.md", "{cite:p}`Galilei1638`", "{cite:p}`Galilei1638,Newton1687`"),
        ("docs/plain.md", "stone\n", "stone\nrock\n"),
        ("src/science.py", "def rest(t):", 'def still(t):\n    """Nowhere."""\n\n\ndef rest(t):'),
        ("docs/claims.yml", "title: Stones", "title: Rocks"),
    ],
    ids=[
        "a title",
        "a heading",
        "a caption",
        "a picture",
        "a formula before",
        "a work cited",
        "a term",
        "a new definition",
        "the register",
    ],
)
def test_what_other_pages_may_see_makes_them_all_anew(whole, path, old, new):
    went_on, ran = edited(whole, path, old, new)
    assert not went_on and not ran


def test_the_last_cell_taken_out_and_put_in_again(whole):
    cells = "```{code-cell} python\nx = 1\n```\n"
    whole.chapter("plain", "# Plain\n\n" + cells)
    whole.edit("docs/two.md", ", {term}`stone`", "")
    assert whole.build().ran == ["plain"] and (whole.html / "plain.ipynb").exists()
    whole.edit("docs/plain.md", cells, "")
    assert whole.build().passed and not (whole.html / "plain.ipynb").exists()

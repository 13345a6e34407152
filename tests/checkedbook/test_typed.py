"""Numbers that are typed into a page, and come from nowhere, fail the build with chapter and line."""

import re

import pytest

PAGE = """\
# Of 17 stones

```{cell}
from matplotlib.figure import Figure
from checkedbook import bind, figure
from checkedbook.results import results
from science import laws
x = 0.25 * results("fall")["x"][0]
bind(x=float(x), word="seven")
fig = Figure()
fig.subplots().plot([1, 2])
figure("path", fig)
```

Bound: {glue:text}`x:.2f`. In a formula, as 6.5: $y = 6.5$ and 7000: $7{,}000$; in code, `8.5`, as 8.5. Cells: 0.25, 25 %.
Settings: 31. Modules: 43, and not 47. A year: 1986. A count: 3. See {ref}`item 51 <there>`, [item 53](https://example.org/54) and {cite:p}`Who1955`.
A word: S1-57, x58 and CIFAR-59. Here is a line in which, at last,
there stands 61, typed.

- In a list, 67;
  and 7,100 or 7 200.

| head 71 | other |
|---|---|
| cell | 73 |

:::{note}
In a box, 79 and −83.
:::

```{plot} path
:alt: A line that rises from {x:.2f} to 89, as `97` is code.

A caption with 101.
```

(there)=
## There, 103

Allowed: 107.
![A picture of the number 109](mark.svg)
"""
EXPECTED = "17 47 61 67 7,100 7_200 71 73 79 83 89 101 103 109"
SCIENCE = '"""Of 47."""\n\n\ndef fall(n):\n    """Fall 47 times."""\n    return {"x": __import__("numpy").full(2, 43.0 - n)}\n'
LIST = """\
index:
  "107": given
"""


@pytest.fixture(scope="module")
def shared(make_book):
    """A book whose page types numbers everywhere."""
    book = make_book("typed")
    conf = (book.root / "conf.py").read_text().replace('["dollarmath"]', '["dollarmath", "colon_fence"]')
    book.write("conf.py", conf + 'checkedbook_numbers = "numbers.yml"\ncheckedbook_experiments = "science.laws"\n' + BIB)
    (book.root / "src/science.py").unlink()
    book.write("src/science/__init__.py", "")
    book.write("src/science/laws/__init__.py", '"""Laws."""\n')
    book.write("src/science/laws/falling.py", SCIENCE)
    book.write("docs/works.bib", "@book{Who1955, author = {Who, A.}, title = {What}, year = {1955}, publisher = {Them}}\n")
    book.write("docs/mark.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    book.write(
        "docs/results/experiments.toml", '[fall]\nrun = "science.laws.falling:fall"\nsettings = { n = 31 }\nchapter = "index"\n'
    )
    book.write("docs/works.md", "---\norphan: true\n---\n\n# Works\n\n```{bibliography}\n```\n")
    book.write("docs/numbers.yml", LIST)
    book.chapter("index", PAGE)
    compute(book)
    return book


BIB = 'extensions += ["sphinxcontrib.bibtex"]\nbibtex_bibfiles = ["docs/works.bib"]\n'


def compute(book) -> None:
    import os
    import subprocess
    import sys

    subprocess.run(
        [sys.executable, "-m", "checkedbook.results", "docs/results"],
        cwd=book.root,
        env=os.environ | {"PYTHONPATH": str(book.root / "src")},
        capture_output=True,
        check=True,
    )


def typed(build) -> dict[str, list[str]]:
    """The numbers that a build complains of, with the places; all other complaints are unexpected."""
    found = {}
    for reason in build.warnings:
        place, number = re.fullmatch(r"(\S+): WARNING: the number (.+) is typed, and comes from nowhere: .*", reason).groups()
        found.setdefault(number.replace(" ", "_"), []).append(place)
    return found


@pytest.fixture(scope="module")
def complaints(shared):
    build = shared.build()
    assert not build.passed
    return typed(build)


def test_what_comes_from_nowhere_is_found_and_nothing_else(complaints):
    assert sorted(complaints) == sorted(EXPECTED.split())


@pytest.mark.parametrize(
    ("number", "part"),
    [
        ("17", "# Of 17"),
        ("61", "there stands 61"),
        ("67", "In a list, 67"),
        ("7_200", "and 7,100"),
        ("79", "In a box"),
        ("103", "## There"),
    ],
)
def test_the_line_is_told(complaints, shared, number, part):
    assert complaints[number] == [shared.line("index", part)]


def test_a_page_that_is_mended_passes_and_one_that_is_spoilt_does_not(make_book):
    """In builds that go on from the last, and on several cores; what an experiment had as a literal counts no more when it is gone."""
    book = make_book("mended")
    book.write(
        "conf.py",
        (book.root / "conf.py").read_text() + 'checkedbook_numbers = "numbers.yml"\ncheckedbook_experiments = "science.laws"\n',
    )
    (book.root / "src/science.py").unlink()
    book.write("src/science/__init__.py", "")
    book.write("src/science/laws/__init__.py", '"""Laws."""\n')
    book.write("src/science/laws/falling.py", '"""How deep?"""\n\nLIMIT = 17\n')
    book.write("docs/numbers.yml", '# nothing\none:\n  "7": given\n')
    book.write("docs/index.md", "# Small\n\n```{toctree}\none\ntwo\n```\n")
    book.chapter("one", "# One\n\nAllowed, 7.\n\n```{cell}\nfrom science.laws import falling\nx = 11\n```\n\nKnown, 11 and 17.\n")
    book.write("docs/two.md", "# Two\n\nWords.\n")
    build = book.build()
    assert build.passed, build.warnings
    book.edit("docs/two.md", "Words.", "Words and 13.")
    assert typed(book.build()) == {"13": ["docs/two.md:3"]}
    book.edit("docs/two.md", "and 13", "and more")
    book.edit("docs/one.md", "x = 11", "x = 12")
    assert typed(book.build(cores=1)) == {"11": [book.line("one", "Known")]}
    book.edit("docs/one.md", "Known, 11", "Known, 12")
    assert book.build().passed
    book.edit("src/science/laws/falling.py", "17", "18")
    assert typed(book.build()) == {"17": [book.line("one", "Known")]}
    book.edit("docs/one.md", " and 17", "")
    book.edit("docs/one.md", "Allowed, 7.", "Allowed.")
    [reason] = book.build().warnings
    assert reason.startswith("docs/numbers.yml:3: WARNING: one does not need the number 7")
    book.write("docs/numbers.yml", 'three:\n  "7": given\n')
    [reason] = book.build().warnings
    assert reason.startswith("docs/numbers.yml:1: WARNING: there is no page three")
    book.write("docs/numbers.yml", 'one:\n  "7":\n')
    [reason] = book.build().warnings
    assert "docs/numbers.yml:2: 7 needs one reason" in reason


def test_without_a_list_nothing_is_asked(book):
    book.write("docs/index.md", "# Small\n\nWords and 13.\n")
    assert book.build().passed

"""Notebooks of a small book: what is left of its directives, where its links lead, and that nothing of a run is stored."""

import json

import pytest

CHAPTER = r"""
# Growth

```{admonition} Guess
:class: predict
How *far*, given $a$?

$$
x = a
  + b
$$ (sum)
```

```{cell}
from checkedbook import bind, claim, figure, write
from matplotlib.figure import Figure
bind(far=42)
fig = Figure()
_ = fig.subplots().plot([1, 2])
figure("growth", fig)
claim("S0-1", holds={"far": lambda far: far > 40}, far=42)
write("* as *far* as that")
```

```{plot} growth
:alt: A *line* that grows to {far:d}.

It goes {glue:text}`far` far: a_b, 2 * 3.
```

## What {numref}`growth` shows

As {eq}`sum` says; {doc}`other` and [the web](https://example.org) say more.

```{equation} science.double
```

```{listing} science.double
```

```{claims}
```

| f | g |
| --- | --- |
| $\|x\|$ | `y` |

3. one
4. two
   lines

```{code-cell} python
---
tags: [hide-cell]
mystnb:
  code_prompt_show: Solution
  code_prompt_hide: Solution
---
print("solved")
```
"""
SCIENCE = r'''
def double(x):
    """Twice.

    .. math:: y = 2x
    """
    return 2 * x
'''
TEXT = [
    "# Growth\n\n> **Guess**\n>\n> How *far*, given $a$?\n>\n> $$ x = a + b \\tag{1} $$",
    "> **Claim S0-1**, corrected\n>\n> *The note says*: It goes $x$ far.\n>\n> *Measured*: **42**, see *Other*\n\n"
    "- as *far* as that\n\n"
    "**Fig. 1.** It goes 42 far: a\\_b, 2 \\* 3.\n\n<details><summary>What is to be seen</summary>\n\n"
    "A \\*line\\* that grows to 42.\n\n</details>",
    "## What Fig. 1 shows\n\nAs (1) says; *Other* and [the web](https://example.org) say more.\n\n"
    "$$ y = 2x \\tag{2} $$\n\n```python\ndef double(x):\n    return 2 * x\n```\n\n"
    "| f | g |\n| --- | --- |\n| $\\vert x\\vert $ | `y` |\n\n3. one\n4. two\n   lines",
]
REGISTER = """
notes: {S0: {title: A note}}
claims:
- {id: S0-1, about: It goes $x$ far, says: It goes $x$ far., chapter: 1-part/growth, verdict: corrected, measured: "**{far:d}**, see {doc}`other`"}
"""
ON_THE_WEB = """html_baseurl = "https://me.github.io/mine/"
checkedbook_notebooks = {"pages": "[0-9]-*/*", "requirement": "mine[notebook]", "repository": "https://github.com/me/mine"}
html_theme = "sphinx_book_theme"
html_theme_options = {"article_header_end": ["notebook-links"]}
"""


def write(book, conf):
    book.write(
        "conf.py", (book.root / "conf.py").read_text() + f"import sys; sys.path.insert(0, {str(book.root / 'src')!r})\n{conf}"
    )
    book.write("src/science.py", SCIENCE)
    book.write("docs/claims.yml", REGISTER)
    book.chapter("1-part/growth", CHAPTER)
    book.write("docs/1-part/other.md", "# Other\n")
    book.chapter("index", "# Cover\n\n```{cell}\nprint(1)\n```\n\n```{toctree}\n1-part/growth\n1-part/other\n```\n")


@pytest.fixture(scope="module")
def here(make_book):
    """Built: a book that is nowhere on the web."""
    book = make_book("here")
    write(book, 'checkedbook_notebooks = {"pages": "[0-9]-*/*", "requirement": "mine[notebook]"}\n')
    built = book.build()
    assert built.passed, built.warnings
    return book


@pytest.fixture(scope="module")
def on_the_web(make_book):
    book = make_book("web")
    write(book, ON_THE_WEB)
    built = book.build()
    assert built.passed, built.warnings
    return book


def cells(book, kind):
    made = json.loads((book.html / "1-part/growth.ipynb").read_text("utf8"))
    return [cell for cell in made["cells"] if cell["cell_type"] == kind]


def test_text_is_plain_markdown(here):
    about, *text = ("".join(cell["source"]) for cell in cells(here, "markdown"))
    assert text == TEXT
    assert about.startswith("A chapter of the book *Small book*.")


def test_cells_come_clean_and_fold_as_on_the_page(here):
    first, made, solution = cells(here, "code")
    assert "".join(first["source"]) == '# Needed once, in the folder of the book: pip install ".[notebook]"'
    assert "".join(made["source"]).startswith("from checkedbook import bind, claim, figure, write\n")
    assert "".join(solution["source"]) == '# @title Solution\nprint("solved")'
    assert solution["metadata"] == {"tags": ["hide-cell"], "jupyter": {"source_hidden": True}, "cellView": "form"}
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in (first, made, solution))


def test_only_chapters_with_cells_have_one(here):
    assert [path.name for path in here.html.rglob("*.ipynb")] == ["growth.ipynb"]


def test_the_script_for_the_disk_holds_the_same_notebook(here):
    call = (here.html / "1-part/growth.ipynb.js").read_text("utf8")
    given = call.removeprefix("saveNotebook(").removesuffix(");\n")
    assert json.loads(f"[{given}]") == ["growth.ipynb", (here.html / "1-part/growth.ipynb").read_text("utf8")]


def test_the_same_book_gives_the_same_bytes(here):
    before = (here.html / "1-part/growth.ipynb").read_bytes()
    here.edit("docs/1-part/growth.md", "# Growth", "# Growth ")
    assert here.build().passed
    assert (here.html / "1-part/growth.ipynb").read_bytes() == before


def test_on_the_web_links_lead_there(on_the_web):
    about, *text = ("".join(cell["source"]) for cell in cells(on_the_web, "markdown"))
    assert "[the book *Small book*](https://me.github.io/mine/1-part/growth.html)" in about
    assert "[Other](https://me.github.io/mine/1-part/other.html)" in text[2]
    assert "".join(cells(on_the_web, "code")[0]["source"]) == '%pip install -q "mine[notebook] @ git+https://github.com/me/mine"'


def test_on_the_web_the_page_opens_it_in_colab_and_binder(on_the_web):
    page = on_the_web.page("1-part/growth")
    assert 'href="growth.ipynb" download' in page
    assert 'href="https://colab.research.google.com/github/me/mine/blob/notebooks/1-part/growth.ipynb"' in page
    assert 'href="https://mybinder.org/v2/gh/me/mine/notebooks?labpath=1-part%2Fgrowth.ipynb"' in page
    assert "growth.ipynb" not in on_the_web.page("index") and ".ipynb" not in on_the_web.page("1-part/other")


def test_a_setting_that_does_not_exist_stops_the_build(book):
    write(book, 'checkedbook_notebooks = {"page": "*"}\n')
    built = book.build()
    assert not built.passed and "checkedbook_notebooks: " in built.warnings[0]

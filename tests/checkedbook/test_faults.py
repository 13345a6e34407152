"""Whatever is missing or has stopped being true fails the build, with its file and line."""

import re

import pytest

REGISTER = """\
notes:
  S0: {title: Initialization}
claims:
  - {id: S0-1, says: It explodes., chapter: one}
  - {id: S0-2, says: It vanishes., chapter: one}
  - {id: S0-3, says: It stays., chapter: one}
  - {id: S0-4, says: It returns., chapter: one}
  - {id: S0-5, says: It is forgotten., chapter: two}
  - {id: S0-6, says: It is not due., chapter: never}
"""
INDEX = """\
# Faults

```{toctree}
one
two
```

![](mark.svg)

![mark.svg](mark.svg)

```{plot} ghost
A figure that nobody makes.
```

See {claim}`S0-7`.
"""
ONE = """\
# One

```{cell}
from matplotlib.figure import Figure
from checkedbook import claim, figure

claim("S0-1", "reproduced", holds=True, shows="it does")
claim("S0-9", "reproduced", holds=True, shows="nobody asked")
```

```{cell}
---
tags: [hide-input]
---

claim("S0-2", "refuted", holds=1 > 2,
      shows="an `std` of 0.5")
claim("S0-1", "reproduced", holds=True, shows="again")
fig = Figure()
figure("lost", fig, alt="A figure that is shown nowhere.")
figure("twice", fig, alt="A figure with a name taken twice.")
```

```{plot} twice
The first of that name.
```

```{plot} twice
The same figure again.
```

```{cell}
:tags: [raises-exception]
1 / 0
```

```{cell}
fig
```

```{cell}
:tags: [remove-input]

x = 1
figure("short", fig,
       alt="short")
```
"""
TWO = """\
# Two

```{cell}
from matplotlib.figure import Figure
from checkedbook import claim, figure

claim("S0-3", "reproduced", holds=True, shows="in the wrong chapter")
claim("S0-1", "reproduced", holds=True, shows="a third time")
figure("twice", Figure(), alt="Another figure of that name.")
```

```{plot} twice
```

```{cell}
from IPython.display import SVG, display
display(SVG('<svg xmlns="http://www.w3.org/2000/svg"></svg>'))
```

```{cell}
:tags: [hide-cell]

__import__("os")._exit(1)
```
"""


@pytest.fixture(scope="module")
def faults(make_book):
    book = make_book("faults")
    book.write("docs/claims.yml", REGISTER)
    book.write("docs/index.md", INDEX)
    book.write("docs/mark.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    book.chapter("one", ONE)
    book.chapter("two", TWO)
    build = book.build()
    assert not build.passed
    return book, build.warnings


@pytest.mark.parametrize("docname, part, message", [
    ("one", 'claim("S0-9"', "claim S0-9 is not in docs/claims.yml"),
    ("one", 'claim("S0-2"', "claim S0-2 does not hold (refuted): an `std` of 0.5"),
    ("one", '"again"', "claim S0-1 is resolved already in one.md:{one:it does}"),
    ("two", '"a third time"', "claim S0-1 is resolved already in one.md:{one:it does}"),
    ("two", '"in the wrong chapter"', "claim S0-3 is registered for the chapter one, not two"),
    ("claims.yml", "S0-4", "claim S0-4 is due: the chapter one exists and does not resolve it"),
    ("claims.yml", "S0-5", "claim S0-5 is due: the chapter two exists and does not resolve it"),
    ("one", 'figure("lost"', "figure 'lost' is shown nowhere: say {plot} lost"),
    ("one", "The same figure again", "figure 'twice' is shown already"),
    ("two", 'figure("twice"', "figure 'twice' exists already in one.md:{one:figure(\"twice\"}"),
    ("two", "{plot} twice", "plot 'twice' needs a caption"),
    ("index", "{plot} ghost", "no cell of this chapter hands over the figure 'ghost'"),
    ("one", 'figure("short"', "the cell fails: ValueError: figure 'short': its alternative text must say in 20 characters or more"),
    ("two", "_exit(1)", "the cell fails: DeadKernelError: the kernel died"),
    ("index", "![](mark.svg)", "image mark.svg needs alternative text, got ''"),
    ("index", "![mark.svg](mark.svg)", "image mark.svg needs alternative text, got 'mark.svg'"),
    ("two", "from IPython", "svg needs alternative text, got ''"),
    ("index", "{claim}`S0-7`", "checkedbook:claim reference target not found: S0-7"),
])
def test_fault(faults, docname, part, message):
    book, warnings = faults
    place = at(book, docname, part)
    message = re.sub(r"\{(\w+):(.*?)\}", lambda m: at(book, *m.groups()).rsplit(":")[-1], message, count=1) \
        if "{one" in message else message
    assert any(w.startswith(f"{place}: WARNING: ") and message in w for w in warnings), "\n".join([place, message, *warnings])


def at(book, docname, part):
    """The file and line of a part, which stands there once; for a plot's caption, of its directive."""
    path = book.root / "docs" / (docname if "." in docname else f"{docname}.md")
    lines = path.read_text().splitlines()
    [number] = [n for n, line in enumerate(lines, 1) if part in line]
    if part == "The same figure again":
        number -= 1
    return f"{path}:{number}"


def test_a_claim_that_is_not_due_and_an_exception_that_is_meant_are_no_faults(faults):
    _, warnings = faults
    assert not any("S0-6" in w or "ZeroDivisionError" in w for w in warnings)


def test_a_failed_build_fails_again(faults):
    book, warnings = faults
    again = book.build()
    assert not again.passed and sorted(again.warnings) == sorted(warnings)


def test_a_faulty_register_stops_the_build(book):
    book.write("docs/index.md", "# Faults\n")
    book.write("docs/claims.yml", REGISTER.replace("says: It stays., ", ""))
    build = book.build()
    assert not build.passed and "claims.yml:6: claim S0-3: says is missing" in "\n".join(build.warnings)


def test_a_source_that_matches_nothing_stops_the_build(book):
    book.write("docs/index.md", "# Faults\n")
    book.edit("conf.py", '"requirements.lock"', '"no-such.lock"')
    build = book.build()
    assert not build.passed
    assert "checkedbook_cache_sources: 'no-such.lock' matches no file" in "\n".join(build.warnings)

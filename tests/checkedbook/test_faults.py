"""Whatever is missing or has stopped being true fails the build, with its file and line."""

import re

import pytest

REGISTER = """\
notes:
  S0: {title: Initialization}
claims:
  - {id: S0-1, about: It explodes, says: It explodes., chapter: one, verdict: reproduced, measured: "it does, {n:d} times"}
  - {id: S0-2, about: It vanishes, says: It vanishes., chapter: one, verdict: refuted, measured: "an `std` of {std:.1f}"}
  - {id: S0-3, about: It stays, says: It stays., chapter: one, verdict: reproduced, measured: "in the wrong chapter, {n:}"}
  - {id: S0-4, says: It returns., chapter: one}
  - {id: S0-5, says: It is forgotten., chapter: two}
  - {id: S0-6, says: It is not due., chapter: never}
  - {id: S0-8, about: It is misquoted, says: It is misquoted., chapter: two, verdict: corrected, measured: "{lost:.1f}, {n:.1q}, {all:}"}
  - {id: S0-10, says: It is resolved early., chapter: two}
  - {id: S0-11, about: It always holds, says: It always holds., chapter: two, verdict: corrected, measured: "{n:d}"}
  - {id: S0-12, about: It holds widely, says: It holds widely., chapter: two, verdict: corrected, measured: "{n:d}"}
  - {id: S0-13, about: Less widely, says: It holds less widely than its row says., chapter: two, verdict: corrected, measured: "{n:d}", factor: 100}
  - {id: S0-14, about: No reason, says: It needs no reason., chapter: two, verdict: corrected, measured: "{n:d}", firm: It is a definition.}
  - {id: S0-21, about: Never, says: It cannot be computed., chapter: broken, verdict: corrected, measured: "{x:d}"}
  - {id: S0-15, about: A reason, says: It has a reason., chapter: two, verdict: corrected, measured: "{n:d}", firm: It is a definition.}
  - {id: S0-16, about: It needs ten times, says: It needs ten times., chapter: two, verdict: corrected, measured: "{n:d}", factor: 10}
"""
INDEX = """\
# Faults

```{toctree}
one
two
broken
dead
slow
misspelt
```

![](mark.svg)

![mark.svg](mark.svg)

![A picture of others.](https://example.org/far.svg)

```{plot} ghost
A figure that nobody makes.
```

See {claim}`S0-7`.
"""
ONE = """\
# One

```{cell}
from matplotlib.figure import Figure
from checkedbook import bind, claim, figure, write

positive = {"positive": lambda n: n > 0}
claim("S0-1", holds=positive, n=1)
claim("S0-9", holds=positive, n=2)
bind(many=28, name="Adam", lost=float("nan"), least=-float("inf"), row="1.5, nan", never="infinite, Nansen")
```

```{cell}
---
tags: [hide-input]
---

claim("S0-2", holds={"it stays": lambda std: std > 0.9, "it grows": lambda std, n: std > n, "it is": lambda n: n == 2}, n=2,
      std=0.5)
claim("S0-1", holds=positive, n=1)  # again
write("What {claim}`S0-20` says.")
fig = Figure()
for name in ("twice", "short", "path", "none", "unbound", "misformed", "nowhere"):
    figure(name, fig)
figure("lost", fig)
```

```{plot} twice
:alt: A figure with a name taken twice.

The first of that name.
```

```{plot} short
:alt: short

A short one.
```

```{plot} path
---
alt: >-
  figures/loss-after-1000-steps.png
---
But a path.
```

```{plot} none
None at all.
```

```{plot} unbound
---
alt: The loss falls to {few:.1f}, {many:d} times.
---
With a number that nobody bound.
```

```{plot} misformed
---
alt: The loss falls to {name:.1f}, {many:d} times.
---
With a number that is a word.
```

```{plot} twice
The same figure again.
```

```{plot} nowhere
:alt: The loss falls to {lost:.1f} in the end.

It falls.
```

It comes to {glue:text}`lost:.2f`,

or {glue:text}`least:.0f`,

or {glue:text}`row`: {glue:text}`never`.

```{cell}
:tags: [raises-exception]
1 / 0
```

```{cell}
fig
```


```{claims}
```
"""
BROKEN = """\
# Broken

```{cell}
:tags: [remove-input]

from checkedbook import claim

x = 1
claim("S0-21", holds={"it is small": lambda x: 1 / (x - 1) < 2},
      x=x)
```

```{cell}
raise RuntimeError("this cell never runs")
```

It is {glue:text}`x:d`.
"""
DEAD = """\
# Dead

```{cell}
:tags: [remove-cell]

__import__("os")._exit(1)
```
"""
SLOW = """\
# Slow

```{cell}
import time
```

```{cell}
:tags: [remove-output]

while True:
    time.sleep(0.1)
```
"""
MISSPELT = """\
# Misspelt

```{cell}
x = 1
x = = 2
```
"""
TWO = """\
# Two

```{cell}
from matplotlib.figure import Figure
import numpy as np
from checkedbook import claim, figure

positive = {"positive": lambda n: n > 0}
claim("S0-3", holds=positive, n=1)
claim("S0-1", holds=positive, n=1)  # a third time
figure("twice", Figure())
claim("S0-8", holds=positive, n=1, all=np.arange(20), idle=2)
claim("S0-10", holds=positive, n=1)
never = {"positive": lambda n: n > 0, "more so": lambda n: n > -1}
claim("S0-11", holds=never, n=1000)
wide = {"small": lambda n: n < 25}
claim("S0-12", holds=wide, n=12)
claim("S0-13", holds=wide, n=11)
claim("S0-14", holds=wide, n=20)
claim("S0-15", holds=never, n=2000)
claim("S0-16", holds=wide, n=4)
```

```{plot} twice
:alt: Another figure of that name.
```

```{claims}
```

```{cell}
from IPython.display import SVG, display
display(SVG('<svg xmlns="http://www.w3.org/2000/svg"></svg>'))
```
"""


@pytest.fixture(scope="module")
def faults(make_book):
    book = make_book("faults")
    book.write("docs/claims.yml", REGISTER)
    book.write("docs/index.md", INDEX)
    book.write("docs/mark.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    book.chapter("one", ONE)
    for name, text in (("two", TWO), ("broken", BROKEN), ("dead", DEAD), ("slow", SLOW), ("misspelt", MISSPELT)):
        book.chapter(name, text)
    book.write("conf.py", (book.root / "conf.py").read_text() + "checkedbook_timeout = 5\n")
    build = book.build()
    assert not build.passed and len(build.ran) == 6
    return book, build.warnings


FAULTS = [
    ("one", 'claim("S0-9"', "claim S0-9 is not in claims.yml"),
    (
        "one",
        'claim("S0-2"',
        "claim S0-2 does not hold: 'it stays' is false of std = 0.5; 'it grows' is false of std = 0.5, n = 2",
    ),
    ("one", "# again", 'claim S0-1 is resolved already in one.md:{one:claim("S0-1", holds=positive, n=1)$}'),
    ("two", "# a third time", 'claim S0-1 is resolved already in one.md:{one:claim("S0-1", holds=positive, n=1)$}'),
    ("two", 'claim("S0-3"', "claim S0-3 is registered for the chapter one, not two"),
    ("claims.yml", "S0-4,", "claim S0-4 is due: the chapter one exists and does not resolve it"),
    ("claims.yml", "S0-5,", "claim S0-5 is due: the chapter two exists and does not resolve it"),
    ("claims.yml", "S0-8,", 'claim S0-8, resolved in two.md:{two:claim("S0-8"}: {lost:.1f}: no number or string is called lost'),
    ("claims.yml", "S0-8,", 'claim S0-8, resolved in two.md:{two:claim("S0-8"}: {n:.1q}: Unknown format code'),
    ("claims.yml", "S0-8,", 'claim S0-8, resolved in two.md:{two:claim("S0-8"}: {all:}: no number or string is called all'),
    (
        "claims.yml",
        "S0-8,",
        'claim S0-8, resolved in two.md:{two:claim("S0-8"}: neither a place nor a condition uses the number idle',
    ),
    ("claims.yml", "S0-10,", 'claim S0-10, resolved in two.md:{two:claim("S0-10"}: its row has no verdict and no measured'),
    (
        "two",
        'claim("S0-11"',
        "claim S0-11: no condition fails, whatever the numbers: sharpen one, or let the row say why (firm: ...)",
    ),
    (
        "two",
        'claim("S0-12"',
        "claim S0-12: 'small' is the first condition to fail, where a number changes by a factor of 10: "
        "sharpen one, or let the row say factor: 10",
    ),
    (
        "two",
        'claim("S0-13"',
        "claim S0-13: 'small' is the first condition to fail, where a number changes by a factor of 10: "
        "sharpen one, or let the row say factor: 10",
    ),
    (
        "two",
        'claim("S0-14"',
        "claim S0-14: 'small' is the first condition to fail, where a number changes by a factor of 1.3: "
        "the row need not say firm",
    ),
    ("one", 'figure("lost"', "figure 'lost' is shown nowhere: say {plot} lost"),
    ("one", "The same figure again", "figure 'twice' is shown already"),
    ("two", 'figure("twice"', "figure 'twice' exists already in one.md:{one:figure(name}"),
    ("two", "{plot} twice", "plot 'twice' needs a caption"),
    ("index", "{plot} ghost", "no cell of this chapter hands over the figure 'ghost'"),
    (
        "one",
        "{plot} short",
        "figure 'short': its alternative text must say in 20 characters or more what is to be seen, got 'short'",
    ),
    (
        "one",
        "{plot} path",
        "figure 'path': its alternative text must say in 20 characters or more what is to be seen, got 'figures/loss-",
    ),
    ("one", "{plot} none", "figure 'none': its alternative text must say in 20 characters or more what is to be seen, got ''"),
    ("one", "{plot} unbound", "figure 'unbound': {few:.1f}: no number or string is called few"),
    ("one", "{plot} misformed", "figure 'misformed': {name:.1f}: Unknown format code 'f' for object of type 'str'"),
    ("index", "![](mark.svg)", "image mark.svg needs alternative text, got ''"),
    ("index", "![mark.svg](mark.svg)", "image mark.svg needs alternative text, got 'mark.svg'"),
    (
        "index",
        "far.svg",
        "image https://example.org/far.svg lies on another host, and nothing is loaded from there: keep it beside",
    ),
    ("one", "{glue:text}`lost:.2f`", "lost: nan is no number for a reader: if it is meant, bind a word for it, such as 'never'"),
    ("one", "{glue:text}`least:.0f`", "least: -inf is no number for a reader"),
    ("one", "{glue:text}`row`", "row: 1.5, nan is no number for a reader"),
    ("one", "{plot} nowhere", "figure 'nowhere': {lost:.1f}: nan is no number for a reader"),
    ("two", "from IPython", "svg needs alternative text, got ''"),
    ("index", "{claim}`S0-7`", "checkedbook:claim reference target not found: S0-7"),
    (
        "one",
        "tags: [hide-input]",
        "checkedbook:claim reference target not found: S0-20",
    ),  # MyST-NB gives outputs the line of their cell
]


FAILURES = [
    (
        "broken",
        'claim("S0-21"',
        "ValueError: claim S0-21: the condition 'it is small' raises ZeroDivisionError: division by zero",
    ),
    ("dead", "_exit(1)", "DeadKernelError: the kernel died"),
    ("slow", "while True", "it takes longer than 5 s"),
    ("misspelt", "x = =", "SyntaxError: invalid syntax"),
]


@pytest.mark.parametrize("docname, part, message", FAULTS)
def test_fault(faults, docname, part, message):
    book, reasons = faults
    place = at(book, docname, part)
    message = re.sub(r"\{(one|two):(.*?)\}", lambda m: at(book, *m.groups()).rsplit(":")[-1], message, count=1)
    assert any(reason.startswith(f"{place}: WARNING: ") and message in reason for reason in reasons), "\n".join(
        [place, message, *reasons]
    )


@pytest.mark.parametrize("docname, part, message", FAILURES)
def test_failure(faults, docname, part, message):
    book, reasons = faults
    place = f"{at(book, docname, part)}: the cell fails: {message}"
    assert any(reason.startswith(place) for reason in reasons), "\n".join([place, *reasons])


def at(book, docname, part):
    """The file and line of a part, which stands there once; with a $, at a line's end; for a plot's caption, of its directive."""
    path = book.root / "docs" / (docname if "." in docname else f"{docname}.md")
    lines = path.read_text().splitlines()
    [number] = [n for n, line in enumerate(lines, 1) if part in f"{line}$"]
    if part == "The same figure again":
        number -= 1
    return f"{path.relative_to(book.root)}:{number}"


def test_a_claim_that_is_not_due_and_an_exception_that_is_meant_are_no_faults(faults):
    _, warnings = faults
    assert not any("S0-6" in w or "S0-15" in w or "S0-16" in w or "fails: ZeroDivisionError" in w for w in warnings)


def test_a_fault_is_told_once_and_what_follows_from_a_failed_cell_is_counted(faults):
    told = [reason for reason in faults[1] if re.search(r"\[(checkedbook\.\w+|ref\.claim)\]$|: the cell fails: ", reason)]
    assert len(told) == len(set(told)) == len(FAULTS) + len(FAILURES), "\n".join(told)
    assert faults[1][-1] == "and 2 more, about chapters with a failed cell"  # a number that is not bound, a claim that is due


def test_a_failed_build_fails_again(faults):
    book, warnings = faults
    again = book.build()
    assert not again.passed and sorted(again.warnings) == sorted(warnings)


def test_a_faulty_register_stops_the_build(book):
    book.write("docs/index.md", "# Faults\n")
    book.write("docs/claims.yml", REGISTER.replace("says: It stays., ", ""))
    build = book.build()
    assert not build.passed and "claims.yml:6: claim S0-3: says is missing" in "\n".join(build.warnings)

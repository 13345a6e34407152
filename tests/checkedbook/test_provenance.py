"""Where a number comes from: the markup of a small book, its notes in a browser, and a book that is built on."""

import json
import re
import subprocess
import sys

import pytest

from checkedbook.provenance import traced, written

CONF = """
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "src"))
os.environ["PYTHONPATH"] = sys.path[0]
checkedbook_experiments = "science.experiments"
"""
DECAY = '''"""How fast does it fall?"""
import numpy as np


def fall(*, n, rates=()):
    """Values at the first times."""
    return {"y": np.exp(-np.arange(float(n)))}
'''
REGISTER = """
[falls]
chapter = "one"
run = "science.experiments.decay:fall"
settings = { n = 5, rates = [0.1, 0.2] }
slice = { n = 2 }
rtol = 1e-6
"""
ONE = """\
# One: {glue:text}`layers:d` layers

It has {glue:text}`layers:d` layers, ends at {glue:text}`last:.2f`, is {glue:text}`kind`, *and {glue:text}`half:.1f`*.
See [half of {glue:text}`layers:d`](#last) and {glue:text}`far:.1f`.

```{cell}
from checkedbook import bind
from checkedbook.results import results
falls = results("falls")
bind(layers=28, unused=3)
```

## Last

| mean | last |
| --- | --- |
| {glue:text}`mean:.3f` | {glue:text}`last:.3f`[^why] |

[^why]: As {glue:text}`half:.3f`.

```{cell}
---
tags: [hide-input]
---
y = falls["y"]
for name, value in {"mean": y.mean(), "last": y[-1]}.items():
    bind(**{name: value})
bind(half=1 / 2, kind="falling", **{f"f{'ar'}": 1.5})
y[-1]
```
"""


@pytest.fixture(scope="module")
def built(make_book):
    """A book with a number of each kind, whose stored run was made by the press."""
    book = make_book("provenance")
    book.write("conf.py", (book.root / "conf.py").read_text() + CONF)
    book.write("src/science/__init__.py", "")
    book.write("src/science/experiments/__init__.py", '"""All."""')
    book.write("src/science/experiments/decay.py", DECAY)
    book.write("docs/results/experiments.toml", REGISTER)
    book.write("docs/index.md", "# Small book\n\n```{toctree}\none\nplain\nexperiments\n```\n")
    book.write("docs/experiments.md", "# Experiments\n\n```{experiments}\n```\n")
    book.write("docs/plain.md", "# Plain\n\nNo number.\n")
    book.chapter("one", ONE)
    command = [sys.executable, "-m", "checkedbook.results", "docs/results", "falls"]
    subprocess.run(command, check=True, cwd=book.root, capture_output=True, env={"PYTHONPATH": str(book.root / "src")})
    build = book.build()
    assert build.passed, build.warnings
    return book


def known(book, page="one") -> dict:
    """What a page says of its numbers."""
    [said] = re.findall(r'<script type="application/json" class="provenance">(.*?)</script>', book.page(page))
    return json.loads(said)


def test_a_page_says_once_where_its_numbers_come_from(built):
    said = known(built)
    assert said["runs"] == {"falls": ["n = 5, rates = [0.1, 0.2]", "experiments.html#experiment-falls"]}
    assert said["cells"] == 2
    assert said["numbers"] == {
        "layers": ["28", 1],
        "half": ["0.5", 2],
        "kind": ["", 2],
        "far": ["1.5", 2],
        "last": ["0.01831563889…", 2, "falls"],
    }


def test_a_number_is_text_with_its_name(built):
    page = built.page("one")
    assert '<span class="number" data-name="last">0.02</span>' in page and "pasted-text" not in page
    assert page.count('data-name="last"') == 2 and page.count('data-name="half"') == 2
    assert page.count('id="cell-1"') == page.count('id="cell-2"') == 1
    assert "<title>One: 28 layers" in page


def test_a_page_without_numbers_asks_for_nothing(built):
    assert "provenance.js" in built.page("one") and "provenance.css" in built.page("one")
    assert "provenance" not in built.page("plain") + built.page("index")


def test_a_build_that_goes_on_says_the_same(built):
    before = built.files()
    built.edit("docs/plain.md", "No number.", "No number!")
    assert built.build().passed
    after = built.files()
    assert {name for name in before if before[name] != after.get(name)} <= {
        "plain.html",
        "_sources/plain.md.txt",
        "searchindex.js",
    }
    built.edit("docs/one.md", "half=1 / 2", "half=1 / 4")
    assert built.build().passed
    assert known(built)["numbers"]["half"] == ["0.25", 2]


@pytest.mark.parametrize(
    "bound, expected",
    [
        ([("n", {"a", "b"})], ["a", "b"]),
        ([(".*", {"a"}), ("n", set())], []),
        ([(".*", {"a"}), (".*", {"b"})], []),
        ([(".*", {"a"}), (".*", {"a"})], ["a"]),
        ([("m", {"a"})], []),
        ([], []),
    ],
)
def test_no_run_is_named_where_there_is_a_choice(bound, expected):
    assert traced("n", bound) == expected


@pytest.mark.parametrize("value, expected", [(float("nan"), "nan"), (float("-inf"), "-inf"), (10**12 + 1, "1000000000001")])
def test_values_that_are_odd(value, expected):
    assert written(value) == expected

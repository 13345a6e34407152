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
        "mean": ["0.3142634863…", 2, "falls"],
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


@pytest.fixture
def one(opened, built):
    """``one(place, ...)``: the page with the numbers, opened from disk."""

    def one(place="", **options):
        page = opened(**options)
        page.goto((built.html / "one.html").as_uri() + place)
        return page

    return one


def number(page, name):
    return page.locator(f'.number[data-name="{name}"]').last


def focus(page, name):
    """Go to a number by keys alone."""
    page.evaluate("document.querySelector('h1').tabIndex = -1, document.querySelector('h1').focus()")
    page.keyboard.press("Tab")
    for _ in range(page.locator(".number").count()):
        if page.evaluate("document.activeElement.dataset.name") == name:
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"no key leads to {name}")


BOXES = """[...document.querySelectorAll("body *:not(.number-note, .number-note *)")]
  .map(each => each.getBoundingClientRect()).map(each => [each.x, each.y, each.width, each.height].join())
  .concat(document.documentElement.scrollHeight, document.documentElement.scrollWidth).join(" ")"""
LAST = "last = 0.01831563889…", "computed in cell 2 of the 2 on this page", "from the stored run falls: n = 5, rates = [0.1, 0.2]"


@pytest.mark.parametrize("width", [320, 1000])
def test_pointing_shows_the_note_and_moves_nothing(one, width):
    page = one(width=width)
    before, note = page.evaluate(BOXES), page.locator(".number-note")
    number(page, "last").hover()
    note.wait_for()
    assert tuple(note.inner_text().split("\n")) == LAST
    assert page.evaluate(BOXES) == before
    note.locator("a").first.hover()
    page.wait_for_timeout(500)
    assert note.is_visible(), "it can be pointed at"
    page.locator("h1").hover()
    note.wait_for(state="detached")


def test_a_tap_opens_and_another_closes(one):
    page = one(width=390, has_touch=True)
    for place in (number(page, "last"), page.locator("h1")):
        number(page, "last").tap()
        assert page.locator(".number-note").is_visible()
        place.tap()
        assert page.locator(".number-note").count() == 0


def test_a_page_has_one_stop_and_keys_do_all(one):
    page = one()
    stops = page.evaluate("[...document.querySelectorAll('.number')].filter(each => each.tabIndex === 0).length")
    assert stops == page.locator('.number[role="button"]').count() == 1
    focus(page, "last")
    note = page.locator(".number-note")
    assert tuple(note.inner_text().split("\n")) == (*LAST, "← → the other numbers")
    assert page.locator(":focus").get_attribute("aria-describedby") == note.get_attribute("id")
    for key, there in (("Enter", 0), (" ", 1), ("Escape", 0), ("Enter", 1)):
        page.keyboard.press(key)
        assert note.count() == there
        assert page.locator(":focus").get_attribute("aria-expanded") == ("true" if there else "false")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "cell 2"
    page.keyboard.press("Escape")
    assert page.locator(":focus").get_attribute("data-name") == "last" and note.count() == 0
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
    assert note.count() == 0, "it closes behind the reader"
    assert page.locator(".number[tabindex]").count() == 1


def test_a_number_in_a_link_is_the_link_s_text(one):
    page = one()
    assert not page.locator("a .number").evaluate("each => getComputedStyle(each).textDecorationStyle === 'dotted'")
    assert number(page, "far").evaluate("each => getComputedStyle(each).textDecorationStyle === 'dotted'")
    page.locator("a .number").hover()
    page.wait_for_timeout(400)
    assert page.locator(".number-note").count() == 0


def test_a_link_to_the_cell_opens_its_fold(one):
    page = one()
    fold = page.locator("#cell-2 details")
    assert fold.get_attribute("open") is None
    number(page, "mean").click()
    page.locator(".number-note a").first.click()
    assert fold.get_attribute("open") is not None and page.url.endswith("#cell-2")
    assert one("#cell-2").locator("#cell-2 details").get_attribute("open") is not None


def test_without_scripts_and_on_paper_a_number_is_text(one):
    page = one(java_script_enabled=False)
    assert number(page, "far").evaluate("each => getComputedStyle(each).textDecorationLine") == "none"
    page = one()
    number(page, "far").click()
    page.emulate_media(media="print")
    assert number(page, "far").evaluate("each => getComputedStyle(each).textDecorationLine") == "none"
    assert not page.locator(".number-note").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_holds_nothing_against_the_note(one, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = one(color_scheme=scheme)
    rules = {"preload": False, "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = {each["id"] for each in Axe().run(page, options=rules).response["violations"]}
    number(page, "last").click()
    assert {each["id"] for each in Axe().run(page, options=rules).response["violations"]} <= found


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

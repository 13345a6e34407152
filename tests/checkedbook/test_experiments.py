"""The catalogue of experiments: what it lists, where it links, and that chapters and the register of stored runs agree."""

import json
import re

import pytest

from checkedbook.catalogue import load, sentence

CONF = """
import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "src"))
os.environ["PYTHONPATH"] = sys.path[0]
checkedbook_experiments = "science.experiments"
"""
DECAY = r'''"""How fast does :math:`e^{-t}` fall, after :mod:`~science.experiments.growth`? Fast.

The rest of the docstring.
"""
import numpy as np


def fall(*, n):
    """Values at the first times. And more."""
    return {"y": np.exp(-np.arange(float(n)))}
'''
GROWTH = '"""What grows?"""\n\n\ndef grow():\n    return [1, 2]\n'
REGISTER = """
[falls]
chapter = "one"
run = "science.experiments.part.decay:fall"
settings = { n = 5 }
slice = { n = 2 }
rtol = 1e-6

[unread]
chapter = ["one", "unwritten"]
run = "science.experiments.part.decay:fall"
settings = { n = 6 }
slice = { n = 2 }
rtol = 1e-6

[nowhere]
run = "science.experiments.part.decay:fall"
settings = { n = 7 }
slice = { n = 2 }
rtol = 1e-6
"""
ONE = """\
# One

```{cell}
import numpy as np
from matplotlib.figure import Figure
from checkedbook import figure
from checkedbook.results import results
from science.experiments.part import growth
def drawn(name, y):
    fig = Figure()
    fig.subplots().plot(y)
    figure(name, fig)
falls = results("falls")
falls
```

```{cell}
drawn("fall", falls["y"])
```

```{cell}
drawn("grow", growth.grow())
```

```{cell}
drawn("still", [1, 1])
```
""" + "".join(
    f"\n```{{plot}} {name}\n:alt: A line as it would be drawn.\n\nA caption.\n```\n" for name in ("fall", "grow", "still")
)
TWO = """\
# Two

```{cell}
from checkedbook.results import results
y = results("falls")["y"]
```
"""


def write(book):
    book.write("conf.py", (book.root / "conf.py").read_text() + CONF)
    book.write("src/science/__init__.py", "")
    book.write("src/science/experiments/__init__.py", '"""All of them."""')
    book.write("src/science/experiments/part/__init__.py", '"""Part 1: lines."""')
    book.write("src/science/experiments/part/decay.py", DECAY)
    book.write("src/science/experiments/part/growth.py", GROWTH)
    book.write("docs/results/experiments.toml", REGISTER)
    book.write("docs/index.md", "# Small book\n\n```{toctree}\none\ntwo\nexperiments\n```\n")
    book.write("docs/experiments.md", "# Experiments\n\nAll.\n\n```{experiments}\n```\n")
    book.chapter("one", ONE)
    book.chapter("two", TWO)
    return book


@pytest.fixture(scope="module")
def built(make_book):
    """A book whose stored run was made by the press."""
    import subprocess
    import sys

    book = write(make_book("experiments"))
    subprocess.run(
        [sys.executable, "-m", "checkedbook.results", "docs/results", "falls"],
        check=True,
        cwd=book.root,
        capture_output=True,
        env={"PYTHONPATH": str(book.root / "src")},
    )
    made = book.root / "docs/results/falls.json"
    made.write_text(
        json.dumps(
            json.loads(made.read_text())
            | {
                "date": "2030-01-02",
                "seconds": 25.4,
                "processor": "Abacus",
                "load": 0.7,
                "reaches": {"science.experiments.part.decay:fall": "1", "science.rule:Rule": "2", "science.rule:B": "3"},
            }
        )
    )
    book.faults = book.build()
    book.edit("docs/results/experiments.toml", 'chapter = "one"', 'chapter = ["one", "two"]')
    book.edit("docs/results/experiments.toml", 'chapter = ["one", "unwritten"]', 'chapter = "unwritten"')
    book.edit("docs/results/experiments.toml", "[nowhere]", '[nowhere]\nchapter = "unwritten"')
    build = book.build()
    assert build.passed, build.warnings
    return book


def plain(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", markup).split()).replace(" ,", ",").replace(" :", ":").replace(" ;", ";")


def section(page: str, name: str) -> str:
    """From the heading of a module, or the box of a run, to the next."""
    return re.search(
        rf'<(section|div)[^>]*id="{name}".*?'
        r'(?=<section|<div class="experiment-run"|<footer|</article|<div class="clearer"|$)',
        page,
        re.DOTALL,
    ).group()


def test_every_module_is_listed_with_its_question(built):
    page = built.page("experiments")
    assert re.findall(r"<h([23])>(.+?)<a class=\"headerlink", page) == [
        ("2", "Part 1: lines"),
        (
            "3",
            r'How fast does <span class="math notranslate nohighlight">\(e^{-t}\)</span> fall, after '
            '<code class="docutils literal notranslate"><span class="pre">growth</span></code>?',
        ),
        ("3", "What grows?"),
    ]
    decay, growth = (plain(section(page, f"experiment-science-experiments-part-{name}")) for name in ("decay", "growth"))
    assert decay.endswith("science.experiments.part.decay"), "no chapter imports it"
    assert growth.endswith("science.experiments.part.growth: One, Fig. 2")


def test_a_stored_run_has_its_facts(built):
    page = built.page("experiments")
    assert plain(section(page, "experiment-falls")) == (
        "Stored run falls Function fall: Values at the first times. Settings n = 5 Computed on 2030-01-02, in 25 s, on Abacus, under a load of 0.7, "
        f"with Python {versions(built)['python']} and NumPy {versions(built)['numpy']} Used in One, Fig. 1; Two "
        "Reaches 3 definitions science.experiments.part.decay: fall science.rule: Rule, B"
    )
    assert "Computed not yet" in plain(section(page, "experiment-unread"))


def versions(book):
    return json.loads((book.root / "docs/results/falls.json").read_text())["versions"]


def test_links_lead_from_the_catalogue_to_figures_and_back(built):
    run = section(built.page("experiments"), "experiment-falls")
    assert 'href="one.html"' in run and 'href="one.html#fall"' in run and 'href="two.html"' in run
    page = built.page("one")
    figures = {
        name: re.search(rf'<figure[^>]*id="{name}".*?</figure>', page, re.DOTALL).group() for name in ("fall", "grow", "still")
    }
    assert re.search(r'href="experiments.html#experiment-falls"><span>experiment \(falls\)</span></a>\s*</p>', figures["fall"])
    assert re.search(
        r'href="experiments.html#experiment-science-experiments-part-growth"><span>experiment \(growth\)</span>', figures["grow"]
    )
    assert "experiments.html" not in figures["still"]
    assert re.search(r'<a [^>]*href="experiments.html#experiment-falls"><strong>Stored run</strong></a> of <code', page)


def test_chapters_and_the_register_must_agree(built):
    register, one, two = (
        "docs/results/experiments.toml",
        built.line("one", 'results("falls")'),
        built.line("two", 'results("falls")'),
    )
    assert not built.faults.passed
    assert sorted(warning.removesuffix(" [checkedbook.experiment]") for warning in built.faults.warnings) == sorted(
        [
            f"{two}: WARNING: falls is loaded here, and its entry in experiments.toml names one, not two",
            f"{register}:9: WARNING: unread is due: the chapter one exists and does not load it",
            f"{register}:16: WARNING: nowhere names no chapter",
        ]
    )
    assert one not in " ".join(built.faults.warnings)


def test_a_book_without_a_catalogue_shows_no_links_to_it(book):
    write(book)
    book.write("docs/experiments.md", "# None\n")
    book.chapter("one", ONE.replace('falls = results("falls")', 'falls = {"y": growth.grow()}'))
    book.chapter("two", "# Two\n")
    book.write("docs/results/experiments.toml", "")
    build = book.build()
    assert build.passed, build.warnings
    assert "experiment (" not in book.page("one")


def test_a_package_that_is_not_there_stops_the_build(book):
    write(book)
    book.edit("conf.py", '"science.experiments"', '"science.experimets"')
    build = book.build()
    assert not build.passed and "checkedbook_experiments: there is no package science.experimets" in "\n".join(build.warnings)


@pytest.mark.parametrize(
    "file, name",
    [
        ("part/decay.py", "curious.part.decay"),
        ("part/__init__.py", "curious.part"),
        ("__init__.py", "curious"),
        ("other/growth.py", "curious.other"),
    ],
)
def test_what_does_not_say_what_it_asks_is_refused(tmp_path, monkeypatch, file, name):
    """The page would not have it, or would have it without a heading. The last is of a folder that is no package."""
    files = {"__init__.py": '"""All."""', "part/__init__.py": '"""Part 1."""', "part/decay.py": DECAY}
    for path, text in (files | {file: GROWTH if "growth" in file else "pi = 3"}).items():
        (tmp_path / "curious" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "curious" / path).write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(
        ValueError, match=f"^{name} needs a docstring that says what it asks; that of a package is in its __init__.py$"
    ):
        load("curious", tmp_path)


@pytest.mark.parametrize(
    "docstring, expected",
    [
        ("Are all rules one formula? Qiu's summary says\nthat they are.", "Are all rules one formula?"),
        ("The cliff (Pascanu et al. 2013,\nfigure 6).\n\nMore.", "The cliff (Pascanu et al. 2013, figure 6)."),
        ("What does ``n`` do to :class:`Rule`?", "What does ``n`` do to `Rule`?"),
        ("", ""),
    ],
)
def test_the_first_sentence(docstring, expected):
    assert sentence(docstring) == expected


def test_a_book_without_experiments_has_an_empty_catalogue(tmp_path):
    catalogue = load("", tmp_path / "results")
    assert catalogue.modules == catalogue.runs == catalogue.parts == {} and catalogue.files == ()

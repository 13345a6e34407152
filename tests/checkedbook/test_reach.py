"""What a run depends on: every definition that it reaches, and nothing else."""

import ast
import os
import re
import time
from textwrap import dedent

import pytest

from checkedbook import reach
from checkedbook.reach import Definition, _text, digest, reached, used_by
from checkedbook.source import find, read, text

SAMPLE = (
    "trainability.experiments.adaptive.adam_memory:learn",
    "trainability.experiments.normalization.norm_batches:race",
    "trainability.experiments.signals.depth:products",
)
PACKAGE = find("trainability").parent


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """``toy(name=source, ...)`` writes modules of a package ``toy`` and gives the names that ``toy.a:f`` reaches."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy/__init__.py").touch()
    monkeypatch.setattr(reach, "import_module", None)  # all of it is found in the source

    def toy(entry="toy.a:f", **modules):
        for name, source in modules.items():
            file = tmp_path / "toy" / f"{name}.py"
            file.write_text(dedent(source))
            os.utime(file, ns=(time.time_ns(), time.time_ns()))
        return reached(entry)

    return toy


def names(definitions):
    return {name.removeprefix("toy.") for name in definitions}


def every_definition():
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        yield from ((module, name) for name in read(module).defined)


@pytest.mark.parametrize("run", SAMPLE)
def test_each_definition_that_is_reached_counts_and_no_other(run, monkeypatch):
    of_run, everything, changed = reached(run), set(every_definition()), set()
    for module, name in everything:
        with monkeypatch.context() as patch:
            patch.setattr(reach, "_text", lambda its, key: _text(its, key) + "changed" * ((its.name, key) == (module, name)))
            changed |= {f"{module}:{name}"} if digest(reached(run)) != digest(of_run) else set()
    assert changed == of_run.keys() and len(everything) > 5 * len(changed) > 0


def test_one_character_of_a_rule_counts_for_what_reaches_it(toy):
    rules = "def adam(x):\n    return x + 1\n\n\ndef sgd(x):\n    return x\n"
    runs = "from . import rules\n\n\ndef f():\n    return rules.adam(1)\n\n\ndef g():\n    return rules.sgd(1)\n"
    before = {entry: digest(toy(entry, a=runs, rules=rules)) for entry in ("toy.a:f", "toy.a:g")}
    after = {entry: digest(toy(entry, rules=rules.replace("x + 1", "x - 1"))) for entry in before}
    assert after["toy.a:f"] != before["toy.a:f"] and after["toy.a:g"] == before["toy.a:g"]


@pytest.mark.parametrize("a, found", [
    ("from .b import one\ndef f(): return one", {"a:f", "b:one"}),
    ("from .b import one as uno\ndef f(): return [uno for _ in uno]", {"a:f", "b:one"}),
    ("from . import b\ndef f(): return b.one.real", {"a:f", "b:one"}),
    ("import toy.b\ndef f(): return toy.b.one", {"a:f", "b:one"}),
    ("import toy.b as bee\ndef f(): return bee.one", {"a:f", "b:one"}),
    ("from .c import one\ndef f(): return one", {"a:f", "b:one"}),  # through a module that imports it
    ("from .b import *\ndef f(): return one", {"a:f", "b:one"}),
    ("from math import *\nfrom .c import *\nfrom .b import *\ndef f(): return one, two, pi", {"a:f", "b:one", "b:two"}),
    ("def f():\n    from .b import one\n    return one", {"a:f", "b:one"}),
    ("def f():\n    from . import b\n    return b.one", {"a:f", "b:one"}),
    ("def f():\n    import toy.b\n    return toy.b.one", {"a:f", "b:one"}),
    ("from .b import one\ndef f(x=one): return x", {"a:f", "b:one"}),
    ("from .b import one\n@one\ndef f(x): return x", {"a:f", "b:one"}),
    ("from .b import one\nclass f(one): pass", {"a:f", "b:one"}),
    ("from .b import one\nclass f:\n    x: int = one", {"a:f", "b:one"}),
    ("from .b import one\nclass f:\n    def g(self): return lambda: one", {"a:f", "b:one"}),
    ("from .b import one\ndef f(): return f'{one:.2f}'", {"a:f", "b:one"}),
    ("from .b import one\ndef f():\n    def g(): return one\n    return g", {"a:f", "b:one"}),
    ("from .b import one\ndef f(x): return [one for one in x] and one", {"a:f", "b:one"}),
    ("from .b import one\ndef f(x): return [y for y in one]", {"a:f", "b:one"}),
    ("from .b import one, two\ndef f():\n    global one\n    one = two", {"a:f", "b:one", "b:two"}),
    ("x = 1\nx = x + 1\ndef f(): return x", {"a:f", "a:x"}),
    ("from .b import one\ntable = {}\ntable['one'] = one\ndef f(): return table", {"a:f", "a:table", "b:one"}),
    ("from .b import one\ndef f(): pass\nf.more = one", {"a:f", "b:one"}),
    ("if True:\n    from .b import one\nelse:\n    one = 1\ndef f(): return one", {"a:f", "a:one", "b:one"}),
    ("from .b import one\nprint(one)\ndef f(): pass", {"a:f", "a:", "b:one"}),  # acts when the module is imported
    ("from . import b\ndef f(name): return getattr(b, name)", {"a:f", "b:*", "b:one", "b:two"}),
    ("one = 1\ndef f(): return globals()['one']", {"a:f", "a:*", "a:one"}),
])  # fmt: skip
def test_names_are_followed(toy, a, found):
    assert names(toy(a=a, b="one = 1\ntwo = 2\n", c="from .b import one\n")) == found


@pytest.mark.parametrize("a", [
    "from .b import one\ndef f(one): return one",
    "from .b import one\ndef f():\n    one = 2\n    return one",
    "from .b import one\ndef f(x):\n    for one in x: return one",
    "from .b import one\ndef f(x): return {one: one for one in x}",
    "from .b import one\ndef f(x): return lambda one: one",
    "from .b import one\ndef f(x):\n    try: x\n    except ValueError as one: return one",
    "from .b import one\ndef f(x):\n    match x:\n        case [one]: return one",
    "from .b import one\ndef f(x):\n    with x as one: return one",
    "from .b import one\ndef f(x: one) -> one: return x",
    "from .b import one\ndef f(x): return x.one",
    "from .b import one\ndef g(): return one\ndef f(): pass",
])  # fmt: skip
def test_names_of_its_own_and_annotations_are_not(toy, a):
    assert names(toy(a=a, b="one = 1\n")) == {"a:f"}


def test_a_module_that_counts_whole_counts_what_it_reaches(toy):
    a = "from . import b\ndef f(name): return vars(b)[name]"
    assert names(toy(a=a, b="from .c import two\ndef one(): return two", c="two = 2\nthree = 3")) == {"a:f", "b:*", "c:two"}
    before = digest(toy())
    assert digest(toy(b="from .c import two\ndef one(): return two\nmore = 1")) != before


def test_what_a_name_stands_for_elsewhere_counts(toy):
    before = digest(toy(a="import numpy as np\ndef f(): return np.ones(1)"))
    assert digest(toy(a="import cupy as np\ndef f(): return np.ones(1)")) != before
    assert digest(toy(a="from math import sin as g\ndef f(): return g(1)")) != digest(
        toy(a="from math import cos as g\ndef f(): return g(1)")
    )


def test_names_that_are_found_at_run_time_are_asked_for(toy, monkeypatch):
    monkeypatch.undo()
    assert used_by("from trainability.rule import Rule\nRule", ["trainability"]).keys() >= {"trainability.rule.update:Rule"}


def test_cells_reach_what_they_name():
    code = "%matplotlib inline\nfrom trainability.rules import sgd, adam\nfrom trainability import plot\nsgd\n"
    found = used_by(code, ["trainability"])
    assert "trainability.rules:sgd" in found and "trainability.rule.update:Rule" in found
    assert not {"trainability.rules:adam", "trainability.plot:band"} & found.keys()
    assert used_by("this is no code", ["trainability"]) == {} == used_by(code, [])


def test_the_same_in_every_python():
    """The hash is stored, and read by whatever Python builds the book."""
    code = '''
    @wrap(1, key="a")
    def f(x: int, /, y=1e-8, *more, z: float = 2, **rest) -> "int":
        """Says what."""
        global G
        a, *b = [i for i in range(3) if i], {k: v for k, v in rest.items()}
        with open(x) as file, other: pass
        match x:
            case {"a": [1, _]} | None: return f"{x!r:>{y}} {{z}} {y=}" "tail" f"{z:.2f}"
        return (lambda q: -q ** 2)(x[1:2, ::3], *more) if x < y <= 3 else b"bytes" + 1_000 + 2j + (yield)

    class C(Base, metaclass=Meta):
        field: float = 0.1
        async def g(self): return [await each async for each in self]
    '''
    assert digest({"f": Definition(text(ast.parse(dedent(code))))}) == "2436eb8221e7840d"


def test_a_wrong_entry_is_named():
    with pytest.raises(LookupError, match=re.escape("trainability.rules:eve: trainability.rules defines no eve")):
        reached("trainability.rules:eve")
    with pytest.raises(LookupError, match="trainability.none:f: no module trainability.none"):
        reached("trainability.none:f")

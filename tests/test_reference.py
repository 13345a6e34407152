"""The reference is what `import trainability` gives, in its order: what autodoc cannot find by itself is listed by hand."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import trainability
from checkedbook.instances import instances as found
from trainability import rules
from trainability.activations import Activation
from trainability.rule import Rule
from trainability.surfaces import Surface

API = Path(__file__).parents[1] / "docs/reference/api"
PAGES = "".join((API / f"{page}.md").read_text("utf8") for page in ("networks", "descent"))
ALL = PAGES + (API / "index.md").read_text("utf8")
HIDDEN = {"data", "precision", "remade", "sampling", "state"}  # files and the code that made them; what several modules share


def public(module) -> set[str]:
    """What a module has for others: its ``__all__``, or else what it defines, and each constant behind a comment ``#:``."""
    constants = re.findall(r"^#:.*\n(\w+) =", Path(module.__file__).read_text("utf8"), re.MULTILINE)
    defined = {name for name, value in vars(module).items() if getattr(value, "__module__", None) == module.__name__}
    return set(getattr(module, "__all__", {name for name in defined.union(constants) if not name.startswith("_")}))


def instances(module, kind):
    return [name for name, value in vars(module).items() if isinstance(value, kind) and not name.startswith("_")]


def test_its_modules_stand_in_the_order_of_the_package():
    assert re.findall(r"automodule:: trainability\.(\w+)\n", PAGES) == list(trainability._NAMES)


@pytest.mark.parametrize("name", trainability._NAMES)
def test_the_package_gives_all_that_a_module_has(name):
    given = trainability._NAMES[name].split()
    assert set(given) == public(importlib.import_module(f"trainability.{name}")), "src/trainability/__init__.py lists the names"
    assert len(given) == len(set(given))


@pytest.mark.parametrize("name", sorted({module.name for module in pkgutil.iter_modules(trainability.__path__)} - HIDDEN))
def test_every_module_is_in_the_reference(name):
    assert re.search(rf"automodule:: trainability\.{name}\n", ALL)


@pytest.mark.parametrize("name, kind", [("rules", Rule), ("surfaces", Surface)])
def test_every_rule_and_surface_is_in_the_reference(name, kind):
    """The directive finds them."""
    assert f".. instances:: trainability.{name} {kind.__name__}\n" in PAGES
    assert found(f"trainability.{name}", kind.__name__) == instances(importlib.import_module(f"trainability.{name}"), kind)


def lone(theta, g, t, *, pace=0.1):
    theta -= pace * g


def test_a_new_rule_comes_under_the_readers_hand(monkeypatch, capsys):
    """Even one whose rate has another name: the page of all rules looks for them."""
    monkeypatch.setattr(rules, "lone", Rule(lone), raising=False)
    page = (Path(__file__).parents[1] / "docs/reference/rules.md").read_text("utf8")
    code = re.findall(r"```{code-cell} python\n(?:---\n.*?\n---\n)?(.*?)```", page, re.DOTALL)
    exec("\n".join(code), {})
    told = capsys.readouterr().out
    [live] = re.findall("^(.*) on ravine, ", told, re.MULTILINE)
    assert live.split(", ") == instances(rules, Rule)
    assert re.search(r"^ends = '.*, lone \S+'$", told, re.MULTILINE) and "Figure every-rule" in told


def test_every_activation_is_in_the_reference():
    [listed] = re.findall(r"py:data:: ([\w\s]*)   :type: Activation", PAGES)
    assert listed.split() == instances(importlib.import_module("trainability.activations"), Activation)

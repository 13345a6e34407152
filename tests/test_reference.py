"""The reference names everything there is: what autodoc cannot find by itself is listed by hand."""

import pkgutil
import re
from pathlib import Path

import pytest

import trainability
from checkedbook.instances import instances as found
from trainability import activations, rules, surfaces
from trainability.activations import Activation
from trainability.rule import Rule
from trainability.surfaces import Surface

PAGES = (Path(__file__).parents[1] / "docs/reference/api").glob("*.md")
API = "".join(page.read_text("utf8") for page in PAGES)
HIDDEN = {"data"}  # files, and the code that made them


def instances(module, kind):
    return sorted(name for name, value in vars(module).items() if isinstance(value, kind) and not name.startswith("_"))


@pytest.mark.parametrize("name", sorted({module.name for module in pkgutil.iter_modules(trainability.__path__)} - HIDDEN))
def test_every_module_is_in_the_reference(name):
    assert re.search(rf"automodule:: trainability\.{name}\n", API)


@pytest.mark.parametrize("module, kind", [(rules, Rule), (surfaces, Surface)])
def test_every_rule_and_surface_is_in_the_reference(module, kind):
    """The directive finds them."""
    assert f".. instances:: {module.__name__} {kind.__name__}\n" in API
    assert sorted(found(module.__name__, kind.__name__)) == instances(module, kind)


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
    assert sorted(live.split(", ")) == instances(rules, Rule)
    assert re.search(r"^ends = '.*, lone \S+'$", told, re.MULTILINE) and "Figure every-rule" in told


def test_every_activation_is_in_the_reference():
    [listed] = re.findall(r"py:data:: (.*)\n   :type: Activation", API)
    assert sorted(listed.split(", ")) == instances(activations, Activation)

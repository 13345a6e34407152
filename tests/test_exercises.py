"""Every starter fails as it is given, passes with the solution, and tells each wrong answer what is wrong with it."""

import ast
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from importlib import import_module
from inspect import getsource
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
STARTERS = {path.stem: path for path in sorted((DOCS / "exercises").glob("*.py"))}
CHAPTERS = {path.stem.replace("-", "_"): path for path in sorted(DOCS.glob("[0-9]*/*.md"))}


def stub(name):
    """The function a starter leaves to write: the one that only has a docstring, and raises."""
    [node] = [
        node
        for node in ast.parse(STARTERS[name].read_text("utf8")).body
        if isinstance(node, ast.FunctionDef) and ast.unparse(node.body[-1]) == "raise NotImplementedError"
    ]
    return node


def answers(name):
    """The public functions of the answers to a starter, by name."""
    module = import_module(f"trainability.answers.{name}")
    return {
        key: value for key, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__ and key[0] != "_"
    }


WRONG = [(name, key) for name in STARTERS for key in answers(name) if key != stub(name).name]


def complaint(name, answer):
    """What the first of a starter's tests to fail says to ``answer``; nothing if all pass."""
    starter = {}
    exec(compile(STARTERS[name].read_text("utf8"), STARTERS[name], "exec"), starter)
    starter[stub(name).name] = answer
    try:
        for test in [value for key, value in starter.items() if key.startswith("test_")]:
            test()
    except (AssertionError, pytest.fail.Exception) as failure:
        return str(failure)


@pytest.mark.parametrize("name", STARTERS)
def test_solution_passes(name):
    assert complaint(name, answers(name)[stub(name).name]) is None


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name, key", WRONG)
def test_wrong_answer_gets_its_hint(name, key):
    wrong = answers(name)[key]
    assert wrong.__doc__ in (complaint(name, wrong) or "all passed")


@pytest.mark.parametrize("name", STARTERS)
def test_two_wrong_answers(name):
    assert sum(starter == name for starter, _ in WRONG) >= 2


@pytest.mark.parametrize("name", [name for name, path in CHAPTERS.items() if "(implement)" in path.read_text("utf8")])
def test_chapter_offers_its_starter(name):
    assert re.findall(r"\{download}`(\w+)\.py <\.\./exercises/(\w+)\.py>`", CHAPTERS[name].read_text("utf8")) == [(name, name)]


def test_as_a_reader_runs_them(tmp_path):
    """By plain pytest in a folder of their own: as given, and with the solution typed in."""
    for name, path in STARTERS.items():
        source, node = path.read_text("utf8"), stub(name)
        lines = source.splitlines()
        lines[node.lineno - 1 : node.end_lineno] = getsource(answers(name)[node.name]).splitlines()
        (tmp_path / path.name).write_text(source, "utf8")
        (tmp_path / f"{name}_solved.py").write_text("\n".join(lines), "utf8")
    files = sorted(path.name for path in tmp_path.glob("*.py"))
    subprocess.run(
        [sys.executable, "-m", "pytest", "--tb=line", "--junitxml=report.xml", *files],
        cwd=tmp_path,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
    )
    cases = ElementTree.parse(tmp_path / "report.xml").findall(".//testcase")
    assert {case.get("classname") for case in cases} == {file.removesuffix(".py") for file in files}
    for case in cases:
        failure = case.find("failure")
        told = "" if failure is None else failure.get("message")
        assert told == "" if case.get("classname").endswith("_solved") else told.startswith("NotImplementedError"), (
            case.attrib,
            told,
        )

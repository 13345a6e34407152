"""The experiments of a book: modules that ask a question each, and the stored runs of them."""

import ast
import importlib.util
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from inspect import cleandoc
from pathlib import Path

REGISTER = "experiments.toml"


@dataclass(frozen=True)
class Module:
    """A module of experiments: what it asks, and what each of its functions does, in a sentence of MyST each."""

    name: str
    question: str
    functions: Mapping[str, str]


@dataclass(frozen=True)
class Run:
    """An entry of the register of stored runs, with the chapters it names and its provenance, empty if it has not been run."""

    name: str
    run: str
    settings: Mapping[str, object]
    chapters: tuple[str, ...]
    made: Mapping[str, object]
    line: int

    @property
    def module(self) -> str:
        return self.run.partition(":")[0]

    @property
    def function(self) -> str:
        return self.run.partition(":")[2]


@dataclass(frozen=True)
class Catalogue:
    """What there is of both, by name; `parts` are the packages below the given one, with what each is about, in that order."""

    register: Path
    files: tuple[Path, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    modules: Mapping[str, Module] = field(default_factory=dict)
    runs: Mapping[str, Run] = field(default_factory=dict)


def load(package: str, register: Path) -> Catalogue:
    """The catalogue of a package of experiments, as ``"science.experiments"``, and of the register of its stored runs.

    Nothing is imported. Without a package, and without such a file, it is empty.

    Raises
    ------
    ValueError
        If there is no such package.
    """
    spec = importlib.util.find_spec(package) if package else None
    if package and (spec is None or spec.submodule_search_locations is None):
        raise ValueError(f"there is no package {package}")
    files, parts, modules = [], {}, {}
    for folder in map(Path, spec.submodule_search_locations if spec else ()):
        for file in sorted(folder.rglob("*.py")):
            path = file.relative_to(folder).with_suffix("").parts
            tree = ast.parse(file.read_text("utf8"))
            files.append(file)
            if path[-1] == "__init__":
                parts[".".join((package, *path[:-1]))] = sentence(ast.get_docstring(tree) or "")
            else:
                name = ".".join((package, *path))
                modules[name] = Module(name, sentence(ast.get_docstring(tree) or ""), _functions(tree))
    if register.exists():
        files += [register, *sorted(register.parent.glob("*.json"))]
    return Catalogue(register, tuple(files), dict(sorted(parts.items(), key=lambda part: part[1])), modules, _runs(register))


def sentence(docstring: str) -> str:
    r"""The first sentence of a docstring, as MyST.

    Examples
    --------
    >>> sentence(r"How fast is :math:`e^{-t}`, in :mod:`~science.decay`? Fast (Euler 1748).")
    'How fast is $e^{-t}$, in `decay`?'
    """
    paragraph = " ".join(cleandoc(docstring).split("\n\n")[0].split())
    first = re.split(r"(?<=[.?!])\s+(?=[A-Z])", paragraph)[0]
    return re.sub(r":(\w+):`(~?)([^`]*)`", lambda role: _plain(*role.groups()), first)


def _plain(role: str, short: str, text: str) -> str:
    return f"${text}$" if role == "math" else f"`{text.rpartition('.')[2] if short else text}`"


def _functions(tree: ast.Module) -> dict[str, str]:
    return {node.name: sentence(ast.get_docstring(node) or "") for node in tree.body if isinstance(node, ast.FunctionDef)}


def _runs(register: Path) -> dict[str, Run]:
    if not register.exists():
        return {}
    text = register.read_text("utf8")
    lines = {found[1]: number for number, line in enumerate(text.splitlines(), 1) if (found := re.match(r"\[([\w-]+)\]", line))}
    entries = {name: entry for name, entry in tomllib.loads(text).items() if isinstance(entry, dict)}
    return {name: Run(name, entry["run"], entry["settings"], _listed(entry.get("chapter", [])), _made(register.with_name(f"{name}.json")), lines[name])
            for name, entry in entries.items()}


def _listed(chapters: str | list[str]) -> tuple[str, ...]:
    return (chapters,) if isinstance(chapters, str) else tuple(chapters)


def _made(provenance: Path) -> dict:
    return json.loads(provenance.read_text("utf8")) if provenance.exists() else {}

"""The experiments of a book: modules that ask a question each, and the stored runs of them."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from inspect import cleandoc
from pathlib import Path

from .results.declared import REGISTER, Experiment
from .source import find


@dataclass(frozen=True)
class Module:
    """A module of experiments: what it asks, and what each of its functions does, in a sentence of MyST each."""

    name: str
    question: str
    functions: Mapping[str, str]


@dataclass(frozen=True)
class Catalogue:
    """What there is of both, by name.

    `parts` are the packages below the given one, with what each is about, in that order; `lines`, where each stored run is
    declared in the register; `files`, all that this was read from.
    """

    register: Path
    files: tuple[Path, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    modules: Mapping[str, Module] = field(default_factory=dict)
    runs: Mapping[str, Experiment] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


def load(package: str, results: Path) -> Catalogue:
    """The catalogue of a package of experiments, as ``"science.experiments"``, and of the stored runs in a folder.

    Nothing is imported. Without a package, and without a register in that folder, it is empty.

    Raises
    ------
    ValueError
        If there is no such package, or a module or package in it has no docstring, which would say what it asks.
    """
    files, parts, modules, register = [], {}, {}, results / REGISTER
    for name, file in _modules(package) if package else ():
        tree = ast.parse(file.read_text("utf8"))
        asks = sentence(ast.get_docstring(tree) or "")
        files.append(file)
        if file.name == "__init__.py":
            parts[name] = asks
        else:
            modules[name] = Module(name, asks, _functions(tree))
    asked = parts | {name: module.question for name, module in modules.items()}
    for name in (*(name.rpartition(".")[0] for name in modules), *asked):
        if not asked.get(name):
            raise ValueError(f"{name} needs a docstring that says what it asks; that of a package is in its __init__.py")
    parts = dict(sorted(parts.items(), key=lambda part: part[1]))
    if not register.exists():
        return Catalogue(register, tuple(files), parts, modules)
    runs = Experiment.all(results)
    files += [register, *(run.files[1] for run in runs.values())]
    lines = {
        found[1]: number
        for number, line in enumerate(register.read_text("utf8").splitlines(), 1)
        if (found := re.match(r"\[([\w-]+)\]", line))
    }
    return Catalogue(register, tuple(files), parts, modules, runs, lines)


def _modules(package: str) -> Iterator[tuple[str, Path]]:
    """The packages and modules in a package, itself first, with their files."""
    begin = find(package)
    if begin is None or begin.name != "__init__.py":
        raise ValueError(f"there is no package {package}")
    for file in sorted(begin.parent.rglob("*.py")):
        *folders, last = file.relative_to(begin.parent).with_suffix("").parts
        yield ".".join((package, *folders, *([] if last == "__init__" else [last]))), file


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

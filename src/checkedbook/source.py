"""Modules as their source defines them: what each name stands for, found without importing anything."""

import ast
import importlib.util
from functools import cache
from pathlib import Path

_UNSEEN = {"ctx", "kind", "returns", "type_comment", "type_params"}  # of no effect, or not the same in every Python


class Module:
    """The definitions of a module.

    Attributes
    ----------
    name : str
        Its dotted name.
    package : str
        The package that its relative imports start from.
    defined : dict
        For each name that it defines, the statements that do so: several where a decorator adds to the first, or where an
        attribute is set.
    imported : dict
        For each name that it imports, where from: a module, and a name in it or None.
    stars : list
        The modules from which it imports all names.
    loose : list
        Statements that define nothing, and act.
    """

    def __init__(self, name: str, source: str, package: str = ""):
        self.name, self.package = name, package
        self.defined: dict[str, list[ast.stmt]] = {}
        self.imported: dict[str, tuple[str, str | None]] = {}
        self.loose: list[ast.stmt] = []
        self.tree = ast.parse(source)
        for statement in self.tree.body:
            self._note(statement)
        self.stars = [base for base, name in self.imported.values() if name == "*"]

    def _note(self, statement):
        if isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.dump(statement.test):
            self.imported |= imports(statement, self.package)  # names that are found at run time, for who reads the source
        elif isinstance(statement, (ast.Import, ast.ImportFrom)):
            self.imported |= imports(statement, self.package)
        elif names := set(_bound(statement)):
            for name in names:
                self.defined.setdefault(name, []).append(statement)
            self.imported |= imports(statement, self.package)
        elif not _is_text(statement):
            self.loose.append(statement)


def find(module: str) -> Path | None:
    """The file of a module of a package that can be imported; None where there is none."""
    top, *parts = module.split(".")
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return None
    if spec is None or not spec.submodule_search_locations:
        return Path(spec.origin) if spec and spec.origin and spec.has_location and not parts else None
    for folder in spec.submodule_search_locations:
        path = Path(folder, *parts)
        for file in (path / "__init__.py", path.with_suffix(".py")):
            if file.is_file() and (parts or file.name == "__init__.py"):
                return file
    return None


def read(module: str) -> Module | None:
    """The module of that dotted name, as its file stands now; None where there is none."""
    path = find(module)
    if path is None or path.suffix != ".py":
        return None
    state = path.stat()
    return _read(module, path, (state.st_mtime_ns, state.st_size))


@cache
def _read(module, path, state):
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return Module(module, path.read_text("utf8"), package)


def imports(tree: ast.AST, package: str) -> dict[str, tuple[str, str | None]]:
    """For each name that is imported anywhere in ``tree``: the module it comes from, and its name there or None.

    Examples
    --------
    >>> imports(ast.parse("import numpy as np, os.path; from .. import b as c"), "toy.inner")
    {'np': ('numpy', None), 'os': ('os', None), 'c': ('toy', 'b')}
    """
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                found[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0],
                    None,
                )
        elif isinstance(node, ast.ImportFrom):
            base = importlib.util.resolve_name("." * node.level + (node.module or ""), package) if node.level else node.module
            found |= {
                alias.asname or (alias.name if alias.name != "*" else f"{base}.*"): (base, alias.name) for alias in node.names
            }
    return found


def text(node: ast.AST) -> str:
    """A definition as a text that has no docstrings, comments, annotations of arguments, or layout; the same in every Python.

    Examples
    --------
    >>> one, other = "def f(x: int): return (x)  # why", 'def f(x):\\n    "What."\\n    return x'
    >>> text(ast.parse(one)) == text(ast.parse(other))
    True
    """
    if isinstance(node, list):
        return f"[{' '.join(map(text, node))}]"
    if isinstance(node, ast.Constant):
        return f"{type(node.value).__name__}:{node.value!r}"
    if not isinstance(node, ast.AST):
        return repr(node)
    fields = {name: value for name, value in ast.iter_fields(node) if name not in _UNSEEN and value is not None and value != []}
    if isinstance(node, ast.arg):
        fields.pop("annotation", None)
    if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        fields["body"] = [each for each in node.body if not _is_text(each)]
    if isinstance(node, ast.JoinedStr):
        fields["values"] = _joined(node.values)
    return f"({type(node).__name__} {' '.join(f'{name}={text(value)}' for name, value in fields.items())})"


def _joined(values):
    """The parts of an f-string, its constants in one piece each: Pythons cut them differently."""
    parts = []
    for value in values:
        if isinstance(value, ast.Constant) and parts and isinstance(parts[-1], ast.Constant):
            parts[-1] = ast.Constant(parts[-1].value + value.value)
        elif not (isinstance(value, ast.Constant) and value.value == ""):
            parts.append(value)
    return parts


def _is_text(statement):
    """Whether a statement is a text that stands by itself, as docstrings do."""
    return (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str)
    )


def _bound(statement):
    """The names that a statement of a module defines, or adds to."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement.name
        return
    for node in within(statement):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, ast.Store):
            while isinstance(node, (ast.Attribute, ast.Subscript)):
                node = node.value
            if isinstance(node, ast.Name):
                yield node.id


def within(node: ast.AST):
    """What is below a node in its own scope: not what is inside functions, classes and comprehensions below it."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, SCOPES):
            yield from within(child)


FUNCTIONS = ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda
COMPREHENSIONS = ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp
SCOPES = (*FUNCTIONS, *COMPREHENSIONS, ast.ClassDef)

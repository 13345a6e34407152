"""Which experiments are behind a cell: followed through the names that cells bind, from imports and stored runs on."""

import ast
import re
from collections.abc import Collection, Iterator, Sequence

from . import source
from .names import free_names

LOAD = "results"  # what a cell calls to load a stored run
BIND = "bind"  # and to bind numbers


def behind(cells: Sequence[tuple[str, Collection[str]]], modules: Collection[str]) -> list[set[str]]:
    """For each cell of a chapter, its code and the stored runs that it loads, what it uses comes from: modules and runs.

    Examples
    --------
    >>> cells = [("from science.experiments import decay", []), ("x = 2 * results('fast')['x']", ["fast"]), ("plot(x)", []), ("decay.draw()", [])]
    >>> behind(cells, ["science.experiments.decay"])
    [set(), {'fast'}, {'fast'}, {'science.experiments.decay'}]
    """
    follow = _Follow(modules)
    return [follow.cell(code, runs) for code, runs in cells]


def origins(cells: Sequence[tuple[str, Collection[str]]], modules: Collection[str]) -> list[list[tuple[str, set[str]]]]:
    """For each cell, the numbers that it binds: patterns for their names, and what the values come from.

    Examples
    --------
    >>> cells = [("fast, slow = results('fast'), results('slow')", ["fast", "slow"]), ("bind(n=3, **{f'{k}_end': slow[k] for k in 'ab'})", [])]
    >>> origins(cells, [])
    [[], [('n', set()), ('.*_end', {'slow'})]]
    """
    follow, found = _Follow(modules), []
    for code, runs in cells:
        follow.bound = []
        follow.cell(code, runs)
        found.append(follow.bound)
    return found


def imports(cells: Sequence[str], modules: Collection[str]) -> set[str]:
    """The modules among `modules` that the code of cells imports, or imports from."""
    inside = (node for cell in cells for statement in _statements(cell) for node in ast.walk(statement))
    return {module for node in inside for _, module in _imported(node, modules) if module}


class _Follow:
    """What each name comes from, statement by statement."""

    def __init__(self, modules: Collection[str]):
        self.modules = modules
        self.runs: Collection[str] = ()  # of the cell in hand
        self.known: dict[str, set[str]] = {}
        self.imported: set[str] = set()
        self.bound: list[tuple[str, set[str]]] = []

    def cell(self, code: str, runs: Collection[str]) -> set[str]:
        """What a cell uses that loads some runs."""
        self.runs = runs
        return self.block(_statements(code))

    def block(self, statements: Sequence[ast.stmt]) -> set[str]:
        """What statements use."""
        return set().union(*map(self.statement, statements))

    def statement(self, statement: ast.stmt) -> set[str]:
        """What a statement uses; the names that it binds come from that from now on."""
        match statement:
            case ast.Import() | ast.ImportFrom():
                for name, module in _imported(statement, self.modules):
                    self.imported.add(name)
                    self.known[name] = {module} if module else set()
                return set()
            case ast.For():
                return self.bind([statement.target], self.uses(statement.iter)) | self.block(statement.body + statement.orelse)
            case ast.With():
                used = self.uses(*(item.context_expr for item in statement.items))
                return self.bind([item.optional_vars for item in statement.items], used) | self.block(statement.body)
            case ast.If() | ast.While():
                return self.uses(statement.test) | self.block(statement.body + statement.orelse)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))) if name not in self.imported:
                used = self.uses(statement)  # a call may change what it is a method of
                self.known[name] = used
                return used
            case ast.Expr(value=ast.Call(func=ast.Name(id=name)) as call) if name == BIND:
                self.bound += self.numbers(call)
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if _side_by_side(targets, values):
                used = list(map(self.uses, values))
                return set().union(*(self.bind([target], each) for target, each in zip(targets, used)))
            case ast.Assign() | ast.AnnAssign(value=ast.expr()):
                return self.bind([statement], self.uses(statement.value))
            case ast.FunctionDef() | ast.ClassDef():
                self.known[statement.name] = self.uses(statement)
                return self.known[statement.name]
        return self.bind([statement], self.uses(statement))

    def numbers(self, call: ast.Call) -> Iterator[tuple[str, set[str]]]:
        """What a call binds."""
        for keyword in call.keywords:
            match keyword.arg, keyword.value:
                case None, ast.Dict(keys=keys, values=values):
                    yield from ((_pattern(key), self.uses(value)) for key, value in zip(keys, values))
                case None, ast.DictComp(key=key):
                    yield _pattern(key), self.uses(keyword.value)
                case None, value:
                    yield ".*", self.uses(value)
                case name, value:
                    yield re.escape(name), self.uses(value)

    def bind(self, targets: Sequence[ast.AST | None], used: set[str]) -> set[str]:
        """Let the names in some targets come from `used`; of what only a part is set, the rest stays."""
        for target in filter(None, targets):
            for node in ast.walk(target):
                match node:
                    case ast.Name(id=name, ctx=ast.Store()):
                        self.known[name] = used
                    case (
                        ast.Subscript(ctx=ast.Store(), value=ast.Name(id=name))
                        | ast.Attribute(ctx=ast.Store(), value=ast.Name(id=name))
                    ) if name not in self.imported:
                        self.known[name] = used | self.known.get(name, set())
        return used

    def uses(self, *pieces: ast.AST) -> set[str]:
        """What the names in some pieces of code come from, and what its calls load."""
        names = {first for piece in pieces for first, *_ in free_names(piece)}
        calls = (node for piece in pieces for node in ast.walk(piece) if isinstance(node, ast.Call))
        wanted = [
            _pattern(call.args[0]) for call in calls if isinstance(call.func, ast.Name) and call.func.id == LOAD and call.args
        ]
        loaded = {run for run in self.runs if any(re.fullmatch(pattern, run) for pattern in wanted)}
        return loaded.union(*(self.known.get(name, set()) for name in names))


def _side_by_side(targets: Sequence[ast.expr], values: Sequence[ast.expr]) -> bool:
    """Whether each target of an assignment takes one value."""
    return len(targets) == len(values) and not any(isinstance(each, ast.Starred) for each in (*targets, *values))


def _pattern(name: ast.expr | None) -> str:
    """A pattern for the names that an expression can give; an f-string leaves its places open."""
    match name:
        case ast.Constant(value=str(text)):
            return re.escape(text)
        case ast.JoinedStr(values=parts):
            return "".join(map(_pattern, parts))
    return ".*"


def _statements(cell: str) -> list[ast.stmt]:
    lines = ("" if line.lstrip().startswith(("%", "!")) else line for line in cell.splitlines())
    try:
        return ast.parse("\n".join(lines)).body
    except SyntaxError:
        return []  # it says so when it is run


def _imported(statement: ast.AST, modules: Collection[str]) -> Iterator[tuple[str, str]]:
    """The names that an import binds, each with the module among `modules` that it comes from, or none."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        for alias, (base, name) in source.imports(statement, "").items():
            yield alias, next((module for module in (f"{base}.{name}", base) if module in modules), "")

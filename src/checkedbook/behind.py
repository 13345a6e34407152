"""Which experiments are behind a cell: followed through the names that cells bind, from imports and stored runs on."""

import ast
import re
from collections.abc import Collection, Iterator, Sequence

LOAD = "results"  # what a cell calls to load a stored run


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
        used = self.uses(statement)
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            self.known[statement.name] = used
            return used
        return self.bind([statement], used)

    def bind(self, targets: Sequence[ast.AST | None], used: set[str]) -> set[str]:
        """Let the names in some targets come from `used`; of what only a part is set, the rest stays."""
        for target in filter(None, targets):
            for node in ast.walk(target):
                match node:
                    case ast.Name(id=name, ctx=ast.Store()):
                        self.known[name] = used
                    case (ast.Subscript(ctx=ast.Store(), value=ast.Name(id=name))
                          | ast.Attribute(ctx=ast.Store(), value=ast.Name(id=name))) if name not in self.imported:
                        self.known[name] = used | self.known.get(name, set())
        return used

    def uses(self, *pieces: ast.AST) -> set[str]:
        """What the names in some pieces of code come from, and what its calls load."""
        found = set()
        for node in (node for piece in pieces for node in ast.walk(piece)):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[first, *_]) if name == LOAD:
                    found |= {run for run in self.runs if re.fullmatch(_pattern(first), run)}
                case ast.Name(id=name, ctx=ast.Load()) if name not in _own(pieces):
                    found |= self.known.get(name, set())
        return found


def _own(pieces: Sequence[ast.AST]) -> set[str]:
    """The names that comprehensions and functions in some pieces of code bind for themselves."""
    inside = [node for piece in pieces for node in ast.walk(piece)]
    targets = [node.target for node in inside if isinstance(node, ast.comprehension)]
    return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)} | {
        node.arg for node in inside if isinstance(node, ast.arg)}


def _pattern(name: ast.expr) -> str:
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
    match statement:
        case ast.Import():
            for alias in statement.names:
                yield alias.asname or alias.name.partition(".")[0], alias.name if alias.name in modules else ""
        case ast.ImportFrom():
            for alias in statement.names:
                whole = f"{statement.module}.{alias.name}"
                yield alias.asname or alias.name, next((name for name in (whole, statement.module) if name in modules), "")

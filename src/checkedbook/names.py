"""Which names in a piece of Python are not its own: what it takes from the module around it, or from Python."""

import ast
from collections.abc import Collection

from .source import COMPREHENSIONS, FUNCTIONS, within


def free_names(tree: ast.AST, imported: Collection[str] = ()) -> set[tuple[str, ...]]:
    """The dotted names in a tree whose first part no scope in it binds, each as its parts; annotations are left out.

    Parameters
    ----------
    tree
        A definition, or any piece of code.
    imported
        Names that it imports, wherever it does: these are kept, for whoever asks what they stand for.

    Examples
    --------
    >>> tree = ast.parse("def f(x, y: int = limit): return np.linalg.norm([x - mu for mu in y])").body[0]
    >>> sorted(free_names(tree))
    [('limit',), ('np', 'linalg', 'norm')]
    """
    names = _Names(imported)
    names.visit(tree)
    return names.found


class _Names(ast.NodeVisitor):
    """Collects the dotted names in a tree whose first part is not bound in a scope around it."""

    def __init__(self, imported: Collection[str]):
        self.found, self.scopes, self.imported = set(), [], imported

    def visit_Name(self, node):
        self._found(node.id)

    def visit_Attribute(self, node):
        chain, inner = [node.attr], node.value
        while isinstance(inner, ast.Attribute):
            chain.append(inner.attr)
            inner = inner.value
        if isinstance(inner, ast.Name):
            self._found(inner.id, *reversed(chain))
        else:
            self.visit(inner)

    def _found(self, *chain):
        if chain[0] in self.imported or not any(chain[0] in scope for scope in self.scopes):
            self.found.add(chain)

    def visit_FunctionDef(self, node):
        for outside in (*getattr(node, "decorator_list", ()), *node.args.defaults, *filter(None, node.args.kw_defaults)):
            self.visit(outside)
        arguments = {each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg)}
        body = node.body if isinstance(node.body, list) else [node.body]
        self._scope(arguments | _bound_in(body), body)

    visit_AsyncFunctionDef = visit_Lambda = visit_FunctionDef

    def visit_ListComp(self, node):
        first, *more = node.generators
        self.visit(first.iter)
        targets = {each.id for generator in node.generators for each in ast.walk(generator.target) if isinstance(each, ast.Name)}
        values = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        self._scope(targets, [first.target, *first.ifs, *more, *values])

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp

    def visit_AnnAssign(self, node):
        for each in (node.target, node.value):
            if each is not None:
                self.visit(each)

    def _scope(self, bound, body):
        self.scopes.append(bound)
        for each in body:
            self.visit(each)
        self.scopes.pop()


def _bound_in(body) -> set[str]:
    """The names that the statements of a function bind, but for imports."""
    nodes = [node for statement in body for node in (statement, *(() if isinstance(statement, FUNCTIONS) else within(statement)))]
    bound = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del))}
    bound |= {
        node.name
        for node in nodes
        if isinstance(node, (*FUNCTIONS[:2], ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name
    }
    bound |= {
        each.target.id
        for node in nodes
        if isinstance(node, COMPREHENSIONS)
        for each in ast.walk(node)
        if isinstance(each, ast.NamedExpr)
    }
    return bound - {name for node in nodes if isinstance(node, ast.Global) for name in node.names}

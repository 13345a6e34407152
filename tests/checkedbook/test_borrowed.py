"""What the press borrows of its libraries is still there, and it borrows nothing else."""

import ast
import importlib.util
import inspect
import pickle
import re
import warnings
from functools import reduce
from importlib import import_module
from pathlib import Path

import pytest

import checkedbook
from checkedbook.borrowed import INDEX, LOANS, OWN

PRESS = Path(checkedbook.__file__).parent
FILES = [*sorted(PRESS.rglob("*.py")), PRESS.parents[1] / "conf.py"]
LENDERS = "docutils IPython ipykernel jupyter_client matplotlib myst_nb myst_parser nbclient sphinx sphinx_book_theme".split()
OWN_WORDS = {"_asdict", "_exit", "_getframe"}  # of Python's library, and documented
# Modules whose names are documented: by the references of docutils, Sphinx (Extension API), MyST, Jupyter and Matplotlib.
DOCUMENTED = {
    "docutils",
    "docutils.nodes",
    "docutils.parsers.rst.directives",
    "IPython",
    "jupyter_client",
    "jupyter_client.kernelspec",
    "jupyter_client.provisioning",
    "matplotlib",
    *(
        f"matplotlib.{part}"
        for part in "artist axes axis collections colors container figure gridspec legend lines offsetbox patches text ticker transforms".split()
    ),
    "myst_nb.core.render",  # what a plugin's renderer is given
    "myst_parser.config.main",
    "nbclient",
    "nbclient.exceptions",
    "sphinx",
    "sphinx.addnodes",
    "sphinx.application",
    "sphinx.domains",
    "sphinx.environment",
    "sphinx.errors",
    "sphinx.transforms",
    "sphinx.transforms.post_transforms",
    "sphinx.util",
    "sphinx.util.docutils",
    "sphinx.util.nodes",
}

CHAPTER = """\
---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3}
---

# One

```{code-cell} python
:tags: [hide-cell]
x = 1
```
"""


def resolved(name: str) -> object:
    """What a dotted name stands for: a module's, or an attribute of a class there, even if only its instances have it."""
    parts = name.split(".")
    for n in range(len(parts) - 1, 0, -1):
        try:
            module = import_module(".".join(parts[:n]))
        except ModuleNotFoundError:
            continue
        *outer, last = parts[n:]
        owner = reduce(getattr, outer, module)
        if last in getattr(owner, "__annotations__", ()):
            return None
        if not hasattr(owner, last) and re.search(rf"\bself\.{last}\b[^=\n]*=[^=]", inspect.getsource(owner)):
            return None
        return getattr(owner, last)
    raise ModuleNotFoundError(name)


@pytest.fixture(scope="module")
def cell():
    """The cell with code in a page that MyST-NB has read, not run."""
    from docutils import nodes
    from docutils.core import publish_doctree
    from myst_nb.docutils_ import Parser

    with warnings.catch_warnings(action="ignore"):
        page = publish_doctree(
            CHAPTER, parser=Parser(), settings_overrides={"nb_read_as_md": True, "nb_execution_mode": "off", "report_level": 5}
        )
    return next(node for node in page.findall(nodes.container) if node.get("nb_element") == "cell_code")


@pytest.fixture(scope="module")
def fences():
    from myst_nb.core.read import read_myst_markdown_notebook
    from myst_parser.config.main import MdParserConfig

    return read_myst_markdown_notebook(CHAPTER, MdParserConfig(), add_source_map=True).metadata.get("source_map")


def colour_bar() -> str:
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    fig.colorbar(ax.imshow([[0, 1]]))
    return fig.axes[1].get_label()


def whether_the_longest_suffix_counts() -> bool:
    from myst_nb.core.config import NbParserConfig
    from myst_nb.core.read import create_nb_reader
    from myst_parser.config.main import MdParserConfig

    formats = {".md": ["json.dumps", {}, False], "/b/one.md": ["json.loads", {}, False]}
    made = create_nb_reader("/b/one.md", MdParserConfig(), NbParserConfig(custom_formats=formats), "")
    return made.read.func.__name__ == "loads"


def theme_has(file: str) -> bool:
    folders = [Path(importlib.util.find_spec(theme).origin).parent for theme in ("sphinx_book_theme", "pydata_sphinx_theme")]
    return any(path.as_posix().endswith(file) for folder in folders for path in folder.rglob(Path(file).name))


# What more is relied on than that a name is there; each returns whether it is so.
SHAPES = {
    "myst_parser.mocking.MockState._renderer": lambda of: (
        "renderer" in inspect.signature(import_module("myst_parser.mocking").MockState).parameters
    ),
    "myst_parser.mdit_to_docutils.base.DocutilsRenderer.nested_render_text": lambda of: {"text", "lineno", "inline"} <= takes(of),
    "myst_nb.core.render.NbElementRenderer.write_file": lambda of: {"path", "content", "overwrite"} <= takes(of),
    "myst_nb.core.read.read_myst_markdown_notebook": lambda of: {"text", "config", "add_source_map", "path"} <= takes(of),
    "myst_nb.core.read.create_nb_reader": lambda of: whether_the_longest_suffix_counts(),
    "sphinx.util.matching.get_matching_files": lambda of: (
        list(inspect.signature(of).parameters)[:3] == ["dirname", "include_patterns", "exclude_patterns"]
    ),
    "sphinx.search.IndexBuilder.dump": lambda of: import_module("sphinx.search")._JavaScriptIndex.PREFIX == "Search.setIndex(",
    "sphinx.ext.viewcode.OUTPUT_DIRNAME": lambda of: of == "_modules",
    "jupyter_client.provisioning.LocalProvisioner.launch_kernel": lambda of: {"cmd", "kwargs"} <= takes(of),
    "nbclient.NotebookClient.async_start_new_kernel": lambda of: {"kwargs"} <= takes(of),
}


def takes(function) -> set[str]:
    return set(inspect.signature(function).parameters)


@pytest.mark.parametrize("loan", LOANS, ids=lambda loan: loan.name)
def test_what_is_borrowed_is_still_there(loan, cell, fences):
    lender, *kind = loan.name.split()
    moved = f"an upgrade has moved {loan}"
    match kind:
        case []:
            try:
                of = resolved(loan.name)
            except (ImportError, AttributeError) as error:
                pytest.fail(f"{moved} ({error})")
            assert SHAPES.get(loan.name, lambda of: True)(of), moved
        case ["node", attribute]:
            assert attribute in cell, moved
        case ["metadata", _]:
            assert fences == [4, 8], moved  # of the text, and of the fence
        case ["label", label]:
            assert colour_bar() == label, moved
        case ["file", file] if lender == "sphinx_book_theme":
            assert theme_has(file), moved
        case ["file", file]:
            assert file in inspect.getsource(import_module(lender)), moved


def test_shapes_are_of_what_is_borrowed():
    assert SHAPES.keys() <= {loan.name for loan in LOANS}


@pytest.mark.parametrize("loan", LOANS, ids=lambda loan: loan.name)
def test_whoever_borrows_says_so(loan):
    """The last word of each loan stands in a module that is named with it."""
    word = re.split(r"[ ./]", loan.name)[-1] if " file " not in loan.name else loan.name.split("/")[-1].split()[-1]
    for user in loan.users:
        file = PRESS / user
        texts = [
            path.read_text("utf8")
            for path in [*file.rglob("*.*"), file.with_suffix(".py")]
            if path.is_file() and path.suffix != ".pyc"
        ]
        if any(word in text for text in texts):
            return
    assert word in {"create_nb_reader", "dump", "async_start_new_kernel", "OUTPUT_DIRNAME", "article-header-buttons.html"}, (
        f"none of {loan.users} uses {word} any more"
    )


def test_the_environment_has_what_no_page_sees(book):
    """A name that Sphinx, MyST-NB or the theme's extensions no longer keep is not one to leave out."""
    book.write("conf.py", (book.root / "conf.py").read_text() + 'extensions += ["sphinx.ext.viewcode", "sphinx_design"]\n')
    book.chapter("index", "# One\n\n```{cell}\nx = 1\n```\n")
    build = book.build()
    assert build.passed, build.warnings
    env = pickle.loads((book.root / "_build/.html/kept/doctrees/environment.pickle").read_bytes())
    source = "".join(inspect.getsource(import_module(name)) for name in ("sphinx.environment", "sphinx.ext.viewcode"))
    gone = {name for name in OWN if not hasattr(env, name) and name not in source}
    assert gone <= {"_doctreedir", "_srcdir"}, f"outline.py leaves out {gone} of Sphinx's environment, where they are no more"
    assert any(name.startswith(INDEX) for name in vars(env)), f"the search keeps nothing under {INDEX}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PRESS.parents[1]).as_posix())
def test_nothing_else_is_borrowed(path):
    """Imports of libraries are documented or listed; no private attribute of anything is used that is not the press's own."""
    tree = ast.parse(path.read_text("utf8"))
    borrowed = {loan.name for loan in LOANS}
    listed = path.name == "borrowed.py"
    lent = {loan.name.rpartition(".")[2] for loan in LOANS if path.stem in loan.users}
    for name in imported(tree):
        lender, *parts = name.split(".")
        if lender in LENDERS:
            assert not any(map(private, parts)), f"{path.name}: {name} is private, and only borrowed.py may use such"
            module = name.rpartition(".")[0]
            assert name in borrowed | DOCUMENTED or module in DOCUMENTED, f"{path.name}: is {name} documented? list it"
    for word in attributes(tree):
        assert listed or word in OWN_WORDS | defined(tree) | lent, (
            f"{path.name}: .{word} is private of something else: see borrowed.py"
        )
    assert not listed or attributes(tree) <= {loan.name.rpartition(".")[2] for loan in LOANS}


def imported(tree: ast.AST) -> set[str]:
    found = {f"{alias.name}.*" for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return found | {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and not node.level
        for alias in node.names
    }


def attributes(tree: ast.AST) -> set[str]:
    """The private names that are looked up in objects, also by ``getattr``."""
    found = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("getattr", "hasattr", "setattr"):
            found |= {each.value for each in node.args[1:2] if isinstance(each, ast.Constant)}
    return set(filter(private, found))


def defined(tree: ast.AST) -> set[str]:
    """The names that a module defines: functions, classes, variables, attributes of ``self``."""
    found = {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))}
    found |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return found | {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and getattr(node.value, "id", "") == "self"
    }


def private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


@pytest.mark.parametrize(
    "code",
    ["app._registry", "getattr(app, '_registry')", "from sphinx.util._files import FilenameUniqDict", "import sphinx.config"],
)
def test_what_is_borrowed_without_a_word_is_found(tmp_path, monkeypatch, code):
    path = tmp_path / "chapter.py"
    path.write_text(code)
    with pytest.raises(AssertionError):
        test_nothing_else_is_borrowed(path)

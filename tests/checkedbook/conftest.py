"""A small book in a temporary folder, and the press to build it."""

import functools
import json
import os
import re
import sys
import tempfile
import traceback
import warnings
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

HEAD = "---\nfile_format: mystnb\nkernelspec: {name: python3, display_name: Python 3}\n---\n\n"
CONF = """
import os
import sys

project = "Small book"
extensions = ["checkedbook"]
html_theme = "basic"
numfig = True
nitpicky = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "src"))
checkedbook_packages = ["science"]
myst_enable_extensions = ["dollarmath"]
"""


@functools.cache
def start_origin():
    """Start the process that kernels are forks of, once for all builds: it spends a second on what each of them imports."""
    from multiprocessing import forkserver

    from checkedbook.execution import _environment

    folder = Path(tempfile.gettempdir(), f"kernels-{os.getuid()}")  # of what Matplotlib keeps
    folder.mkdir(exist_ok=True)
    with _environment(folder, folder):
        forkserver.ensure_running()
    return forkserver._forkserver


@dataclass
class Build:
    """What a build said: whether it passed, its reasons if not, one by one, which chapters it ran, and all that it printed."""

    passed: bool
    warnings: list[str]
    ran: list[str]
    log: str

    @property
    def executed(self) -> int:
        return len(self.ran)


class Book:
    """Sources under `root`, new or found there; each build runs in a process of its own, as each `make html` does."""

    def __init__(self, root: Path):
        self.root = root
        self.html = root / "_build/html"
        if (root / "conf.py").exists():
            return
        self.write("conf.py", CONF)
        self.write("src/science.py", "answer = 42\n")
        self.write("requirements.lock", "numpy==2\n")

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, "utf8")

    def chapter(self, docname: str, text: str) -> None:
        """Write a chapter that has cells; a code fence marked ``{cell}`` is one."""
        self.write(f"docs/{docname}.md", HEAD + text.replace("```{cell}", "```{code-cell} python"))

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text("utf8")
        assert old in text
        self.write(path, text.replace(old, new))

    def line(self, docname: str, part: str) -> str:
        """The place of the only line that holds `part`, as reasons name it."""
        path = f"docs/{docname}.md"
        [number] = [n for n, line in enumerate((self.root / path).read_text("utf8").splitlines(), 1) if part in line]
        return f"{path}:{number}"

    def page(self, name: str) -> str:
        return (self.html / f"{name}.html").read_text("utf8")

    def files(self) -> dict[str, bytes]:
        """All of the site, by name."""
        return {str(file.relative_to(self.html)): file.read_bytes() for file in self.html.rglob("*") if file.is_file()}

    def build(self, cores: int = 0, *, own_kernels: bool = False) -> Build:
        """Build the book on some cores, or on all; its kernels are forks of what all builds share, or of its own."""
        log, told = self.root / "_build/log.txt", self.root / "_build/reasons.json"
        log.parent.mkdir(exist_ok=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # forking beside a thread of the test runner
            import checkedbook.execution, checkedbook.extension, checkedbook.making, myst_nb.sphinx_ext  # once for all builds # noqa

            origin = start_origin()
            child = os.fork()
        if not child:
            origin._forkserver_pid = None  # it is no child of this process
            if not own_kernels:
                origin.ensure_running = lambda: None
            status = 2
            try:
                warnings.resetwarnings()
                warnings.simplefilter("ignore")
                status = self._build(log, told, cores)
            except BaseException:
                told.write_text(json.dumps([traceback.format_exc()]), "utf8")
            finally:
                os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        text = log.read_text("utf8")
        return Build(
            status == 0, json.loads(told.read_text("utf8")), re.findall(r"^ +[\d.]+ s  (\S+)$", text, re.MULTILINE), text
        )

    def _build(self, log: Path, told: Path, cores: int) -> int:
        from checkedbook.build import BuildError, build

        with log.open("w") as said:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
        sys.stdout, sys.stderr = (os.fdopen(number, "w", buffering=1) for number in (1, 2))
        if cores:
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
        reasons = []
        try:
            build(self.root / "docs", self.html)
        except BuildError as error:
            reasons = error.args
        told.write_text(json.dumps(reasons), "utf8")
        return bool(reasons)


@pytest.fixture
def book(tmp_path) -> Book:
    return Book(tmp_path)


@pytest.fixture(scope="module")
def make_book(tmp_path_factory):
    """`make_book(name)`: a book that the tests of a module share."""
    return lambda name: Book(tmp_path_factory.mktemp(name))


@pytest.fixture
def shown(monkeypatch) -> list[tuple[dict, dict]]:
    """What cells display, as pairs of data and metadata."""
    import IPython

    outputs = []
    publisher = SimpleNamespace(publish=lambda data, metadata: outputs.append((data, metadata)))
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(display_pub=publisher))
    return outputs


@pytest.fixture
def opened(browser, built):
    """``opened(address, ...)``: the first page of the book ``built``, ready; with what went wrong on it in ``page.complaints``."""
    contexts = []

    def opened(address="", width=1000, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: request.url.startswith(("file:", "data:")) or page.complaints.append(request.url))
        page.goto((built.html / "index.html").as_uri() + address)
        return page

    yield opened
    for context in contexts:
        assert not context.pages[0].complaints
        context.close()

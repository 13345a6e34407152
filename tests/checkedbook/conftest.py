"""A small book in a temporary folder, and Sphinx to build it."""

import os
import re
import traceback
import warnings
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

HEAD = "---\nfile_format: mystnb\nkernelspec: {name: python3, display_name: Python 3}\n---\n\n"
CONF = """
project = "Small book"
extensions = ["checkedbook"]
html_theme = "basic"
numfig = True
nitpicky = True
checkedbook_cache_sources = ["src", "requirements.lock"]
myst_enable_extensions = ["dollarmath"]
"""


@dataclass
class Build:
    """What a build said: whether it passed, its warnings one by one, how many chapters it executed and read."""

    passed: bool
    warnings: list[str]
    executed: int
    log: str


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
        """The place of the only line that holds `part`, as warnings name it."""
        path = self.root / f"docs/{docname}.md"
        [number] = [n for n, line in enumerate(path.read_text("utf8").splitlines(), 1) if part in line]
        return f"{path}:{number}"

    def page(self, name: str) -> str:
        return (self.html / f"{name}.html").read_text("utf8")

    def build(self, jobs: int = 1) -> Build:
        log, told = self.root / "log.txt", self.root / "warnings.txt"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # forking beside a thread of the test runner
            import checkedbook.extension, jupyter_cache.cache.main, myst_nb.sphinx_ext, nbclient  # once for all builds # noqa
            child = os.fork()
        if not child:
            status = 2
            try:
                warnings.simplefilter("ignore")
                status = self._build(log, told, jobs)
            except BaseException:
                told.write_text(traceback.format_exc(), "utf8")
            finally:
                os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said = re.sub(r"\x1b\[[0-9;]*m", "", told.read_text("utf8"))
        found = re.split(r"\n(?=\S+: (?:WARNING|ERROR))", said.strip()) if said.strip() else []
        text = log.read_text("utf8") if log.exists() else ""
        return Build(status == 0, found, text.count("Executed notebook in"), text)

    def _build(self, log: Path, told: Path, jobs: int) -> int:
        from sphinx.application import Sphinx

        with open(log, "w") as status, open(told, "w") as warning:
            app = Sphinx(self.root / "docs", self.root, self.html, self.root / "_build/doctrees", "html", status=status,
                         warning=warning, warningiserror=True, parallel=jobs)
            app.build()
        return app.statuscode


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

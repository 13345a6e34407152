"""Every chapter as a clean notebook beside its page, and the links that open it.

``checkedbook_notebooks`` in ``conf.py`` says which pages have one, what a reader installs to run it, and where the
book's repository is, if it is on the web; :class:`Notebooks` names its keys. A notebook has the page's text as
plain Markdown, with the numbers that the book's own run put into its sentences, and its cells without outputs.
"""

import json
import posixpath
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ConfigError

from ..chapter import is_cell
from .cells import notebook
from .markdown import Markdown

TEMPLATES = Path(__file__).parent


@dataclass(frozen=True)
class Notebooks:
    """Which pages have a notebook, and where it can be opened.

    Parameters
    ----------
    pages
        A pattern of their names, as ``"[0-9]-*/*"``. Those without a cell have none.
    requirement
        What a notebook needs, as pip names it.
    repository
        The address on GitHub; empty if there is none, and then nothing links to Colab or Binder.
    branch
        Where the notebooks are in that repository, under the names of their pages.
    """

    pages: str = ""
    requirement: str = ""
    repository: str = ""
    branch: str = "notebooks"

    @property
    def first(self) -> str:
        """The first cell of a notebook."""
        if self.repository:
            return f'%pip install -q "{self.requirement} @ git+{self.repository}"'
        return f'# Needed once, in the folder of the book: pip install ".[{self.requirement.partition("[")[2]}"'

    def launch(self, page: str) -> dict[str, str]:
        """The addresses that open the notebook of a page, by the names of the services."""
        if not self.repository:
            return {}
        name, path = self.repository.removeprefix("https://github.com/"), quote(f"{page}.ipynb")
        return {
            "Colab": f"https://colab.research.google.com/github/{name}/blob/{self.branch}/{path}",
            "Binder": f"https://mybinder.org/v2/gh/{name}/{self.branch}?labpath={quote(path, safe='')}",
        }


def setup(app: Sphinx) -> None:
    app.add_config_value("checkedbook_notebooks", {}, "env", dict)
    app.connect("config-inited", read_setting)
    app.connect("doctree-resolved", write_notebook)
    app.connect("html-page-context", add_links)


def read_setting(app: Sphinx, config) -> None:
    try:
        app.checkedbook_notebooks = Notebooks(**config.checkedbook_notebooks)
    except TypeError as error:
        raise ConfigError(f"checkedbook_notebooks: {error}") from None
    config.templates_path.append(str(TEMPLATES))


def has_notebook(app: Sphinx, page: str, document: nodes.document | None) -> bool:
    return bool(document and fnmatch(page, app.checkedbook_notebooks.pages) and any(map(is_cell, document.findall())))


def write_notebook(app: Sphinx, document: nodes.document, page: str) -> None:
    """Write the notebook of a page beside it, and once more as a script: from disk, browsers save no file, but a script can."""
    if app.builder.name != "html" or not has_notebook(app, page, document):
        return
    base = app.config.html_baseurl
    address = lambda uri: base and posixpath.join(base, posixpath.normpath(posixpath.join(posixpath.dirname(page), uri)))
    markdown = Markdown(numbers(app.env, page), address)
    here = address(app.builder.get_relative_uri(page, page) or posixpath.basename(page) + app.builder.link_suffix)
    book = f"the book *{app.config.project}*"
    about = (
        f"A chapter of {f'[{book}]({here})' if here else book}. The numbers in its sentences are those of the book's own run; "
        "the cells compute them again."
    )
    text = notebook(document, markdown, app.checkedbook_notebooks.first, about)
    file = Path(app.outdir, f"{page}.ipynb")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf8")
    file.with_suffix(".ipynb.js").write_text(f"saveNotebook({json.dumps(file.name)}, {json.dumps(text)});\n", "utf8")


def numbers(env, page: str) -> dict[str, str]:
    """The numbers of a page's figures and equations, by their ids."""
    kinds = env.toc_fignumbers.get(page, {})
    return {id: ".".join(map(str, number)) for kind in ("figure", "displaymath") for id, number in kinds.get(kind, {}).items()}


def add_links(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Tell the template ``notebook-links.html`` of the page's notebook."""
    if has_notebook(app, pagename, doctree):
        context["notebook"] = {
            "file": posixpath.basename(pagename) + ".ipynb",
            "launch": app.checkedbook_notebooks.launch(pagename),
        }
        app.add_js_file("notebook.js", loading_method="defer")
        app.add_css_file("notebook.css")

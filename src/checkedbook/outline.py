"""What the pages of a book see of each other: titles, contents, numbers, labels, claims, terms, works that are cited.

When a page is read again and this stays as it was, no other page looks different. So a build that goes on from the last
one reads what has changed, compares, and writes that alone; where the outline differs it gives up (:class:`Restructured`), and
the book is made from nothing.
"""

import hashlib
from pathlib import Path

from docutils import nodes
from myst_nb.ext.glue.utils import PendingGlueReference
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError

from .borrowed import INDEX, OWN
from .domain import Checked

UNSEEN = {"line", "lineno", "source_map", "wordcount"}  # on which line of its file something stands, how long a page is


class Restructured(SphinxError):
    """Other pages see a change, so that all must be made."""


def setup(app: Sphinx) -> None:
    app.add_config_value("checkedbook_changed", None, "", (list, type(None)))
    app.add_config_value("checkedbook_reread", [], "", list)
    app.connect("doctree-read", note_quotes)
    app.connect("env-get-outdated", outdated)
    app.connect("env-get-updated", compare, priority=900)  # when all is numbered


def note_quotes(app: Sphinx, document: nodes.document) -> None:
    """Note the pages that quote numbers of others."""
    if any(document.findall(PendingGlueReference)):
        app.env.domains[Checked.name].note("quotes", app.env.docname, True)


def outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> set[str]:
    """The pages to be read again: what they are made from has changed, whatever its date, or may have."""
    if app.config.checkedbook_changed is None:
        return set()
    app.checkedbook_outline = outline(env)
    files = {Path(file) for file in app.config.checkedbook_changed}
    code = {file for file in files if file.suffix == ".py"}
    pages = {page for page in env.found_docs if Path(env.doc2path(page)) in files}
    pages |= {
        page
        for page, found in env.dependencies.items()
        if not files.isdisjoint(Path(env.srcdir, file).resolve() for file in found)
    }
    if code:  # a signature shows what may be defined elsewhere
        pages |= {page for _, _, _, page, _, _ in env.domains["py"].get_objects()}
    for listing in Path(app.outdir, "_modules").rglob("*.html"):
        if any(listing.with_suffix("").parts[-1] in (file.stem, file.parent.name) for file in code):
            listing.unlink()
    return {*pages, *app.config.checkedbook_reread, *env.domaindata[Checked.name]["quotes"]}


def compare(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages to be written again beside those that were read."""
    if app.config.checkedbook_changed is None:
        return []
    seen, gathered = outline(env)
    if seen != app.checkedbook_outline[0]:
        raise Restructured("other pages see a change")
    return env.domains[Checked.name].summaries if gathered != app.checkedbook_outline[1] else []


def outline(env: BuildEnvironment) -> tuple[str, str]:
    """What pages see of each other; and what is gathered from all for summaries, as the ledger: a hash each."""
    checked = env.domains[Checked.name]
    seen = {name: value for name, value in vars(env).items() if name not in OWN and not name.startswith(INDEX)}
    seen["domaindata"] = env.domaindata | {Checked.name: checked.outline()}
    return _hash(seen), _hash(checked.data)


def _hash(thing) -> str:
    return hashlib.sha256(repr(_plain(thing, ())).encode()).hexdigest()


def _plain(thing, around: tuple[int, ...]):
    """Whatever it is, as lists, strings and numbers, the same for equals."""
    if isinstance(thing, nodes.Node):
        return thing.astext() if isinstance(thing, nodes.Text) else thing.pformat()
    if isinstance(thing, (str, Path)):
        return str(thing)
    if isinstance(thing, (int, float, bytes, type(None))):
        return thing
    if id(thing) in around:
        return "itself"
    around = (*around, id(thing))
    if isinstance(thing, dict):
        return sorted(
            (repr(_plain(key, around)), repr(_plain(value, around))) for key, value in thing.items() if key not in UNSEEN
        )
    if isinstance(thing, (set, frozenset)):
        return sorted(repr(_plain(each, around)) for each in thing)
    if hasattr(thing, "_asdict"):
        return _plain(thing._asdict(), around)
    if isinstance(thing, (list, tuple)):
        by_page = sorted(thing, key=lambda each: str(getattr(each, "docname", "")))  # a page that is read again comes last
        return [_plain(each, around) for each in by_page]
    return [type(thing).__qualname__, _plain(_state(thing), around)]


def _state(thing) -> dict | str:
    """An object's attributes."""
    slots = [name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())]
    found = {name: getattr(thing, name) for name in slots if hasattr(thing, name)} | getattr(thing, "__dict__", {})
    return found or repr(thing)

"""Sphinx's entry."""

from pathlib import Path

import docutils.nodes
from sphinx.application import Sphinx
from sphinx.errors import ConfigError

from . import lesson, nodes, notebook, numbering, outline, provenance, records, short, typed
from .catalogue import load as load_catalogue
from .chapter import CheckImages, DropEmptyCells
from .claims import ClaimRole
from .domain import Checked
from .equation import EquationDirective
from .experiments import ExperimentsDirective, FillUses, FindUses, check_runs
from .instances import Instances
from .ledger import FillLedger, LedgerDirective
from .listing import Listing
from .live.role import LiveRole
from .plots import PlacePlots, PlotDirective, copy_data
from .register import RegisterError, load

STATIC = Path(__file__).with_name("static")
LIVE = (
    "runtime",
    "elements",
    "charts",
    "plane",
    "stage",
    "controls",
    "address",
    "figure",
    "histograms",
    "begin",
)  # each needs those before it


def setup(app: Sphinx) -> dict:
    app.setup_extension("myst_nb")
    app.add_config_value("checkedbook_claims", "claims.yml", "env", str)
    app.add_config_value("checkedbook_experiments", "", "env", str)
    app.add_domain(Checked)
    app.add_role("claim", ClaimRole())
    app.add_role("live", LiveRole())
    app.add_directive("plot", PlotDirective)
    app.add_directive("ledger", LedgerDirective)
    app.add_directive("experiments", ExperimentsDirective)
    app.add_directive("listing", Listing)
    app.add_directive("equation", EquationDirective)
    app.add_directive("instances", Instances)
    nodes.setup(app)
    notebook.setup(app)
    lesson.setup(app)
    short.setup(app)
    numbering.setup(app)
    outline.setup(app)
    provenance.setup(app)
    typed.setup(app)
    for transform in (FindUses, PlacePlots, DropEmptyCells, CheckImages):
        app.add_transform(transform)
    app.add_post_transform(FillLedger)
    app.add_post_transform(FillUses)
    app.add_css_file("checkedbook.css")
    app.add_css_file("print.css")
    app.add_js_file("paper.js", loading_method="defer")
    app.add_js_file("reveal.js", loading_method="defer")
    app.connect("builder-inited", add_static)
    app.connect("builder-inited", read_register)
    app.connect("builder-inited", read_catalogue)
    app.connect("doctree-read", own)
    app.connect("env-check-consistency", check_runs)
    app.connect("html-page-context", add_scripts)
    app.connect("build-finished", copy_data)
    app.connect("build-finished", records.write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add_static(app: Sphinx) -> None:
    """Ship the style and the script; too late for the site to record where they lie on this machine."""
    app.config.html_static_path.append(str(STATIC))


def read_register(app: Sphinx) -> None:
    """Read the claims to be checked; stop at once if they are ill written."""
    try:
        app.env.domains[Checked.name].register = load(Path(app.srcdir, app.config.checkedbook_claims))
    except RegisterError as error:
        raise ConfigError(str(error)) from None


def read_catalogue(app: Sphinx) -> None:
    """Read what there is of experiments: the modules of the package that is named, and the register beside the chapters."""
    try:
        app.env.domains[Checked.name].catalogue = load_catalogue(app.config.checkedbook_experiments, Path(app.srcdir, "results"))
    except ValueError as error:
        raise ConfigError(f"checkedbook_experiments: {error}") from None


def own(app: Sphinx, doctree: docutils.nodes.document) -> None:
    """Give a page its nodes: those of ``{eval-rst}`` belong to a document of MyST's, with which all that Sphinx knows would be stored."""
    for node in doctree.findall():
        node.document = doctree


def add_scripts(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: docutils.nodes.document | None) -> None:
    if pagename in app.env.domains[Checked.name].data["ledgers"]:
        app.add_js_file("ledger.js", loading_method="defer")
    if doctree and any("live" in figure for figure in doctree.findall(docutils.nodes.figure)):
        for script in LIVE:
            app.add_js_file(f"live/{script}.js", loading_method="defer")
        app.add_css_file("live.css")

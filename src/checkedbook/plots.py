"""The ``{plot}`` directive: where a figure stands that a cell has handed over."""

import shutil
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst.directives import unchanged
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .alternative import fault
from .chapter import is_cell
from .domain import Checked
from .live.role import check_links
from .nodes import around, bound_output, live_output, picture, plot_files, plot_output
from .places import filled, read

logger = logging.getLogger(__name__)
FOLDER = "figures"


class PlotDirective(SphinxDirective):
    """A numbered figure, its caption in MyST. Its name is also the target for ``{numref}``.

    The option ``alt`` says what is to be seen, for readers who cannot see it, with places for numbers that the chapter binds.
    """

    required_arguments = 1
    has_content = True
    option_spec = {"alt": unchanged}

    def run(self):
        name = self.arguments[0]
        figure = nodes.figure(plot=name, alt=" ".join(self.options.pop("alt", "").split()), classes=["plot"])
        self.set_source_info(figure)
        self.options["name"] = name
        self.add_name(figure)
        first, *rest = self.parse_content_to_nodes() or [None]
        if not isinstance(first, nodes.paragraph):
            logger.warning(f"plot {name!r} needs a caption", location=figure, type=Checked.name, subtype="figure")
            first = nodes.paragraph("", name)
        caption = nodes.caption(first.rawsource, "", *first.children)
        caption.source, caption.line = first.source, first.line
        figure += [caption, nodes.legend("", *rest)]
        return [figure]


class PlacePlots(SphinxTransform):
    """Take each figure from the cell that made it to the place that names it."""

    default_priority = 200

    def apply(self, **kwargs):
        outputs, bound, shown = {}, {}, set()
        moved = {live["name"]: live for live in self.document.findall(live_output)}
        for node in list(self.document.findall(bound_output)):
            bound |= {name: read(value) for name, value in node["values"].items()}
            node.parent.remove(node)
        for node in list(self.document.findall(plot_output)):
            outputs.setdefault(node["name"], node)
            for cell in filter(is_cell, around(node)):
                cell.setdefault("figures", []).append(node["name"])
            node.parent.remove(node)
        for figure in list(self.document.findall(lambda n: isinstance(n, nodes.figure) and "plot" in n)):
            name = figure["plot"]
            if name in shown:
                self.warn(f"figure {name!r} is shown already in this chapter", figure)
                continue
            if name not in outputs:
                self.warn(f"no cell of this chapter hands over the figure {name!r}", figure)
                continue
            made = outputs[name]
            shown.add(name)
            image = nodes.image(
                uri=made["uri"], alt=self.alternative(figure, bound), classes=["dark-light"]
            )  # the theme shall not tint it
            image.source, image.line = figure.source, figure.line
            figure.insert(0, picture("", image, name=name, plot=name))
            figure.children[-1] += plot_files("", "", *map(self.experiment, made.get("behind", [])), name=name, csv=made["csv"])
            if name in moved:
                figure["live"] = True
                figure += nodes.raw("", f"<script>{moved[name]['script']}</script>", format="html")
        for name, live in moved.items():
            live.parent.remove(live)
            if name not in shown:
                self.warn(
                    f"the live figure {name!r} needs a figure of that name in its chapter", (self.env.docname, live["line"])
                )
        check_links(self.document, {name: live["keys"] for name, live in moved.items()})
        for name, made in outputs.items():
            if name not in shown:
                self.warn(f"figure {name!r} is shown nowhere: say {{plot}} {name}", (self.env.docname, made["line"]))

    def experiment(self, name: str) -> pending_xref:
        """A link to an experiment behind a figure."""
        text = f"experiment ({name.rpartition('.')[2]})"
        return pending_xref(
            "",
            nodes.inline("", text),
            refdomain=Checked.name,
            reftype="experiment",
            reftarget=name,
            refdoc=self.env.docname,
            refexplicit=False,
            refwarn=False,
        )

    def alternative(self, figure: nodes.figure, bound: dict[str, object]) -> str:
        """The alternative text of a figure, with its numbers."""
        alt, faults = filled(figure["alt"], bound)
        for message in faults or filter(None, [fault(alt)]):
            self.warn(f"figure {figure['plot']!r}: {message}", figure)
        return alt

    def warn(self, message, location):
        logger.warning(message, location=location, type=Checked.name, subtype="figure")


def copy_data(app: Sphinx, exception: Exception | None) -> None:
    """Put the data of all figures beside the site's other downloads, and their narrow drawings beside its other images."""
    if exception or app.builder.format != "html":
        return
    for plot in app.env.domains[Checked.name].all("plots"):
        images = Path(app.outdir, app.builder.imagedir)
        images.mkdir(exist_ok=True)
        shutil.copyfile(plot.narrow, images / f"{plot.name}-narrow.svg")
        if plot.csv:
            folder = Path(app.outdir, "_downloads")
            folder.mkdir(exist_ok=True)
            shutil.copyfile(plot.csv, folder / f"{plot.name}.csv")

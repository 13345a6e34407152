"""The ``{experiments}`` directive: every experiment of the book, what it asks, how it was run, and what it is behind."""

from collections.abc import Iterable, Mapping

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .behind import behind, imports
from .borrowed import renderer
from .catalogue import Catalogue, Module
from .chapter import is_cell
from .claims import is_box
from .domain import Checked, Use, experiment_anchor, warn
from .mime import parsed
from .nodes import html, plot_output, run_output, uses_place
from .results.declared import Experiment

logger = logging.getLogger(__name__)
MADE = {
    "date": "on {}",
    "seconds": "in {:.0f} s",
    "processor": "on {}",
    "load": "under a load of {:.1f}",
}  # what provenance says, in this order

NAMES = {"python": "Python", "numpy": "NumPy"}


class ExperimentsDirective(SphinxDirective):
    """The catalogue: a section for each part, in it one for each module, in it its stored runs."""

    def run(self):
        checked = self.env.domains[Checked.name]
        checked.note("catalogues", self.env.docname, True)
        catalogue = checked.catalogue
        for file in catalogue.files:
            self.env.note_dependency(str(file))
        return [
            self.part(name, about, catalogue)
            for name, about in catalogue.parts.items()
            if any(_part(module) == name for module in catalogue.modules)
        ]

    def part(self, name: str, about: str, catalogue: Catalogue) -> nodes.section:
        section = self.section(name, about.rstrip("."))
        for module in catalogue.modules.values():
            if _part(module.name) == name:
                section += self.module(module, [run for run in catalogue.runs.values() if _module(run) == module.name])
        return section

    def module(self, module: Module, runs: list[Experiment]) -> nodes.section:
        section = self.section(module.name, module.question)
        section += html("p", nodes.literal("", module.name), uses_place(experiment=module.name, before=": "))
        section += [self.stored(run, module.functions) for run in runs]
        return section

    def stored(self, run: Experiment, functions: Mapping[str, str]) -> nodes.Element:
        """A stored run: what its function does, its settings, how it was made, and where it is used."""
        made, function = run.provenance() or {}, run.run.partition(":")[2]
        settings = ", ".join(f"{name} = {value}" for name, value in run.settings.items())
        rows = {
            "Function": [nodes.literal("", function), ": ", *self.text(functions.get(function, ""))],
            "Settings": [nodes.literal("", settings)],
            "Computed": [computed(made)],
            "Used in": [uses_place(experiment=run.name, before="")],
            "Reaches": reached(made),
        }
        facts = [html("div", html("dt", term), html("dd", *content)) for term, content in rows.items() if content]
        return html(
            "div",
            html("p", "Stored run ", html("strong", run.name), classes="experiment-name"),
            html("dl", *facts),
            id=experiment_anchor(run.name),
            classes="experiment-run",
        )

    def section(self, name: str, title: str) -> nodes.section:
        section = nodes.section(ids=[experiment_anchor(name)], names=[name], found=True)
        self.set_source_info(section)
        section += nodes.title(title, "", *self.text(title))
        return section

    def text(self, text: str) -> list[nodes.Node]:
        """A sentence of MyST as inline nodes."""
        return parsed(renderer(self), text, self.lineno)


def computed(made: dict) -> str:
    """When, how long and with what a run was made, as far as its provenance tells."""
    if not made:
        return "not yet"
    told = [phrase.format(made[key]) for key, phrase in MADE.items() if key in made]
    versions = [f"{NAMES.get(name, name)} {number}" for name, number in made.get("versions", {}).items()]
    return ", ".join(told) + (f", with {' and '.join(versions)}" if versions else "")


def reached(made: dict) -> list[nodes.Element]:
    """The definitions that a run depends on, folded, as its provenance has them: ``module:name`` each."""
    by_module: dict[str, list[str]] = {}
    for full in made.get("reaches", ()):
        module, _, name = full.partition(":")
        by_module.setdefault(module, []).append(name)
    if not by_module:
        return []
    number = sum(map(len, by_module.values()))
    items = [html("li", nodes.literal("", module), ": ", ", ".join(filter(None, names))) for module, names in by_module.items()]
    return [html("details", html("summary", f"{number} definitions"), html("ul", *items))]


class FindUses(SphinxTransform):
    """Find what of the catalogue a chapter imports, and what is behind each of its figures and claims. Before figures are taken to their places."""

    default_priority = 190

    def apply(self, **kwargs):
        checked = self.env.domains[Checked.name]
        catalogue, docname = checked.catalogue, self.env.docname
        cells = list(self.document.findall(is_cell))
        codes = [next((block.astext() for block in cell.findall(nodes.literal_block)), "") for cell in cells]
        loads = [[run["name"] for run in cell.findall(run_output)] for cell in cells]
        for name in sorted(imports(codes, catalogue.modules)):
            checked.note("uses", docname, Use(name, docname, 1))
        for cell, found in zip(cells, behind(list(zip(codes, loads)), catalogue.modules)):
            asked = {_module(catalogue.runs[name]) for name in found & catalogue.runs.keys()}
            for plot in cell.findall(plot_output):
                plot["behind"] = sorted(found - asked)
                for name in plot["behind"]:
                    checked.note("uses", docname, Use(name, docname, plot["line"], plot["name"]))
            for claim in cell.findall(is_box):
                for name in sorted(found & catalogue.runs.keys()):
                    checked.note("uses", docname, Use(name, docname, 1, claim=claim["claim"]))
        for node in list(self.document.findall(run_output)):
            node.parent.remove(node)


class FillUses(SphinxPostTransform):
    """Write the chapters and figures of each experiment, once all chapters are read and before references are resolved."""

    default_priority = 5

    def run(self, **kwargs):
        checked = self.env.domains[Checked.name]
        uses = [*checked.all("loads"), *checked.all("uses")]
        for place in list(self.document.findall(uses_place)):
            place.replace_self(self.filled(place["before"], [use for use in uses if use.experiment == place["experiment"]]))

    def filled(self, before: str, uses: list[Use]) -> nodes.Element:
        """The chapters, after some words where there are any."""
        chapters = [
            self.chapter(docname, [use.figure for use in uses if use.docname == docname and use.figure])
            for docname in dict.fromkeys(use.docname for use in uses)
        ]
        return html("span", *[before] * bool(chapters), *_joined("; ", chapters))

    def chapter(self, docname: str, figures: list[str]) -> nodes.Element:
        """A link to a chapter, and to the figures in it."""
        links = [
            self.link("std", "doc", f"/{docname}", self.env.titles[docname].astext()),
            *(self.link("std", "numref", name, name) for name in dict.fromkeys(figures)),
        ]
        return html("span", *_joined(", ", links))

    def link(self, domain: str, kind: str, target: str, text: str) -> pending_xref:
        return pending_xref(
            "",
            nodes.inline("", text),
            refdomain=domain,
            reftype=kind,
            reftarget=target,
            refdoc=self.env.docname,
            refexplicit=kind == "doc",
            refwarn=True,
        )


def check_runs(app, env) -> None:
    """Warn where the register of stored runs and the chapters do not agree on who loads what."""
    checked = env.domains[Checked.name]
    runs, loads = checked.catalogue.runs, {(use.experiment, use.docname): use for use in checked.all("loads")}
    for (name, docname), use in loads.items():
        if name in runs and docname not in runs[name].chapters:
            warn(
                f"{name} is loaded here, and its entry in {checked.catalogue.register.name} names "
                f"{', '.join(runs[name].chapters) or 'no chapter'}, not {docname}",
                use,
                "experiment",
            )
    for run in runs.values():
        unread = [docname for docname in run.chapters if docname in env.found_docs and (run.name, docname) not in loads]
        faults = [f"{run.name} is due: the chapter {docname} exists and does not load it" for docname in unread]
        for fault in faults if run.chapters else [f"{run.name} names no chapter"]:
            logger.warning(
                fault,
                location=f"{checked.catalogue.register}:{checked.catalogue.lines[run.name]}",
                type=Checked.name,
                subtype="experiment",
            )


def _part(module: str) -> str:
    return module.rpartition(".")[0]


def _module(run: Experiment) -> str:
    return run.run.partition(":")[0]


def _joined(mark: str, content: Iterable[nodes.Node]) -> list[nodes.Node | str]:
    """Nodes with a mark between them."""
    return [piece for node in content for piece in (mark, node)][1:]

"""From the outputs of cells to the pieces of a page. MyST-NB finds :class:`Renderer` by its entry point."""

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.addnodes import pending_xref

from .cell import KEY
from .chapter import code_line
from .claims import box, settle
from .domain import Checked, Claim, Plot, Use
from .nodes import bound_output, html, live_output, plot_output, run_output, written_output
from .plots import FOLDER
from .records import conditions


class Renderer:
    """MyST-NB's plugin: takes what :mod:`checkedbook.cell` emitted and leaves the rest alone."""

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Nodes for one entry of an output's data, or nothing to decline it.

        One entry of each output carries it: text for a claim or what is written, the drawing for a figure. The others are for notebooks.
        """
        env = renderer.renderer.sphinx_env
        told = data.output_metadata.get(KEY)
        if told is None or env is None or Checked.name not in env.domains:
            return None
        match told["kind"], data.mime_type:
            case "bind", "text/plain":
                return [bound_output(values=told["values"])]
            case "figure", "image/svg+xml":
                return [_figure(env, renderer, told, data)]
            case "claim", "text/plain":
                return _claim(env, renderer, told, data)
            case "stored", "text/plain":
                return [_load(env, told, data)]
            case "run", "text/markdown":
                return _linked(env, renderer.render_markdown(data), told["name"])
            case "text", "text/plain":
                text = parsed(renderer.renderer, data.string, _line(env, told, data) - 1, inline=False)
                return [written_output("", *text)]
            case "live", "text/plain":
                return [live_output(name=told["name"], script=told["script"], keys=told["keys"], line=_line(env, told, data))]
        return []


def _figure(env, renderer, told: dict, data) -> nodes.Element:
    """Store the drawing and its data; the node waits for its ``{plot}``."""
    name = told["name"]
    uri = renderer.write_file([FOLDER, f"{name}.svg"], data.string.encode(), overwrite=True)
    narrow = _stored(env, renderer, f"{name}-narrow.svg", told["narrow"])
    csv = ""
    if told["csv"]:
        csv = _stored(env, renderer, f"{name}.csv", told["csv"])
        env.note_dependency(csv)
    plot = Plot(name, narrow, csv, env.docname, _line(env, told, data))
    env.domains[Checked.name].note("plots", env.docname, plot)
    return plot_output(name=name, uri=uri, csv=bool(csv), line=plot.line)


def _stored(env, renderer, file: str, text: str) -> str:
    """Store a file beside the drawings; returns its path."""
    return str(env.srcdir / renderer.write_file([FOLDER, file], text.encode(), overwrite=True)[1:])


def _claim(env, renderer, told: dict, data) -> list[nodes.Element]:
    """Record the claim; the box, if it is registered."""
    checked = env.domains[Checked.name]
    line = _line(env, told, data)
    env.note_dependency(str(checked.register.path))
    entry = checked.register.claims.get(told["id"])
    if entry is None:
        checked.note("claims", env.docname, Claim(told["id"], "", [], "", env.docname, line))
        return []
    measured, robust, fails = settle(told, entry, checked.register.path, (env.docname, line))
    texts = (entry.says, entry.original, measured, robust)
    says, original, shown, still = (parsed(renderer.renderer, text, line) for text in texts)
    claim = Claim(entry.id, entry.verdict, shown, fails, env.docname, line, conditions(told))
    checked.note("claims", env.docname, claim)
    return [box(claim, entry, says, original, still)]


def _load(env, told: dict, data) -> nodes.Element:
    """Record that a cell has loaded a stored run."""
    use = Use(told["name"], env.docname, _line(env, told, data))
    env.domains[Checked.name].note("loads", env.docname, use)
    return run_output(name=use.experiment, line=use.line)


def _linked(env, shown: list[nodes.Element], name: str) -> list[nodes.Element]:
    """What says how a stored run was made; its first words lead to the catalogue of experiments."""
    words = next(node for each in shown for node in each.findall(nodes.strong))
    link = pending_xref(
        "", refdomain=Checked.name, reftype="experiment", reftarget=name, refdoc=env.docname, refexplicit=False, refwarn=False
    )
    words.replace_self(link)
    link += words
    return [html("div", *shown, classes="stored-run")]


def parsed(renderer, text: str, line: int, *, inline: bool = True) -> list[nodes.Node]:
    """MyST as nodes: what stands in a paragraph, or blocks of it, which count their lines after ``line``."""
    holder = nodes.Element()
    with renderer.current_node_context(holder):
        renderer.nested_render_text(text, line, inline=inline)
    return holder.children


def _line(env, told: dict, data) -> int:
    """The line of the chapter on which the cell made the call."""
    return code_line(env, data.cell_index) + told["line"] - 1

"""The ``{ledger}`` directive: every claim of the register, what became of it, and where."""

from collections import Counter

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from .borrowed import renderer
from .cell import VERDICTS
from .claims import reference, verdict
from .domain import Checked, row_anchor
from .mime import parsed
from .nodes import html, ledger_place
from .register import Entry, Note

OPEN = "open"


class LedgerDirective(SphinxDirective):
    """The ledger. Its script adds filters by note and verdict; without it everything is shown."""

    def run(self):
        checked = self.env.domains[Checked.name]
        checked.note("ledgers", self.env.docname, True)
        self.env.note_dependency(str(checked.register.path))
        page = renderer(self)
        says = {id: parsed(page, entry.says, self.lineno) for id, entry in checked.register.claims.items()}
        about = {id: parsed(page, note.about, self.lineno) for id, note in checked.register.notes.items()}
        node = ledger_place(says=says, about=about)
        self.set_source_info(node)
        return [node]


class FillLedger(SphinxPostTransform):
    """Write the rows, once all chapters are read and before references are resolved."""

    default_priority = 5

    def run(self, **kwargs):
        for node in list(self.document.findall(ledger_place)):
            node.replace_self(self.filled(node))

    def filled(self, node: ledger_place) -> nodes.Element:
        checked = self.env.domains[Checked.name]
        resolved, notes = checked.resolved, checked.register.notes
        entries = list(checked.register.claims.values())
        words = {e.id: resolved[e.id].verdict if e.id in resolved else OPEN for e in entries}
        tables = [
            self.table(
                note,
                node["about"][note.id],
                [self.row(e, words[e.id], node["says"][e.id], resolved.get(e.id)) for e in entries if e.note == note],
            )
            for note in notes.values()
        ]
        file = f"{self.env.docname.rpartition('/')[2]}.json"
        machines = html("p", "For machines: ", html("a", file, href=file), classes="ledger-machines")
        return html("div", counts(words), machines, *tables, classes="ledger")

    def table(self, note: Note, about: list[nodes.Node], rows: list[nodes.Element]) -> nodes.Element:
        """The claims of one note."""
        heads = [html("th", text, scope="col", role="columnheader") for text in ("Claim", "What is said", "Measured", "Verdict")]
        caption = html("caption", html("strong", f"{note.id}: {note.title}"), *([". ", *copies(about)] if about else []))
        return html(
            "table",
            caption,
            html("thead", html("tr", *heads, role="row"), role="rowgroup"),
            html("tbody", *rows, role="rowgroup"),
            classes="ledger-table",
            role="table",
            data_note=note.id,
        )

    def row(self, entry: Entry, word: str, says: list[nodes.Node], claim) -> nodes.Element:
        """One claim: as resolved, or the chapter that will."""
        here = self.env.docname
        if claim:
            id = reference(entry.id, entry.id, "claim", here)
            measured = copies(claim.measured)
            for xref in (x for part in measured for x in part.findall(pending_xref)):
                xref["refdoc"] = here  # it was written in another chapter
            place = reference(entry.id, self.env.titles[claim.docname].astext(), "claim", here)
        else:
            id, measured, place = entry.id, ["Not measured yet."], f"to be settled in {entry.chapter}"
        cells = [
            html("th", id, scope="row", role="rowheader"),
            html("td", *copies(says), role="cell", data_label=f"The {entry.speaker} says"),
            html("td", *measured, role="cell", data_label="Measured"),
            html("td", verdict(word), " ", html("span", place, classes="ledger-place"), role="cell", data_label="Verdict"),
        ]
        return html("tr", *cells, id=row_anchor(entry.id), role="row", data_verdict=word)


def counts(words: dict[str, str]) -> nodes.Element:
    """How many claims met which verdict, the open ones first."""
    count = Counter(words.values())
    items = [html("li", verdict(word), f" {count[word]}") for word in (OPEN, *VERDICTS) if count[word]]
    return html("div", html("p", f"{len(words)} claims"), html("ul", *items), classes="ledger-counts")


def copies(content: list[nodes.Node]) -> list[nodes.Node]:
    return [node.deepcopy() for node in content]

"""The box of a claim, and the ``{claim}`` role that points to it."""

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import ReferenceRole

from .domain import Checked, Claim
from .nodes import html
from .register import Entry


def box(claim: Claim, entry: Entry, says: list[nodes.Node], original: list[nodes.Node]) -> nodes.Element:
    """What the note says, what was measured, the verdict."""
    title = f"{claim.anchor}-title"
    rows = [("The note says", says), ("The original", original), ("Measured", claim.measured)]
    terms = [html("div", html("dt", term), html("dd", *(n.deepcopy() for n in content)))
             for term, content in rows if content]
    head = html("p", verdict(claim.verdict), " ", html("span", f"Claim {claim.id}", classes="claim-id"),
                " ", html("span", entry.note.title, classes="claim-note"), " ",
                reference(claim.id, "in the ledger", "row", claim.docname), id=title, classes="claim-title")
    return html("div", head, html("dl", *terms), id=claim.anchor, classes="claim",
                role="group", aria_labelledby=title)


def verdict(word: str) -> nodes.Element:
    """The word of a verdict; its class gives it a colour and a sign as well."""
    return html("span", word, classes=f"verdict {verdict_class(word)}")


def verdict_class(word: str) -> str:
    return "verdict-" + word.replace(" ", "-")


def reference(id: str, text: str, kind: str, docname: str) -> addnodes.pending_xref:
    """A reference to a claim's box (`kind` ``claim``) or to its row in the ledger (``row``)."""
    return addnodes.pending_xref(
        "", nodes.inline("", text), refdomain=Checked.name, reftype=kind, reftarget=id, refdoc=docname,
        refexplicit=False, refwarn=kind == "claim")


class ClaimRole(ReferenceRole):
    """``{claim}`S0-1``` or ``{claim}`words <S0-1>```: a link to the claim's box."""

    def run(self):
        node = reference(self.target, self.title, "claim", self.env.docname)
        self.set_source_info(node)
        return [node], []

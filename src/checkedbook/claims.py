"""What a cell measured in the words of the register; the box of a claim, and the ``{claim}`` role that points to it."""

from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole

from .conditions import FACTORS
from .domain import Checked, Claim
from .nodes import html, html_element
from .places import filled, names, read
from .register import Entry

logger = logging.getLogger(__name__)


def settle(told: dict, entry: Entry, register: Path, place: tuple[str, int]) -> tuple[str, str, str]:
    """What was measured of a claim, what its verdict survived, and what does not hold.

    Warns of whatever its row, in the file `register`, and its cell, at a line of a chapter, do not agree on.

    Parameters
    ----------
    told
        What :func:`.cell.claim` told.
    """
    numbers = {name: read(value) for name, value in (told["bound"] | told["numbers"]).items()}
    (measured, faults), (robust, more) = filled(entry.measured, numbers), filled(entry.robust, numbers)
    used = names(entry.measured).union(names(entry.robust), *told["uses"].values())
    faults += more
    faults += [
        f"neither a place nor a condition uses the number {name}" for name in told["numbers"] | told["arrays"] if name not in used
    ]
    if not entry.measured:
        faults = ["its row has no verdict and no measured"]
    for fault in faults:
        logger.warning(
            f"claim {entry.id}, resolved in {place[0]}.md:{place[1]}: {fault}",
            location=f"{register}:{entry.line}",
            type=Checked.name,
            subtype="claim",
        )
    if not told["failed"] and (fault := unshaken(told["shaken"], entry)):
        logger.warning(f"claim {entry.id}: {fault}", location=place, type=Checked.name, subtype="claim")
    return measured, robust, "; ".join(failure(told, condition) for condition in told["failed"])


def failure(told: dict, condition: str) -> str:
    """Which condition is false of which numbers."""
    numbers = told["bound"] | told["numbers"] | told["arrays"]
    return f"{condition!r} is false of " + ", ".join(f"{name} = {numbers[name]}" for name in told["uses"][condition])


def unshaken(shaken: list[tuple[float, list[str]]], entry: Entry) -> str:
    """What is wrong with a claim whose conditions hold whatever is measured, or with the excuse of its row.

    `shaken` has the conditions that fail where a number changes by a factor, for each factor.
    """
    usual, *_ = FACTORS
    enough = next((factor for factor, failed in shaken if failed), None)
    excuse = f"factor: {entry.factor}" if entry.factor else "firm" if entry.firm else ""
    if enough is None:
        return (
            ""
            if excuse == "firm"
            else "no condition fails, whatever the numbers: sharpen one, or let the row say why (firm: ...)"
        )
    needed = "" if enough == usual else f"factor: {enough}"
    if excuse == needed:
        return ""
    [failing] = [failed[0] for factor, failed in shaken if factor == enough]
    at = f"{failing!r} is the first condition to fail, where a number changes by a factor of {enough}"
    return f"{at}: sharpen one, or let the row say {needed}" if needed else f"{at}: the row need not say {excuse}"


def box(
    claim: Claim, entry: Entry, says: list[nodes.Node], original: list[nodes.Node], robust: list[nodes.Node]
) -> nodes.Element:
    """What the note or its original says, what was measured, the verdict."""
    title = f"{claim.anchor}-title"
    rows = [
        (f"The {entry.speaker} says", says),
        ("How" if entry.speaker == "original" else "The original", original),
        ("Measured", claim.measured),
        ("Robust", robust),
    ]
    terms = [html("div", html("dt", term), html("dd", *(n.deepcopy() for n in content))) for term, content in rows if content]
    head = html(
        "p",
        verdict(claim.verdict),
        " ",
        html("span", f"Claim {claim.id}", classes="claim-id"),
        " ",
        html("span", entry.note.title, classes="claim-note"),
        " ",
        reference(claim.id, "in the ledger", "row", claim.docname),
        id=title,
        classes="claim-title",
    )
    box = html("div", head, html("dl", *terms), id=claim.anchor, classes="claim", role="group", aria_labelledby=title)
    box["claim"], box["verdict"], box["about"] = claim.id, claim.verdict, entry.about
    return box


def is_box(node: nodes.Node) -> bool:
    """Whether a node is the box of a claim."""
    return isinstance(node, html_element) and "claim" in node["classes"]


def folded(box: nodes.Element) -> nodes.Element:
    """The box of a claim behind a line that says its verdict and what it is about."""
    line = html("summary", verdict(box["verdict"]), " ", html("span", box["about"]))
    return html("details", line, box)


def verdict(word: str) -> nodes.Element:
    """The word of a verdict; its class gives it a colour and a sign as well."""
    return html("span", word, classes=f"verdict {verdict_class(word)}")


def verdict_class(word: str) -> str:
    return "verdict-" + word.replace(" ", "-")


def reference(id: str, text: str, kind: str, docname: str) -> addnodes.pending_xref:
    """A reference to a claim's box (`kind` ``claim``) or to its row in the ledger (``row``)."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", text),
        refdomain=Checked.name,
        reftype=kind,
        reftarget=id,
        refdoc=docname,
        refexplicit=False,
        refwarn=kind == "claim",
    )


class ClaimRole(ReferenceRole):
    """``{claim}`S0-1``` or ``{claim}`words <S0-1>```: a link to the claim's box."""

    def run(self):
        node = reference(self.target, self.title, "claim", self.env.docname)
        self.set_source_info(node)
        return [node], []

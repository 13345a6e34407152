"""What a build knows of claims, figures and experiments, and what must agree across the chapters."""

from collections import defaultdict
from dataclasses import dataclass

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from .catalogue import Catalogue
from .register import Register

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claim:
    """A claim as a chapter resolved it; `fails` says what of it does not hold, `conditions` what it was to meet, and of which numbers."""

    id: str
    verdict: str
    measured: list[nodes.Node]
    fails: str
    docname: str
    line: int
    conditions: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    @property
    def anchor(self) -> str:
        return f"claim-{self.id}".lower()


@dataclass(frozen=True)
class Plot:
    """A figure as a cell handed it over: the files of its drawing for phones and of its data, if it has any."""

    name: str
    narrow: str
    csv: str
    docname: str
    line: int


@dataclass(frozen=True)
class Use:
    """That a chapter loads a stored run or imports a module of experiments, by its name; that it draws a `figure`, or settles a `claim`, from it."""

    experiment: str
    docname: str
    line: int
    figure: str = ""
    claim: str = ""


class Checked(Domain):
    """Claims, figures and experiments, by chapter, so that a chapter that is read again forgets its own."""

    name = "checkedbook"
    label = "Checked book"
    object_types = {"claim": ObjType("claim", "claim")}
    initial_data = {
        "claims": {},
        "plots": {},
        "ledgers": {},
        "loads": {},
        "uses": {},
        "catalogues": {},
        "quotes": {},
        "shorts": {},
        "answers": {},
    }
    register: Register  # read anew when a build begins
    catalogue: Catalogue  # likewise
    numbers = None  # that may be typed; likewise, where there is a list

    def note(self, kind: str, docname: str, item) -> None:
        """Record a claim, plot, ledger, use or catalogue of a chapter, what it says in short, or that it quotes others' numbers."""
        self.data[kind].setdefault(docname, []).append(item)

    def all(self, kind: str) -> list:
        """Every claim, plot or use, in the order of chapters, then of lines."""
        return [item for docname in sorted(self.data[kind]) for item in self.data[kind][docname]]

    def outline(self) -> dict:
        """What pages see of each other here: all but what was measured, and from what, which summaries show."""
        return self.data | {
            "claims": [(claim.id, claim.docname) for claim in self.all("claims")],
            "loads": {},
            "uses": {},
            "shorts": {},
        }

    @property
    def summaries(self) -> list[str]:
        """The pages that show what others have found."""
        return sorted({*self.data["ledgers"], *self.data["catalogues"], *self.data["answers"]})

    @property
    def resolved(self) -> dict[str, Claim]:
        """Claims by id; of several, the first."""
        return {claim.id: claim for claim in reversed(self.all("claims"))}

    @property
    def ledger(self) -> str | None:
        """The document with the ledger."""
        return min(self.data["ledgers"], default=None)

    def clear_doc(self, docname):
        for items in self.data.values():
            if isinstance(items, dict):
                items.pop(docname, None)

    def merge_domaindata(self, docnames, otherdata):
        for kind in self.initial_data:
            for docname in docnames & otherdata[kind].keys():
                self.data[kind][docname] = otherdata[kind][docname]

    def get_objects(self):
        for claim in self.resolved.values():
            yield claim.id, f"Claim {claim.id}", "claim", claim.docname, claim.anchor, 1

    def resolve_xref(self, env, fromdocname, builder, typ, target, node, contnode):
        """A claim's box, or its row in the ledger where it is asked for or all there is; an experiment in the catalogue."""
        if typ == "experiment":
            [page] = self.data["catalogues"] or [None]
            return make_refnode(builder, fromdocname, page, experiment_anchor(target), contnode) if page else nodes.inline()
        claim, entry = self.resolved.get(target), self.register.claims.get(target)
        title = f"{target}, {entry.note.title}" if entry else None
        if typ == "claim" and claim:
            return make_refnode(builder, fromdocname, claim.docname, claim.anchor, contnode, title)
        if entry and self.ledger:
            return make_refnode(builder, fromdocname, self.ledger, row_anchor(target), contnode, title)
        return entry and (nodes.inline() if typ == "row" else contnode)

    def resolve_any_xref(self, env, fromdocname, builder, target, node, contnode):
        found = target in self.resolved and self.resolve_xref(env, fromdocname, builder, "claim", target, node, contnode)
        return [("checkedbook:claim", found)] if found else []

    def check_consistency(self):
        """Warn of whatever the chapters and the register do not agree on."""
        self._check_claims()
        self._check_plots()

    def _check_claims(self):
        entries = self.register.claims
        places = defaultdict(list)
        for claim in self.all("claims"):
            entry = entries.get(claim.id)
            others = places[claim.id]
            if entry is None:
                warn(f"claim {claim.id} is not in {self.env.config.checkedbook_claims}", claim, "claim")
            elif others:
                warn(f"claim {claim.id} is resolved already in {self.where(others[0])}", claim, "claim")
            elif entry.chapter != claim.docname:
                warn(f"claim {claim.id} is registered for the chapter {entry.chapter}, not {claim.docname}", claim, "claim")
            if claim.fails:
                warn(f"claim {claim.id} does not hold: {claim.fails}", claim, "claim")
            others.append(claim)
        for entry in entries.values():
            if entry.id not in places and entry.chapter in self.env.found_docs:
                logger.warning(
                    f"claim {entry.id} is due: the chapter {entry.chapter} exists and does not resolve it",
                    location=f"{self.register.path}:{entry.line}",
                    type=self.name,
                    subtype="claim",
                )

    def _check_plots(self):
        first = {}
        for plot in self.all("plots"):
            other = first.setdefault(plot.name, plot)
            if other is not plot:
                warn(f"figure {plot.name!r} exists already in {self.where(other)}", plot, "figure")

    def where(self, item: Claim | Plot | Use) -> str:
        """The file and line of an item, relative to the source folder."""
        return f"{self.env.doc2path(item.docname, base=False)}:{item.line}"


def row_anchor(id: str) -> str:
    """The anchor of a claim's row in the ledger."""
    return f"ledger-{id}".lower()


def experiment_anchor(name: str) -> str:
    """The anchor of a stored run, or of a module of experiments, in the catalogue."""
    return f"experiment-{name}".replace(".", "-").replace("_", "-").lower()


def warn(message: str, item: Claim | Plot | Use, subtype: str) -> None:
    """Log a warning at the place of a claim, plot or use; under ``-W`` it fails the build."""
    logger.warning(message, location=(item.docname, item.line), type=Checked.name, subtype=subtype)

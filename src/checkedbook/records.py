"""The ledger for machines: ``ledger.json`` beside the page of the ledger."""

import json
import math
from pathlib import Path

from sphinx.application import Sphinx

from .domain import Checked, row_anchor
from .places import read
from .register import Entry

FORMAT = 1  # what the file is like; another number where a reader of this one would misread it


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the claims of the book, and the stored runs behind them, where the book has a ledger."""
    checked = app.env.domains[Checked.name]
    if exception or app.builder.format != "html" or not checked.ledger:
        return
    page = Path(app.outdir, app.builder.get_target_uri(checked.ledger))
    told = {"format": FORMAT, "book": app.config.project, **records(checked, lambda name: app.builder.get_target_uri(name))}
    page.with_suffix(".json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf8")


def records(checked: Checked, address) -> dict:
    """What the file says of claims, in the order of the register, and of runs; ``address(docname)`` is that of a page."""
    claims = {id: _claim(entry, checked, address) for id, entry in checked.register.claims.items()}
    used = {name for claim in claims.values() for name in claim.get("runs", ())}
    return {"claims": claims, "runs": {name: _run(checked.catalogue.runs[name]) for name in sorted(used)}}


def _claim(entry: Entry, checked: Checked, address) -> dict:
    claim = checked.resolved.get(entry.id)
    row = f"{address(checked.ledger)}#{row_anchor(entry.id)}"
    said = {"note": entry.note.title, "speaker": entry.speaker, "says": entry.says, "chapter": entry.chapter, "row": row}
    if not claim:
        return said | {"verdict": "open"}
    return said | {
        "verdict": claim.verdict,
        "page": f"{address(claim.docname)}#{claim.anchor}",
        "measured": " ".join(node.astext() for node in claim.measured),
        "conditions": {condition: {name: _value(value) for name, value in of} for condition, of in claim.conditions},
        "runs": sorted({use.experiment for use in checked.all("uses") if use.claim == claim.id}),
    }


def _run(run) -> dict:
    made = run.provenance() or {}
    return {"function": run.run, "settings": dict(run.settings)} | {
        key: made[key] for key in ("source", "date", "versions") if key in made
    }


def _value(written: str) -> float | str:
    """A number or string from its ``repr``; an array, of which a few are written, and what is not finite, as it is written."""
    try:
        value = read(written)
    except (ValueError, SyntaxError):
        return written
    return value if isinstance(value, str) or isinstance(value, int | float) and math.isfinite(value) else written


def conditions(told: dict) -> tuple:
    """Of what a cell told of a claim: each condition with the numbers that it is a condition on, by name, as they are written."""
    numbers = told["bound"] | told["numbers"] | told["arrays"]
    return tuple((condition, tuple((name, numbers[name]) for name in of)) for condition, of in told["uses"].items())

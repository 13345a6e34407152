"""The register: the claims that the book has to check."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from .cell import VERDICTS
from .conditions import FACTORS

SPEAKERS = ("note", "original")
LINE = 70  # characters of `about` at most: it is read behind a verdict, in one glance
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the former is made of C, and fifteen times as fast


class RegisterError(ValueError):
    """The register cannot be read; the message lists every fault with its line."""


@dataclass(frozen=True)
class Note:
    """A source whose claims are checked."""

    id: str
    title: str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A claim as registered: what is said, what the original says, the chapter that checks it, what came of that.

    `speaker` is who says it: the note or, where that stops before, its original. `robust` is what the verdict survived:
    other seeds, a finer grid, a finer clock. `factor` is how much its numbers must change for one of its conditions to
    fail, where 1.3 does not; `firm` is why none ever fails.
    """

    id: str
    note: Note
    says: str
    chapter: str
    about: str = ""
    original: str = ""
    verdict: str = ""
    measured: str = ""
    robust: str = ""
    speaker: str = "note"
    factor: float | None = None
    firm: str = ""
    line: int


@dataclass(frozen=True)
class Register:
    """Notes and claims by id, in the order of the file."""

    path: Path
    notes: dict[str, Note] = field(default_factory=dict)
    claims: dict[str, Entry] = field(default_factory=dict)


def load(path: Path) -> Register:
    """Read a register; a file that does not exist is an empty one.

    The file holds two keys. ``notes`` maps an id, as S0, to ``{title, about}``; ``claims`` lists
    ``{id, about, says, original, speaker, chapter, verdict, measured, robust, factor, firm}``: the id begins with its note's
    (S0-1); `about` is a line of :data:`LINE` characters at most that names what is claimed; `says`, `original`, `measured` and
    `robust` are a paragraph of MyST each, the last two with places for the numbers of the chapter's cell; `speaker` is one of
    :data:`SPEAKERS`; `chapter` is a document of the book; `verdict` is one of :data:`.VERDICTS`. The `about` of a note,
    `original`, `speaker`, `robust`, `factor` and `firm` may be left out, `about`, `verdict` and `measured` until the chapter is
    there.

    Raises
    ------
    RegisterError
        With every fault and its line.
    """
    if not path.exists():
        return Register(path)
    text = path.read_text("utf8")
    try:
        data, lines = yaml.load(text, LOADER), _lines(yaml.compose(text, LOADER))
    except yaml.YAMLError as error:
        raise RegisterError(f"{path}: {error}") from None
    faults = [f"{path}:{line}: {message}" for line, message in _faults(data, lines)]
    if faults:
        raise RegisterError("\n".join(faults))
    notes = {id: Note(id, **row) for id, row in data["notes"].items()}
    claims = {
        row["id"]: Entry(note=notes[_note(row["id"])], line=line, **row) for row, line in zip(data["claims"], lines["claims"])
    }
    return Register(path, notes, claims)


def _faults(data, lines: dict[str, list[int]]) -> Iterator[tuple[int, str]]:
    """Every fault of a register, after its line."""
    kinds = {key: type(value) for key, value in data.items()} if isinstance(data, dict) else data
    if kinds != {"notes": dict, "claims": list}:
        yield 1, f"expected a mapping 'notes' and a list 'claims', got {kinds!r}"
        return
    for (id, row), line in zip(data["notes"].items(), lines["notes"]):
        for message in _row_faults(row, {"title"}, {"about"}):
            yield line, f"note {id}: {message}"
    seen = {}
    for row, line in zip(data["claims"], lines["claims"]):
        id = row.get("id") if isinstance(row, dict) else None
        for message in (
            *_row_faults(
                row,
                {"id", "says", "chapter"},
                {"about", "original", "speaker", "verdict", "measured", "robust", "firm"},
                {"factor"},
            ),
            *_settled_faults(row if isinstance(row, dict) else {}),
        ):
            yield line, f"claim {id}: {message}"
        if isinstance(id, str) and _note(id) not in data["notes"]:
            yield line, f"claim {id}: the id begins with none of the notes {', '.join(data['notes'])}"
        if id is not None and seen.setdefault(id, line) != line:
            yield line, f"claim {id}: registered already on line {seen[id]}"


def _row_faults(row, required: set[str], optional: set[str], numbers: Set[str] = frozenset()) -> Iterator[str]:
    """What is wrong with the keys and values of a row: text, but for `numbers`."""
    if not isinstance(row, dict):
        yield f"expected the keys {', '.join(sorted(required))}, got {row!r}"
        return
    for key in sorted(required - set(row)):
        yield f"{key} is missing"
    for key, value in row.items():
        if key not in required | optional | numbers:
            yield f"unknown key {key!r}"
        elif key not in numbers and not (isinstance(value, str) and value.strip()):
            yield f"{key} must be text, got {value!r}"


def _settled_faults(row: dict) -> Iterator[str]:
    """What is wrong with what a row says of its claim's fate."""
    if ("verdict" in row) != ("measured" in row):
        yield "verdict and measured come together"
    if "verdict" in row and "about" not in row:
        yield "about is missing: the verdict stands folded behind that line"
    if isinstance(about := row.get("about"), str) and (len(about) > LINE or about.endswith(".")):
        yield f"about must be a line of {LINE} characters at most, without a full stop, got {about!r}"
    if "robust" in row and "verdict" not in row:
        yield "robust is said of a verdict, and there is none"
    if row.get("speaker", SPEAKERS[0]) not in SPEAKERS:
        yield f"speaker must be one of {', '.join(SPEAKERS)}, got {row['speaker']!r}"
    if row.get("verdict", VERDICTS[0]) not in VERDICTS:
        yield f"no verdict {row['verdict']!r}; there are: {', '.join(VERDICTS)}"
    if "factor" in row and "firm" in row:
        yield "factor says that a condition can fail, firm that none can: leave one out"
    larger = list(FACTORS)[1:]
    if row.get("factor", larger[0]) not in larger:
        yield f"factor must be one of {', '.join(map(str, larger))}, got {row['factor']!r}"


def _lines(root: yaml.Node | None) -> dict[str, list[int]]:
    """The lines of the rows under each key, from 1."""
    lines = {}
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        rows = [row[0] for row in value.value] if isinstance(value, yaml.MappingNode) else value.value
        lines[key.value] = [row.start_mark.line + 1 for row in rows if isinstance(row, yaml.Node)]
    return lines


def _note(id: str) -> str:
    return id.split("-")[0]

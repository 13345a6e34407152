"""The code of the chapters can be read: short lines, and few of them at once."""

from pathlib import Path

import pytest
import yaml

DOCS = Path(__file__).parents[1] / "docs"
WIDTH = 110
LINES = 12  # not counting blank ones
FOLDED = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
PAGES = sorted(path.relative_to(DOCS).with_suffix("").as_posix() for path in DOCS.rglob("*.md"))


def cells(text: str) -> list[tuple[set[str], list[tuple[int, str]]]]:
    """The cells of a chapter: tags, and lines of code with their numbers."""
    found, lines = [], iter(enumerate(text.splitlines(), 1))
    for _, line in lines:
        if line.startswith("```{code-cell}"):
            cell = [next(lines)]
            while not cell[-1][1].startswith("```"):
                cell.append(next(lines))
            found.append(_parted(cell[:-1]))
    return found


def _parted(cell):
    """The tags of a cell, and its code."""
    written = [line for _, line in cell]
    if written and written[0] == "---":
        end = written.index("---", 1)
        options, cell = yaml.safe_load("\n".join(written[1:end])), cell[end + 1 :]
    else:
        end = next((n for n, line in enumerate(written) if not line.startswith(":")), len(written))
        options, cell = yaml.safe_load("\n".join(line[1:] for line in written[:end])) or {}, cell[end:]
    return set(options.get("tags", [])), cell


@pytest.mark.parametrize("page", PAGES)
def test_lines_of_code_are_short(page):
    long = [
        f"{page}.md:{number}: {len(line)} characters"
        for _, code in cells((DOCS / f"{page}.md").read_text("utf8"))
        for number, line in code
        if len(line) > WIDTH
    ]
    assert not long, "\n".join(long)


@pytest.mark.parametrize("page", PAGES)
def test_what_is_seen_at_once_is_short(page):
    shown = [
        (code[0][0], sum(bool(line.strip()) for _, line in code))
        for tags, code in cells((DOCS / f"{page}.md").read_text("utf8"))
        if code and not tags & FOLDED
    ]
    assert not [f"{page}.md:{number}: {lines} lines" for number, lines in shown if lines > LINES]


def test_cells_are_found():
    text = (
        "```{code-cell} python\n---\ntags: [hide-input]\n---\na\n\nb\n```\n\n"
        "```{code-cell} python\n:tags: [hide-cell]\n\nc\n```\n```{code-cell} python\nd\n```\n"
    )
    assert cells(text) == [
        ({"hide-input"}, [(5, "a"), (6, ""), (7, "b")]),
        ({"hide-cell"}, [(12, ""), (13, "c")]),
        (set(), [(16, "d")]),
    ]


# The parts of a chapter, in this order; {claims} stands where cells resolve claims.
PARTS = (
    ":::{short}",
    ":::{needs}",
    ":class: objectives",
    "## Summary",
    "## Exercises",
    "## What the notes say",
    "## Further reading",
)


@pytest.mark.parametrize("page", [page for page in PAGES if page[0].isdigit() and not page.endswith("/index")])
def test_a_chapter_has_its_parts_in_order(page):
    lines = (DOCS / f"{page}.md").read_text("utf8").splitlines()
    resolves = any(line.lstrip().startswith("claim(") for line in lines)
    parts = [part for part in PARTS if resolves or part != "## What the notes say"]
    assert [line for line in lines if line in PARTS and line in parts] == parts

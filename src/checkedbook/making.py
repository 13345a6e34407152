"""A book is made: chapters run, then pages are set."""

import os
import shutil
from collections.abc import Iterable, Iterator, Set
from pathlib import Path

from .inputs import Inputs, Record
from .manuscript import Chapter, UnreadableChapter, manuscript
from .outline import Restructured
from .rendering import Stopped, render
from .settings import SettingsError, settings
from .shelf import Executed, Shelf
from .watch import digest

CELLS = "_build/cells"  # from the folder of conf.py: what chapters gave


def make(root: Path, source: Path, work: Path, kept: Path, record: Record | None) -> tuple[Record | None, list[str]]:
    """Make the book in ``work``: its ``site``, and what a later build may go on from.

    Parameters
    ----------
    root, source
        The folders of ``conf.py`` and of the chapters.
    work
        The folder to work in; there is none yet.
    kept
        What the last build has left.
    record
        What that was built from; nothing, if this one must begin from nothing.

    Returns
    -------
    record : Record
        What the book was built from.
    reasons : list of str
        Why it is no book, a line each; none, if it is one.
    """
    try:
        made, reasons = _Maker(root, source, work, kept).make(record)
    except (SettingsError, UnreadableChapter, Stopped) as error:
        made, reasons = None, [str(error)]
    return made, [reason.replace(f"{root}/", "") for reason in reasons]


class _Maker:
    def __init__(self, root: Path, source: Path, work: Path, kept: Path):
        self.root, self.source, self.work, self.kept = root, source, work, kept
        self.settings = settings(root)
        self.shelf = Shelf(root / CELLS, root, self.settings.packages)
        self.failures, self.partial = [], {}  # of cells; what their chapters gave until then, by their names

    def make(self, record: Record | None) -> tuple[Record, list[str]]:
        """Go on from the last build, if that is right; else begin from nothing."""
        folders = tuple(map(str, self.settings.folders().values()))
        inputs = Inputs(str(self.root), str(self.source), folders, record.inputs.beyond if record else ())
        state = inputs.state()
        changed = record and record.changed(inputs, state)
        if changed is not None:
            try:
                return self.attempt(inputs, state, record, changed)
            except Restructured:
                shutil.rmtree(self.work, ignore_errors=True)
        return self.attempt(inputs, state)

    def attempt(
        self, inputs: Inputs, state: dict, last: Record | None = None, changed: Set[str] = frozenset()
    ) -> tuple[Record, list[str]]:
        """One way or the other: after the `last` build, since which files have `changed`, or from nothing."""
        seconds, read, pages = {}, {}, None
        if last and all(map(inputs.is_page, changed)):  # then what other chapters gave stands
            pages, read = changed, {file: state[file] for file in inputs.beyond}
            seconds = {name: time for name, time in last.seconds.items() if str(self.source / f"{name}.md") not in pages}
        chapters = manuscript(self.source, self.settings, pages)
        for chapter, executed in self.executed(chapters):
            executed.fill(chapter)
            seconds[chapter.name] = executed.seconds
            read |= self.shelf.read(chapter, executed)
        if last:
            if seconds.keys() != last.seconds.keys():
                raise Restructured("a page has got its first cell, or lost its last")
            shutil.copytree(self.kept, self.work)
        jobs = 1 if last and len(changed) == 1 else cores()
        rendered = render(self.root, self.source, self.work, chapters, sorted(seconds), changed if last else None, jobs)
        reasons = [*sorted(map(str, self.failures)), *unrelated(rendered.warnings, self.partial.keys())]
        own = {file: state[file] for file in state if file not in inputs.beyond}
        found = {str(file) for file in rendered.found if self.work not in file.parents}
        beyond = {file: read.get(file) or digest(Path(file)) for file in sorted({*found, *read}) if file not in own}
        inputs = Inputs(inputs.root, inputs.source, inputs.packages, tuple(beyond))
        return Record(inputs, own | beyond, dict(sorted(seconds.items()))), reasons

    def executed(self, chapters: Iterable[Chapter]) -> Iterator[tuple[Chapter, Executed]]:
        """Each chapter with its outputs: those that are kept, or else those of a run, the longest first."""
        missing = []
        for chapter in chapters:
            if executed := self.partial.get(chapter.name) or self.shelf.get(chapter):
                yield chapter, executed
            else:
                missing.append(chapter)
        if not missing:
            return
        from .execution import Workshop
        from .progress import Progress

        missing.sort(key=self.shelf.expected, reverse=True)
        workshop = Workshop(self.root, self.shelf.folder, self.settings, cores())
        with Progress(missing) as progress:
            for chapter, executed, failure in workshop.run(missing, progress):
                if failure:
                    self.failures.append(failure)
                    self.partial[chapter.name] = executed
                else:
                    self.shelf.put(chapter, executed)
                yield chapter, executed


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def unrelated(warnings: Iterable[str], failed: Set[str]) -> list[str]:
    """What Sphinx warned of, less what follows from a failed cell.

    Examples
    --------
    >>> told = ["/b/pages/1/a.md:12: WARNING: No key 'loss' found in glue data.", "/b/pages/c.md:3: WARNING: no such label: fig"]
    >>> print(*unrelated(told, {"1/a"}), sep="\\n")
    /b/pages/c.md:3: WARNING: no such label: fig
    and 1 more, about chapters with a failed cell
    """
    warnings = list(warnings)
    follow = [line for line in warnings if any(f"{name}.md:" in line or f"{name} exists" in line for name in failed)]
    more = [f"and {len(follow)} more, about chapters with a failed cell"] if follow else []
    return [line for line in warnings if line not in follow] + more

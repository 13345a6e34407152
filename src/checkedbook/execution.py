"""Chapters are run: side by side, each in a kernel of its own, by nbclient."""

import contextlib
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import nbclient
from jupyter_client import AsyncKernelManager
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import from_dict
from nbformat.v4 import new_notebook

from . import watch
from .kernel import Kernels
from .manuscript import Chapter
from .progress import Progress
from .results.declared import REGISTER
from .settings import Settings
from .shelf import Executed

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_FILE = re.compile(r" \(\d+\.py, line \d+\)$")
_RAISED_ON = re.compile(r"^\s*Cell In\[\d+\], line (\d+)", re.MULTILINE)


@dataclass(frozen=True)
class Failure:
    """A cell that failed: the chapter, the line of its file, and why."""

    chapter: Chapter
    line: int
    reason: str

    def __str__(self):
        return f"{self.chapter.path}:{self.line}: the cell fails: {self.reason}"


class Workshop:
    """Where the chapters of a book are run.

    Parameters
    ----------
    root : Path
        The folder from which the paths of what they read are told.
    kept : Path
        A folder for what kernels keep from build to build.
    settings : Settings
        Those of the book.
    jobs : int
        How many chapters may run at a time.
    """

    def __init__(self, root: Path, kept: Path, settings: Settings, jobs: int):
        self.root, self.kept, self.settings, self.jobs = root, kept, settings, jobs

    def watch(self, chapter: Chapter, notes: Path) -> watch.Watch:
        """Who notes what a chapter reads. Stored runs tell their state themselves, with what is declared of them."""
        folders = self.root, *self.settings.folders().values()
        but = self.root / "_build", Path(sys.prefix), (chapter.results or self.root) / REGISTER
        return watch.Watch(notes, self.root, tuple(map(str, folders)), tuple(map(str, but)))

    def run(self, chapters: list[Chapter], progress: Progress) -> Iterator[tuple[Chapter, Executed, Failure | None]]:
        """Run chapters, in this order, some at a time. Yield each as it ends: one that fails has
        the outputs until then.
        """
        with _scratch() as scratch, _environment(scratch, self.kept):
            pool = ThreadPoolExecutor(self.jobs)
            runs = [_Run(self, chapter, scratch / str(number), progress) for number, chapter in enumerate(chapters)]
            try:
                for done in as_completed([pool.submit(run) for run in runs]):
                    yield done.result()
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
                for run in runs:
                    run.stop()
                pool.shutdown()


class _Run:
    """One chapter, run once."""

    def __init__(self, workshop: Workshop, chapter: Chapter, place: Path, progress: Progress):
        self.workshop, self.chapter, self.place, self.progress = workshop, chapter, place, progress
        self.manager = AsyncKernelManager(
            transport="ipc", ip=str(place), connection_file=f"{place}.json", kernel_name="python3", kernel_spec_manager=Kernels()
        )
        self.places = list(chapter.cells)
        self.begun = 0  # how many cells

    def __call__(self) -> tuple[Chapter, Executed, Failure | None]:
        chapter, limit, notes = self.chapter, self.workshop.settings.timeout, self.place.with_suffix(".notes")
        notebook = new_notebook(cells=list(map(from_dict, chapter.cells.values())))
        client = nbclient.NotebookClient(
            notebook,
            km=self.manager,
            timeout=limit,
            startup_timeout=limit,
            iopub_timeout=limit,
            raise_on_iopub_timeout=True,
            coalesce_streams=True,
            record_timing=False,
            shutdown_kernel="immediate",
            on_cell_execute=self.note,
        )
        begun, failure = time.monotonic(), None
        try:
            client.execute(
                cwd=str(chapter.path.parent), env=dict(os.environ), watch=self.workshop.watch(chapter, notes), cleanup_kc=True
            )
        except CellExecutionError as error:
            failure = self.failure(_said(error), _raised_on(notebook.cells[self.begun - 1]))
        except CellTimeoutError:
            failure = self.failure(f"it takes longer than {limit} s")
        except DeadKernelError:
            failure = self.failure("DeadKernelError: the kernel died")
        except RuntimeError as error:  # before the first cell
            failure = self.failure(f"no kernel: {error}")
        ran = [{"outputs": cell.outputs, "execution_count": cell.execution_count} for cell in notebook.cells]
        seconds = time.monotonic() - begun
        self.progress.end(chapter, seconds)
        return chapter, Executed(ran, dict(notebook.metadata), seconds, watch.read(notes), _stored(ran)), failure

    def note(self, cell, cell_index: int) -> None:
        self.begun = cell_index + 1
        self.progress.cell(self.chapter, self.begun)

    def failure(self, reason: str, offset: int = 0) -> Failure:
        return Failure(self.chapter, self.chapter.line(self.places[max(self.begun, 1) - 1]) + offset, reason)

    def stop(self) -> None:
        """Kill the kernel, if it is still there."""
        process = self.manager.provisioner and self.manager.provisioner.process
        if process and process.poll() is None:
            process.kill()


def _said(error: CellExecutionError) -> str:
    """The error, without the file that IPython makes of a cell."""
    first, *_ = f"{error.ename}: {error.evalue}".strip().splitlines()
    return _FILE.sub("", _COLOUR.sub("", first))


def _raised_on(cell) -> int:
    """How many lines below the first of a cell its error arose."""
    tracebacks = ["\n".join(output.traceback) for output in cell.outputs if output.output_type == "error"]
    found = [_RAISED_ON.search(_COLOUR.sub("", traceback)) for traceback in tracebacks]
    return int(found[-1][1]) - 1 if found and found[-1] else 0


def _stored(cells: list[dict]) -> list[tuple[str, str]]:
    """The stored runs that cells have loaded, with the state that each was in."""
    told = [output.get("metadata", {}).get("checkedbook", {}) for cell in cells for output in cell["outputs"]]
    return sorted({(each["name"], each["state"]) for each in told if each.get("kind") == "stored"})


@contextlib.contextmanager
def _scratch() -> Iterator[Path]:
    """A folder for sockets, since kernels that start together may choose the same TCP port.

    A socket's path has some hundred bytes at most, and temporary folders may be deep.
    """
    short = "/tmp" if len(tempfile.gettempdir()) > 60 and os.access("/tmp", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="cells-", dir=short))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _environment(scratch: Path, kept: Path) -> Iterator[None]:
    """The variables that kernels start with: sums and sets come in one order, and nothing of the user's has a say.

    Chapters share the cores, so each takes one thread.
    """
    before = dict(os.environ)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    for name in ("MATPLOTLIBRC", "PYTHONSTARTUP", "PYTHONWARNINGS"):
        os.environ.pop(name, None)
    os.environ |= {
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": str(kept),
        "IPYTHONDIR": str(scratch),
        "JUPYTER_CONFIG_DIR": str(scratch),
        "JUPYTER_DATA_DIR": str(scratch),
        "JUPYTER_RUNTIME_DIR": str(scratch),
    }
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)

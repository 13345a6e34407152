"""How cells are run, and when their cached outputs still count."""

import hashlib
import os
import re
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

from .torn import drop_torn

KEPT = 3
_SKIPPED = ("__pycache__", ".egg-info", ".pyc")


def source_hash(root: Path, sources: Iterable[str]) -> str:
    """A short hash of the files that the outputs of cells depend on.

    Parameters
    ----------
    root
        The folder from which the sources count.
    sources
        Files, folders or globs, as ``src`` or ``src/**/*.py``. A folder stands for all below it but byte code.

    Raises
    ------
    ConfigError
        If a source matches nothing.
    """
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for source in sources:
        found = sorted(root.glob(source))
        if not found:
            raise ConfigError(f"checkedbook_cache_sources: {source!r} matches no file below {root}")
        for path in found:
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                name = file.relative_to(root).as_posix()
                if file.is_file() and not any(part.endswith(_SKIPPED) for part in name.split("/")):
                    digest.update(f"{name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]


def prepare_execution(app: Sphinx, config: Config) -> None:
    """Cache outputs under the hash of the sources, and let chapters run side by side."""
    one_thread_each()
    a_reader_each(app)
    mend_executor()
    if sys.platform != "win32":
        sockets = sockets_not_ports()
        app.connect("build-finished", lambda app, exception: shutil.rmtree(sockets, ignore_errors=True))
    if config.nb_execution_mode == "auto":
        config.nb_execution_mode = "cache"
    if config.nb_execution_mode == "cache":
        base = Path(app.confdir, config.nb_execution_cache_path or "_build/cells")
        folder = base / source_hash(Path(app.confdir), config.checkedbook_cache_sources)
        config.nb_execution_cache_path = str(folder)
        make_cache(folder)
        drop_old(base)


def one_thread_each() -> None:
    """Chapters share the cores, so a kernel takes one; and its sums and sets come in one order."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    os.environ.setdefault("PYTHONHASHSEED", "0")


def a_reader_each(app: Sphinx) -> None:
    """Let whichever core is free read the next chapter, the longest first; Sphinx deals each core a part of the alphabet."""
    import sphinx.builders

    sphinx.builders.make_chunks = lambda names, nproc, maxbatch=10: [[name] for name in names]
    longest_last = lambda app, env, names: names.sort(key=lambda name: env.doc2path(name).stat().st_size)  # taken from the end
    app.connect("env-before-read-docs", longest_last)


def mend_executor() -> None:
    """Let a cell that kills its kernel fail as others do, with chapter and line, where it would stop the build.

    And keep together what a cell prints, which comes in pieces of any size: MyST-NB gives each a line of its own.
    """
    import nbclient
    from jupyter_cache.executors import utils
    from nbformat.v4 import new_output

    def execute(notebook, **options):
        begun = []
        try:
            return nbclient.execute(notebook, on_cell_execute=lambda cell, cell_index: begun.append(cell), coalesce_streams=True, **options)
        except nbclient.client.DeadKernelError as death:
            error = {"ename": "DeadKernelError", "evalue": "the kernel died"}
            begun[-1].outputs.append(new_output("error", **error, traceback=["DeadKernelError: the kernel died"]))
            raise nbclient.exceptions.CellExecutionError(begun[-1].source, **error) from death

    utils.executenb = execute


def sockets_not_ports() -> str:
    """Let kernels talk over Unix sockets, in the folder returned: those that start together may choose the same TCP port."""
    from jupyter_client import AsyncKernelManager

    # A socket's path has some hundred bytes at most, and temporary folders may be deep.
    short = "/tmp" if len(tempfile.gettempdir()) > 60 and os.access("/tmp", os.W_OK) else None
    sockets = tempfile.mkdtemp(prefix="cells-", dir=short)
    AsyncKernelManager._transport_default = lambda self: "ipc"
    AsyncKernelManager._ip_default = lambda self: os.path.join(sockets, uuid.uuid4().hex[:8])
    return sockets


def make_cache(folder: Path) -> None:
    """Make the cache before readers fork, and never truncate it: in both they would get into each other's way."""
    from jupyter_cache import get_cache
    from jupyter_cache.cache.main import JupyterCacheBase

    drop_torn(folder)
    get_cache(folder).db.dispose()
    folder.touch()
    JupyterCacheBase.truncate_caches = lambda self: None


def drop_old(base: Path) -> None:
    """Keep the caches used last."""
    caches = [f for f in base.iterdir() if re.fullmatch("[0-9a-f]{12}", f.name)]
    for folder in sorted(caches, key=lambda f: f.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(folder, ignore_errors=True)

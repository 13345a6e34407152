"""Where compiled loops are kept from process to process."""

import hashlib
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path


def folder() -> Path:
    """``trainability/fused`` in the user's cache."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path("~/.cache").expanduser()
    return Path(cache, "trainability", "fused")


def stored(name: str, source: str) -> Callable | None:
    """The function ``loop`` of a file with this source, beside which Numba keeps what it makes of it; None where none can be written.

    The file is named by the rule and a hash of the source, so that another one never takes its place.
    """
    path = folder() / f"{name}_{hashlib.sha256(source.encode()).hexdigest()[:16]}.py"
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf8") as file:
                file.write(source)
            os.replace(file.name, path)
    except OSError:
        return None
    spec = importlib.util.spec_from_file_location(f"trainability_fused_{path.stem}", path)
    sys.modules[spec.name] = module = importlib.util.module_from_spec(spec)  # where Numba looks for it
    spec.loader.exec_module(module)
    return module.loop

"""The cache of executed cells after a build that was killed."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path


def drop_torn(cache: Path) -> None:
    """Remove the folder ``cache`` of jupyter-cache unless each of its notebooks is whole.

    It records a notebook first and writes it then, and would stumble for ever over one whose writing was cut short.
    """
    try:
        with closing(sqlite3.connect(f"file:{cache / 'global.db'}?mode=rw", uri=True)) as database:
            recorded = {key for (key,) in database.execute("SELECT hashkey FROM nbcache")}
        for key in recorded.union(folder.name for folder in cache.glob("executed/*")):
            json.loads((cache / "executed" / key / "base.ipynb").read_bytes())
    except (sqlite3.Error, OSError, ValueError):
        shutil.rmtree(cache, ignore_errors=True)

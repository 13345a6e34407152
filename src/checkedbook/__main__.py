"""``python -m checkedbook [SOURCE] [SITE]``: build the book."""

import argparse
import sys
from pathlib import Path

from .build import BuildError, build

parser = argparse.ArgumentParser(prog="python -m checkedbook", description="Build the book, strictly and at once.")
parser.add_argument("source", nargs="?", type=Path, default=Path("docs"), help="the folder of the chapters (docs)")
parser.add_argument("site", nargs="?", type=Path, default=Path("_build/html"), help="the built site (_build/html)")
parser.add_argument("--times", action="store_true", help="say how long the cells of each chapter ran")
arguments = parser.parse_args()
try:
    seconds = build(arguments.source, arguments.site)
except BuildError as error:
    print("\nThe book was not built:", *error.args, sep="\n", file=sys.stderr)
    sys.exit(1)
except KeyboardInterrupt:
    print("\nInterrupted: the book was not built.", file=sys.stderr)
    sys.exit(130)
if arguments.times:
    for chapter, time in seconds.items():
        print(f"{time:8.1f} s  {chapter}")
slowest = max(seconds, key=seconds.get, default=None)
if slowest:
    print(f"Cells: {sum(seconds.values()):.1f} s, most of them ({seconds[slowest]:.1f} s) in {slowest}.")
print(f"The book is in {arguments.site.resolve() / 'index.html'}")

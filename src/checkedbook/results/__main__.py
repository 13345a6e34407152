"""``python -m checkedbook.results FOLDER [NAME ...]``: run the experiments that are missing or stale."""

import argparse
import sys
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from tqdm import tqdm

from .declared import Experiment
from .runs import adopt, differs, run, stale, why

parser = argparse.ArgumentParser(
    prog="python -m checkedbook.results", description="Run the experiments that are missing or stale."
)
parser.add_argument("folder", type=Path, help="where experiments.toml is")
parser.add_argument("names", nargs="*", help="the experiments to run, whether stale or not")
instead = parser.add_mutually_exclusive_group()
instead.add_argument("--all", action="store_true", help="run every experiment anew")
instead.add_argument("--why", action="store_true", help="run nothing: say of each stale run through what it is")
instead.add_argument("--adopt", action="store_true", help="take stale runs over whose slice is still the same in every bit")
instead.add_argument("--check", type=int, metavar="N", help="run N experiments whole, other ones each week, and compare")
arguments = parser.parse_args()
folder, register = arguments.folder, Experiment.all(arguments.folder)
if unknown := [name for name in arguments.names if name not in register]:
    parser.error(f"no experiment is called {', '.join(unknown)}; there are {', '.join(register)}")


def shown(names):
    """The names, with a bar that says which one is in hand; and what prints a line above it."""
    bar = tqdm(names, unit="run", disable=not names)
    for name in bar:
        bar.set_postfix_str(name)
        yield name, bar.write


failed = False
if arguments.why:
    for name in arguments.names or stale(folder):
        print(f"{name}: {why(register[name]) or 'it is fresh'}")
elif arguments.adopt:
    for name, say in shown(arguments.names or stale(folder)):
        reason = adopt(name, folder)
        failed |= bool(reason)
        say(f"{name}: {f'not adopted: {reason}' if reason else 'adopted'}")
elif arguments.check:
    weeks = date.today().toordinal() // 7
    turn = islice(cycle(register), weeks * arguments.check % len(register), None)
    for name, say in shown(arguments.names or list(islice(turn, min(arguments.check, len(register))))):
        reason = differs(name, folder)
        failed |= bool(reason)
        say(f"{name}: {reason or 'agrees'}")
else:
    for name, say in shown(list(register) if arguments.all else arguments.names or stale(folder)):
        say(f"{name}: {run(name, folder)['seconds']} s")
sys.exit(failed)

"""python compare_ledgers.py ONE.json OTHER.json: where two builds of the book have measured differently.

Both are files ledger.json, as lies beside the page Ledger of claims. The difference of two numbers is told relative to the
larger one. The exit status is 1 if a verdict differs, or a claim, a condition or one of its numbers is in one file alone.
"""

import json
import sys

TOLERANCE = 1e-6  # relative; what differs by less is not told


def differences(one, other):
    """A line for each, and whether it is one of what is there, not of how much."""
    for id in sorted(one.keys() | other.keys()):
        if id not in one or id not in other:
            yield f"{id}: in one file alone", True
            continue
        if one[id]["verdict"] != other[id]["verdict"]:
            yield f"{id}: {one[id]['verdict']}, and {other[id]['verdict']}", True
        ours, theirs = (
            {
                (condition, name): value
                for condition, numbers in each[id].get("conditions", {}).items()
                for name, value in numbers.items()
            }
            for each in (one, other)
        )
        for condition, name in sorted(ours.keys() | theirs.keys()):
            a, b = ours.get((condition, name)), theirs.get((condition, name))
            if a is None or b is None:
                yield f"{id}, {condition}: {name} in one file alone", True
            elif isinstance(a, str) or isinstance(b, str):
                if a != b:
                    yield f"{id}, {condition}: {name} is {a}, and {b}", False
            elif abs(a - b) > TOLERANCE * max(abs(a), abs(b)):
                yield f"{id}, {condition}: {name} is {a:.6g}, and {b:.6g}: {abs(a - b) / max(abs(a), abs(b)):.1e}", False


if __name__ == "__main__":
    one, other = (json.load(open(path, encoding="utf8"))["claims"] for path in sys.argv[1:3])
    found = list(differences(one, other))
    print(*[line for line, _ in found] or ["They agree."], sep="\n")
    sys.exit(any(grave for _, grave in found))

"""What a figure's settings may be: for its sliders, for what an address asks, and for links, which the build looks at."""

from collections.abc import Sequence
from inspect import get_annotations
from math import isfinite
from typing import Any

Allowed = Sequence[str] | dict[str, Any]  # words, or so many numbers in a range
ANY = (None, None, "()")


def numbers(range: Sequence = ANY, *, count: int = 1, whole: bool = False) -> dict[str, Any]:
    """What allows ``count`` numbers, commas between them: in a range, ``low, high, ends``, and ``whole`` ones alone."""
    return {"range": list(range), "count": count, "whole": whole}


def stated(defined) -> dict[str, list]:
    """The ranges that the annotations of a function or a class state, each as its ends, None where there is none, and its brackets."""
    return {
        name: [end if isfinite(end) else None for end in (each.low, each.high)] + [each.ends]
        for name, hint in get_annotations(defined).items()
        for each in getattr(hint, "__metadata__", ())
        if hasattr(each, "ends")
    }


def fault(text: str, allowed: Allowed) -> str:
    """What must be in the place of ``text``; empty if it may stand."""
    if not isinstance(allowed, dict):
        return "" if text in allowed else f"one of {', '.join(allowed)}"
    low, high, ends = allowed["range"]
    try:
        given = [float(each) for each in text.split(",")]
    except ValueError:
        given = []
    inside = all(
        isfinite(each)
        and (low is None or each > low or (each == low and ends[0] == "["))
        and (high is None or each < high or (each == high and ends[1] == "]"))
        and (each.is_integer() or not allowed["whole"])
        for each in given
    )
    if inside and len(given) == allowed["count"]:
        return ""
    what = f"{'whole ' if allowed['whole'] else ''}number"
    wanted = f"a {what}" if allowed["count"] == 1 else f"{allowed['count']} {what}s, with commas"
    return f"{wanted}, in {ends[0]}{'-∞' if low is None else low}, {'∞' if high is None else high}{ends[1]}"

"""Live figures: the package's own functions, translated to JavaScript, under the reader's hand."""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle

from ..cell import KEY, cell_line, emit


def live(name: str, surface, rules: Mapping, *, start: Sequence[float], steps: int, on: Sequence[str] | None = None,
         schedules: Mapping[str, Callable] | None = None) -> None:
    """Let the reader descend: put controls, where scripts run, in the place of the figure ``name``.

    The surface, the rules and the schedules are translated to JavaScript from their source. Call it beside
    ``figure(name, ...)``, whose drawing stands where no script runs.

    Parameters
    ----------
    name
        A figure that this chapter shows by ``{plot}``.
    surface
        A function of the plane, with ``value``, ``slopes``, ``minimum`` and ``extent``.
    rules
        Update rules by their labels, with the hyperparameters from which the sliders start.
    start
        From where, as x and y.
    steps
        How many steps can be seen, at least one.
    on
        Labels of the rules that are shown at first; by default all.
    schedules
        Schedules by their labels. The learning rate of all rules is multiplied by the one that is chosen.

    Raises
    ------
    TypeError
        If a hyperparameter is not a number.
    ValueError
        If there is no step or no rule, or ``on`` names a rule that is not there.
    """
    from .contours import contours
    from .translate import Translation

    on = list(rules) if on is None else on
    if not rules or steps < 1:
        raise ValueError(f"live {name!r}: expected a rule and a step at least; got {len(rules)} rules and {steps} steps")
    if unknown := set(on) - set(rules):
        raise ValueError(f"live {name!r}: no rule {', '.join(sorted(unknown))}; there are {', '.join(rules)}")
    made = Translation()
    each = [_rule(made, name, label, rule, color, label in on) for (label, rule), color in zip(rules.items(), cycle(_colors()))]
    shapes = ", ".join(f"{json.dumps(label)}: {made.instance(schedule)}" for label, schedule in (schedules or {}).items())
    returned = f"{{surface: {made.surface(surface)}, rules: [{', '.join(each)}], schedules: {{{shapes}}}}}"
    given = {"name": name, "start": [float(x) for x in start], "steps": steps, "contours": contours(surface)}
    script = (
        f"(window.liveFigures = window.liveFigures || []).push(Object.assign({json.dumps(given)}, "
        f"{{make: function (np, sqrt) {{\n{made.source()}\nreturn {returned};\n}}}}));"
    )
    emit({"text/plain": f"{', '.join(rules)} on {surface!r}, to be tried in the book"},
         {KEY: {"kind": "live", "name": name, "script": script, "keys": _keys(rules, schedules), "line": cell_line()}})


def _keys(rules, schedules):
    """What a link can set."""
    hyper = [f"{k}.{name}" for k, rule in enumerate(rules.values()) for name in rule.hyper]
    return ["start", "step", "on", "chart", *(["schedule"] if schedules else []), *hyper]


def _rule(made, name, label, rule, color, on):
    if schedules := [key for key, value in rule.hyper.items() if not isinstance(value, (int, float))]:
        raise TypeError(f"live {name!r}: {label} has no number for {', '.join(schedules)}; a schedule goes to schedules=")
    more = json.dumps({"label": label, "color": color, "on": on})
    return f"{made.rule(rule)[:-1]}, {more[1:]}"


def _colors():
    from matplotlib import rcParams

    return rcParams["axes.prop_cycle"].by_key()["color"]

"""Live figures: the package's own functions, translated to JavaScript, under the reader's hand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..cell import KEY, cell_line, emit


@dataclass(frozen=True)
class Tabled:
    """A schedule that cannot be translated, in ``live``: its values are computed when the book is built, and the figure says so."""

    schedule: Callable

    def __call__(self, t):
        return self.schedule(t)


def live(
    name: str,
    surface,
    rules: Mapping,
    *,
    start: Sequence[float],
    steps: int,
    on: Sequence[str] | None = None,
    elsewhere: Mapping[str, tuple] | None = None,
    schedules: Mapping[str, Callable] | None = None,
    noise: float | None = None,
    charts: Mapping[str, Callable] | None = None,
    plane=None,
    beside: Mapping | None = None,
    unfolded: bool = False,
) -> None:
    """Let the reader descend: put controls, where scripts run, in the place of the figure ``name``.

    The surface, the rules and the schedules are translated to JavaScript from their source. Call it beside
    ``figure(name, ...)``, whose drawing stands where no script runs, and under a fold where one does.

    Parameters
    ----------
    name
        A figure that this chapter shows by ``{plot}``.
    surface
        A function of the plane, with ``value``, ``slopes``, ``minimum`` and ``extent``.
    rules
        Update rules by their labels, with the hyperparameters from which the sliders start. Of one that is a schedule,
        a dataclass, there is a slider for every number in it; in :class:`Tabled`, it has none.
    start
        From where, as x and y.
    steps
        How many steps can be seen, at least one.
    on
        Labels of the rules that are shown at first; by default all.
    elsewhere
        More surfaces to choose, by their labels: each with its start and the rules, under the same labels, that suit it.
    schedules
        Schedules by their labels. The learning rate of all rules is multiplied by the one that is chosen.
    noise
        Standard deviation of the noise that one example has in either slope. The reader chooses the size of a batch,
        and sees a cloud of other draws. The browser draws them, from a seed; the figure says so.
    charts
        What is charted in each direction, by its label, beside the loss: functions whose arguments are, by their names,
        any of ``t``, ``theta``, ``g``, the state of a rule and its hyperparameters. They are for the rules that have all of
        those. The first is shown. Each state is charted without being asked for.
    plane
        The factor by which a step shrinks the distance, a function ``value`` of one or two hyperparameters, by their
        names, with ``minimum`` and ``extent`` as a surface has them. A point on its map sets them.
    beside
        Factors of other methods, by their labels, over the same two hyperparameters: a broken line on the map where each is 1.
    unfolded
        Whether the drawing is open below the controls at first, since it shows what they do not.

    Raises
    ------
    TypeError
        If a hyperparameter is neither a number nor a schedule.
    ValueError
        If there is no step or no rule, or ``on`` names a rule that is not there, or ``elsewhere`` has other rules, or there is no map
        for what is ``beside``.
    """
    from .descent import Descents
    from .translate import arguments

    on = list(rules) if on is None else on
    if not rules or steps < 1:
        raise ValueError(f"live {name!r}: expected a rule and a step at least; got {len(rules)} rules and {steps} steps")
    if unknown := set(on) - set(rules):
        raise ValueError(f"live {name!r}: no rule {', '.join(sorted(unknown))}; there are {', '.join(rules)}")
    courses = {surface.__name__: (surface, start, rules)} | dict(elsewhere or {})
    for label, (_, _, other) in courses.items():
        if list(other) != list(rules):
            raise ValueError(f"live {name!r}: expected the rules {', '.join(rules)} on {label}; got {', '.join(other)}")
    names = arguments(plane.value) if plane else []
    if beside and (len(names) != 2 or any(arguments(each.value) != names for each in beside.values())):
        raise ValueError(f"live {name!r}: what is beside, {', '.join(beside)}, needs a plane of the same two hyperparameters")
    made = Descents(name, steps)
    script = made.script(courses, on, schedules or {}, noise, charts or {}, plane, beside or {}, unfolded)
    hand_over(name, script, made.keys, f"{', '.join(rules)} on {', '.join(courses)}, to be tried in the book")


def hand_over(name: str, script: str, keys: dict[str, Any], text: str) -> None:
    """Emit what moves the figure ``name``: its script, and the keys that a link can set, each with what it may be."""
    emit({"text/plain": text}, {KEY: {"kind": "live", "name": name, "script": script, "keys": keys, "line": cell_line()}})

"""What a live figure of descents is made of, as an object literal in JavaScript."""

import json
from dataclasses import is_dataclass
from itertools import cycle

from . import Tabled
from .contours import contours, curve, factor_map, region
from .settings import ANY, Allowed, numbers, stated
from .translate import Translation, arguments


class Descents:
    """Collects a figure's parts, and the ``keys`` that a link can set, each with what it may be.

    Parameters
    ----------
    name : str
        The figure.
    steps : int
        Of each descent.
    """

    def __init__(self, name: str, steps: int):
        self.name, self.steps, self.made = name, steps, Translation()
        self.keys: dict[str, Allowed] = {}

    def script(self, courses, on, schedules, noise, charts, plane, beside, unfolded) -> str:
        """A statement that hands the figure over; the arguments are those of :func:`checkedbook.live.live`."""
        [(_, _, rules), *_] = courses.values()
        drawn = [
            self._rule(k, label, rule, color, label in on)
            for k, ((label, rule), color) in enumerate(zip(rules.items(), cycle(_colors())))
        ]
        driven = list(dict.fromkeys(key for rule in rules.values() for key, value in rule.hyper.items() if is_dataclass(value)))
        second = f"{next(iter(charts))} along x" if charts else next(iter(driven), None)
        driven = driven or (["lr"] if schedules else [])
        self.keys = self._settings(rules, courses, schedules, noise, charts, driven, second) | self.keys
        parts = {
            "steps": json.dumps(self.steps),
            "rules": _list(drawn),
            "courses": _list(self._course(label, *course) for label, course in courses.items()),
            "schedules": _record({label: self.made.instance(schedule) for label, schedule in schedules.items()}),
            "measures": _record({label: self.made.chart(value) for label, value in charts.items()}),
            "driven": json.dumps(driven),
            "second": json.dumps(second),
            "noise": json.dumps(noise),
            "plane": self._plane(plane, beside) if plane else "null",
        }
        return (
            f'(window.liveFigures = window.liveFigures || []).push({{name: {json.dumps(self.name)}, kind: "descents", '
            f"unfolded: {json.dumps(unfolded)}, "
            f"make: function () {{\n{self.made.source()}\nreturn {_record(parts)};\n}}}});"
        )

    def _settings(self, rules, courses, schedules, noise, charts, driven, second):
        """What a link can set, but for hyperparameters."""
        states = [name for rule in rules.values() for name in rule.state_names]
        both = lambda *labels: [f"{label} along {axis}" for label in labels for axis in "xy"]
        seen = ["loss", "length of the step", *both("rate"), *driven, *both(*charts, *dict.fromkeys(states))]  # as in charts.js
        least = numbers((1, None, "[)"), whole=True)
        return {
            "start": numbers(count=2),
            "step": numbers((0, self.steps, "[]"), whole=True),
            "on": numbers((0, 1, "[]"), count=len(rules), whole=True),
            "chart": seen,
            **({"below": seen} if second else {}),
            **({"surface": list(courses)} if len(courses) > 1 else {}),
            **({"schedule": ["constant", *schedules]} if schedules else {}),
            **({"batch": least, "draw": least} if noise else {}),
        }

    def _rule(self, k, label, rule, color, on):
        """A rule with its sliders: those of its numbers, and of the numbers in its schedules."""
        for key, value in rule.hyper.items():
            if not (isinstance(value, (int, float)) or is_dataclass(value)):
                raise TypeError(f"live {self.name!r}: {label} has neither a number nor a schedule for {key}; got {value!r}")
        tables = [f"{key}: {value.schedule!r}" for key, value in rule.hyper.items() if isinstance(value, Tabled)]
        hyper, whole, within = sliders(rule)
        self.keys |= {f"{k}.{key}": numbers(within[key], whole=key in whole) for key in hyper}
        more = {
            "label": label,
            "color": color,
            "on": on,
            "names": list(rule.hyper),
            "hyper": hyper,
            "whole": whole,
            "ranges": within,
            "tables": tables,
        }
        drives = _record({key: self._drive(value) for key, value in rule.hyper.items() if is_dataclass(value)})
        return f'{self.made.rule(rule(**{key: 0 for key in rule.hyper}))[:-1]}, {json.dumps(more)[1:-1]}, "drives": {drives}}}'

    def _drive(self, schedule):
        """The names of a schedule's numbers, and the function that makes it from them."""
        if isinstance(schedule, Tabled):
            values = json.dumps([float(f"{schedule(t):.12g}") for t in range(self.steps + 1)])
            return f"{{fields: [], make: function () {{return function (t) {{return {values}[t];}};}}}}"
        fields = json.dumps(list(self.made.numbers(schedule)))
        return f"{{fields: {fields}, make: {self.made.maker(schedule)}}}"

    def _course(self, label, surface, start, rules):
        given = {
            "label": label,
            "start": [float(x) for x in start],
            "contours": contours(surface),
            "hyper": [sliders(rule)[0] for rule in rules.values()],
        }
        return f'{json.dumps(given)[:-1]}, "surface": {self.made.surface(surface)}}}'

    def _plane(self, plane, beside):
        names = arguments(plane.value)
        drawn = factor_map(plane) if len(names) == 2 else curve(plane)
        given = {"names": names, "extent": plane.extent, "minimum": plane.minimum} | drawn
        others = [
            f'{{"label": {json.dumps(label)}, "region": {json.dumps(region(each, plane.extent))}, "value": {self._factor(each)}}}'
            for label, each in beside.items()
        ]
        return f'{json.dumps(given)[:-1]}, "value": {self._factor(plane)}, "beside": {_list(others)}}}'

    def _factor(self, plane):
        return self.made.function(plane.value, f"{plane.__name__}_factor")


def sliders(rule) -> tuple[dict, list, dict]:
    """The numbers of a rule by their names, ``lr`` or, in a schedule, ``lr.T``; the names of the whole ones in schedules; their ranges."""
    hyper, whole, within = {}, [], stated(rule.update)
    for key, value in rule.hyper.items():
        if isinstance(value, Tabled):
            continue
        fields = Translation.numbers(value) if is_dataclass(value) else None
        hyper |= {key: value} if fields is None else {f"{key}.{field}": number for field, number in fields.items()}
        whole += [f"{key}.{field}" for field, number in (fields or {}).items() if isinstance(number, int)]
        within |= {f"{key}.{field}": each for field, each in stated(type(value)).items()}
    return hyper, whole, {key: within.get(key, ANY) for key in hyper}


def _list(literals):
    return f"[{', '.join(literals)}]"


def _record(literals):
    return "{" + ", ".join(f"{json.dumps(key)}: {literal}" for key, literal in literals.items()) + "}"


def _colors():
    from matplotlib import rcParams
    from matplotlib.colors import to_hex

    return map(to_hex, rcParams["axes.prop_cycle"].by_key()["color"])

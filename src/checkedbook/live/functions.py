"""NumPy's functions in JavaScript, which has numbers where NumPy has arrays: what a translated function may call."""

_MATH = (
    "abs arccos:acos arcsin:asin arctan:atan arctan2:atan2 cbrt ceil cos cosh exp expm1 floor hypot log log10 log1p log2"
    " maximum:max minimum:min power:pow sign sin sinh sqrt tan tanh trunc"
)

#: An expression for each, by its name in NumPy.
NUMPY = {name: f"Math.{own or name}" for name, _, own in (each.partition(":") for each in _MATH.split())} | {
    "pi": "Math.PI",
    "add": "(x, y) => x + y",
    "asarray": "(x) => x",
    "clip": "(x, low, high) => Math.min(Math.max(x, low), high)",
    "divide": "(x, y) => x / y",
    "multiply": "(x, y) => x * y",
    "searchsorted": "(sorted, x) => sorted.filter((each) => each < x).length",
    "square": "(x) => x * x",
    "subtract": "(x, y) => x - y",
    "where": "(condition, yes, no) => (condition ? yes : no)",
}

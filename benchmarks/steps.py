"""How long a step of each rule takes beside PyTorch's and beside textbook NumPy: ``make bench`` prints the ratios.

Everything runs side by side in one process, on one thread, in float32, on the same gradients. A network of ``P``
parameters is 16 arrays: tensors for PyTorch, entries of a dictionary for the textbook style, views of one array for
us. The contenders take turns; each one's time is the fastest of its turns, and 1.5 means 1.5 times as long as our plain rule.
"compiled" is our rule, fused.
"""

import time
import tracemalloc
from itertools import islice

import numpy as np
import torch

from trainability import fused, rules
from trainability.rule import Descent
from trainability.surfaces import ravine
from trainability.training import path

SIZES = 10**3, 10**5, 10**6, 10**7
ARRAYS = 16
TURNS = 15
WAYS = {"for-loop": {"foreach": False}, "foreach": {"foreach": True}, "fused": {"fused": True}}

PEERS = {
    "sgd": (torch.optim.SGD, {}),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "momentum_ema": (torch.optim.SGD, {"momentum": 0.9, "dampening": 0.9}),
    "momentum_framework": (torch.optim.SGD, {"momentum": 0.9}),
    "nesterov": (torch.optim.SGD, {"momentum": 0.9, "nesterov": True}),
    "adagrad": (torch.optim.Adagrad, {}),
    "rmsprop": (torch.optim.RMSprop, {"alpha": 0.9}),
    "rmsprop_centered": (torch.optim.RMSprop, {"alpha": 0.9, "centered": True}),
    "adadelta": (torch.optim.Adadelta, {}),
    "adam": (torch.optim.Adam, {}),
    "nadam": (torch.optim.NAdam, {}),
    "amsgrad": (torch.optim.Adam, {"amsgrad": True}),
    "adamw": (torch.optim.AdamW, {}),
}


def zeros(params):
    return {name: np.zeros_like(value) for name, value in params.items()}


def textbook(rule: str, params: dict, grads: dict):
    """A function of ``t`` that takes one step as the notes write it: parameter by parameter, whole arrays, out of a dictionary."""
    lr, one, two = 0.001, zeros(params), zeros(params)

    def sgd(t):
        for key in params:
            params[key] -= lr * grads[key]

    def momentum(t):
        for key in params:
            one[key] = 0.9 * one[key] - lr * grads[key]
            params[key] += one[key]

    def adagrad(t):
        for key in params:
            one[key] += grads[key] * grads[key]
            params[key] -= lr * grads[key] / (np.sqrt(one[key]) + 1e-7)

    def rmsprop(t):
        for key in params:
            one[key] *= 0.9
            one[key] += (1 - 0.9) * grads[key] * grads[key]
            params[key] -= lr * grads[key] / (np.sqrt(one[key]) + 1e-7)

    def adam(t):
        for key in params:
            one[key] = 0.9 * one[key] + (1 - 0.9) * grads[key]
            two[key] = 0.999 * two[key] + (1 - 0.999) * grads[key] ** 2
            corrected, squared = one[key] / (1 - 0.9**t), two[key] / (1 - 0.999**t)
            params[key] = params[key] - lr * corrected / (np.sqrt(squared) + 1e-8)

    return locals().get(rule)


def contenders(rule: str, size: int) -> dict:
    """The step functions by name, ours first, each on arrays of its own."""
    gradient = np.random.default_rng(0).standard_normal(size, dtype=np.float32)
    plain = getattr(rules, rule)(lr=0.001)
    ours = {
        name: Descent(lambda theta, g: 0.0, np.zeros(size, np.float32), each)
        for name, each in {"ours": plain, "compiled": fused(plain, threads=1)}.items()
    }
    for descent in ours.values():
        descent.g[...] = gradient
    steps = {name: lambda t, descent=descent: next(descent) for name, descent in ours.items()}
    optimizer, options = PEERS[rule]
    for name, way in WAYS.items():
        parts = [torch.zeros(len(part), requires_grad=True) for part in np.array_split(gradient, ARRAYS)]
        for part, its in zip(parts, np.array_split(gradient, ARRAYS)):
            part.grad = torch.from_numpy(its.copy())
        try:
            peer = optimizer(parts, lr=0.001, **options, **way)
            peer.step()
        except (TypeError, RuntimeError):  # this optimizer has no such way on this processor
            continue
        steps[name] = lambda t, step=peer.step: step()
    params = {str(i): np.zeros_like(part) for i, part in enumerate(np.array_split(gradient, ARRAYS))}
    if by_hand := textbook(rule, params, {str(i): part.copy() for i, part in enumerate(np.array_split(gradient, ARRAYS))}):
        steps["dictionary"] = by_hand
    return steps


def ratios(rule: str, size: int) -> dict[str, float]:
    """How many times as long as ours the step of each other contender takes."""
    steps, repeat = contenders(rule, size), max(1, 10**6 // size)
    best = dict.fromkeys(steps, np.inf)
    for turn in range(TURNS):
        for name, step in steps.items():
            begin = time.perf_counter()
            for t in range(repeat):
                step(turn * repeat + t + 1)
            best[name] = min(best[name], time.perf_counter() - begin)
    return {name: spent / best["ours"] for name, spent in best.items() if name != "ours"}


def extra_memory(rule: str, size: int = 10**7) -> float:
    """The most that three steps allocate beyond parameters, gradient and state, in bytes."""
    descent = Descent(lambda theta, g: 0.0, np.zeros(size, np.float32), getattr(rules, rule)(lr=0.001))
    tracemalloc.start()
    for _ in islice(descent, 3):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def trajectories(rule: str, runs: int = 1000, steps: int = 500) -> tuple[float, float]:
    """The seconds that many recorded descents of the plane take together, and how many times as long one after another."""
    start = np.random.default_rng(0).uniform(-4, 4, (runs, 2))

    def timed(points):
        begin = time.perf_counter()
        path(ravine, points, getattr(rules, rule)(lr=0.01), steps)
        return time.perf_counter() - begin

    together = min(timed(start) for _ in range(5))
    return together, min(timed(start[0]) for _ in range(5)) * runs / together


def main():
    torch.set_num_threads(1)
    columns = ("compiled", *WAYS, "dictionary")
    print(f"NumPy {np.__version__}, PyTorch {torch.__version__.partition('+')[0]}; times as long as ours")
    for size in SIZES:
        print(f"\n{size:>18,}" + "".join(f"{name:>12}" for name in columns))
        for rule in PEERS:
            found = ratios(rule, size)
            print(
                f"{rule:>18}" + "".join(f"{found[name]:12.2f}" if name in found else f"{'-':>12}" for name in columns), flush=True
            )
    print(f"\n{'1000 paths of 500':>18}{'seconds':>12}{'in turn':>12}{'extra MB at 10⁷':>18}")
    for rule in PEERS:
        together, apart = trajectories(rule)
        print(f"{rule:>18}{together:12.3f}{apart:12.1f}{extra_memory(rule) / 1e6:18.2f}", flush=True)


if __name__ == "__main__":
    main()

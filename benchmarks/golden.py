"""Golden vectors: the steps of PyTorch's and Optax's optimizers and schedules, PyTorch's normalizations, in docs/reference/golden/.

``make golden`` runs it, with the peers' versions of the day, in double precision. ``docs/reference/golden.md`` describes the files.
Each call below is written in our names of the hyperparameters, and is what runs.
"""

import json
import re
from pathlib import Path

import jax
import numpy as np
import optax
import torch

jax.config.update("jax_enable_x64", True)
torch.set_default_dtype(torch.float64)
FOLDER = Path(__file__).parents[1] / "docs/reference/golden"
VERSIONS = {"torch": torch.__version__.partition("+")[0], "optax": optax.__version__}

STEPS = 20
START = np.array([1.0, -2.0, 0.5, 3.0, -0.25])


def gradients():
    """Five parameters' gradients: noise, mostly zero (at first too), tiny, a spike that fades, a slope."""
    noise = np.random.default_rng(0).normal(size=(STEPS, 3)).round(3)
    t = np.arange(STEPS)
    sparse = np.where(np.isin(t, [2, 3, 10, 16]), noise[:, 1], 0)
    spike = np.where(t < 4, 0.01, 100 * 0.25 ** (t - 4.0))
    return np.stack([noise[:, 0], sparse, noise[:, 2] / 1e6, spike, np.full(STEPS, -0.5)], axis=1).round(12)


falling = [0.1 * 0.9**t for t in range(STEPS)]
rising = [1 - 0.5 / (t // 5 + 1) for t in range(STEPS)]

rate = [{"lr": 0.1}, {"lr": falling}]
momentum = [{"lr": 0.1, "mu": 0.9}, {"lr": 0.1, "mu": 0.0}, {"lr": falling, "mu": 0.9}, {"lr": falling, "mu": rising}]
average = [{"lr": 0.1, "beta": 0.9}, {"lr": falling, "beta": rising}]
outside = [{"lr": 0.1, "eps": 1e-8}, {"lr": 0.1, "eps": 0.01}, {"lr": falling, "eps": 1e-8}]
inside = [{"lr": 0.1, "eps": 0.0, "eps_inside": 1e-8}, {"lr": 0.1, "eps": 0.0, "eps_inside": 0.01}]
units = [{"lr": 1.0, "rho": 0.95, "eps": 1e-6}, {"lr": 0.1, "rho": 0.5, "eps": 0.01}, {"lr": falling, "rho": 0.9, "eps": 1e-6}]
moments = [
    {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
    {"lr": 0.1, "beta1": 0.0, "beta2": 0.5, "eps": 0.01},
    {"lr": falling, "beta1": 0.8, "beta2": 0.9, "eps": 1e-8},
]


def each(cases, **more):
    return [case | more for case in cases]


RULES = {
    "sgd": {
        "torch.optim.SGD([theta], lr)": rate,
        "optax.sgd(lr)": rate,
    },
    "momentum": {
        "torch.optim.SGD([theta], lr, mu)": momentum[:2],
        "optax.chain(optax.scale(-lr), optax.trace(mu))": momentum,
    },
    "momentum_ema": {
        "optax.chain(optax.ema(beta, debias=False), optax.scale(-lr))": average,
    },
    "momentum_framework": {
        "torch.optim.SGD([theta], lr, mu)": momentum,
        "optax.sgd(lr, mu)": momentum,
    },
    "nesterov": {
        "torch.optim.SGD([theta], lr, mu, nesterov=True)": momentum[:1],
        "optax.sgd(lr, mu, nesterov=True)": momentum[:1],
    },
    "adagrad": {
        "torch.optim.Adagrad([theta], lr, eps=eps)": outside,
        "optax.adagrad(lr, initial_accumulator_value=0.0, eps=eps_inside)": inside,
    },
    "rmsprop": {
        "torch.optim.RMSprop([theta], lr, rho, eps)": each(outside, rho=0.9),
        "optax.rmsprop(lr, rho, eps, eps_in_sqrt=False)": each(outside, rho=0.5),
        "optax.rmsprop(lr, rho, eps_inside)": each(inside, rho=0.9),
    },
    "rmsprop_centered": {
        "torch.optim.RMSprop([theta], lr, rho, eps, centered=True)": each(outside, rho=0.9, eps_inside=0.0),
        "optax.rmsprop(lr, rho, eps, eps_in_sqrt=False, centered=True)": each(outside, rho=0.5, eps_inside=0.0),
        "optax.rmsprop(lr, rho, eps_inside, centered=True)": each(inside, rho=0.9),
    },
    "adadelta": {
        "torch.optim.Adadelta([theta], lr, rho, eps)": units,
        "optax.adadelta(lr, rho, eps)": units,
    },
    "adam": {
        "torch.optim.Adam([theta], lr, (beta1, beta2), eps)": moments,
        "optax.adam(lr, beta1, beta2, eps)": moments,
    },
    "nadam": {
        "torch.optim.NAdam([theta], lr, (beta1, beta2), eps, momentum_decay=1e9)": moments,
        "optax.nadam(lr, beta1, beta2, eps)": moments,
    },
    "amsgrad": {
        "torch.optim.Adam([theta], lr, (beta1, beta2), eps, amsgrad=True)": moments,
    },
    "adamw": {
        "torch.optim.AdamW([theta], lr, (beta1, beta2), eps, decay)": each(moments, decay=0.1),
        "optax.adamw(lr, beta1, beta2, eps, weight_decay=decay)": each(moments, decay=0.1),
    },
}

SCHEDULES = {
    "Piecewise": {
        "torch.optim.lr_scheduler.MultiStepLR(sgd(values[0]), [b + 1 for b in boundaries], values[1] / values[0])": {
            "values": [0.1, 0.02, 0.004],
            "boundaries": [10, 25],
        },
    },
    "Exponential": {
        "torch.optim.lr_scheduler.ExponentialLR(sgd(start), beta)": {"start": 0.1, "beta": 0.96},
        "optax.exponential_decay(start, 1, beta)": {"start": 0.1, "beta": 0.96},
    },
    "Cosine": {
        "torch.optim.lr_scheduler.CosineAnnealingLR(sgd(start), T, stop)": {"start": 0.1, "T": 40, "stop": 0.01},
        "optax.cosine_decay_schedule(start, T, stop / start)": {"start": 0.1, "T": 30, "stop": 0.02},
    },
    "Warmup": {
        "optax.linear_schedule(0, schedule, steps)": {"schedule": 0.1, "steps": 15},
    },
    "Triangular": {
        "torch.optim.lr_scheduler.CyclicLR(sgd(low), low, high, half, cycle_momentum=False)": {
            "low": 0.01,
            "high": 0.1,
            "half": 8,
        },
    },
    "WarmRestarts": {
        "torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(sgd(high), period, growth, low)": {
            "low": 0.01,
            "high": 0.1,
            "period": 5,
            "growth": 2,
        },
        "torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(sgd(high), period, eta_min=low)": {
            "low": 0.01,
            "high": 0.1,
            "period": 7,
        },
    },
    "OneCycle": {
        "torch.optim.lr_scheduler.OneCycleLR(sgd(high), high, total_steps=T + 1, pct_start=(rise * T + 1) / (T + 1))": {
            "high": 0.1,
            "T": 40,
            "rise": 0.3,
        },
        "optax.cosine_onecycle_schedule(T, high, rise)": {"high": 0.1, "T": 30, "rise": 0.5},
    },
}

row, image = (5, 4), (2, 3, 2, 4)  # of each batch, channels last
NORMALIZATIONS = {
    "BatchNorm": {
        "torch.nn.BatchNorm1d(4, eps, rate)": (row, {"eps": 1e-5, "rate": 0.1}),
        "torch.nn.BatchNorm1d(4, eps, None)": (row, {"eps": 0.1}),
        "torch.nn.BatchNorm2d(4, eps, rate)": (image, {"eps": 1e-3, "rate": 0.3}),
    },
    "LayerNorm": {"torch.nn.LayerNorm(4, eps)": (row, {"eps": 1e-5})},
    "RMSNorm": {"torch.nn.RMSNorm(4, eps)": (row, {"eps": 1e-5})},
    "GroupNorm": {"torch.nn.GroupNorm(groups, 4, eps)": (image, {"groups": 2, "eps": 1e-5})},
}


def torch_steps(call, hyper):
    """Where each step leaves the parameters; a hyperparameter that changes is set before its step."""
    theta = torch.nn.Parameter(torch.tensor(START))
    optimizer = eval(call, {"torch": torch, "theta": theta} | at(hyper, 0))
    for t, g in enumerate(gradients()):
        optimizer.param_groups[0].update(eval(call, {"torch": torch, "theta": theta} | at(hyper, t)).defaults)
        theta.grad = torch.tensor(g)
        optimizer.step()
        yield theta.tolist()


def optax_steps(call, hyper):
    """Likewise; an Optax optimizer is two functions, made anew for every step."""
    theta = jax.numpy.array(START)
    state = eval(call, {"optax": optax} | at(hyper, 0)).init(theta)
    for t, g in enumerate(gradients()):
        change, state = eval(call, {"optax": optax} | at(hyper, t)).update(jax.numpy.array(g), state, theta)
        theta = optax.apply_updates(theta, change)
        yield theta.tolist()


def at(hyper, t):
    return {name: value[t] if isinstance(value, list) else value for name, value in hyper.items()}


def torch_rates(call, arguments):
    """The rate at t = 0, 1, ..., 40."""

    def sgd(lr):
        return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr)

    scheduler = eval(call, {"torch": torch, "sgd": sgd} | arguments)
    for _ in range(41):
        yield float(scheduler.optimizer.param_groups[0]["lr"])
        scheduler.optimizer.step()
        if scheduler.last_epoch < 40:
            scheduler.step()


def optax_rates(call, arguments):
    schedule = eval(call, {"optax": optax} | arguments)
    return (float(schedule(t)) for t in range(41))


def torch_normalized(call, shape, arguments):
    """Three batches through a layer and back; the last one again after training, where that differs."""
    layer = eval(call, {"torch": torch} | arguments)
    rng = np.random.default_rng(0)
    layer.weight.data = torch.tensor(rng.normal(1, 0.5, 4).round(3))
    params = {"gamma": layer.weight}
    if getattr(layer, "bias", None) is not None:
        layer.bias.data = torch.tensor(rng.normal(0, 0.5, 4).round(3))
        params["beta"] = layer.bias
    batches = []
    for x, dy in rng.normal(1, 2, (3, 2, *shape)).round(3):
        x, dy = (torch.tensor(a).movedim(-1, 1) for a in (x, dy))
        layer.zero_grad()
        y = layer(x.requires_grad_())
        y.backward(dy)
        arrays = {"x": x, "y": y, "dy": dy, "dx": x.grad}
        batch = {name: a.detach().movedim(1, -1).tolist() for name, a in arrays.items()}
        batch |= {f"d{name}": param.grad.tolist() for name, param in params.items()}
        if hasattr(layer, "running_var"):
            batch |= {"mean": layer.running_mean.tolist(), "var": layer.running_var.tolist()}
        batches.append(batch)
    after = {"after": layer.eval()(x).detach().movedim(1, -1).tolist()} if hasattr(layer, "running_var") else {}
    return {name: param.tolist() for name, param in params.items()} | {"batches": batches} | after


def write(name, content):
    """JSON with one line for a list of numbers."""
    text = json.dumps(content, indent=1)
    text = re.sub(r"\n\s+(-?\d)", r" \1", text).replace("[ ", "[")
    text = re.sub(r"(?<=\d)\n\s+\]", "]", text)
    (FOLDER / f"{name}.json").write_text(text + "\n", "utf8")


def case(call, **more):
    library = call.partition(".")[0]
    return {"library": library, "version": VERSIONS[library], "call": call} | more


if __name__ == "__main__":
    steps = {"torch": torch_steps, "optax": optax_steps}
    rates = {"torch": torch_rates, "optax": optax_rates}
    for rule, calls in RULES.items():
        point = "ahead" if rule == "nesterov" else "theta"
        cases = [
            case(call, hyper=hyper, **{point: list(steps[call.partition(".")[0]](call, hyper))})
            for call, hypers in calls.items()
            for hyper in hypers
        ]
        write(rule, {"rule": rule, "start": START.tolist(), "gradients": gradients().tolist(), "cases": cases})
    write(
        "schedules",
        {
            "t": list(range(41)),
            "cases": [
                case(call, schedule=schedule, arguments=arguments, values=list(rates[call.partition(".")[0]](call, arguments)))
                for schedule, calls in SCHEDULES.items()
                for call, arguments in calls.items()
            ],
        },
    )
    write(
        "normalization",
        {
            "cases": [
                case(call, layer=layer, spatial=len(shape) - 2, arguments=arguments) | torch_normalized(call, shape, arguments)
                for layer, calls in NORMALIZATIONS.items()
                for call, (shape, arguments) in calls.items()
            ]
        },
    )

"""A file that uses the package as the README does, and more of it; test_package.py has it checked, and runs it."""

import numpy as np

import trainability
from trainability import (
    BatchNorm,
    Cosine,
    Dense,
    Descent,
    Dropout,
    Fit,
    Minibatches,
    Network,
    adam,
    beale,
    clip_norm,
    cross_entropy,
    early,
    kaiming_normal,
    load,
    mnist_sample,
    momentum,
    one_hot,
    path,
    relu,
    save,
    saving,
    sgd,
    shown,
    sweep,
    train,
)
from trainability.rules import nesterov


def bowl(theta: np.ndarray, g: np.ndarray) -> np.ndarray:
    g[...] = theta
    return np.asarray((theta**2).sum(axis=-1) / 2)


def descend() -> float:
    """The loss of the worse of two runs after 500 steps."""
    theta = np.array([[1.0, -2.0], [0.5, 3.0]])
    descent = Descent(bowl, theta, adam(lr=0.1))
    losses = [next(descent) for _ in range(500)]
    return float(losses[-1].max())


def follow(lr: float) -> np.ndarray:
    """Points on the way down Beale's function, and losses on that down a bowl, with the gradient clipped."""
    way = path(beale, [1.0, 1.0], nesterov(lr=lr), 20)
    rule = momentum(lr=Cosine(lr, 20), mu=0.9)
    history = train(Descent(clip_norm(bowl, 1.0), np.ones(2), rule), 20, every=5, size=np.linalg.norm)
    return np.concatenate([way[-1], history["loss"], history["size"]])


def learn(steps: int, file: str) -> float:
    """The share of digits that a network reads right after so many steps; it is saved on the way."""
    digits, unseen = mnist_sample()
    rng = np.random.default_rng(0)
    network = Network(Dense(784, 100), BatchNorm(100), relu, Dropout(0.1, rng), Dense(100, 10))
    theta = network.initial(rng, W=kaiming_normal, dtype=np.float32)
    after, g = Fit(network.inference, cross_entropy, unseen.x, one_hot(unseen.y)), np.empty_like(theta)
    descent = Descent(Minibatches(network, cross_entropy, digits.x, one_hot(digits.y), 64, rng), theta, sgd(lr=0.1))
    kept = saving(shown(descent, steps, disable=True), file, 10, theta=theta)
    train(early(kept, lambda: after(theta, g), 10, 3, theta=theta), steps)
    save(file, network=network, theta=theta)
    load(file, network=network, theta=theta)
    network.load_state_dict(network.state_dict())
    y, pull, _ = network.inference(unseen.x, theta)
    _, dy, curve = cross_entropy(y, one_hot(unseen.y))
    pull(curve(dy), g)
    return float((y.argmax(axis=-1) == unseen.y).mean())


table = sweep(follow, {"lr": [0.001, 0.01]})
names = [trainability.__version__, *map(repr, (adam(lr=0.1), trainability.tanh, Cosine(0.1, 20)))]

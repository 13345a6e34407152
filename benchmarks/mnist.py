"""How soon a small network reads 97 of 100 unseen digits, on one thread: ``make bench`` prints the curve.

784-100-10 rectifiers with batch normalization learn all 60,000 images of MNIST by plain SGD, in batches of 64. The clock
counts the training alone; the 10,000 test images are read four times an epoch.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported, which reads it

import time

import numpy as np

from trainability.bench.measures import accuracy
from trainability.datasets import mnist, one_hot
from trainability.fit import Minibatches
from trainability.losses import cross_entropy
from trainability.rule import Descent
from trainability.rules import sgd
from trainability.tasks.digits import start
from trainability.tasks.networks import mlp, normalized
from trainability.training import train

GOAL, SIZE, RATE, LOOKS = 0.97, 64, 0.2, 4


def main():
    images, unseen = mnist()
    network = mlp([784, 100, 10], normalized)
    theta = start(network, seed=0)
    batches = Minibatches(network, cross_entropy, images.x, one_hot(images.y), SIZE, np.random.default_rng(0))
    steps = Descent(batches, theta, sgd(lr=RATE))
    every, seconds, right = len(images.y) // SIZE // LOOKS, 0.0, 0.0
    print(f"{'iteration':>10}{'seconds':>10}{'accuracy':>10}")
    while right < GOAL:
        begin = time.perf_counter()
        train(steps, every)
        seconds += time.perf_counter() - begin
        right = accuracy(network, theta, unseen.x, unseen.y)
        print(f"{steps.t:10}{seconds:10.2f}{right:10.4f}  {'#' * round(400 * max(0, right - 0.9))}", flush=True)


if __name__ == "__main__":
    main()

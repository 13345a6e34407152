"""What if Adam's averages start not at zero, but at whatever memory holds?

The Adam of ai-edu makes its two averages with ``np.empty((1, 1))``: one number for each array of weights, which
nobody has set. NumPy hands out what was freed before, so it may be anything. Here it is drawn, from a seed.
"""

import numpy as np

from ...named import Named
from ...rule import Rule
from ...rules import adam
from ...tasks.wave import fit

ARRAYS = (3, 3, 3, 1)  # weights and biases of the net 1-3-1: elements that share one number
KINDS = ("zeros", "an address", "leftovers in v", "leftovers in m", "leftovers in both", "1e30 in v", "of any sign")
ADDRESS = 6.9e-310  # a pointer of 48 bits, read as a float64


@Rule
def adam_from(theta, g, t, m, v, *, m0=0.0, v0=0.0, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    r"""Adam, with :math:`m_0` and :math:`v_0` at given values in place of zero."""
    if t == 1:
        m += m0
        v += v0
    adam.update(theta, g, t, m, v, lr=lr, beta1=beta1, beta2=beta2, eps=eps)


def memory(rng: np.random.Generator, seeds: int) -> tuple[np.ndarray, np.ndarray]:
    """What the averages start from: for each of ``KINDS`` and each seed one number an array.

    Leftovers are freed losses, weights and gradients: normal, of standard deviation 0.5; in v their absolute value.

    Returns
    -------
    m0, v0 : ndarray, shape (len(KINDS), seeds, sum(ARRAYS))

    Examples
    --------
    >>> m0, v0 = memory(np.random.default_rng(0), 2)
    >>> m0.shape, bool((v0[:-1] >= 0).all()), bool((v0[-1] >= 0).all())
    ((7, 2, 10), True, False)
    """
    first, second = np.repeat(rng.normal(0, 0.5, (2, seeds, len(ARRAYS))), ARRAYS, axis=-1)
    zero = np.zeros_like(first)
    m0 = np.stack([zero, zero + ADDRESS, zero, first, first, zero, first])
    v0 = np.stack([zero, zero + ADDRESS, abs(second), zero, abs(second), zero + 1e30, second])
    return m0, v0


def learn(*, seeds: int, epochs: int, every: int = 10) -> dict[str, Named]:
    """The wave at ai-edu's rate 0.01, from each kind of memory; the runs of a seed share noise and batches.

    Returns
    -------
    dict of Named, float32, axes kind, seed, epoch
        ``loss``; ``nan`` from the first update on where v is negative.

    Examples
    --------
    >>> loss = learn(seeds=2, epochs=2, every=1)["loss"]
    >>> loss, (loss.at(kind="zeros") == loss.at(kind="an address")).all()
    (Named(kind: 7, seed: 2, epoch: 2), np.True_)
    """
    m0, v0 = memory(np.random.default_rng(seeds), seeds)
    rule = adam_from(lr=0.01, m0=m0, v0=v0)
    return {"loss": fit(rule, {"kind": KINDS}, start="adaptive", seeds=seeds, epochs=epochs, every=every)}

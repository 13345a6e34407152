r"""How long does a network of equal units stay one, if they are not quite equal?

Two units :math:`v_i \tanh(w_i \cdot x + b_i)` learn by gradient descent from equal weights and a little noise, in
the manner of the committees of Saad & Solla 1995.
"""

import numpy as np

from ...activations import tanh
from ...fit import Fit
from ...losses import squared_error
from ...rule import Descent
from ...rules import sgd
from ...tasks.networks import mlp
from ...training import train
from .symmetry import asymmetry


def two_slopes(n: int = 50) -> tuple[np.ndarray, np.ndarray]:
    """Normal points ``(n, 2)`` and the sum of two units of different directions there, ``tanh 2x₁ + tanh 2x₂``."""
    x = np.random.default_rng(0).standard_normal((n, 2))
    return x, np.tanh(2 * x).sum(axis=-1, keepdims=True)


def two_steps(n: int = 41) -> tuple[np.ndarray, np.ndarray]:
    """Even points ``(n, 1)`` from -2 to 2 and a stair of two steps there, which two units make, too."""
    x = np.linspace(-2, 2, n)[:, None]
    return x, (np.tanh(3 * (x - 1)) + np.tanh(3 * (x + 1))) / 2


def start(inputs: int, noise: np.ndarray) -> np.ndarray:
    """Parameters ``(..., P)``: all weights 1, biases 0, plus ``noise``."""
    return mlp([inputs, 2, 1], tanh).initial(None, W=lambda shape, rng: np.ones(shape)) + noise


def learn(x: np.ndarray, target: np.ndarray, theta: np.ndarray, *, steps: int, lr=0.3) -> dict[str, np.ndarray]:
    """Gradient descent of two units, ``theta`` in place, on all data; ``loss`` and ``asymmetry``, ``(steps, ...)``.

    Examples
    --------
    Equal units stay equal, and the loss stays where one unit would leave it:

    >>> theta = start(2, np.outer([0.0, 1e-3], np.arange(9)))
    >>> run = learn(*two_slopes(), theta, steps=400)
    >>> run["asymmetry"][-1].round(1), run["loss"][-1].round(3)
    (array([0. , 0.9]), array([0.077, 0.001]))
    """
    network = mlp([x.shape[-1], 2, 1], tanh)
    descent = Descent(Fit(network, squared_error, x, target), theta, sgd(lr=lr))
    return train(descent, steps, asymmetry=lambda theta: asymmetry(network, theta))


def splitting(x: np.ndarray, target: np.ndarray, theta: np.ndarray) -> np.ndarray:
    r"""What moving two equal units apart does to the loss, to second order in weights in, bias, and weight out.

    .. math:: H = \begin{pmatrix} M & a \\ a^{\mathsf T} & 0 \end{pmatrix}, \qquad
              M = v\,\mathbb{E}\bigl[r\,\tanh''(z)\,\tilde x\tilde x^{\mathsf T}\bigr], \quad
              a = \mathbb{E}\bigl[r\,\tanh'(z)\,\tilde x\bigr], \quad \tilde x = (x, 1)

    Parameters
    ----------
    x, target : ndarray, shape (N, n_in) and (N, 1)
    theta : ndarray, shape (P,)
        Of two equal units.

    Returns
    -------
    ndarray, shape (n_in + 2, n_in + 2)
        A negative eigenvalue belongs to a direction in which the units fly apart (Fukumizu & Amari 2000).

    Examples
    --------
    At zero the eigenvalues come in pairs, so that zero, too, is a saddle:

    >>> np.linalg.eigvalsh(splitting(*two_slopes(), np.zeros(9))).round(3) + 0.0
    array([-1.203,  0.   ,  0.   ,  1.203])
    """
    network = mlp([x.shape[-1], 2, 1], tanh)
    (W, b), _, (V, _) = network.params(theta)
    residual = network(x, theta)[0] - target
    y = np.tanh(x @ W[:, :1] + b[0])
    ends = np.column_stack([x, np.ones(len(x))])
    M = V[0, 0] * (residual * -2 * y * (1 - y**2) * ends).T @ ends / len(x)
    a = (residual * (1 - y**2)).T @ ends / len(x)
    return np.block([[M, a.T], [a, np.zeros((1, 1))]])

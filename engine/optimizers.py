"""How a gradient becomes a change of the weights.

Each optimizer works on the flat parameter vector: init(theta) gives its state, and
update(grad, state, step_size, *options) gives (delta, state); training adds delta to theta.
State arrays are updated in place, because allocating them anew costs more than the arithmetic.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np


class Optimizer(NamedTuple):
    """One optimizer: its name, init, update, the Experiment fields that it reads, its LaTeX."""

    label: str
    init: Callable[[np.ndarray], Any]
    update: Callable[..., tuple[np.ndarray, Any]]
    options: tuple[str, ...]
    formula: str


def _descend(grad, state, step_size):
    return -step_size * grad, state


def _roll(grad, velocity, step_size, momentum):
    velocity *= momentum
    velocity += grad
    return -step_size * velocity, velocity


class _Moments(NamedTuple):
    mean: np.ndarray
    square: np.ndarray
    steps: int


def _adapt(grad, state, step_size, beta1=0.9, beta2=0.999, epsilon=1e-8):
    # Kingma & Ba 2015, arXiv:1412.6980. Dividing the averages by 1 - beta^t undoes the pull of the
    # zeros that they start from; as in the paper's section 2, both divisions are moved into the
    # step size and epsilon, which saves passes over the arrays.
    mean, square, steps = state
    steps += 1
    mean *= beta1
    mean += (1 - beta1) * grad
    square *= beta2
    square += (1 - beta2) * (grad * grad)
    correction = math.sqrt(1 - beta2**steps)
    scale = np.sqrt(square)
    scale += epsilon * correction
    delta = mean / scale
    delta *= -step_size * (correction / (1 - beta1**steps))
    return delta, _Moments(mean, square, steps)


OPTIMIZERS: dict[str, Optimizer] = {
    "adam": Optimizer(
        "Adam",
        lambda theta: _Moments(np.zeros_like(theta), np.zeros_like(theta), 0),
        _adapt,
        (),
        r"\theta \leftarrow \theta - \alpha\,\hat m / (\sqrt{\hat v} + \varepsilon)",
    ),
    "gradient_descent": Optimizer(
        "Gradient descent",
        lambda theta: None,
        _descend,
        (),
        r"\theta \leftarrow \theta - \alpha\,\nabla L",
    ),
    "momentum": Optimizer(
        "Momentum",
        np.zeros_like,
        _roll,
        ("momentum",),
        r"v \leftarrow \beta v + \nabla L,\quad \theta \leftarrow \theta - \alpha\,v",
    ),
}

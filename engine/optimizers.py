"""How a gradient becomes a change of the weights.

Each optimizer works on the flat parameter vector: init(theta) gives its state, and
update(grad, state, step_size, theta, **options) gives (delta, state); training adds delta to theta.
State arrays are updated in place, because allocating them anew costs more than the arithmetic.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from engine.options import Option


class Optimizer(NamedTuple):
    """One optimizer: its name, init, update, its own options and its LaTeX."""

    label: str
    init: Callable[[np.ndarray], Any]
    update: Callable[..., tuple[np.ndarray, Any]]
    options: dict[str, Option]
    formula: str


EPSILON = 1e-8  # keeps a division by a vanishing average finite

MOMENTUM = Option("Momentum μ", 0.9, 0, 0.999, "The part of the last velocity that is kept in each step.")
BETA1 = Option("β₁", 0.9, 0, 0.999, "How long the average of the gradients remembers.")
BETA2 = Option("β₂", 0.999, 0, 0.9999, "How long the average of the squared gradients remembers.")
RHO = Option("ρ", 0.99, 0, 0.9999, "How long the average of the squared gradients remembers.")
WEIGHT_DECAY = Option("Weight decay", 0.01, 0, 1, "The share α · decay of each parameter that each step takes away.")


def _descend(grad, state, step_size, theta):
    return -step_size * grad, state


def _roll(grad, velocity, step_size, theta, momentum):
    velocity *= momentum
    velocity += grad
    return -step_size * velocity, velocity


def _look_ahead(grad, velocity, step_size, theta, momentum):
    # Sutskever et al. 2013, with theta standing where the look ahead leads: the gradient that is
    # at hand is the one there, and no second pass is needed.
    velocity *= momentum
    velocity += grad
    return -step_size * (grad + momentum * velocity), velocity


def _accumulate(grad, total, step_size, theta):
    # Duchi, Hazan & Singer 2011.
    total += grad * grad
    return -step_size * grad / (np.sqrt(total) + EPSILON), total


def _root_mean_square(grad, square, step_size, theta, rho):
    # Tieleman & Hinton 2012, lecture 6e.
    square *= rho
    square += (1 - rho) * (grad * grad)
    return -step_size * grad / (np.sqrt(square) + EPSILON), square


class _Moments(NamedTuple):
    mean: np.ndarray
    square: np.ndarray
    steps: int


def _no_moments(theta):
    return _Moments(np.zeros_like(theta), np.zeros_like(theta), 0)


def _adapt(grad, state, step_size, theta, beta1, beta2):
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
    scale += EPSILON * correction
    delta = mean / scale
    delta *= -step_size * (correction / (1 - beta1**steps))
    return delta, _Moments(mean, square, steps)


def _adapt_and_decay(grad, state, step_size, theta, beta1, beta2, weight_decay):
    # Loshchilov & Hutter 2019, arXiv:1711.05101: the decay is no part of the gradient, so Adam's
    # division does not weaken it. As there, it takes from every parameter, biases too.
    delta, state = _adapt(grad, state, step_size, theta, beta1, beta2)
    delta -= (step_size * weight_decay) * theta
    return delta, state


OPTIMIZERS: dict[str, Optimizer] = {
    "adam": Optimizer(
        "Adam",
        _no_moments,
        _adapt,
        {"beta1": BETA1, "beta2": BETA2},
        r"\theta \leftarrow \theta - \alpha\,\hat m / (\sqrt{\hat v} + \varepsilon)",
    ),
    "gradient_descent": Optimizer(
        "Gradient descent",
        lambda theta: None,
        _descend,
        {},
        r"\theta \leftarrow \theta - \alpha\,\nabla L",
    ),
    "momentum": Optimizer(
        "Momentum",
        np.zeros_like,
        _roll,
        {"momentum": MOMENTUM},
        r"v \leftarrow \mu v + \nabla L,\quad \theta \leftarrow \theta - \alpha\,v",
    ),
    "nesterov": Optimizer(
        "Nesterov",
        np.zeros_like,
        _look_ahead,
        {"momentum": MOMENTUM},
        r"v \leftarrow \mu v + \nabla L,\quad \theta \leftarrow \theta - \alpha\,(\nabla L + \mu v)",
    ),
    "adagrad": Optimizer(
        "Adagrad",
        np.zeros_like,
        _accumulate,
        {},
        r"s \leftarrow s + (\nabla L)^2,\quad \theta \leftarrow \theta - \alpha\,\nabla L / (\sqrt s + \varepsilon)",
    ),
    "rmsprop": Optimizer(
        "RMSprop",
        np.zeros_like,
        _root_mean_square,
        {"rho": RHO},
        r"s \leftarrow \rho s + (1 - \rho)(\nabla L)^2,\quad"
        r" \theta \leftarrow \theta - \alpha\,\nabla L / (\sqrt s + \varepsilon)",
    ),
    "adamw": Optimizer(
        "AdamW",
        _no_moments,
        _adapt_and_decay,
        {"beta1": BETA1, "beta2": BETA2, "weight_decay": WEIGHT_DECAY},
        r"\theta \leftarrow \theta - \alpha\left(\hat m / (\sqrt{\hat v} + \varepsilon) + \lambda\theta\right)",
    ),
}


def each(state: Any, function: Callable[[np.ndarray], np.ndarray]) -> Any:
    """Return an optimizer's state with a function applied to each of its arrays."""
    if isinstance(state, np.ndarray):
        return function(state)
    return type(state)(*(each(part, function) for part in state)) if isinstance(state, tuple) else state


def size(state: Any) -> int:
    """Return the bytes that the arrays of an optimizer's state take."""
    if isinstance(state, np.ndarray):
        return state.nbytes
    return sum(map(size, state)) if isinstance(state, tuple) else 0

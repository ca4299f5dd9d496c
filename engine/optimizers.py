"""Optimizers: how a gradient becomes a change of the weights.

Each optimizer works on the flat parameter vector: init(theta) gives its state, and
update(grad, state, step_size, theta, **options) gives (delta, state); training adds delta to theta.
State arrays are updated in place, because allocating new ones costs more than the arithmetic.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from engine.constants import constants
from engine.options import Option

Setting = float | np.ndarray  # one number, or a (K, 1) column where stacked networks differ in it


class Optimizer(NamedTuple):
    """One optimizer: its label, init, update, its options and its LaTeX."""

    label: str
    init: Callable[[np.ndarray], Any]
    update: Callable[..., tuple[np.ndarray, Any]]
    options: dict[str, Option]
    formula: str


EPSILON = 1e-8  # keeps a division by an average near 0 finite

MOMENTUM = Option("Momentum μ", 0.9, 0, 0.999, "The share of the last velocity that each step keeps.")
BETA1 = Option("β₁", 0.9, 0, 0.999, "How slowly the moving average of the gradients changes.")
BETA2 = Option("β₂", 0.999, 0, 0.9999, "How slowly the moving average of the squared gradients changes.")
RHO = Option("ρ", 0.99, 0, 0.9999, "How slowly the moving average of the squared gradients changes.")
WEIGHT_DECAY = Option("Weight decay", 0.01, 0, 1, "Each step subtracts the share α · decay of each parameter.")


def _descend(grad: np.ndarray, state: None, step_size: Setting, theta: np.ndarray) -> tuple[np.ndarray, None]:
    return -step_size * grad, state


def _heavy_ball(
    grad: np.ndarray, velocity: np.ndarray, step_size: Setting, theta: np.ndarray, momentum: Setting
) -> tuple[np.ndarray, np.ndarray]:
    velocity *= momentum
    velocity += grad
    return -step_size * velocity, velocity


def _look_ahead(
    grad: np.ndarray, velocity: np.ndarray, step_size: Setting, theta: np.ndarray, momentum: Setting
) -> tuple[np.ndarray, np.ndarray]:
    # Sutskever et al. 2013, with theta at the looked-ahead position: the gradient is the one
    # there, and no second pass is needed.
    velocity *= momentum
    velocity += grad
    return -step_size * (grad + momentum * velocity), velocity


def _accumulate(
    grad: np.ndarray, total: np.ndarray, step_size: Setting, theta: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    # Duchi, Hazan & Singer 2011.
    total += grad * grad
    return -step_size * grad / (np.sqrt(total) + EPSILON), total


def _root_mean_square(
    grad: np.ndarray, square: np.ndarray, step_size: Setting, theta: np.ndarray, rho: float
) -> tuple[np.ndarray, np.ndarray]:
    # Tieleman & Hinton 2012, lecture 6e.
    square *= rho
    square += (1 - rho) * (grad * grad)
    return -step_size * grad / (np.sqrt(square) + EPSILON), square


class _Moments(NamedTuple):
    mean: np.ndarray
    square: np.ndarray
    steps: int


def _no_moments(theta: np.ndarray) -> _Moments:
    return _Moments(np.zeros_like(theta), np.zeros_like(theta), 0)


def _adapt(
    grad: np.ndarray, state: _Moments, step_size: Setting, theta: np.ndarray, beta1: float, beta2: float
) -> tuple[np.ndarray, _Moments]:
    # Kingma & Ba 2015, arXiv:1412.6980. Dividing the averages by 1 - beta^t corrects their bias
    # towards the zeros that they start from; as in the paper's section 2, both divisions are moved into the
    # step size and epsilon, which saves passes over the arrays.
    mean, square, steps = state
    steps += 1
    old1, new1, old2, new2 = constants(grad.dtype, beta1, 1 - beta1, beta2, 1 - beta2)
    mean *= old1
    mean += new1 * grad
    square *= old2
    square += new2 * (grad * grad)
    correction = math.sqrt(1 - beta2**steps)
    scale = np.sqrt(square)
    scale += EPSILON * correction
    delta = mean / scale
    delta *= -step_size * (correction / (1 - beta1**steps))
    return delta, _Moments(mean, square, steps)


def _adapt_and_decay(
    grad: np.ndarray,
    state: _Moments,
    step_size: Setting,
    theta: np.ndarray,
    beta1: float,
    beta2: float,
    weight_decay: float,
) -> tuple[np.ndarray, _Moments]:
    # Loshchilov & Hutter 2019, arXiv:1711.05101: the decay is not part of the gradient, so Adam's
    # division does not weaken it. As in the paper, it applies to every parameter, biases too.
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
        _heavy_ball,
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
    """Return the size of an optimizer's state in bytes."""
    if isinstance(state, np.ndarray):
        return state.nbytes
    return sum(map(size, state)) if isinstance(state, tuple) else 0

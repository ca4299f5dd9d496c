"""How wrong the network is: one number per point from its output z and the target y.

A loss takes the output layer's weighted sums z (logits, for classification) of shape
(networks, outputs, points) and targets that broadcast against it. It returns the loss of each
point, and its slope dL/dz, in which softmax and cross-entropy are one: p - y.

Two classes need one logit: z stands for the pair (0, z), so p(class 1) = sigmoid(z).
More classes have one logit each, and p = softmax(z). Targets are 0 or 1.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from engine.activations import sigmoid, softplus


class Loss(NamedTuple):
    """One loss: its name, the task it belongs to, its value per point, dL/dz and its LaTeX."""

    label: str
    task: str  # "classification" or "regression"
    value: Callable[[np.ndarray, np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray, np.ndarray], np.ndarray]
    formula: str


def softmax(z: np.ndarray) -> np.ndarray:
    """Return exp(z) / sum(exp(z)) over the outputs axis, for logits of any size."""
    # Taking off the largest logit changes nothing in the ratio and keeps exp at most 1.
    e = np.exp(z - z.max(axis=-2, keepdims=True))
    e /= e.sum(axis=-2, keepdims=True)
    return e


def probabilities(z: np.ndarray) -> np.ndarray:
    """Return class probabilities (networks, classes, points), two rows for a single logit."""
    if z.shape[-2] == 1:
        p = sigmoid(z)
        return np.concatenate([1 - p, p], axis=-2)
    return softmax(z)


def _cross_entropy(z, y):
    if z.shape[-2] == 1:
        # -log p(right class) = softplus(-z) or softplus(z); exact also when it is tiny.
        return softplus((1 - 2 * y) * z)[..., 0, :]
    top = z.max(axis=-2, keepdims=True)
    log_sum = np.log(np.exp(z - top).sum(axis=-2, keepdims=True)) + top
    # Subtract before summing: the right class alone remains, without cancellation.
    return ((log_sum - z) * y).sum(axis=-2)


def _cross_entropy_slope(z, y):
    return (sigmoid(z) if z.shape[-2] == 1 else softmax(z)) - y


def _squared(z, y):
    difference = z - y
    return (difference * difference).sum(axis=-2)


LOSSES: dict[str, Loss] = {
    "cross_entropy": Loss(
        "Cross-entropy",
        "classification",
        _cross_entropy,
        _cross_entropy_slope,
        r"-\frac{1}{n}\sum_{i=1}^{n} \ln p_i(y_i)",
    ),
    "mse": Loss(
        "Mean squared error",
        "regression",
        _squared,
        lambda z, y: 2 * (z - y),
        r"\frac{1}{n}\sum_{i=1}^{n} (\hat y_i - y_i)^2",
    ),
    "mae": Loss(
        "Mean absolute error",
        "regression",
        lambda z, y: np.abs(z - y).sum(axis=-2),
        lambda z, y: np.sign(z - y),
        r"\frac{1}{n}\sum_{i=1}^{n} |\hat y_i - y_i|",
    ),
}


def accuracy(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the share of points, per network, whose most probable class is the right one."""
    right = (z > 0) == (y > 0.5) if z.shape[-2] == 1 else z.argmax(axis=-2) == y.argmax(axis=-2)
    return right.reshape(len(z), -1).mean(axis=-1)

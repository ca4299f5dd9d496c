"""Loss functions: how wrong the network is, one number per point from its output z and the target y.

A loss takes the output layer's weighted sums z (logits, for classification) of shape
(networks, outputs, points) and targets that broadcast against it. It returns the loss of each
point, and its slope dL/dz. Softmax and cross-entropy are combined, which makes their slope p - y.

Two classes need one logit: z represents the pair (0, z), so p(class 1) = sigmoid(z).
More classes have one logit each, and p = softmax(z). Targets are 0 or 1. For hinge, z is a score
whose sign is the class.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from engine.activations import sigmoid, softplus
from engine.options import Option


class Loss(NamedTuple):
    """One loss: its label, its task, value(z, y, **options) per point, its slope dL/dz, and its LaTeX."""

    label: str
    task: str  # "classification" or "regression"
    value: Callable[..., np.ndarray]
    slope: Callable[..., np.ndarray]
    formula: str
    options: dict[str, Option] = {}  # noqa: RUF012 this default is never changed
    binary: bool = False  # whether it takes two classes only
    reason: str = ""  # when to choose it


HUBER_DELTA = Option("Huber δ", 0.5, 0.001, 10, "Errors up to δ count squared, larger ones linearly.")


def softmax(z: np.ndarray) -> np.ndarray:
    """Return exp(z) / sum(exp(z)) over the outputs axis, for logits of any size."""
    # Subtracting the largest logit leaves the ratio as it is and keeps exp at most 1.
    e = np.exp(z - z.max(axis=-2, keepdims=True))
    e /= e.sum(axis=-2, keepdims=True)
    return e


@np.errstate(over="ignore", invalid="ignore")
def probabilities(z: np.ndarray) -> np.ndarray:
    """Return class probabilities (networks, classes, points), two rows for a single logit."""
    if z.shape[-2] == 1:
        p = sigmoid(z)
        return np.concatenate([1 - p, p], axis=-2)
    return softmax(z)


def _cross_entropy(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    if z.shape[-2] == 1:
        # -log p(right class) = softplus(-z) or softplus(z), which is exact also where it is tiny.
        return softplus((1 - 2 * y) * z)[..., 0, :]
    top = z.max(axis=-2, keepdims=True)
    log_sum = np.log(np.exp(z - top).sum(axis=-2, keepdims=True)) + top
    # Subtract before the sum: only the right class remains, without cancellation.
    return ((log_sum - z) * y).sum(axis=-2)


def _cross_entropy_slope(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    return (sigmoid(z) if z.shape[-2] == 1 else softmax(z)) - y


def _squared(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    difference = z - y
    return (difference * difference).sum(axis=-2)


def _huber(z: np.ndarray, y: np.ndarray, huber_delta: float) -> np.ndarray:
    size = np.abs(z - y)
    near = np.minimum(size, huber_delta)
    return (near * (size - 0.5 * near)).sum(axis=-2)


def _sides(y: np.ndarray) -> np.ndarray:
    return 2 * y - 1  # -1 for class 0, +1 for class 1


def _hinge(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.maximum(1 - _sides(y) * z, 0)[..., 0, :]


def _hinge_slope(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    side = _sides(y)
    return np.where(side * z < 1, -side, z.dtype.type(0))


LOSSES: dict[str, Loss] = {
    "cross_entropy": Loss(
        "Cross-entropy",
        "classification",
        _cross_entropy,
        _cross_entropy_slope,
        r"-\frac{1}{n}\sum_{i=1}^{n} \ln p_i(y_i)",
        reason="The negative log-likelihood of the right classes: a confident mistake costs most.",
    ),
    # Rosasco et al. 2004: the loss of the support vector machine.
    "hinge": Loss(
        "Hinge",
        "classification",
        _hinge,
        _hinge_slope,
        r"\frac{1}{n}\sum_{i=1}^{n} \max(0,\; 1 - s_i z_i),\quad s_i = \pm 1",
        binary=True,
        reason="A point that is right by a margin of 1 costs nothing: only the others have a gradient.",
    ),
    "mse": Loss(
        "Mean squared error",
        "regression",
        _squared,
        lambda z, y: 2 * (z - y),
        r"\frac{1}{n}\sum_{i=1}^{n} (\hat y_i - y_i)^2",
        reason="Fits the mean. Twice the error costs four times as much, so an outlier has a large effect.",
    ),
    "mae": Loss(
        "Mean absolute error",
        "regression",
        lambda z, y: np.abs(z - y).sum(axis=-2),
        lambda z, y: np.sign(z - y),
        r"\frac{1}{n}\sum_{i=1}^{n} |\hat y_i - y_i|",
        reason="Fits the median. Its slope does not shrink, so steps do not get smaller near the target.",
    ),
    # Huber 1964.
    "huber": Loss(
        "Huber",
        "regression",
        _huber,
        lambda z, y, huber_delta: np.clip(z - y, -huber_delta, huber_delta),
        r"\frac{1}{n}\sum_{i=1}^{n} \tfrac{1}{2} e_i^2 \text{ if } |e_i| \le \delta,"
        r" \text{ else } \delta\,(|e_i| - \tfrac{\delta}{2}),\quad e_i = \hat y_i - y_i",
        {"huber_delta": HUBER_DELTA},
        reason="Squared near the target, absolute far from it: smooth to train, and an outlier has little effect.",
    ),
}

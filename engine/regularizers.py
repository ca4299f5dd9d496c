"""Regularizers keep weights small; the loss that is shown never includes them.

A penalty adds its slope to the gradient. Weight decay subtracts a share of the weights apart from the
gradient, so that an optimizer which rescales gradients does not rescale it too. Both apply to weights,
not to biases, because a bias does not make a network steeper.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Regularizer(NamedTuple):
    """One regularizer: its label, its slope at weights w, its LaTeX, and the reason for it.

    slope is None where there is no penalty; decoupled is whether it is subtracted apart from the gradient.
    """

    label: str
    slope: Callable[[np.ndarray], np.ndarray] | None
    formula: str
    decoupled: bool = False
    reason: str = ""


def _identity(w: np.ndarray) -> np.ndarray:
    return w


REGULARIZERS: dict[str, Regularizer] = {
    "none": Regularizer("None", None, r"0"),
    "l1": Regularizer(
        "L1",
        np.sign,
        r"L + \lambda \sum |w|",
        reason="Shrinks every weight by the same amount, so weights that are not needed end near zero.",
    ),
    "l2": Regularizer(
        "L2",
        _identity,
        r"L + \tfrac{\lambda}{2} \sum w^2",
        reason="Shrinks large weights most: it prefers many small weights to a few large ones.",
    ),
    # Loshchilov & Hutter 2019, arXiv:1711.05101. With gradient descent it is the same as L2.
    "weight_decay": Regularizer(
        "Weight decay",
        _identity,
        r"w \leftarrow w - \alpha\,\lambda\,w",
        decoupled=True,
        reason="Subtracts the share αλ of each weight at every step. Equals L2 with gradient descent, not with Adam.",
    ),
}

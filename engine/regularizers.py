"""Ways to keep weights small; the loss that is shown never includes them.

A penalty adds its slope to the gradient. Weight decay takes its share from the weights beside the
gradient, so that an optimizer which rescales gradients does not rescale it too. Only weights pay;
biases are free, because a bias does not make a network steeper.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Regularizer(NamedTuple):
    """One way: its name, the slope for weights w (None: nothing to do), its LaTeX, whether it bypasses the gradient."""

    label: str
    slope: Callable[[np.ndarray], np.ndarray] | None
    formula: str
    decoupled: bool = False
    reason: str = ""


def _identity(w):
    return w


REGULARIZERS: dict[str, Regularizer] = {
    "none": Regularizer("None", None, r"0"),
    "l1": Regularizer(
        "L1",
        np.sign,
        r"L + \lambda \sum |w|",
        reason="Pulls every weight by the same amount, so weights that are not needed end near zero.",
    ),
    "l2": Regularizer(
        "L2",
        _identity,
        r"L + \tfrac{\lambda}{2} \sum w^2",
        reason="Pulls large weights hardest: many small ones instead of a few large.",
    ),
    # Loshchilov & Hutter 2019, arXiv:1711.05101. With gradient descent it is the same as L2.
    "weight_decay": Regularizer(
        "Weight decay",
        _identity,
        r"w \leftarrow w - \alpha\,\lambda\,w",
        decoupled=True,
        reason="Takes the share αλ of each weight at every step. With gradient descent that is L2; with Adam not.",
    ),
}

"""A price on large weights, added to the gradient only: the loss that is shown never includes it.

Only weights pay; biases are free, because a bias does not make a network steeper.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Regularizer(NamedTuple):
    """One penalty on W: its name, the penalty's slope, and its LaTeX. None has no slope."""

    label: str
    slope: Callable[[np.ndarray], np.ndarray] | None
    formula: str


REGULARIZERS: dict[str, Regularizer] = {
    "none": Regularizer("None", None, r"0"),
    "l1": Regularizer("L1", np.sign, r"\lambda \sum |w|"),
    "l2": Regularizer("L2", lambda w: w, r"\tfrac{\lambda}{2} \sum w^2"),
}

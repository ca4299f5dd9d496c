"""The inputs of the network: hand-made functions of the two coordinates.

With x1² and x2² the circle needs no hidden layer; with a hidden layer, x1 and x2 suffice.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Feature(NamedTuple):
    """One input: its label in plain text and a function of the coordinate rows (x1, x2)."""

    label: str
    function: Callable[[np.ndarray, np.ndarray], np.ndarray]


FEATURES: dict[str, Feature] = {
    "x1": Feature("x₁", lambda x1, x2: x1),
    "x2": Feature("x₂", lambda x1, x2: x2),
    "x1_squared": Feature("x₁²", lambda x1, x2: x1 * x1),
    "x2_squared": Feature("x₂²", lambda x1, x2: x2 * x2),
    "x1_x2": Feature("x₁x₂", lambda x1, x2: x1 * x2),
    "sin_x1": Feature("sin x₁", lambda x1, x2: np.sin(x1)),
    "sin_x2": Feature("sin x₂", lambda x1, x2: np.sin(x2)),
}


def apply(names: tuple[str, ...], points: np.ndarray) -> np.ndarray:
    """Return the features, (len(names), points), of coordinates of shape (2, points)."""
    return np.stack([FEATURES[name].function(points[0], points[1]) for name in names])

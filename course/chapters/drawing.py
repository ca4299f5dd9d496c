"""What several chapters draw in the same way: the plane of the inputs, straight lines across it, and small maps."""

import math

import numpy as np

from engine.data.datasets import HALF_WIDTH
from pictures.sketch.scene import Panel

PLANE = (-HALF_WIDTH, HALF_WIDTH)  # the range of x₁ and of x₂
LINE_REACH = 20.0  # units of the plane: a line of this length to either side of its foot leaves the plane


def line_ends(foot: np.ndarray, normal: np.ndarray) -> list[np.ndarray]:
    """Return the two ends of the straight line through a foot (2,), at right angles to a normal (2,) of any length."""
    length = max(float(np.linalg.norm(normal)), 1e-6)  # not 0: a visitor can drag a foot into the very centre
    along = np.array([-normal[1], normal[0]]) / length * LINE_REACH
    return [foot - along, foot + along]


def small_map(label: str, title: str, values: np.ndarray, share: float) -> Panel:
    """Return a small panel without axes, a map of values in [-1, 1] over the whole plane.

    values holds n² numbers in the order of maps.grid(n); share is the panel's part of the width.
    """
    size = math.isqrt(values.size)
    panel = Panel(label, PLANE, PLANE, title, axes=False, square=True, share=share)
    return panel.map(values.reshape(size, size))

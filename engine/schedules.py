"""How the step size changes as training goes on: a factor for step i = 1, 2, 3, …

Factors are Python floats on purpose: a NumPy float64 would turn float32 arrays into float64.
"""

import math
from collections.abc import Callable
from typing import NamedTuple


class Schedule(NamedTuple):
    """One schedule: its name, factor(i) for the i-th step (i from 1), and its LaTeX."""

    label: str
    factor: Callable[[int], float]
    formula: str


SCHEDULES: dict[str, Schedule] = {
    "constant": Schedule("Constant", lambda i: 1.0, r"\alpha_i = \alpha"),
    "inverse_sqrt": Schedule("Inverse square root", lambda i: 1.0 / math.sqrt(i), r"\alpha_i = \alpha / \sqrt{i}"),
}

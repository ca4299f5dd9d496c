"""Schedules: how the step size changes during training, as a factor for step i = 1, 2, 3, …

Factors are Python floats on purpose: a NumPy float64 would turn float32 arrays into float64.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

from engine.options import Option


class Schedule(NamedTuple):
    """One schedule: its label, factor(i, **options) for the i-th step (i from 1), its options and its LaTeX."""

    label: str
    factor: Callable[..., float]
    options: dict[str, Option]
    formula: str


DIVISOR = Option("Divisor n", 1, 1, 1000, "Divides the step size from the first step on.")
PERIOD = Option("Period T", 2000, 1, 1_000_000, "The number of steps that one fall lasts.")
DECAY = Option("Decay γ", 0.5, 0.001, 1, "The factor by which each period multiplies the step size.")
WARM_UP = Option("Warm-up", 200, 0, 100_000, "The number of steps in which the step size grows before it falls.")


def _cosine(i: int, period: float) -> float:
    return 0.5 * (1 + math.cos(math.pi * min((i - 1) / period, 1.0)))


def _warm_cosine(i: int, warm_up: float, period: float) -> float:
    return i / (warm_up + 1) if i <= warm_up else _cosine(int(i - warm_up), period)


SCHEDULES: dict[str, Schedule] = {
    "constant": Schedule("Constant", lambda i: 1.0, {}, r"\alpha_i = \alpha"),
    "inverse_sqrt": Schedule(
        "Inverse square root",
        lambda i, divisor: 1.0 / (divisor * math.sqrt(i)),
        {"divisor": DIVISOR},
        r"\alpha_i = \frac{\alpha}{n \sqrt{i}}",
    ),
    "step": Schedule(
        "Step",
        lambda i, period, decay: float(decay ** ((i - 1) // period)),
        {"period": PERIOD, "decay": DECAY},
        r"\alpha_i = \alpha\,\gamma^{\lfloor (i - 1) / T \rfloor}",
    ),
    "exponential": Schedule(
        "Exponential",
        lambda i, period, decay: float(decay ** ((i - 1) / period)),
        {"period": PERIOD, "decay": DECAY},
        r"\alpha_i = \alpha\,\gamma^{(i - 1) / T}",
    ),
    "cosine": Schedule(
        "Cosine",
        _cosine,
        {"period": PERIOD},
        r"\alpha_i = \tfrac{\alpha}{2}\left(1 + \cos(\pi \min(\tfrac{i - 1}{T}, 1))\right)",
    ),
    "warm_cosine": Schedule(
        "Warm-up, then cosine",
        _warm_cosine,
        {"warm_up": WARM_UP, "period": PERIOD},
        r"\alpha_i = \alpha\,\tfrac{i}{w + 1} \text{ for } i \le w, \text{ then cosine from } \alpha",
    ),
}

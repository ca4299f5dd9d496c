"""Surfaces to minimize: a height f(x, y) with its slope, on which optimizers can be seen in two dimensions.

A network's loss has as many dimensions as it has weights; here one sees what an optimizer does in a ravine, at a
saddle and among local minima.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np


class Surface(NamedTuple):
    """One surface: its label, f, (df/dx, df/dy), its LaTeX, and a note on what it shows.

    box is (left, right, bottom, top) of the part that is shown; start is a good initial point; step_size is one
    with which plain gradient descent shows what the surface is known for. minima lists those in the box, the
    lowest first.
    """

    label: str
    height: Callable[[Any, Any], Any]  # of floats or of arrays
    slope: Callable[[Any, Any], tuple[Any, Any]]
    formula: str
    box: tuple[float, float, float, float]
    start: tuple[float, float]
    step_size: float
    minima: tuple[tuple[float, float], ...]
    saddles: tuple[tuple[float, float], ...] = ()
    note: str = ""

    def is_global(self, minimum: tuple[float, float]) -> bool:
        """Whether no point of the surface is lower than this minimum."""
        return bool(self.height(*minimum) <= self.height(*self.minima[0]) + 1e-9)


RAVINE = 25.0  # ratio of the curvatures across and along the ravine


def _himmelblau_slope(x: Any, y: Any) -> tuple[Any, Any]:
    first, second = x * x + y - 11, x + y * y - 7
    return 4 * x * first + 2 * second, 2 * first + 4 * y * second


def _bumps(x: Any) -> Any:
    return x * x / 8 + 1 - np.cos(math.pi * x)


def _bumps_slope(x: Any) -> Any:
    return x / 4 + math.pi * np.sin(math.pi * x)


def _bumpy_minima(count: int = 2) -> tuple[tuple[float, float], ...]:
    """Return the minima of the bumpy surface, a sum over x and y with a dip near each even number up to ±2 · count."""
    dips = []
    for i in range(-count, count + 1):
        x = 2.0 * i
        for _ in range(20):  # Newton's method on the slope
            x -= float(_bumps_slope(x)) / (1 / 4 + math.pi**2 * math.cos(math.pi * x))
        dips.append(x + 0.0)
    return tuple(sorted(((x, y) for x in dips for y in dips), key=lambda at: float(_bumps(at[0]) + _bumps(at[1]))))


SURFACES: dict[str, Surface] = {
    "bowl": Surface(
        "Bowl",
        lambda x, y: (x * x + y * y) / 2,
        lambda x, y: (x, y),
        r"\tfrac{1}{2}\left(x^2 + y^2\right)",
        (-4, 4, -4, 4),
        (-3, 2.4),
        0.1,
        ((0.0, 0.0),),
        note="Convex and round: the slope points straight away from the only minimum.",
    ),
    "ravine": Surface(
        "Ravine",
        lambda x, y: (x * x + RAVINE * y * y) / 2,
        lambda x, y: (x, RAVINE * y),
        r"\tfrac{1}{2}\left(x^2 + 25\,y^2\right)",
        (-4, 4, -2, 2),
        (-3.6, 1),
        0.07,
        ((0.0, 0.0),),
        note="Convex, but 25 times as steep across as along. Gradient descent needs a step size below 2/25 = 0.08 to "
        "stay in it, and is then slow along the floor.",
    ),
    "saddle": Surface(
        "Saddle",
        lambda x, y: x * x / 2 - y * y / 2 + y**4 / 16,
        lambda x, y: (x, y**3 / 4 - y),
        r"\tfrac{1}{2}x^2 - \tfrac{1}{2}y^2 + \tfrac{1}{16}y^4",
        (-3, 3, -3, 3),
        (-2.6, 0.001),
        0.1,
        ((0.0, -2.0), (0.0, 2.0)),
        ((0.0, 0.0),),
        "A minimum along x, a maximum along y: near the middle the slope is almost 0, but there is no minimum.",
    ),
    "rosenbrock": Surface(
        "Rosenbrock",
        lambda x, y: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
        lambda x, y: (-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
        r"(1 - x)^2 + 100\left(y - x^2\right)^2",
        (-2, 2, -1, 3),
        (-1.2, 1),
        0.0015,
        ((1.0, 1.0),),
        note="A curved valley with a floor that is almost flat: easy to find, slow to follow to its end.",
    ),
    "himmelblau": Surface(
        "Himmelblau",
        lambda x, y: (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
        _himmelblau_slope,
        r"\left(x^2 + y - 11\right)^2 + \left(x + y^2 - 7\right)^2",
        (-5, 5, -5, 5),
        (-0.4, -0.6),
        0.01,
        (
            (3.0, 2.0),
            (-2.805118086952745, 3.131312518250573),
            (-3.779310253377747, -3.283185991286170),
            (3.584428340330492, -1.848126526964404),
        ),
        (
            (0.0866775045636, 2.8842547011747),
            (3.3851541848023, 0.0738518746979),
            (-3.0730257582625, -0.0813530418855),
            (-0.1279613467307, -1.9537149844595),
        ),
        "Four minima, all equally low. Which one is reached depends on the start and on the optimizer.",
    ),
    "bumpy": Surface(
        "Bumpy",
        lambda x, y: _bumps(x) + _bumps(y),
        lambda x, y: (_bumps_slope(x), _bumps_slope(y)),
        r"\tfrac{1}{8}\left(x^2 + y^2\right) + 2 - \cos \pi x - \cos \pi y",
        (-5, 5, -5, 5),
        (-4.6, 3.4),
        0.03,
        _bumpy_minima(),
        note="Twenty-five minima, one of them global. Small steps end in the nearest; momentum can carry over a rim.",
    ),
}

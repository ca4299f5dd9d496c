"""Clipping a gradient: it keeps its direction, and loses what is longer than the limit."""

from collections.abc import Mapping

import numpy as np

from course.chapters.parts import Check, Formula, Screen, Settings, Slider, Try, near, within
from engine.experiments.fields import Number
from engine.numerals import plain
from pictures.sketch.scene import Panel, Scene

REACH = 10.0
SLOPE = Number(-REACH, REACH)
LIMIT = Number(0.5, REACH)
FIELDS = {"slope_1": (SLOPE, 3.0), "slope_2": (SLOPE, 4.0), "limit": (LIMIT, 2.0)}
WANTED, TOLERANCE = 0.25, 0.01  # what clipping leaves of the length
RIGHT, EACH_CUT = 0.6, 1.0  # of (6, 8) with limit 1: the first component, and if each were cut by itself
CIRCLE = np.linspace(0, 2 * np.pi, 97)


def clipped(g1: float, g2: float, limit: float) -> tuple[float, float]:
    """Return a gradient of two components after clipping its norm, as training does."""
    norm = np.sqrt(g1 * g1 + g2 * g2)
    factor = np.minimum(limit / norm, 1) if norm else 1.0
    return float(g1 * factor), float(g2 * factor)


def left(s: Settings) -> float:
    """Return which share of the gradient's length is left."""
    norm = float(np.hypot(s.slope_1, s.slope_2))
    return min(s.limit / norm, 1) if norm else 1.0


def figure(s: Settings) -> Scene:
    """Show the gradient, the limit as a circle, and the clipped gradient."""
    panel = Panel(
        "A gradient of two weights, and the limit of its norm",
        (-REACH, REACH),
        (-REACH, REACH),
        "The gradient",
        "∂L/∂w₁",
        "∂L/∂w₂",
        square=True,
        share=0.9,
    )
    panel.line([(0, -REACH), (0, REACH)], "faint", 1).line([(-REACH, 0), (REACH, 0)], "faint", 1)
    panel.line(np.stack([np.cos(CIRCLE), np.sin(CIRCLE)], axis=1) * s.limit, "quiet", 2, dash=True)
    panel.arrow((0, 0), (s.slope_1, s.slope_2), "orange", 3)
    short = clipped(s.slope_1, s.slope_2, s.limit)
    panel.arrow((0, 0), short, "blue", 5)
    panel.handle("gradient", (s.slope_1, s.slope_2), "The gradient", "red")
    norm = float(np.hypot(s.slope_1, s.slope_2))
    lengths = Panel("Lengths", (0, 2), (0, 1.5 * REACH), "Norm", share=0.7, categories=("before", "after"))
    lengths.bar(0.2, 0.8, 0, norm, "orange").bar(1.2, 1.8, 0, min(norm, s.limit), "blue")
    lengths.line([(0, s.limit), (2, s.limit)], "quiet", 2, dash=True)
    caption = (
        f"The norm is {norm:.2f}. Clipped to {plain(s.limit)}: ({short[0]:.2f}, {short[1]:.2f})."
        if norm > s.limit
        else f"The norm is {norm:.2f}, below the limit of {plain(s.limit)}: nothing changes."
    )
    return Scene([panel, lengths], caption, height=350)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, float]:
    """Move the tip of the gradient."""
    return {"slope_1": within(SLOPE, x), "slope_2": within(SLOPE, y)}


def _quarter_hint(s: Settings) -> str:
    share = left(s)
    if share == 1:
        return "It is shorter than the limit, so it stays as it is."
    return f"{share:.2f} of it is left. How long must it be, compared with the limit?"


def _first_hint(s: Settings, answer: float | None) -> str:
    if near(answer, EACH_CUT):
        return "If each component were cut by itself, the direction would change. Shorten both by the same factor."
    if near(answer, 0.8):
        return "That is the second component."
    return "The norm of (6, 8) is √(36 + 64) = 10. Multiply both components by 1/10."


SCREEN = Screen(
    "Clipping a gradient",
    "Where the gradient explodes, one step can throw the weights far away. **Clipping** sets a limit to the norm, the "
    "length, of the gradient of all weights together. What is shorter stays as it is; what is longer is made as long "
    "as the limit. The direction stays. Drag the red dot.",
    figure=figure,
    formulas=(
        Formula(
            r"g' = g \cdot \min\!\left(1, \frac{c}{\lVert g \rVert}\right)",
            {"g": "gradient", "c": "limit", r"\lVert g \rVert": "norm: the root of the sum of squares"},
            computed_by=clipped,
            written_out=lambda a, b, c: (
                (a, b) if a * a + b * b <= c * c else tuple(c * v / abs(a + 1j * b) for v in (a, b))
            ),
            sample_arguments=lambda rng: (*(float(v) for v in rng.normal(0, 3, 2)), float(rng.uniform(0.5, 5))),
        ),
    ),
    controls=(Slider("limit", "Limit c", 0.5),),
    tries=(
        Try("A short gradient", {"slope_1": 0.6, "slope_2": -0.8}),
        Try("A long one", {"slope_1": 9.0, "slope_2": 3.0}),
    ),
    checks=(
        Check(
            "quarter",
            "Drag the gradient, or set the limit, so that clipping leaves a quarter of the gradient's length.",
            lambda s, _: near(left(s), WANTED, TOLERANCE),
            lambda s, _: _quarter_hint(s),
        ),
        Check(
            "first",
            "The gradient is (6, 8), and the limit is 1. What is the first component after clipping?",
            lambda s, answer: near(answer, RIGHT),
            _first_hint,
            "",
        ),
    ),
    drag=drag,
)

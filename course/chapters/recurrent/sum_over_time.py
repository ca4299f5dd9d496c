"""One w, many moments: its gradient is a sum over time."""

from collections.abc import Mapping

import numpy as np

from course.chapters.parts import Check, Formula, Screen, Settings, Slider, near, within
from course.chapters.recurrent.unit import Numbers, numbers
from course.chapters.recurrent.unrolling import rounded
from engine.experiments.fields import Number
from engine.numerals import significant
from pictures.sketch.scene import Panel, Scene

WEIGHT, TARGET = Number(-1.5, 1.5), Number(-1, 1)
FIELDS = {"same_w": (WEIGHT, 0.5), "wish": (TARGET, 0.5)}
U, X = 1.0, (1.0, 1.0, 0.0, 0.0)
RIGHT = 1.5  # of the parts 0, 0.5, 2, −1
FLAT, LIVELY = 0.02, 0.1  # a sum that counts as 0, and a part that does not


def chosen(s: Settings) -> Numbers:
    """Return all numbers for the w and the target that are set."""
    return numbers(s.same_w, U, X, s.wish, "tanh")


def figure(s: Settings) -> Scene:
    """Show the loss over w with its tangent, and the parts of its slope."""
    n, ws = chosen(s), np.linspace(WEIGHT.low, WEIGHT.high, 121)
    losses = np.array([numbers(w, U, X, s.wish, "tanh").loss for w in ws])
    top = max(1.2 * float(losses.max()), 0.2)
    curve = Panel("The loss over w", (WEIGHT.low, WEIGHT.high), (-0.1 * top, top), "The loss L over w", "w", share=0.9)
    curve.curve(ws, losses, "ink", 2.5)
    ends = [(s.same_w + dx, n.loss + dx * n.d_w) for dx in (-0.6, 0.6)]
    curve.line(ends, "blue", 2.5)
    curve.handle("same_w", (s.same_w, n.loss), "Weight w", "red", "x", (WEIGHT.low, WEIGHT.high, 0, top))
    names = [*(f"t = {t}" for t in range(1, len(X) + 1)), "sum"]
    high = 1.25 * max(float(np.abs([*n.parts, n.d_w]).max()), 0.2)
    parts = Panel(
        "The parts of the slope", (0, len(names)), (-high, high), "Parts of ∂L/∂w, and their sum", categories=names
    )
    parts.line([(0, 0), (len(names), 0)], "quiet", 1.5)
    for k, value in enumerate([*n.parts, n.d_w]):
        colour = "blue" if k == len(X) else "orange"
        parts.bar(k + 0.2, k + 0.8, min(value, 0), max(value, 0), colour)
        parts.text((k + 0.5, value + (0.09 if value >= 0 else -0.09) * high), rounded(value), "ink", 13, bold=True)
    added = " + ".join(rounded(part) if part >= 0 else f"({rounded(part)})" for part in n.parts)
    return Scene(
        [curve, parts],
        f"x = (1, 1, 0, 0), u = 1, w = {significant(s.same_w)}: ∂L/∂w = {added} = {rounded(n.d_w)}, the slope of the "
        f"curve.",
        height=330,
    )


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, float]:
    """Choose the weight at which the handle is."""
    return {"same_w": within(WEIGHT, x)}


def _sum_hint(s: Settings, answer: float | None) -> str:
    if near(answer, -1):
        return "That is the last moment's part alone. The same w was used at all of them."
    if near(answer, 0.375):
        return "That is their mean. The parts are added, and not divided."
    if near(answer, 3.5):
        return "A negative part counts as negative."
    return "w is the same at all four moments: add up the four parts."


def cancels(s: Settings) -> bool:
    """Return whether the parts add up to about 0, though some are not."""
    n = chosen(s)
    return abs(n.d_w) <= FLAT and float(np.abs(n.parts).max()) >= LIVELY


def _cancel_hint(s: Settings) -> str:
    n = chosen(s)
    if abs(n.d_w) > FLAT:
        return f"The sum is {rounded(n.d_w)} here. Where is the curve level?"
    return "Here all parts are small, because the loss is almost 0. Find another place where the curve is level."


def _slope_along_w(w: float, u: float, x1: float, x2: float, x3: float, y: float) -> float:
    """Return ∂L/∂w of three moments of a linear unit, part by part."""
    h1 = u * x1
    h2 = w * h1 + u * x2
    h3 = w * h2 + u * x3
    back = 2 * (h3 - y)
    return back * h2 + back * w * h1 + back * w * w * 0


SCREEN = Screen(
    "One w, a sum over time",
    "The copies of the unrolled network share **one** w. Nudge it, and the loss changes through every moment at once: "
    "so its gradient is the **sum** of the parts of all moments. Each part is the slope that w would have if only that "
    "moment's copy could move. Drag the red dot: the sum is the slope of the curve, and parts may cancel.",
    figure=figure,
    formulas=(
        Formula(
            r"\frac{\partial L}{\partial w} = \sum_{t=1}^{T} h_{t-1} \, \frac{\partial L}{\partial z_t}",
            {
                r"\sum": "sum over all moments t, from 1 to the last one, T",
                "z_t": "weighted sum at moment t; in the figure hₜ = tanh zₜ",
            },
            computed_by=lambda w, u, x1, x2, x3, y: numbers(w, u, (x1, x2, x3), y).d_w,
            written_out=_slope_along_w,
            sample_arguments=lambda rng: tuple(float(v) for v in rng.normal(size=6)),
        ),
    ),
    controls=(Slider("same_w", "Weight w", 0.05), Slider("wish", "Target y", 0.1)),
    checks=(
        Check(
            "sum",
            "The parts of four moments are 0, 0.5, 2 and −1. What is ∂L/∂w?",
            lambda s, answer: near(answer, RIGHT),
            _sum_hint,
            "",
        ),
        Check(
            "cancel",
            f"Find a w at which the sum is 0, to within {FLAT}, though one of its parts is {LIVELY} or more.",
            lambda s, _: cancels(s),
            lambda s, _: _cancel_hint(s),
        ),
    ),
    drag=drag,
)

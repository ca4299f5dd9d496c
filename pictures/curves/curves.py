"""Curves of activations: h(z) and its slope on shared axes, and what a probe reads at one z."""

import math
from collections.abc import Sequence

import numpy as np

from engine.activations import ACTIVATIONS, Activation
from pictures import palette
from pictures.live import packing

REACH = 6.0  # z is shown from -REACH to REACH
POINTS = 481


def pack(names: Sequence[str], places: Sequence[int], probe: float) -> packing.Frame:
    """Return the Frame of these activations; places number their colours."""
    z = np.linspace(-REACH, REACH, POINTS)
    rows, listed = [z], []
    for name, place in zip(names, places, strict=True):
        activation = ACTIVATIONS[name]
        a = activation.function(z)
        rows += [a, activation.slope(z, a)]
        colour = palette.SERIES[place % len(palette.SERIES)]
        listed.append({"name": activation.label, "colour": colour, "dashed": place >= palette.SOLID})
    header = {"state": "still", "interval": 0, "reach": REACH, "probe": probe, "curves": listed}
    return packing.Frame(header, {"rows": np.array(rows, np.float32)})


def _number(value: float) -> str:
    if math.isinf(value):
        return r"\infty" if value > 0 else r"-\infty"
    return f"{value:.4g}"


def _bounds(activation: Activation) -> str:
    low, high = activation.bounds
    return f"${_number(low)} \\ldots {_number(high)}$"


SIDES = {"": "nowhere", "left": "to the left", "right": "to the right", "both": "on both sides"}


def facts(names: Sequence[str]) -> str:
    """Return a Markdown table of what is worth knowing of these activations."""
    lines = [
        "| Activation | $h(z)$ | slope $h'(z)$ | values | slope fades to 0 | slope is 0 |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name in names:
        activation = ACTIVATIONS[name]
        h, slope = (text.replace("|", r"\vert ") for text in (activation.formula, activation.slope_formula))
        fades = "all of it" if name == "step" else SIDES[activation.saturates]
        words = activation.flat_words.replace("|", r"\|")
        lines.append(f"| **{activation.label}** | ${h}$ | ${slope}$ | {_bounds(activation)} | {fades} | {words} |")
    return "\n".join(lines)

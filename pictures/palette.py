"""Colours, names and shapes of classes, layers and networks, the same in charts and in live pictures.

Blue is class 1, and +1; orange is class 0, and −1. What the live pictures need too is in constants.json. Colours of
lines are of middle lightness, so that they stand out from a white page and from a dark one.
"""

import html
from collections.abc import Sequence

from pictures.constants import CONSTANTS

CLASS_COLOURS = tuple(CONSTANTS["classColours"])  # class 0, 1, …
CLASS_COLOUR_NAMES = tuple(CONSTANTS["classColourNames"])
ORANGE, BLUE = CLASS_COLOURS[:2]
# Classes beyond the second differ in shape, not by colour alone. The names are Plotly's.
MARKERS = tuple("triangle-up" if shape == "triangle" else shape for shape in CONSTANTS["classMarkers"])
MARKERS_3D = tuple("cross" if shape == "triangle" else shape for shape in CONSTANTS["classMarkers"])
SHADES = (ORANGE, "#f5bd84", "#c3c8d0", "#88aeea", BLUE)  # of values from −1 to 1; the grey is visible on both themes
SCALE = tuple((k / (len(SHADES) - 1), shade) for k, shade in enumerate(SHADES))  # the same, as Plotly's colour scale
NEUTRAL = "#7d8796"
FAINT = "rgba(128, 136, 150, 0.35)"  # grid lines, outlines
# Colours of layers and of branches: no blue or orange, which mean a class or a sign.
LINES = ("#7a5cd6", "#0e8c93", "#c4456f", "#6f8a1c", "#a9672c", "#a04fc0", "#7d8796")
# Colours of networks that are compared; from the eighth on they are also dashed.
SERIES = (
    "#2f6fe4", "#e4572e", "#1a9850", "#8b93a1", "#b5179e", "#e09f1f", "#0aa5b8", "#7a5cd6",
    "#c4456f", "#6f8a1c", "#a9672c", "#3d7a8a", "#d0539e", "#5a6fc0", "#4c9f70",
)  # fmt: skip
SOLID = 7  # the number of colours in SERIES without dashes
SYMBOLS = ("circle", "square", "triangle-up", "diamond", "cross", "star", "x")


def class_names(count: int, names: Sequence[str] = ()) -> list[str]:
    """Return the names of the classes in charts: "Orange, −1" and "Blue, +1", or "Class 1", "Class 2", … if more.

    names are those that a visitor's file gives, "" where it gives none.
    """
    if count != 2:
        usual = [f"Class {k + 1}" for k in range(count)]
    else:
        orange, blue = (name.capitalize() for name in CLASS_COLOUR_NAMES[:2])
        usual = [f"{orange}, −1", f"{blue}, +1"]
    return [html.escape(names[k]) if k < len(names) and names[k] else name for k, name in enumerate(usual)]


def rgb(colour: str) -> tuple[int, int, int]:
    """Return a colour "#rrggbb" as red, green and blue, 0 to 255."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue

"""One pixel of a map by hand: nine products and their sum."""

from collections.abc import Mapping

import numpy as np

from course.chapters.images import convolve, image_panel, middle, place, short
from course.chapters.parts import Check, Screen, Settings, near
from engine.experiments.fields import Number
from pictures.sketch.scene import Scene

IMAGE = np.array(
    [
        [0, 0, 0, 0, 0, 0],
        [0, 0, 0.5, 1, 1, 0],
        [0, 0, 0.5, 1, 1, 0],
        [0, 0, 0, 1, 1, 0],
        [0, 0.5, 0.5, 1, 1, 0],
        [0, 0, 0, 0, 0, 0],
    ]
)
KERNEL = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
MAP = convolve(IMAGE, KERNEL)
SIDE, WINDOW = len(IMAGE), len(KERNEL)  # pixels
PLACE = Number(1, len(MAP), whole=True)
FIELDS = {"row": (PLACE, 2), "column": (PLACE, 3)}
STRONGEST = 4.0  # the largest value of the map, shown as the full colour
RIGHT, WITHOUT_BIAS, MIRRORED = 3, 4, 7  # of the sum to compute, and of the likely mistakes


def value(s: Settings) -> float:
    """Return the map's pixel at the window that is set."""
    return float(MAP[s.row - 1, s.column - 1])


def figure(s: Settings) -> Scene:
    """Show the image with the window, the kernel, their products, and the map."""
    row, column = s.row - 1, s.column - 1
    part = IMAGE[row : row + WINDOW, column : column + WINDOW]
    products = part * KERNEL
    image = image_panel(
        "The image, with the window", "Image", IMAGE, share=0.8, numbers=True, window=(row, column, WINDOW, WINDOW)
    )
    image.handle("window", middle(row, column, SIDE, WINDOW, WINDOW), "Window", "red", step=1)
    panels = [
        image,
        image_panel("The kernel", "Kernel", KERNEL, True, 0.6, True, scale=2 * STRONGEST),
        image_panel("Pixel times weight, place by place", "Products", products, True, 0.6, True, scale=STRONGEST),
        image_panel("The map", "Map", MAP, True, 0.75, True, (row, column, 1, 1), scale=STRONGEST),
    ]
    terms = " + ".join(short(v) if v >= 0 else f"({short(v)})" for v in products.ravel() if v)
    caption = f"Row {s.row}, column {s.column} of the map: {terms or 'nine zeros'}" + (
        f" = {short(value(s))}." if terms else ", so 0."
    )
    return Scene(panels, caption, height=250)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Move the window to the nearest place."""
    row, column = place(x, y, SIDE, SIDE, WINDOW)
    return {"row": row + 1, "column": column + 1}


def _hint(s: Settings, answer: float | None) -> str:
    if near(answer, WITHOUT_BIAS):
        return "That is the sum of the nine products. What of the bias?"
    if near(answer, MIRRORED) or near(answer, MIRRORED + 1):
        return "You have turned the kernel round. Mathematicians do so in a convolution; neural networks do not."
    return "Multiply what lies on the same place, add up the nine products, and add the bias."


SCREEN = Screen(
    "One pixel by hand",
    "The window lies on nine pixels. Each is multiplied by the weight on the same place, and the nine "
    "products are added "
    "up. Move the window: the map has one pixel for each place that it can have. Here it is larger where "
    "the image gets "
    "darker from left to right.",
    figure=figure,
    checks=(
        Check(
            "darkest",
            "Move the window to the place where the sum is largest.",
            lambda s, _: value(s) == MAP.max(),
            lambda s, _: (
                f"Here it is {short(value(s))}. "
                + (
                    "The left column counts negative: it should lie on white."
                    if value(s) <= 0
                    else "The middle row counts twice: what should lie in it?"
                )
            ),
        ),
        Check(
            "sum",
            "A window shows (1, 0, 2), (0, 3, 0), (0, 1, 1), row by row; the kernel is (1, 0, −1), (0, 2, 0), "
            "(1, 0, −1), and the bias is −1. What is the pixel of the map?",
            lambda s, answer: near(answer, RIGHT),
            _hint,
            "",
        ),
    ),
    drag=drag,
)

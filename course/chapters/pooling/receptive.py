"""Receptive field: how much of the image a pixel of a later map can see."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from course.chapters.images import image_panel, middle, place
from course.chapters.parts import Check, Formula, Pick, Screen, Settings, near
from engine import network
from engine.experiments.fields import Choice, Number
from engine.layers.conv import Conv
from engine.layers.pool import Pool
from pictures.sketch.scene import Scene

WIDE = 16  # pixels of the image's side
MOST = 12  # of the side of the largest second map
BETWEEN = {"nothing": "Nothing", "pool": "2 × 2 pooling"}
FIELDS = {
    "windows_of": (Choice(("3", "5")), "3"),
    "between_them": (Choice(BETWEEN), "nothing"),
    "seen_row": (Number(1, MOST, whole=True), 2),
    "seen_column": (Number(1, MOST, whole=True), 2),
}
WANTED = 8  # pixels
RIGHT, WITHOUT_POOLING, HALF = 14, 9, 10  # of two convolutions of 5 × 5 with pooling between them


@lru_cache(maxsize=64)
def seen(kernel: int, pooled: int, row: int, column: int) -> tuple[int, int, int, int]:
    """Return what a pixel of the second map depends on: (top, left, height, width), by the engine's backpropagation.

    All weights are 1 and pooling is the mean, so no slope is 0 that could be another number. pooled is 2 or 1.
    """
    layers: list = [Conv((1, WIDE, WIDE), 1, kernel, 1, 0, "linear")]
    if pooled > 1:
        layers.append(Pool(layers[0].output_shape, "mean"))
    layers.append(Conv(layers[-1].output_shape, 1, kernel, 1, 0, "linear"))
    layout = network.layout(tuple(layers))
    theta = np.ones((1, layout.size))
    x = np.ones((1, 1, WIDE, WIDE, 1))
    parameters, gradient = layout.views(theta), layout.views(np.zeros_like(theta))
    trace = network.forward(tuple(layers), parameters, x)
    slope = np.zeros_like(trace.output)
    slope[0, 0, row, column] = 1
    for i in range(len(layers) - 1, -1, -1):
        slope = layers[i].backward(parameters[i], gradient[i], trace.inputs[i], trace.layers[i], slope)
    rows, columns = (np.flatnonzero(slope[0, 0, :, :, 0].any(axis=axis)) for axis in (1, 0))
    return int(rows[0]), int(columns[0]), len(rows), len(columns)


def field(kernel: int, pooled: int) -> int:
    """Return the side of the receptive field of a pixel of the second map."""
    return seen(kernel, pooled, 0, 0)[2]


def _pooled(s: Settings) -> int:
    return 2 if s.between_them == "pool" else 1


def _side(s: Settings) -> int:
    """Return the side of the second map."""
    kernel = int(s.windows_of)
    return (WIDE - kernel + 1) // _pooled(s) - kernel + 1


def figure(s: Settings) -> Scene:
    """Show the image with the field of one pixel, and the second map with that pixel."""
    kernel, side = int(s.windows_of), _side(s)
    row, column = min(s.seen_row, side) - 1, min(s.seen_column, side) - 1
    window = seen(kernel, _pooled(s), row, column)
    image = image_panel(
        "The image, and what the pixel sees", "Image, 16 × 16", np.full((WIDE, WIDE), 0.12), window=window
    )
    result = image_panel(
        "The second map",
        f"Second map, {side} × {side}",
        np.full((side, side), 0.12),
        share=0.7,
        window=(row, column, 1, 1),
    )
    result.handle("pixel", middle(row, column, side), "Pixel", "red", step=1)
    r = window[2]
    caption = f"One pixel of the second map depends on {r} × {r} = {r * r} pixels of the image."
    return Scene([image, result], caption, height=330)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Move to the nearest pixel of the second map."""
    row, column = place(x, y, _side(s), _side(s))
    return {"seen_row": row + 1, "seen_column": column + 1}


def _hint(s: Settings, answer: float | None) -> str:
    if near(answer, WITHOUT_POOLING):
        return "So it is without pooling. With it, each step in the pooled map is two pixels of the image."
    if near(answer, HALF):
        return "Five cells of the pooled map are ten pixels of the first map; each of those sees a window of five."
    return "Five cells are ten pixels of the first map. How far do the windows of these reach?"


SCREEN = Screen(
    "Receptive field",
    "A pixel of the first map sees one window. A pixel of the second map sees a window of the first one, "
    "so it sees more "
    "of the image: its **receptive field**. Pooling between them doubles each step, and lets it grow without a single "
    "weight more. Drag the red dot over the second map.",
    figure=figure,
    formulas=(
        Formula(
            r"r = k + (p - 1) + p \, (k - 1)",
            {"r": "side of the field", "k": "of both windows", "p": "of the pooling's squares, 1 without pooling"},
            computed_by=field,
            written_out=lambda k, p: k + (p - 1) + p * (k - 1),
            sample_arguments=lambda rng: (int(rng.choice([1, 3, 5])), int(rng.choice([1, 2]))),
        ),
    ),
    controls=(
        Pick("windows_of", "Windows of both convolutions", {"3": "3 × 3", "5": "5 × 5"}),
        Pick("between_them", "Between them", BETWEEN),
    ),
    checks=(
        Check(
            "eight",
            "With windows of 3 × 3, let a pixel of the second map see 8 × 8 pixels.",
            lambda s, _: s.windows_of == "3" and field(3, _pooled(s)) == WANTED,
            lambda s, _: (
                "Keep the windows of 3 × 3." if s.windows_of != "3" else "It sees 5 × 5. What makes each step larger?"
            ),
        ),
        Check(
            "field",
            "Two convolutions of 5 × 5 with 2 × 2 pooling between them: what is the side of the field?",
            lambda s, answer: near(answer, RIGHT),
            _hint,
            "pixels",
        ),
    ),
    drag=drag,
)

"""Flatten: where a value of the long row comes from."""

from collections.abc import Mapping

import numpy as np

from course.chapters.images import convolve, middle, pool
from course.chapters.parts import Check, Formula, Screen, Settings, near
from course.chapters.pooling.max_or_mean import KERNEL
from engine.data.images.digits import digits
from engine.experiments.fields import Number
from engine.layers.flatten import Flatten
from pictures.sketch.scene import Panel, Scene

MAPS, SIDE = 3, 4  # maps, and pixels of their sides
GAP = 1  # pixels between two maps
FIELDS = {
    "map_number": (Number(0, MAPS - 1, whole=True), 0),
    "map_row": (Number(0, SIDE - 1, whole=True), 1),
    "map_column": (Number(0, SIDE - 1, whole=True), 2),
}
WIDTH = 560  # px: the height of a square panel limits its width too
WANTED = 37  # the index to find
RIGHT, SWAPPED, FROM_ONE = 57, 54, 58  # of channel 3, row 2, column 1 of maps of 4 × 4


def index(channel: int, row: int, column: int, height: int, width: int) -> int:
    """Return where a pixel of a map is after flatten, counted from 0, by the engine."""
    shape = (channel + 1, height, width)
    images = np.zeros((1, *shape, 1))
    images[0, channel, row, column] = 1
    return int(Flatten(shape).forward((), images).a[0, :, 0].argmax())


def _maps() -> np.ndarray:
    """Return three pooled maps (3, 4, 4) of a seven."""
    images, labels = digits()
    image = images[:, :, np.flatnonzero(labels == 7)[0]].astype(float)
    kernels = (KERNEL / 4, KERNEL.T / 4, np.full((3, 3), 1 / 9))
    return np.stack([pool(np.maximum(convolve(image, kernel, padding=1), 0), "max") for kernel in kernels])


def figure(s: Settings) -> Scene:
    """Show the maps side by side, and all their values in a row of 48."""
    maps = _maps()
    step = SIDE + GAP
    above = Panel("Three maps", (0, MAPS * step - GAP), (0, SIDE), "Three maps of 4 × 4", axes=False, square=True)
    for k, values in enumerate(maps):
        window = (s.map_row, s.map_column, 1, 1) if k == s.map_number else ()
        above.pixels(values, (k * step, k * step + SIDE, 0, SIDE), True, window=window)
    x, y = middle(s.map_row, s.map_column, SIDE)
    above.handle("pixel", (x + s.map_number * step, y), "Pixel", "red", step=1)
    at = index(s.map_number, s.map_row, s.map_column, SIDE, SIDE)
    row = Panel("The flat row", (0, maps.size / MAPS), (0, MAPS), "Flat: 0 to 47, one line for each map", axes=False)
    row.square = True
    row.pixels(
        maps.reshape(MAPS, -1),
        (0, maps.size / MAPS, 0, MAPS),
        True,
        [str(i) for i in range(maps.size)],
        (s.map_number, at % SIDE**2, 1, 1),
    )
    caption = (
        f"Map {s.map_number}, row {s.map_row}, column {s.map_column}, all counted from 0: value "
        f"({s.map_number} · 4 + {s.map_row}) · 4 + {s.map_column} = {at}."
    )
    return Scene([above, row], caption, columns=1, height=WIDTH)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Move to the nearest pixel."""
    number = int(min(max((x + GAP / 2) // (SIDE + GAP), 0), MAPS - 1))
    column = round(min(max(x - number * (SIDE + GAP) - 0.5, 0), SIDE - 1))
    return {"map_number": number, "map_row": round(min(max(SIDE - y - 0.5, 0), SIDE - 1)), "map_column": column}


def _hint(s: Settings, answer: float | None) -> str:
    if near(answer, SWAPPED):
        return "You have swapped row and column: a row is written out before the next one begins."
    if near(answer, FROM_ONE):
        return "All is counted from 0, the result too."
    if near(answer, 9):
        return "Before map 3 come the maps 0, 1 and 2, with 16 values each."
    return "How many values have the maps before it? Then how many the rows before it?"


SCREEN = Screen(
    "Where a flatten cell comes from",
    "A dense layer wants one row of numbers. **Flatten** writes the maps one after the other, each row by "
    "row; it computes "
    "nothing. Every place of every map now has a weight of its own to each neuron: what was found is kept, and where "
    "it was, too. Drag the red dot.",
    figure=figure,
    formulas=(
        Formula(
            r"n = (c \, H + i) \, W + j",
            {"n": "place in the row", "c": "map", "i, j": "row and column", "H, W": "height and width of a map"},
            computed_by=index,
            written_out=lambda c, i, j, h, w: [
                (channel, row, column) for channel in range(c + 1) for row in range(h) for column in range(w)
            ].index((c, i, j)),
            sample_arguments=lambda rng: (
                int(rng.integers(0, 6)),
                int(rng.integers(0, 3)),
                int(rng.integers(0, 4)),
                int(rng.integers(3, 6)),
                int(rng.integers(4, 7)),
            ),
        ),
    ),
    checks=(
        Check(
            "find",
            f"Find the pixel that becomes value {WANTED}.",
            lambda s, _: index(s.map_number, s.map_row, s.map_column, SIDE, SIDE) == WANTED,
            lambda s, _: "Each map has 16 values, each row 4. How many whole maps come before it?",
        ),
        Check(
            "place",
            "Eight maps of 4 × 4 are flattened. Where is the pixel of map 3, row 2, column 1, all counted from 0?",
            lambda s, answer: near(answer, RIGHT),
            _hint,
            "",
        ),
    ),
    drag=drag,
)

"""Max against mean: two ways to pool the same map."""

from collections.abc import Mapping

import numpy as np

from course.chapters.convolution.one_pixel import KERNEL
from course.chapters.images import convolve, image_panel, middle, place, pool, short
from course.chapters.parts import Check, Screen, Settings, Slider, near
from engine.data.images.digits import digits
from engine.experiments.fields import Number
from engine.layers.pool import SIDE
from pictures.sketch.scene import Scene

CELLS = 4  # of the pooled map's side
FIELDS = {
    "digit": (Number(0, 9, whole=True), 2),
    "cell_row": (Number(1, CELLS, whole=True), 1),
    "cell_column": (Number(1, CELLS, whole=True), 2),
}
TIMES = 3  # how much larger than the mean the largest value is to be
RIGHT = 0.4  # the mean of 0.2, 0.9, 0.4, 0.1


def map_of(digit: int) -> np.ndarray:
    """Return what a Sobel kernel and a ReLU make of the first image of a digit, (8, 8), at most 1."""
    images, labels = digits()
    image = images[:, :, np.flatnonzero(labels == digit)[0]].astype(float)
    return np.maximum(convolve(image, KERNEL, padding=1), 0) / KERNEL[KERNEL > 0].sum()


def both(s: Settings) -> tuple[float, float]:
    """Return the largest value and the mean of the square that is set."""
    values = map_of(s.digit)
    at = s.cell_row - 1, s.cell_column - 1
    return float(pool(values, "max")[at]), float(pool(values, "mean")[at])


def figure(s: Settings) -> Scene:
    """Show the map with one square, and the map pooled in both ways."""
    values = map_of(s.digit)
    row, column = s.cell_row - 1, s.cell_column - 1
    window = (SIDE * row, SIDE * column, SIDE, SIDE)
    image = image_panel("A map of 8 × 8", "Map", values, True, 1.0, True, window)
    image.handle("square", middle(*window[:2], len(values), SIDE, SIDE), "Square of four pixels", "red", step=SIDE)
    panels = [image]
    for kind in ("max", "mean"):
        pooled = pool(values, kind)
        panels.append(image_panel(f"Pooled, {kind}", kind.title(), pooled, True, 0.75, True, (row, column, 1, 1)))
    four = values[window[0] : window[0] + SIDE, window[1] : window[1] + SIDE].ravel()
    largest, mean = both(s)
    caption = f"Of {', '.join(map(short, four))} the largest is {short(largest)}, and the mean {short(mean)}."
    return Scene(panels, caption, height=290)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Move the frame to the nearest square."""
    row, column = (min(round(at / SIDE), CELLS - 1) for at in place(x, y, CELLS * SIDE, CELLS * SIDE, SIDE))
    return {"cell_row": row + 1, "cell_column": column + 1}


def _stands_out(s: Settings) -> bool:
    largest, mean = both(s)
    return largest > 0 and largest >= TIMES * mean


SCREEN = Screen(
    "Max against mean",
    "Pooling makes a map smaller: of each square of 2 × 2 pixels one number goes on. **Max** pooling keeps "
    "the largest, so "
    "a strong answer stays strong, wherever in the square it was. **Mean** pooling keeps the average, so a lone answer "
    "becomes weaker. Neither has weights: there is nothing to learn.",
    figure=figure,
    controls=(Slider("digit", "Digit", 1),),
    checks=(
        Check(
            "lone",
            "Find a square in which the largest value is at least three times the mean.",
            lambda s, _: _stands_out(s),
            lambda s, _: (
                "All four are 0 here: there is nothing to keep."
                if both(s)[0] == 0
                else f"Here it is {both(s)[0] / both(s)[1]:.1f} times the mean. Find a blue pixel among white ones."
            ),
        ),
        Check(
            "mean",
            "A square has the values 0.2, 0.9, 0.4 and 0.1. What does mean pooling make of it?",
            lambda s, answer: near(answer, RIGHT, 0.001),
            lambda s, answer: (
                "That is the largest: max pooling keeps it."
                if near(answer, 0.9)
                else "That is the sum. There are four values."
                if near(answer, 1.6)
                else "Add up the four, and divide by four."
            ),
            "",
        ),
    ),
    drag=drag,
)

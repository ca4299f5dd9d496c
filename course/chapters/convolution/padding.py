"""Padding and stride: how large a map becomes, and a window that walks."""

from collections.abc import Mapping

import numpy as np

from course.chapters.images import image_panel, middle, place
from course.chapters.parts import Answer, Check, Formula, Pick, Prediction, Screen, Settings, Slider, near
from engine.experiments.fields import Choice, Number
from engine.layers.conv import Conv
from pictures.sketch.scene import Scene

SIDES = Number(5, 12, whole=True)
STRIDE, PADDING = Number(1, 3, whole=True), Number(0, 2, whole=True)
MOST = int(SIDES.high + 2 * PADDING.high)  # pixels of the side of the largest map
FIELDS = {
    "image_side": (SIDES, 7),
    "window_side": (Choice(("1", "3", "5")), "3"),
    "walk": (STRIDE, 1),
    "zeros": (PADDING, 0),
    "stop_row": (Number(1, MOST, whole=True), 1),
    "stop_column": (Number(1, MOST, whole=True), 1),
}
GREY, OUTSIDE = 0.35, 0.0  # of the pixels of the image, and of the padding
# The task: an image of 28 pixels, windows of 5, padding 2, stride 2.
RIGHT = 14


def map_side(n: int, k: int, padding: int, stride: int) -> int:
    """Return the side of a map in pixels, by the engine."""
    return Conv((1, n, n), 1, k, stride, padding, "linear").output_shape[1]


def _by_hand(n: int, k: int, padding: int, stride: int) -> int:
    """Count the places of a window."""
    return len([start for start in range(-padding, n + padding) if start + k <= n + padding][::stride])


def _stop(s: Settings, count: int) -> tuple[int, int]:
    """Return the row and the column of the map that the window stands for, within a map of this side."""
    return min(s.stop_row, count) - 1, min(s.stop_column, count) - 1


def figure(s: Settings) -> Scene:
    """Show the image with its zeros and the window, and the map."""
    n, k = s.image_side, int(s.window_side)
    count = map_side(n, k, s.zeros, s.walk)
    row, column = _stop(s, count)
    whole = n + 2 * s.zeros
    padded = np.full((whole, whole), OUTSIDE)
    padded[s.zeros : s.zeros + n, s.zeros : s.zeros + n] = GREY
    top, left = s.walk * row, s.walk * column
    image = image_panel(
        "The image with its padding, and the window", f"Image, {n} × {n}", padded, window=(top, left, k, k)
    )
    for i in range(whole if s.zeros else 0):
        for j in range(whole):
            if padded[i, j] == OUTSIDE:
                image.text(middle(i, j, whole), "0", "#5b6472", 11)
    image.handle("window", middle(top, left, whole, k, k), "Window", "red", step=s.walk)
    result = image_panel("The map", f"Map, {count} × {count}", np.full((count, count), 0.1), window=(row, column, 1, 1))
    result.x, result.y = (0, whole), (0, whole)  # its pixels are as large as the image's
    (mark,) = result.marks
    mark["box"] = [0, count, whole - count, whole]
    caption = (
        f"(n + 2p − k)/s + 1 = ({n} + {2 * s.zeros} − {k})/{s.walk} + 1, without what is left over: {count}. "
        f"The map has {count * count} pixels, the image {n * n}."
    )
    return Scene([image, result], caption, height=330)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Let the window walk to the nearest place that the stride allows."""
    k, whole = int(s.window_side), s.image_side + 2 * s.zeros
    last = map_side(s.image_side, k, s.zeros, s.walk) - 1
    row, column = (min(round(at / s.walk), last) for at in place(x, y, whole, whole, k))
    return {"stop_row": row + 1, "stop_column": column + 1}


def _keeps(s: Settings) -> bool:
    n, k = s.image_side, int(s.window_side)
    return k == 5 and map_side(n, k, s.zeros, s.walk) == n


def _size_hint(s: Settings, answer: float | None) -> str:
    if near(answer, RIGHT - 1):
        return "So many steps it takes. The place where it begins counts too: + 1."
    if near(answer, RIGHT + 0.5):
        return "Half a pixel does not exist: the last window would stick out, so it is left out."
    if near(answer, 12):
        return "You have left out the padding: two zeros on each side, four in all."
    return "Put n = 28, k = 5, p = 2, s = 2 into the formula."


SCREEN = Screen(
    "Padding and stride",
    "A window of 3 × 3 cannot be centred on the outermost pixels, so the map is smaller than the image. "
    "**Padding** adds "
    "zeros around the image. **Stride** is how far the window walks from one place to the next: with 2, every other "
    "place is left out. Drag the window.",
    figure=figure,
    formulas=(
        Formula(
            r"m = \left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1",
            {"m": "side of the map", "n": "of the image", "k": "of the window", "p": "padding", "s": "stride"},
            computed_by=map_side,
            written_out=_by_hand,
            sample_arguments=lambda rng: (
                int(rng.integers(5, 30)),
                int(rng.choice([1, 3, 5])),
                int(rng.integers(0, 3)),
                int(rng.integers(1, 4)),
            ),
        ),
    ),
    prediction=Prediction(
        "The map has 5 × 5 = 25 pixels. Now the window walks two pixels at a time. How many has the map then?",
        (
            Answer("12 or 13: half of them.", "Every other place is left out in both directions, not in one."),
            Answer("9.", "Three places in each direction: the first, the third and the fifth."),
            Answer("6: a quarter.", "Nearly. The first and the last place both count: 3 × 3."),
        ),
        1,
        {"walk": 2},
    ),
    controls=(
        Slider("image_side", "Side of the image n", 1),
        Slider("zeros", "Padding p", 1),
        Slider("walk", "Stride s", 1),
        Pick("window_side", "Side of the window k", {"1": "1", "3": "3", "5": "5"}),
    ),
    checks=(
        Check(
            "same",
            "Take a window of 5 × 5 and make the map as large as the image.",
            lambda s, _: _keeps(s),
            lambda s, _: (
                "Choose the window of 5 × 5 first."
                if s.window_side != "5"
                else "With that stride, places are left out: no padding here makes up for it."
                if s.walk > 1
                else "The window takes away two pixels on each side. Give them back."
            ),
        ),
        Check(
            "size",
            "An image of 28 × 28, a window of 5 × 5, padding 2, stride 2: what is the side of the map?",
            lambda s, answer: near(answer, RIGHT),
            _size_hint,
            "pixels",
        ),
    ),
    drag=drag,
)

"""One kernel on a photograph: presets, and nine numbers to drag or to type."""

from collections.abc import Mapping

import numpy as np
import streamlit as st

from course.chapters.images import convolve, image_panel
from course.chapters.parts import Check, Formula, Pick, Screen, Settings, within
from engine.data.images.photographs import CREDITS, LICENCE, photograph
from engine.experiments.fields import Choice, Number
from pictures.sketch.scene import Scene
from ui.widgets import own

OWN = "own"
PRESETS: dict[str, tuple[str, list[list[float]]]] = {
    "blur": ("Blur", [[0.11, 0.11, 0.11], [0.11, 0.12, 0.11], [0.11, 0.11, 0.11]]),
    "sharpen": ("Sharpen", [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "sobel_across": ("Sobel ↔", [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
    "sobel_down": ("Sobel ↕", [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]),
    "edge": ("Edge", [[0, -1, 0], [-1, 4, -1], [0, -1, 0]]),
}
WEIGHT = Number(-5, 5)
KERNEL = 3  # pixels of the kernel's side
NAMES = [f"k{i}" for i in range(1, KERNEL**2 + 1)]  # row by row
FIELDS = {
    "photo": (Choice(CREDITS), "china"),
    "preset": (Choice([*PRESETS, OWN]), "blur"),
    **{name: (WEIGHT, float(name == "k5")) for name in NAMES},
}
HALF_CELL = 0.4  # of a cell: how far its handle goes up, to 5, and down, to -5
THIRD = 0.85  # share of a panel of which three stand side by side
HANDLE_AT = 0.87  # of a cell, from the left: beside its number
LEAST = 1.0  # what a map must reach at an edge from 0 to 1 to count as an answer
TIMES = 4  # how much stronger the answer to upright edges than to lying ones must be
EDGE = np.tile([0.0, 0, 0, 1, 1, 1], (6, 1))  # an upright edge
EVEN = np.ones((6, 6))


def kernel(s: Settings) -> np.ndarray:
    """Return the kernel (3, 3) that is set."""
    numbers = [getattr(s, name) for name in NAMES] if s.preset == OWN else PRESETS[s.preset][1]
    return np.array(numbers, float).reshape(KERNEL, KERNEL)


def answers(numbers: np.ndarray) -> tuple[float, float, float]:
    """Return how far a kernel's map is from 0 at most: at an upright edge, at a lying one, and on an even grey."""
    upright, lying, even = (float(np.abs(convolve(image, numbers)).max()) for image in (EDGE, EDGE.T, EVEN))
    return upright, lying, even


def figure(s: Settings) -> Scene:
    """Show the photograph, the kernel, and the map."""
    image, numbers = photograph(s.photo), kernel(s)
    result = convolve(image, numbers, padding=1)
    # The outermost pixels see the zeros of the padding: an edge that the photograph does not have.
    inner = result[1:-1, 1:-1]
    largest = max(float(np.abs(inner).max()), 1e-9)
    signed = bool(inner.min() < -0.01)
    weights = image_panel("The kernel: nine numbers", "Kernel", numbers, True, THIRD, True, scale=WEIGHT.high)
    for i, name in enumerate(NAMES):
        row, column = divmod(i, KERNEL)
        bottom = KERNEL - 1 - row
        height = bottom + 0.5 + HALF_CELL * numbers[row, column] / WEIGHT.high
        reach = (column + HANDLE_AT, column + HANDLE_AT, bottom + 0.5 - HALF_CELL, bottom + 0.5 + HALF_CELL)
        label = f"Weight in row {row + 1}, column {column + 1}"
        weights.handle(name, (column + HANDLE_AT, height), label, "red", "y", reach)
    panels = [
        image_panel("The photograph, 96 × 96 pixels", "Photograph", image, share=THIRD),
        weights,
        image_panel(
            "The map of the kernel", "Its map", inner, signed, THIRD, scale=largest if signed else max(largest, 1.0)
        ),
    ]
    shown = (
        f"The map reaches from {inner.min():.1f}, orange, to {inner.max():.1f}, blue; 0 is white."
        if signed
        else f"The map reaches from {inner.min():.1f} to {inner.max():.1f}; 0 is white."
    )
    return Scene(panels, f"The nine numbers add up to {numbers.sum():.1f}. {shown}", height=300)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, float | str]:
    """Change one number; the other eight stay what they are, and the kernel becomes the visitor's own."""
    numbers = dict(zip(NAMES, kernel(s).ravel().tolist(), strict=True))
    row = NAMES.index(name) // KERNEL
    value = (y - (KERNEL - 1 - row) - 0.5) / HALF_CELL * WEIGHT.high
    numbers[name] = round(within(WEIGHT, value), 1) + 0.0
    return {"preset": OWN, **numbers}


def show(s: Settings) -> None:
    """Show boxes for the visitor's own numbers, and who made the photograph."""
    if s.preset == OWN:
        for row in range(KERNEL):
            with st.container(horizontal=True, gap="small"):
                for column in range(KERNEL):
                    own.number(NAMES[KERNEL * row + column], f"Row {row + 1}, column {column + 1}")
    title, author, page, source = CREDITS[s.photo]
    st.caption(
        f"{title}: [photograph]({source}) by [{author}]({page}), [CC BY 2.0]({LICENCE}), as in scikit-learn; cut, made "
        "grey and reduced here."
    )


def _wrong(s: Settings) -> str:
    upright, lying, even = answers(kernel(s))
    if even > LEAST / 2:
        return "This map is strong where nothing changes too: the nine numbers of an edge detector add up to 0."
    if lying * TIMES > upright >= LEAST:
        return "It answers to lying edges as well: look at the roofs. Compare left and right only."
    if lying >= LEAST:
        return "This one compares above and below, so it answers to lying edges."
    return "Its map is nearly white at upright edges: it has to take the left from the right, or the other way round."


def _is_right(s: Settings) -> bool:
    upright, lying, even = answers(kernel(s))
    return upright >= LEAST and upright >= TIMES * lying and even <= LEAST / 2


def _sum_of_nine(image: np.ndarray, numbers: np.ndarray) -> float:
    return sum(float(image[i, j]) * float(numbers[i, j]) for i in range(KERNEL) for j in range(KERNEL))


SCREEN = Screen(
    "One kernel on a photograph",
    "A **kernel** is a small window of weights. It is laid on every place of an image; there each weight is multiplied "
    "by the pixel below it, and the sum is one pixel of the result, the **map**. The same nine numbers "
    "everywhere: they "
    "blur, sharpen, or find edges. Choose a kernel, or drag its handles up and down.",
    figure=figure,
    formulas=(
        Formula(
            r"z_{ij} = \sum_{p=0}^{2} \sum_{q=0}^{2} w_{pq} \, x_{i+p,\, j+q} + b",
            {
                "x": "the image, 0 white, 1 black",
                "w": "the kernel",
                "z": "its map",
                "i, j": "row and column",
                "b": "a bias, here 0",
            },
            computed_by=lambda image, numbers: convolve(image, numbers),
            written_out=_sum_of_nine,
            sample_arguments=lambda rng: (rng.uniform(size=(KERNEL, KERNEL)), rng.normal(size=(KERNEL, KERNEL))),
        ),
    ),
    controls=(
        Pick("preset", "Kernel", {**{name: label for name, (label, _) in PRESETS.items()}, OWN: "Own numbers"}),
        Pick("photo", "Photograph", {name: credit[0] for name, credit in CREDITS.items()}),
    ),
    checks=(
        Check(
            "upright",
            "Choose or make a kernel that answers to upright edges and hardly to lying ones.",
            lambda s, _: _is_right(s),
            lambda s, _: _wrong(s),
        ),
    ),
    drag=drag,
    live=show,
)

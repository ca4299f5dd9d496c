"""Weights that are shared, and counted: a convolution against a dense layer with as many outputs."""

import math

from course.chapters.parts import Check, Formula, Screen, Settings, Slider, near
from engine.experiments.fields import Number
from engine.layers.conv import Conv
from engine.layers.dense import Dense
from engine.numerals import grouped
from pictures.sketch.scene import Panel, Scene

FIELDS = {
    "picture_side": (Number(6, 32, whole=True), 8),
    "maps_made": (Number(1, 16, whole=True), 8),
    "channels": (Number(1, 16, whole=True), 1),
}
KERNEL = 3
TOP = 8  # powers of ten on the axis
FIRST, SECOND = 80, 1168  # the weights of 8 filters on one channel, and of 16 on eight


def conv_weights(filters: int, kernel: int, channels: int) -> int:
    """Return the number of weights and biases of a convolution, by the engine."""
    (matrix,) = Conv((channels, kernel, kernel), filters, kernel, 1, 0, "relu").parameters
    return matrix.units * (matrix.inputs + 1)


def dense_weights(side: int, filters: int, channels: int) -> int:
    """Return the number of weights and biases of a dense layer from the same image to as many outputs."""
    inputs, outputs = channels * side**2, filters * (side - KERNEL + 1) ** 2
    (matrix,) = Dense(inputs, outputs, "relu").parameters
    return matrix.units * (matrix.inputs + 1)


def figure(s: Settings) -> Scene:
    """Show both numbers as bars on a logarithmic scale."""
    conv = conv_weights(s.maps_made, KERNEL, s.channels)
    dense = dense_weights(s.picture_side, s.maps_made, s.channels)
    panel = Panel(
        "Weights of both layers",
        (0, 2),
        (0, TOP),
        "Weights and biases, as powers of ten",
        categories=("convolution", "dense"),
    )
    for left, count, colour in ((0, conv, "blue"), (1, dense, "orange")):
        panel.bar(left + 0.25, left + 0.75, 0, math.log10(count), colour)
        panel.text((left + 0.5, math.log10(count) + 0.45), grouped(count), "ink", 17, bold=True)
    side = s.picture_side - KERNEL + 1
    caption = (
        f"{s.channels} × {s.picture_side} × {s.picture_side} inputs, {s.maps_made} × {side} × {side} "
        f"outputs: the dense "
        f"layer has {grouped(dense / conv)} times as many weights."
    )
    return Scene([panel], caption, height=360)


def _first_hint(s: Settings, answer: float | None) -> str:
    if near(answer, FIRST - 8):
        return "Nine weights for each of the 8 filters, right. Each filter has a bias too."
    if near(answer, 73):
        return "Each filter has a bias of its own, not one for all."
    if answer is not None and answer > 100:
        return "A filter has the same weights at every place: the size of the image does not count."
    return "How many weights has one filter of 3 × 3, with its bias? And eight of them?"


def _second_hint(s: Settings, answer: float | None) -> str:
    if near(answer, 160):
        return "That would be on one channel. A filter has a kernel for each of the 8 maps below it."
    if near(answer, SECOND - 16):
        return "The kernels are right. Add one bias for each filter."
    if near(answer, 1280):
        return "A filter has a kernel for each map, but only one bias."
    return "One filter: 8 kernels of nine weights and one bias. Then 16 of them."


SCREEN = Screen(
    "Weights that are shared",
    "In a dense layer each output has weights of its own for every pixel. In a convolution all pixels of a "
    "map **share** "
    "one kernel, and each looks at its window only. So the size of the image does not count. On several channels, such "
    "as the maps of a layer before, a filter has one kernel for each channel, and one bias.",
    figure=figure,
    formulas=(
        Formula(
            r"F \, (C \, k^2 + 1)",
            {"F": "filters", "C": "channels of the input", "k": "side of the window", "1": "the bias"},
            computed_by=conv_weights,
            written_out=lambda filters, kernel, channels: sum(
                1 + sum(kernel * kernel for _ in range(channels)) for _ in range(filters)
            ),
            sample_arguments=lambda rng: (
                int(rng.integers(1, 20)),
                int(rng.choice([1, 3, 5])),
                int(rng.integers(1, 20)),
            ),
        ),
    ),
    controls=(
        Slider("picture_side", "Side of the image", 1),
        Slider("maps_made", "Filters F", 1),
        Slider("channels", "Channels C", 1),
    ),
    checks=(
        Check(
            "count",
            "8 filters of 3 × 3 on a grey image of 28 × 28: how many weights, with the biases?",
            lambda s, answer: near(answer, FIRST),
            _first_hint,
            "",
        ),
        Check(
            "second",
            "A second convolution has 16 filters of 3 × 3 on the 8 maps of the first. How many weights, "
            "with the biases?",
            lambda s, answer: near(answer, SECOND),
            _second_hint,
            "",
        ),
    ),
)

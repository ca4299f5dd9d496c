"""On real images: handwritten digits, where a network that knows 0 to 4 lends its first layer for 5 to 9."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import streamlit as st

from course.chapters.parts import Check, Screen, Settings, Slider, near
from course.chapters.transfer import stack
from course.chapters.transfer.stack import Points
from engine import network
from engine.data.images.digits import SIDE, digits
from engine.experiments.fields import Number
from engine.initializers import INITIALIZERS
from pictures.charts import fan
from pictures.sketch.scene import Panel, Scene
from ui.widgets import chart

FIELDS = {"sample": (Number(1, 20, whole=True), 1)}
SHARPNESS = 5  # values of a map along each side of a pixel
CLASSES = 5  # digits of each task
LAYERS = network.dense(SIDE * SIDE, (64, 16), CLASSES, ("relu", "relu"))
EXAMPLES = (1, 2, 5, 10, 20)  # training images of each digit
SEEDS = 10
BATCH_SIZE, STEP_SIZE = 20, 0.01
STEPS_A, STEPS_B = 100, 250
# Each way to learn 5 to 9: whether it takes over the lower layer, and how many layers it freezes.
WAYS = {
    "from scratch": (False, 0),
    "lower layer from 0–4, then tuned": (True, 0),
    "lower layer from 0–4, frozen": (True, 1),
    "random lower layer, frozen": (False, 1),
}


class Part(NamedTuple):
    """Images (64, n) with values in [0, 1], and their labels."""

    images: np.ndarray
    labels: np.ndarray


def _subset(first: int, seed: int, each: int | None) -> tuple[Part, Part]:
    """Return train and test images of five digits from `first` on, labelled 0 … 4.

    The test has half of the images of each digit; the training has `each` of every digit, all of the other half if
    None.
    """
    pixels, labels = digits()
    images = pixels.reshape(SIDE * SIDE, -1)
    rng = np.random.default_rng(seed)
    train: list[int] = []
    test: list[int] = []
    for digit in range(first, first + CLASSES):
        indices = rng.permutation(np.flatnonzero(labels == digit))
        half = len(indices) // 2
        train.extend(indices[: each or half])
        test.extend(indices[half:])
    return Part(images[:, train], labels[train] - first), Part(images[:, test], labels[test] - first)


def _points(data: Part) -> Points:
    return Points(data.images[None].astype(np.float32), np.eye(CLASSES, dtype=np.float32)[:, data.labels][None])


def _initial(seed: int) -> np.ndarray:
    return network.initial(LAYERS, np.random.default_rng(seed), INITIALIZERS["he"].initialize).astype(np.float32)


@lru_cache(maxsize=1)
def digit_donor() -> tuple[np.ndarray, float]:
    """Return a network that has learned 0 to 4 from half of their images, and its accuracy on the other half."""
    train, test = _subset(0, 1, None)
    theta = stack.train(LAYERS, _initial(1)[None], _points(train), STEPS_A, STEP_SIZE, BATCH_SIZE)
    return theta, stack.accuracies(LAYERS, theta, _points(test))[0]


@lru_cache(maxsize=1)
def digit_accuracies() -> dict[str, list[list[float]]]:
    """Return the test accuracies on 5 to 9 of each way, for each of EXAMPLES and each seed."""
    first_layer = slice(0, network.layout(LAYERS).ends[1])
    result: dict[str, list[list[float]]] = {name: [] for name in WAYS}
    for each in EXAMPLES:
        subsets = [_subset(CLASSES, seed, each) for seed in range(SEEDS)]
        train, test = (stack.stacked([_points(data) for data in part]) for part in zip(*subsets, strict=True))
        for name, (takes_over, frozen) in WAYS.items():
            theta = np.stack([_initial(20 + seed) for seed in range(SEEDS)])
            if takes_over:
                theta[:, first_layer] = digit_donor()[0][:, first_layer]
            theta = stack.train(LAYERS, theta, train, STEPS_B, STEP_SIZE, BATCH_SIZE, frozen)
            result[name].append(stack.accuracies(LAYERS, theta, test))
    return result


def show(s: Settings) -> None:
    """Show the accuracy on 5 to 9 over the number of examples."""
    with st.spinner(f"{len(WAYS) * len(EXAMPLES) * SEEDS} networks are learning digits"):
        _, donor_accuracy = digit_donor()
        rows = digit_accuracies()
    st.caption(
        f"The network that lends its lower layer knows 0 to 4: {100 * donor_accuracy:.0f} % of unseen images are "
        f"right. All ways then learn 5 to 9 in {STEPS_B} steps."
    )
    chart.show(fan.accuracies(rows, EXAMPLES, "Digits 5 to 9", "Examples of each digit"), "digits_chart")


def images_figure(s: Settings) -> Scene:
    """Show one image of each digit."""
    images, labels = digits()
    panels = []
    for digit in range(10):
        index = np.flatnonzero(labels == digit)[s.sample - 1]
        panel = Panel(
            f"An image of {digit}",
            (0, 1),
            (0, 1),
            f"{digit}: {'A' if digit < CLASSES else 'B'}",
            axes=False,
            square=True,
        )
        # Each pixel as a square of several: a map is interpolated, which would blur what the text speaks of.
        pixels = np.kron(images[:, :, index], np.ones((SHARPNESS, SHARPNESS)))
        panels.append(panel.map(pixels))
    return Scene(panels, "Real handwriting, 8 × 8 pixels: 64 inputs. A and B are the tasks.", columns=5, height=120)


def _start_hint(s: Settings, answer: float | None) -> str:
    for way, rows in digit_accuracies().items():
        if way != "from scratch" and near(answer, 100 * float(np.median(rows[0])), 0.4):
            return f"That is the line “{way}”. Read the one “from scratch”."
    return "Point at the left end of the line “from scratch”: one per cent off is accepted."


SCREEN = Screen(
    "On real images",
    "A network of 64 inputs learns the digits 0 to 4 from about 450 images, then 5 to 9 from very few. Here transfer "
    "does **not** pay. Tuned, the first layer is as good a start as a random one: the medians of ten draws differ by "
    "less than two percentage points. Frozen, it is worse than a random layer, frozen. Whether transfer helps has to "
    "be measured, with such a control.",
    figure=images_figure,
    controls=(Slider("sample", "Other images", 1),),
    checks=(
        Check(
            "start",
            "With one example of each digit: how many per cent of the unseen images are right, from scratch? "
            "Read the chart.",
            lambda s, answer: near(answer, 100 * float(np.median(digit_accuracies()["from scratch"][0])), 1),
            _start_hint,
            "%",
        ),
    ),
    live=show,
)

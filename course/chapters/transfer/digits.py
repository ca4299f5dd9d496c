"""On real images: handwritten digits, where a network that knows 0 to 4 lends its first layer for 5 to 9."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import streamlit as st

from course.chapters.parts import Check, Screen, Settings, Slider, near
from engine import network
from engine.experiments.fields import Number
from engine.initializers import INITIALIZERS
from engine.losses import LOSSES
from engine.metrics import accuracy
from engine.optimizers import OPTIMIZERS
from pictures.charts import fan
from pictures.sketch.scene import Panel, Scene
from ui.widgets import chart

FIELDS = {"sample": (Number(1, 20, whole=True), 1)}
SIDE = 8  # pixels of an image's side
WHITE = 16  # the largest value of a pixel
CLASSES = 5  # digits of each task
LAYERS = network.dense(SIDE * SIDE, (64, 16), CLASSES, ("relu", "relu"))
EXAMPLES = (1, 2, 5, 10, 20)  # training images of each digit
SEEDS = 5
BATCH_SIZE, STEP_SIZE = 20, 0.01
STEPS_A, STEPS_B = 100, 250
# Each way to learn 5 to 9: whether it takes over the lower layer, and how many layers it freezes.
WAYS = {"from scratch": (False, 0), "lower layer from 0–4, then tuned": (True, 0), "the same, frozen": (True, 1)}


class Digits(NamedTuple):
    """Images (64, n) with values in [0, 1], and their digits."""

    images: np.ndarray
    labels: np.ndarray


@lru_cache(maxsize=1)
def digits() -> Digits:
    """Return scikit-learn's 1,797 handwritten digits of 8 × 8 pixels (Alpaydin and Kaynak 1998)."""
    from sklearn.datasets import load_digits  # its import takes a second, which only this screen needs

    loaded = load_digits()
    return Digits(loaded.data.T / WHITE, loaded.target)


def _subset(first: int, seed: int, each: int | None) -> tuple[Digits, Digits]:
    """Return train and test images of five digits from `first` on, labelled 0 … 4.

    The test has half of the images of each digit; the training has `each` of every digit, all of the other half if
    None.
    """
    images, labels = digits()
    rng = np.random.default_rng(seed)
    train: list[int] = []
    test: list[int] = []
    for digit in range(first, first + CLASSES):
        indices = rng.permutation(np.flatnonzero(labels == digit))
        half = len(indices) // 2
        train.extend(indices[: each or half])
        test.extend(indices[half:])
    return Digits(images[:, train], labels[train] - first), Digits(images[:, test], labels[test] - first)


def _train(theta: np.ndarray, data: Digits, steps: int, frozen: int, seed: int) -> np.ndarray:
    """Return theta after so many steps of the engine's Adam on mini-batches, with the lowest layers frozen."""
    layout, loss = network.layout(LAYERS), LOSSES["cross_entropy"]
    theta, gradient = theta.copy(), np.zeros_like(theta)
    parameters, gradients = layout.views(theta), layout.views(gradient)
    optimizer = OPTIMIZERS["adam"]
    state, rng = optimizer.init(theta), np.random.default_rng(seed)
    options = {name: option.default for name, option in optimizer.options.items()}
    targets = np.eye(CLASSES)[:, data.labels]
    for _ in range(steps):
        batch = rng.choice(len(data.labels), min(BATCH_SIZE, len(data.labels)), replace=False)
        trace = network.forward(LAYERS, parameters, LAYERS[0].layer_input(data.images[None][..., batch]))
        y = targets[None][..., batch]
        network.backward(LAYERS, parameters, gradients, trace, loss.slope(trace.output, y) / len(batch), frozen)
        delta, state = optimizer.update(gradient, state, STEP_SIZE, theta, **options)
        delta[:, : layout.ends[frozen]] = 0
        theta += delta
    return theta


def _initial(seed: int) -> np.ndarray:
    return network.initial(LAYERS, np.random.default_rng(seed), INITIALIZERS["he"].initialize)[None]


def _accuracy(theta: np.ndarray, data: Digits) -> float:
    layout = network.layout(LAYERS)
    z = network.forward(LAYERS, layout.views(theta), LAYERS[0].layer_input(data.images[None])).output
    return float(accuracy(z, np.eye(CLASSES)[:, data.labels][None])[0])


@lru_cache(maxsize=1)
def digit_donor() -> tuple[np.ndarray, float]:
    """Return a network that has learned 0 to 4 from half of their images, and its accuracy on the other half."""
    train, test = _subset(0, 1, None)
    theta = _train(_initial(1), train, STEPS_A, 0, 1)
    return theta, _accuracy(theta, test)


@lru_cache(maxsize=1)
def digit_accuracies() -> dict[str, list[list[float]]]:
    """Return the test accuracies on 5 to 9 of each way, for each of EXAMPLES and each seed."""
    first_layer = slice(0, network.layout(LAYERS).ends[1])
    result: dict[str, list[list[float]]] = {name: [] for name in WAYS}
    for each in EXAMPLES:
        for name, (takes_over, frozen) in WAYS.items():
            row = []
            for seed in range(SEEDS):
                train, test = _subset(CLASSES, seed, each)
                theta = _initial(20 + seed)
                if takes_over:
                    theta[:, first_layer] = digit_donor()[0][:, first_layer]
                row.append(_accuracy(_train(theta, train, STEPS_B, frozen, seed), test))
            result[name].append(row)
    return result


def show(s: Settings) -> None:
    """Show the accuracy on 5 to 9 over the number of examples."""
    with st.spinner("Seventy-five networks are learning digits"):
        _, donor_accuracy = digit_donor()
        rows = digit_accuracies()
    st.caption(
        f"The network that lends its lower layer knows 0 to 4: {100 * donor_accuracy:.0f} % of unseen images are "
        f"right. All three ways then learn 5 to 9 in {STEPS_B} steps."
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
            f"{digit}: task {'A' if digit < CLASSES else 'B'}",
            axes=False,
            square=True,
            share=0.35,
        )
        panels.append(panel.map(images[:, index].reshape(SIDE, SIDE)))
    return Scene(panels, "Real handwriting, 8 × 8 pixels: 64 inputs instead of two.", height=120)


SCREEN = Screen(
    "On real images",
    "The same with handwriting: a network of 64 inputs learns the digits 0 to 4 from about 450 images, then 5 to 9 "
    "from very few. Its first layer is a good **start** while there are only one or two examples of each digit. "
    "**Frozen**, it is too limited: in such small images the pixels themselves are good features, and the new digits "
    "need strokes that 0 to 4 do not have. Whether transfer helps has to be measured.",
    figure=images_figure,
    controls=(Slider("sample", "Other images", 1),),
    checks=(
        Check(
            "start",
            "With one example of each digit: how many per cent of the unseen images are right, from scratch? "
            "Read the chart.",
            lambda s, answer: near(answer, 100 * float(np.median(digit_accuracies()["from scratch"][0])), 3),
            lambda s, answer: "Look at the left end of the line “from scratch”; up to three per cent off is accepted.",
            "%",
        ),
    ),
    live=show,
)

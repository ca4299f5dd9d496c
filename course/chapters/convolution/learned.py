"""Kernels as they are learned: eight filters on the digits, epoch by epoch, against random ones that stay so."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course.chapters.parts import Check, Pick, Screen, Settings, Slider
from engine import network
from engine.data.images.digits import digits
from engine.experiments.fields import Choice, Number
from engine.experiments.image_experiment import ImageExperiment
from engine.layers.parameters import weights
from engine.runs import training
from engine.runs.run import start_run
from pictures.sketch.scene import Panel, Scene

EPOCHS, FILTERS, KERNEL = 10, 8, 3
WAYS = {"learned": "All weights learn", "random": "The kernels stay random"}
FIELDS = {
    "epoch": (Number(0, EPOCHS, whole=True), 0),
    "way": (Choice(WAYS), "learned"),
    "shown_digit": (Number(0, 9, whole=True), 7),
}
GOOD = 0.9  # the accuracy to find
TESTED = 899  # images in the test part
SEEDS = (1, 2, 3)  # the first one is shown


class Epoch(NamedTuple):
    """The kernels (8, 3, 3) at the start of an epoch, [W b] of the convolution, and the accuracy on the test images."""

    kernels: np.ndarray
    matrix: np.ndarray
    accuracy: float


@lru_cache(maxsize=2 * len(SEEDS))
def history(way: str, seed: int = SEEDS[0]) -> tuple[Epoch, ...]:
    """Return a network before training and after each of EPOCHS; the kernels of way "random" are frozen."""
    experiment = ImageExperiment(
        filters=(FILTERS,), optimizer="adam", step_size=0.01, weight_seed=seed, frozen=int(way == "random")
    )
    run = start_run(experiment, dtype=np.float32, every=EPOCHS + 1, snapshots=False)
    result = []
    images = run.test.points[None].astype(np.float32)
    for _ in range(EPOCHS + 1):
        output = network.forward(run.layers, run.parameters, images).output[0]
        matrix = run.parameters[0][0][0].copy()
        kernels = weights(matrix[None])[0].reshape(FILTERS, KERNEL, KERNEL)
        result.append(Epoch(kernels, matrix, float((output.argmax(axis=0) == run.test.labels).mean())))
        training.advance(run, run.epoch_steps)
    return tuple(result)


def maps_of(matrix: np.ndarray, digit: int) -> np.ndarray:
    """Return the maps (8, 8, 8) of the first image of a digit, after the activation."""
    images, labels = digits()
    image = images[:, :, np.flatnonzero(labels == digit)[0]]
    convolution = ImageExperiment(filters=(FILTERS,)).network()[0]
    return convolution.forward((matrix[None],), image[None, None, :, :, None].astype(float)).a[0, :, :, :, 0]


def figure(s: Settings) -> Scene:
    """Show the eight kernels of an epoch, and below each its map of a digit."""
    epochs = history(s.way)
    now = epochs[s.epoch]
    largest = max(float(np.abs(each.kernels).max()) for each in epochs)
    shown = maps_of(now.matrix, s.shown_digit)
    brightest = max(float(maps_of(each.matrix, s.shown_digit).max()) for each in epochs)
    kernels = _grid("The eight kernels", "Kernels", now.kernels, largest)
    maps = _grid(f"The maps of a {s.shown_digit}", f"Maps of a {s.shown_digit}", shown, brightest)
    caption = (
        f"After {s.epoch} epochs: {100 * now.accuracy:.1f} % of {TESTED} unseen digits are right. All "
        f"kernels are shown "
        "on one scale, and so are all maps: 0 is white."
    )
    return Scene([kernels, maps], caption, height=300)


def _grid(label: str, title: str, images: np.ndarray, scale: float) -> Panel:
    """Return a panel of four images in a row, two rows."""
    side, across, gap = images.shape[1], 4, images.shape[1] / 8
    rows = -(-len(images) // across)
    panel = Panel(
        label, (0, across * (side + gap)), (0, rows * (side + gap)), title, axes=False, square=True, share=0.95
    )
    for i, values in enumerate(images):
        row, column = divmod(i, across)
        left, top = column * (side + gap), (rows - row) * (side + gap)
        panel.pixels(values / scale, (left, left + side, top - side, top), signed=True)
    return panel


def first_good(way: str) -> int:
    """Return the first epoch after which the accuracy is GOOD, or -1."""
    return next((i for i, each in enumerate(history(way)) if each.accuracy >= GOOD), -1)


def _hint(s: Settings) -> str:
    if s.way != "learned":
        return "Let all weights learn."
    accuracy = history(s.way)[s.epoch].accuracy
    if accuracy >= GOOD:
        return "It is that good here, but was it one epoch earlier too?"
    return f"It is right on {100 * accuracy:.0f} % here. Move the slider on."


SCREEN = Screen(
    "Kernels as they are learned",
    "Nobody sets these kernels: training changes them like all weights, by backpropagation. Each pixel of "
    "a map gives its "
    "slope, and a shared weight gets the sum. Move through the epochs. But see also what the network does when the "
    "kernels **stay random** and only the dense layer behind them learns: it is only a few percentage "
    "points worse. The "
    "digits are easy; that a network is good does not prove that its kernels are.",
    figure=figure,
    controls=(
        Slider("epoch", "Epoch", 1),
        Slider("shown_digit", "Digit", 1),
        Pick("way", "What learns", WAYS),
    ),
    checks=(
        Check(
            "good",
            "Let all weights learn. After which epoch are 90 % right for the first time? Move the slider there.",
            lambda s, _: s.way == "learned" and s.epoch == first_good("learned"),
            lambda s, _: _hint(s),
        ),
    ),
)

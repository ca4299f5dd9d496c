"""What survives a shift: an image that is moved by whole pixels, pooled."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from course.chapters.images import image_panel, middle, pool
from course.chapters.parts import Check, Screen, Settings, Slider, near
from engine import network
from engine.data.images.digits import digits
from engine.experiments.fields import Number
from engine.experiments.image_experiment import ImageExperiment
from engine.layers.pool import SIDE
from engine.runs import training
from engine.runs.beginning import sample_data
from engine.runs.run import start_run
from pictures.sketch.scene import Scene

FAR = 4  # pixels
WIDE = 14  # pixels of the image's side
TOP, LEFT = 3, 1  # of the digit in it
FIELDS = {"moved": (Number(0, FAR, whole=True), 0), "which": (Number(0, 9, whole=True), 3)}
RIGHT = 4  # pixels: what two poolings survive
SEEDS, EPOCHS, MARGIN = (1, 2, 3), 10, 2  # of the networks whose accuracies the text gives


def image_of(digit: int, moved: int) -> np.ndarray:
    """Return the first image of a digit on 14 × 14 pixels, moved to the right."""
    images, labels = digits()
    digit_image = images[:, :, np.flatnonzero(labels == digit)[0]]
    image = np.zeros((WIDE, WIDE))
    side = len(digit_image)
    image[TOP : TOP + side, LEFT + moved : LEFT + moved + side] = digit_image
    return image


def changed_cells(digit: int, moved: int) -> int:
    """Return in how many cells the pooled map differs from the one before, moved by the best whole number of cells."""
    before, after = (pool(image_of(digit, by), "max") for by in (0, moved))
    return min(int((np.roll(before, by, axis=1) != after).sum()) for by in (moved // SIDE, -(-moved // SIDE)))


@lru_cache(maxsize=1)
def accuracies() -> dict[int, np.ndarray]:
    """Return the test accuracies of three networks on digits, by how many columns the images are moved.

    The networks have 8 and 16 filters, max pooling of 2 × 2 between them, and a global max at the end.
    """
    base = ImageExperiment(filters=(8, 16), pooling="global_max", shift=MARGIN, optimizer="adam", step_size=0.01)
    unmoved = sample_data(ImageExperiment())[1]
    padded = np.pad(unmoved.points, ((0, 0), (MARGIN, MARGIN), (MARGIN, MARGIN), (0, 0)))
    result: dict[int, list[float]] = {0: [], 1: [], 2: []}
    for seed in SEEDS:
        experiment = ImageExperiment(**{**_fields(base), "weight_seed": seed})
        run = start_run(experiment, dtype=np.float32, every=EPOCHS + 1, snapshots=False)
        training.advance(run, EPOCHS * run.epoch_steps)
        for columns, row in result.items():
            images = np.roll(padded, columns, axis=2)[None].astype(np.float32)
            output = network.forward(run.layers, run.parameters, images).output[0]
            row.append(float((output.argmax(axis=0) == unmoved.labels).mean()))
    return {columns: np.array(row) for columns, row in result.items()}


def _fields(experiment: ImageExperiment) -> dict:
    return {name: getattr(experiment, name) for name in experiment.FIELDS}


def figure(s: Settings) -> Scene:
    """Show the image and its pooled map, where it is and where it was."""
    image = image_of(s.which, s.moved)
    pooled = [pool(image_of(s.which, by), "max") for by in (0, s.moved)]
    first = image_panel("The image, moved", f"Moved by {s.moved}", image, share=0.85)
    at = middle(TOP, LEFT + s.moved, WIDE, len(image) - 2 * TOP, len(image) - 2 * TOP)
    first.handle("digit", at, "Columns moved", "red", "x", (at[0] - s.moved, at[0] - s.moved + FAR, at[1], at[1]), 1)
    panels = [
        first,
        image_panel("The pooled map of the image that is not moved", "Pooled before", pooled[0], share=0.85),
        image_panel("The pooled map of the moved image", "Pooled now", pooled[1], share=0.85),
    ]
    changed = changed_cells(s.which, s.moved)
    caption = (
        f"Moved by {s.moved}: the same pooled map, moved by {s.moved // SIDE} cells."
        if not changed
        else f"Moved by {s.moved}: another map. Lay the old one anywhere: {changed} of {pooled[0].size} cells differ."
    )
    return Scene(panels, caption, height=250)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Move the digit to the nearest column."""
    return {"moved": round(min(max(x - LEFT - (WIDE - 2 * TOP) / 2, 0), FAR))}


SCREEN = Screen(
    "What survives a shift",
    "Pooling is said to make a network blind to small shifts. Look closely: moved by **2**, the pooled map "
    "is the same map, "
    "moved by one cell. Moved by **1**, the pixels fall into other squares, and it is another map. "
    "Networks show it too: "
    "three with 8 and 16 filters, 2 × 2 pooling between them and a global max at the end are right on 91 to 93 % of "
    "unseen digits, on 63 to 69 % moved by one column, and on 88 to 91 % moved by two.",
    figure=figure,
    controls=(Slider("moved", "Moved to the right, pixels", 1), Slider("which", "Digit", 1)),
    checks=(
        Check(
            "same_map",
            "Move the digit so that the pooled map is the old one, only moved.",
            lambda s, _: s.moved > 0 and not changed_cells(s.which, s.moved),
            lambda s, _: (
                "Move it first."
                if not s.moved
                else "Its pixels fall into other squares now. The squares are two pixels wide."
            ),
        ),
        Check(
            "twice",
            "Two poolings of 2 × 2 follow each other. What is the smallest shift after which the result is the same, "
            "only moved?",
            lambda s, answer: near(answer, RIGHT),
            lambda s, answer: (
                "That is enough for the first pooling. It moves its map by one cell, and what does the second one do?"
                if near(answer, 2)
                else "Each cell of the result stands for a square of the image. How wide is it?"
            ),
            "pixels",
        ),
    ),
    drag=drag,
)

"""Break a kernel and let it heal: one of eight set to zero, and trained for two more epochs."""

import copy
from functools import lru_cache

import numpy as np

from course.chapters.parts import Check, Screen, Settings, Slider
from engine import network
from engine.experiments.fields import Number
from engine.experiments.image_experiment import ImageExperiment
from engine.runs import training
from engine.runs.run import Run, prepare, start_run
from pictures.sketch.scene import Panel, Scene

FILTERS, EPOCHS, MORE = 8, 10, 2  # kernels, epochs before, and epochs after
SEEDS = (1, 2, 3)
FIELDS = {"broken": (Number(1, FILTERS, whole=True), 1)}
STAGES = ("whole", "broken", "2 epochs later")


def _accuracies(run: Run) -> np.ndarray:
    """Return the accuracies on the unseen digits, of each network."""
    output = network.forward(run.layers, run.parameters, run.test.points[None].astype(run.theta.dtype)).output
    return (output.argmax(axis=1) == run.test.labels).mean(axis=1)


@lru_cache(maxsize=1)
def _trained() -> Run:
    """Return three networks with eight kernels that have learned the digits; nobody changes it."""
    run = start_run(
        *(ImageExperiment(filters=(FILTERS,), optimizer="adam", step_size=0.01, weight_seed=seed) for seed in SEEDS),
        dtype=np.float32,
        every=EPOCHS + MORE + 1,
        snapshots=False,
    )
    training.advance(run, EPOCHS * run.epoch_steps)
    return run


def _broken(kernel: int) -> Run:
    """Return a copy in which a kernel, from 0, and its bias are 0."""
    run = copy.deepcopy(_trained())
    prepare(run)
    run.parameters[0][0][:, kernel] = 0
    return run


@lru_cache(maxsize=1)
def whole() -> np.ndarray:
    """Return the accuracies of the three networks before anything is broken."""
    return _accuracies(_trained())


@lru_cache(maxsize=FILTERS)
def broken(kernel: int) -> np.ndarray:
    """Return the accuracies of the three networks without a kernel, from 0."""
    return _accuracies(_broken(kernel))


@lru_cache(maxsize=FILTERS)
def healed(kernel: int) -> np.ndarray:
    """Return the accuracies of the three networks that have lost a kernel and have trained for MORE epochs since."""
    run = _broken(kernel)
    training.advance(run, MORE * run.epoch_steps)
    return _accuracies(run)


def worst() -> int:
    """Return the kernel, from 0, without which the three networks lose most on average."""
    return int(np.argmin([broken(k).mean() for k in range(FILTERS)]))


def figure(s: Settings) -> Scene:
    """Show the accuracies of the three networks: whole, broken, and two epochs later."""
    panel = Panel(
        "Accuracy on unseen digits", (0, 3), (0.85, 1), "Accuracy on unseen digits, three networks", categories=STAGES
    )
    kernel = s.broken - 1
    rows = (whole(), broken(kernel), healed(kernel))
    for accuracies, colour in zip(np.transpose(rows), ("blue", "orange", "green"), strict=True):
        points = [(k + 0.5, float(accuracy)) for k, accuracy in enumerate(accuracies)]
        panel.line(points, colour, 2.5).dots(points, colour=colour, size=7)
    before, lost, after = (100 * float(row.mean()) for row in rows)
    caption = (
        f"Without kernel {s.broken}, {before:.1f} % become {lost:.1f} % on average, and {after:.1f} % two epochs later."
    )
    return Scene([panel], caption, height=360)


SCREEN = Screen(
    "Break a kernel and let it heal",
    "Three networks with eight kernels have learned the digits for ten epochs. Set one kernel and its bias "
    "to zero: its map "
    "is white for every image, and the dense layer misses what it brought. Some kernels are hardly missed, some cost "
    "several percentage points. Two epochs of training later the networks are about as good as before. No kernel is "
    "irreplaceable.",
    figure=figure,
    controls=(Slider("broken", "Which of the eight kernels", 1),),
    checks=(
        Check(
            "worst",
            "Find the kernel whose loss costs the three networks most on average.",
            lambda s, _: s.broken - 1 == worst(),
            lambda s, _: (
                f"Without this one {100 * float(broken(s.broken - 1).mean()):.1f} % are right on average. "
                f"Another one is "
                "missed more."
            ),
        ),
    ),
)

"""Few points, many points: the gap between train and test accuracy."""

import numpy as np

from course.chapters.data_size import networks
from course.chapters.data_size.networks import SIZES
from course.chapters.drawing import PLANE
from course.chapters.parts import Check, Screen, Settings, Slider
from engine.experiments.fields import Number
from engine.runs.run import evaluate
from pictures.sketch.scene import Panel, Scene

FIELDS = {"size": (Number(1, len(SIZES), whole=True), 1), "sample": (Number(1, 20, whole=True), 1)}


def _size(s: Settings) -> int:
    return SIZES[s.size - 1]


def _accuracies(s: Settings) -> tuple[float, float]:
    """Return the accuracy over the training points and over the test points, in per cent."""
    scores = evaluate(networks.trained(_size(s), s.sample))
    assert scores.train_accuracy is not None  # these data have classes
    assert scores.test_accuracy is not None
    return 100 * float(scores.train_accuracy[0]), 100 * float(scores.test_accuracy[0])


def _gap(s: Settings) -> float:
    train, test = _accuracies(s)
    return train - test


def figure(s: Settings) -> Scene:
    """Show what a network learns from so many points, and the true boundary."""
    size = _size(s)
    run = networks.trained(size, s.sample)
    panel = Panel(
        "Learned boundary",
        PLANE,
        PLANE,
        "Blue and orange: what the network learned. Dashed: the truth",
        "x₁",
        "x₂",
        square=True,
    )
    networks.add_map(panel, run, 64)
    x = np.linspace(*PLANE, 161)
    panel.curve(x, networks.true_boundary(x), "ink", 2.5, dash=True)
    panel.dots(run.train.points.T, run.train.labels, size=4 if size > 100 else 5.5)
    train, test = _accuracies(s)
    caption = (
        f"{size} training points: {train:.0f} % of them right, and {test:.0f} % of {9 * size} points that it has never "
        f"seen. Gap: {train - test:.0f} percentage points."
    )
    return Scene([panel], caption, height=430)


SCREEN = Screen(
    "Few points, many points",
    "A network learns from the points that it has, and is judged by its **generalization** to points that it has not "
    "seen. With few points it fits every one of them, including the accidental ones: that is **over-fitting**, and it "
    "shows in the gap between **train** and **test**. Here the truth is known, so you can see how far the network is "
    "from it. Two samples of ten points lead to two different boundaries.",
    figure=figure,
    controls=(
        Slider("size", f"Training points: {', '.join(map(str, SIZES))}", 1),
        Slider("sample", "Another sample", 1),
    ),
    checks=(
        Check(
            "close",
            "Find a number of points with which the gap is below 5 percentage points, and yet more than 90 % of the "
            "unseen points are right.",
            lambda s, _: abs(_gap(s)) < 5 and _accuracies(s)[1] > 90,
            lambda s, _: (
                f"The gap is {_gap(s):.0f} percentage points with {_size(s)} points. "
                "With more points, single accidents matter less."
            ),
        ),
    ),
)

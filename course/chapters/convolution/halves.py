"""Left half, right half: networks that have seen bars in the left half only, and what they say of one in the right."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from course.chapters.images import image_panel, middle
from course.chapters.parts import Check, Pick, Screen, Settings
from engine import network
from engine.data.images.patterns import BARS, SIDE
from engine.experiments.fields import Choice, Number
from engine.experiments.image_experiment import ImageExperiment
from engine.losses import softmax
from engine.numerals import grouped
from engine.runs import training
from engine.runs.beginning import sample_data
from engine.runs.run import Run, start_run
from pictures.sketch.scene import Panel, Scene

# What follows the image in each network: label, and settings of an ImageExperiment.
NETWORKS: dict[str, tuple[str, dict[str, Any]]] = {
    "dense": ("16 dense neurons", {"filters": (), "layers": (16,)}),
    "flatten": ("4 filters, flatten", {"filters": (4,), "pooling": "none"}),
    "pooled": ("4 filters, 2 × 2 pooling, flatten", {"filters": (4,), "pooling": "max"}),
    "largest": ("4 filters, global max", {"filters": (4,), "pooling": "global_max"}),
}
FIELDS = {
    "ending": (Choice(NETWORKS), "dense"),
    "bar_kind": (Choice(BARS), BARS[0]),
    "bar_column": (Number(1, SIDE - 2, whole=True), 3),
}
SEEDS = (1, 2, 3)
IMAGES, EPOCHS = 1600, 5  # half of the images train, in the left half; the others test, in the right half
OTHER_DATA = 50  # the seed of the unseen images in the left half
MIDDLE_ROW, BAR_LENGTH = 6, 5  # pixels
THIRD = 0.85  # share of a panel of which three stand side by side
FIRST_RIGHT = 7  # the first column in which no bar has been in training, and one more to spare


class Result(NamedTuple):
    """Three networks that differ in their first weights, and their accuracies on unseen bars in each half."""

    run: Run
    left: np.ndarray
    right: np.ndarray


def _outputs(run: Run, images: np.ndarray) -> np.ndarray:
    """Return the logits (networks, classes, n) of images (1, side, side, n)."""
    return network.forward(run.layers, run.parameters, images[None].astype(run.theta.dtype)).output


@lru_cache(maxsize=len(NETWORKS))
def trained(name: str) -> Result:
    """Return three networks of this kind after EPOCHS on bars in the left half."""
    experiments = [
        ImageExperiment(
            data="bars",
            images=IMAGES,
            train_side="left",
            optimizer="adam",
            step_size=0.01,
            weight_seed=seed,
            **NETWORKS[name][1],
        )
        for seed in SEEDS
    ]
    run = start_run(*experiments, dtype=np.float32, every=EPOCHS, snapshots=False)
    training.advance(run, EPOCHS * run.epoch_steps)
    unseen = sample_data(ImageExperiment(data="bars", images=IMAGES, train_side="left", data_seed=OTHER_DATA))[0]
    halves = [(_outputs(run, part.points).argmax(axis=1) == part.labels).mean(axis=1) for part in (unseen, run.test)]
    return Result(run, *halves)


def _column(s: Settings) -> int:
    """Return the middle column of the bar, from 0: a margin stays white, as in training."""
    reach = 0 if s.bar_kind == BARS[0] else BAR_LENGTH // 2
    return min(max(s.bar_column, 1 + reach), SIDE - 2 - reach)


def bar_at(kind: str, column: int) -> np.ndarray:
    """Return an image (12, 12) of a bar of length 5 with its middle in a column, from 0."""
    image = np.zeros((SIDE, SIDE))
    reach = np.arange(BAR_LENGTH) - BAR_LENGTH // 2
    upright, lying, _ = BARS
    rows = MIDDLE_ROW + (0 if kind == lying else reach)
    image[rows, column + (0 if kind == upright else reach)] = 1
    return image


def probabilities(s: Settings) -> np.ndarray:
    """Return what the first network of the kind that is set gives each class for the bar that is set."""
    image = bar_at(s.bar_kind, _column(s))[None, :, :, None]
    return softmax(_outputs(trained(s.ending).run, image)[:1])[0, :, 0]


def figure(s: Settings) -> Scene:
    """Show the bar, what the network takes it for, and the accuracies in both halves."""
    column, kind = _column(s), BARS.index(s.bar_kind)
    image = image_panel(f"A bar, {s.bar_kind}", "Drag the bar", bar_at(s.bar_kind, column), share=THIRD)
    image.line([(SIDE / 2, 0), (SIDE / 2, SIDE)], "quiet", 2, dash=True)
    at = middle(MIDDLE_ROW, column, SIDE)
    image.handle("bar", at, "Column of the bar", "red", "x", (1.5, SIDE - 1.5, at[1], at[1]), 1)
    says = Panel("What it is taken for", (0, 3), (0, 1.1), "It says", share=THIRD, categories=BARS)
    for k, share in enumerate(probabilities(s)):
        says.bar(k + 0.2, k + 0.8, 0, float(share), "blue" if k == kind else "orange")
    result = trained(s.ending)
    halves = Panel("Accuracy", (0, 2), (0, 1.1), "Right, of unseen bars", share=THIRD, categories=("left", "right"))
    for k, accuracies in enumerate((result.left, result.right)):
        for i, accuracy in enumerate(accuracies):
            halves.bar(k + 0.14 + 0.25 * i, k + 0.36 + 0.25 * i, 0, float(accuracy), "green" if k == 0 else "purple")
    halves.line([(0, 1 / 3), (2, 1 / 3)], "ink", 1.5, dash=True)
    weights = result.run.theta.shape[1]
    caption = (
        f"{NETWORKS[s.ending][0]}, {grouped(weights)} weights: three networks are right on "
        f"{100 * result.left.mean():.0f} % of "
        f"unseen bars in the left half, and on {100 * result.right.mean():.0f} % in the right half. "
        f"Guessing gives 33 %."
    )
    return Scene([image, says, halves], caption, height=250)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Move the bar to the nearest column."""
    return {"bar_column": round(min(max(x - 0.5, 1), SIDE - 2))}


def _is_known(s: Settings) -> bool:
    return BARS[int(probabilities(s).argmax())] == s.bar_kind


def _fooled_hint(s: Settings) -> str:
    if s.ending == "largest":
        return "This one does not care where the bar is. Choose another network."
    return "Here it is right. Where has it never seen a bar? Try all three kinds of bar there."


def _anywhere_hint(s: Settings) -> str:
    if s.bar_column < FIRST_RIGHT:
        return "Here bars have been in training, or close by. Move the bar well into the right half."
    if s.ending != "largest":
        return "Even where this network is right here, by chance, look at its bars for the whole right half."
    return "Which network has lost the place of what it has found?"


SCREEN = Screen(
    "Left half, right half",
    "Three networks of each kind have learned upright, lying and slanting bars, all in the left half. Now "
    "one comes in the "
    "right half. A dense layer has never used the weights there. A convolution sees the bar anywhere, but **flatten** "
    "hands each place to weights of its own, so it is lost again. Only if the *largest* value of each map goes on, "
    "wherever it is, the place does not matter.",
    figure=figure,
    controls=(
        Pick("ending", "Network", {name: label for name, (label, _) in NETWORKS.items()}),
        Pick("bar_kind", "Bar", {name: name for name in BARS}),
    ),
    checks=(
        Check(
            "fooled",
            "Find a network and a place at which it takes a bar for something else.",
            lambda s, _: not _is_known(s),
            lambda s, _: _fooled_hint(s),
        ),
        Check(
            "anywhere",
            "Choose the kind of network that is right in both halves, and show it a bar in the right one.",
            lambda s, _: s.ending == "largest" and _column(s) >= FIRST_RIGHT and _is_known(s),
            lambda s, _: _anywhere_hint(s),
        ),
    ),
    drag=drag,
)

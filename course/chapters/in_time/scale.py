"""The scale of a matrix: how large the gradient is at each moment, in networks that have not learned anything yet."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from course.chapters.measured import SEEDS
from course.chapters.parts import Check, Screen, Settings, Slider, Try, near
from course.chapters.trainings import small
from engine.experiments.fields import Number
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.numerals import plain
from engine.runs.run import start_run
from engine.study.through_time import gradient_norms
from pictures.sketch.scene import Panel, Scene

LENGTH, EXAMPLES = 20, 60  # moments, and sequences of which most train
LOWEST, HIGHEST = 0.3, 4.0
FIELDS = {
    "scale": (Number(LOWEST, HIGHEST), 0.5),
    "looked_at": (Number(1, LENGTH, whole=True), 1),
}
POWERS = (-12.0, 4.0)  # of ten, on the axis
KEPT = (0.1, 10.0)  # the first gradient as a share of the last one, in the check
RIGHT = 16  # 1 / 0.5⁴


@lru_cache(maxsize=512)
def ratios(scale: float) -> np.ndarray:
    """Return the size of dL/dh at each moment as a share of that at the last one, (5, moments).

    The five plain networks with tanh differ in their first weights and have not been trained; the task is recall.
    """
    base: dict[str, Any] = {"data": "recall", "length": LENGTH, "examples": EXAMPLES, "recurrent_scale": scale}
    run = start_run(*(SequenceExperiment(**base, weight_seed=seed) for seed in SEEDS), snapshots=False)
    norms = gradient_norms(run)
    return norms / norms[:, -1:]


def figure(s: Settings) -> Scene:
    """Show the five gradients over time, as powers of ten of their last value."""
    scale = round(s.scale, 2)
    logs = np.log10(ratios(scale))
    moments = np.arange(1, LENGTH + 1)
    panel = Panel(
        "The size of the gradient at each moment, of five networks",
        (0, LENGTH + 1),
        POWERS,
        "Size of ∂L/∂hₜ, compared with the last moment",
        "moment t",
        "power of ten",
    )
    panel.area([(0, -1), (LENGTH + 1, -1), (LENGTH + 1, 1), (0, 1)], "green", 0.12)
    panel.line([(0, 0), (LENGTH + 1, 0)], "quiet", 1.5, dash=True)
    for each in logs:
        panel.curve(moments, each, "blue", 1.2)
    middle = np.median(logs, axis=0)
    panel.curve(moments, middle, "blue", 3.5)
    at = s.looked_at
    panel.line([(at, POWERS[0]), (at, POWERS[1])], "red", 1, dash=True)
    height = float(np.clip(middle[at - 1], *POWERS))
    panel.handle("moment", (at, height), "Moment to read", "red", "x", (1, LENGTH, height, height), 1)
    panel.text((LENGTH / 2, 3.1), "← the gradient comes from the right", "quiet", 14)
    now = np.sort(ratios(scale)[:, at - 1])
    caption = (
        f"Recurrent scale {plain(scale)}: at moment {at} the gradient is {small(now[0])} to {small(now[-1])} times "
        f"what it "
        f"is at moment {LENGTH}."
    )
    return Scene([panel], caption, height=350)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Read the nearest moment."""
    return {"looked_at": round(min(max(x, 1), LENGTH))}


def is_kept(scale: float) -> bool:
    """Return whether all five gradients at the first moment are within KEPT."""
    first = ratios(round(scale, 2))[:, 0]
    return bool((first >= KEPT[0]).all() and (first <= KEPT[1]).all())


def _kept_hint(s: Settings) -> str:
    first = ratios(round(s.scale, 2))[:, 0]
    if (first < KEPT[0]).any():
        return f"In one network it is {small(first.min())} times as large at the first moment. It still vanishes."
    return f"In one of the networks it is {small(first.max())} times as large at the first moment: it explodes."


def _factor_hint(s: Settings, answer: float | None) -> str:
    if near(answer, 1 / RIGHT, 1e-3):
        return "That is the factor itself. How many times smaller is it?"
    if near(answer, 8):
        return "That is after three moments."
    return "Each moment halves it, and there are four."


SCREEN = Screen(
    "A matrix and its scale",
    "With many units the number becomes a matrix. An **orthogonal** matrix turns the state but leaves its length as it "
    "is; times a number, the **recurrent scale**, it plays the part of w. Here are five networks of 16 units that have "
    "not been trained. They see one letter and are asked for it 20 moments later, so the gradient of the loss, ∂L/∂h, "
    "begins at the right and goes back. At each moment it meets the matrix and the slope of tanh, which is at most 1: "
    "therefore it shrinks even at scale 1.",
    figure=figure,
    controls=(Slider("scale", "Recurrent scale", 0.05),),
    tries=(Try("Half", {"scale": 0.5}), Try("Orthogonal", {"scale": 1.0}), Try("Four times", {"scale": 4.0})),
    checks=(
        Check(
            "kept",
            "Set the scale so that in all five networks the gradient at moment 1 is between a tenth of the last one "
            "and ten times as large: within the green band.",
            lambda s, _: is_kept(s.scale),
            lambda s, _: _kept_hint(s),
        ),
        Check(
            "halves",
            "An orthogonal matrix times 0.5, and no activation: how many times smaller is the gradient four moments "
            "back?",
            lambda s, answer: near(answer, RIGHT),
            _factor_hint,
            "times",
        ),
    ),
    drag=drag,
)

"""Small is not zero: with the same vanished gradient, one optimizer never learns and another does."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from course.chapters.measured import EVERY, curves, solved_at, table
from course.chapters.parts import Check, Pick, Screen, Settings, Slider, near
from course.chapters.trainings import GREY, add_curves, nearest_step, said, steps_panel
from engine.experiments.fields import Choice, Number
from pictures.sketch.scene import Panel, Scene

# label, and settings of a SequenceExperiment
WAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "momentum": ("Momentum 0.05", {"optimizer": "momentum", "step_size": 0.05}),
    "adam_small": ("Adam 0.004", {"optimizer": "adam", "step_size": 0.004}),
    "adam_large": ("Adam 0.01", {"optimizer": "adam", "step_size": 0.01}),
}
STEPS = 400
SCALES = ("0.5", "1")
FIELDS = {"changed_by": (Choice(WAYS), "adam_small"), "rescue_step": (Number(0, STEPS, whole=True), 200)}
RIGHT, PRODUCT = 0.004, 4e-9  # Adam's step, and the step size times the gradient


def measure() -> dict[str, dict[str, list[list[float]]]]:
    """Train five networks in each way with each scale on recall over 20 moments; return their accuracies."""
    return {
        way: {name: curves(STEPS, recurrent_scale=float(name), **changes) for name in SCALES}
        for way, (_, changes) in WAYS.items()
    }


@lru_cache(maxsize=2)
def solved(scale: str) -> dict[str, list[int | None]]:
    """Return for each way the steps at which the five networks with a scale had solved the task."""
    return {way: [solved_at(scores) for scores in table("rescue")[way][scale]] for way in WAYS}


def figure(s: Settings) -> Scene:
    """Show the accuracies with scale 0.5 and with 1, trained in the way that is set, and the steps of all ways."""
    label = WAYS[s.changed_by][0]
    accuracy = Panel("Accuracy on unseen sequences", (0, STEPS), (0, 1.05), f"Accuracy, {label}", "step", share=1.1)
    small, orthogonal = (table("rescue")[s.changed_by][name] for name in SCALES)
    add_curves(accuracy, orthogonal, GREY)
    add_curves(accuracy, small, "blue")
    at = nearest_step(s.rescue_step, STEPS)
    accuracy.line([(at, 0), (at, 1.05)], "red", 1, dash=True)
    accuracy.handle("step", (at, 0.02), "Step to read", "red", "x", (0, STEPS, 0.02, 0.02), EVERY)
    rows = {WAYS[way][0]: steps for way, steps in solved("0.5").items()}
    colours = {WAYS[way][0]: "blue" if way == s.changed_by else GREY for way in WAYS}
    dots = steps_panel("Steps until it is solved, scale 0.5", STEPS, rows, colours)
    now = sorted(scores[at // EVERY] for scores in small)
    caption = (
        f"{label}. Scale 0.5 (blue): after {at} steps {100 * now[0]:.0f} to {100 * now[-1]:.0f} % are right; steps "
        f"until solved: {said(solved('0.5')[s.changed_by])}. Scale 1 (grey): {said(solved('1')[s.changed_by])}."
    )
    return Scene([accuracy, dots], caption, height=330)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Read the nearest step that was measured."""
    return {"rescue_step": nearest_step(x, STEPS)}


def _step_hint(s: Settings, answer: float | None) -> str:
    if near(answer, PRODUCT, 1e-9):
        return "That is gradient descent: the step size times the gradient. Adam also divides by the gradient's size."
    return "Both of Adam's means are of the same number again and again: what is m divided by the root of v?"


SCREEN = Screen(
    "Small is not zero",
    "A vanished gradient still has a direction. The weights of the letters get theirs from moment 1 alone, so it is "
    "tiny at every step. With **momentum** the steps are as tiny, and with scale 0.5 no network learns. **Adam** "
    "divides each weight's gradient by its usual size, so a tiny one still moves its weight: with a larger step size "
    "four of five networks learn within 140 steps. Adam hides the vanishing gradient and does not mend it: with an "
    "orthogonal matrix four of five need at most 30 steps.",
    figure=figure,
    controls=(
        Pick("changed_by", "Optimizer and step size", {way: label for way, (label, _) in WAYS.items()}),
        Slider("rescue_step", "Step", EVERY),
    ),
    checks=(
        Check(
            "stuck",
            "Choose the way of training with which no network with scale 0.5 learns the task, though all five with an "
            "orthogonal matrix do.",
            lambda s, _: s.changed_by == "momentum",
            lambda s, _: "Here some of the blue networks learn it. With which way do all of their curves stay low?",
        ),
        Check(
            "adam_step",
            "A weight's gradient is 0.000001 at every step. How far does Adam with step size 0.004 move it each time?",
            lambda s, answer: near(answer, RIGHT, 1e-4),
            _step_hint,
            "",
        ),
    ),
    drag=drag,
)

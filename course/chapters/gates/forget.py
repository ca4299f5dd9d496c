"""The forget bias: how much of a cell is left after some moments, and what that does to learning."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from course.chapters.measured import curves, solved_at, table
from course.chapters.parts import Check, Formula, Screen, Settings, Slider, Try, near, within
from course.chapters.trainings import GREY, said, small, steps_panel
from engine.activations import sigmoid
from engine.experiments.fields import Number
from pictures.sketch.scene import Panel, Scene

BIAS = Number(-3, 5)
FIELDS = {"gate_bias": (BIAS, 0.0)}
LENGTH, STEPS = 20, 400
MEASURED = ("-1", "0", "1", "2", "3")  # forget biases of the trainings
HALF = 0.5
RIGHT = 0.0625  # 0.5⁴


def measure() -> dict[str, list[list[float]]]:
    """Train five LSTMs with each forget bias on recall over 20 moments; return their accuracies."""
    return {name: curves(STEPS, cell="lstm", forget_bias=float(name)) for name in MEASURED}


@lru_cache(maxsize=1)
def solved() -> dict[str, list[int | None]]:
    """Return for each forget bias the steps at which the five networks had solved the task."""
    return {name: [solved_at(scores) for scores in table("forget")[name]] for name in MEASURED}


def kept(bias: float, moments: int) -> float:
    """Return what is left of a cell after some moments, if nothing comes in and its gate has only this bias."""
    return float(sigmoid(np.array(bias)) ** moments)


def figure(s: Settings) -> Scene:
    """Show the gate over its bias, what is left of a cell, and the steps of trainings with five biases."""
    b = s.gate_bias
    biases = np.linspace(BIAS.low, BIAS.high, 97)
    gate = Panel("The forget gate over its bias", (BIAS.low, BIAS.high), (0, 1.05), "Forget gate", "bias b", share=0.85)
    gate.curve(biases, sigmoid(biases), "quiet", 2.5)
    gate.handle("bias", (b, float(sigmoid(np.array(b)))), "Bias of the forget gate", "red", "x")
    left = Panel("What is left of a cell", (0, LENGTH), (0, 1.05), "Left of the cell", "moments", share=0.85)
    moments = np.arange(LENGTH + 1)
    left.curve(moments, np.array([kept(b, int(t)) for t in moments]), "blue", 3.5)
    left.line([(0, HALF), (LENGTH, HALF)], "quiet", 1.5, dash=True)
    chosen = min(MEASURED, key=lambda name: abs(float(name) - b))
    colours = {name: "blue" if name == chosen else GREY for name in MEASURED}
    dots = steps_panel("Steps to learn recall", STEPS, solved(), colours, 0.85)
    dots.x_title = "first forget bias"
    caption = (
        f"Bias {b:.2f}: the gate is {kept(b, 1):.3f}, and after {LENGTH} moments {small(100 * kept(b, LENGTH))} % are "
        f"left. Steps of five LSTMs that began with {chosen.replace('-', '−')}: {said(solved()[chosen])}."
    )
    return Scene([gate, left, dots], caption, height=300)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, float]:
    """Set the bias."""
    return {"gate_bias": within(BIAS, round(x, 2))}


def _half_hint(s: Settings) -> str:
    return (
        f"The gate is {kept(s.gate_bias, 1):.3f}, and {small(100 * kept(s.gate_bias, LENGTH))} % are left. "
        "It has to be much nearer to 1."
    )


def _four_hint(s: Settings, answer: float | None) -> str:
    if near(answer, 0.125):
        return "That is left after three moments."
    if near(answer, 0.5):
        return "That is left after the first moment. Each later one halves it again."
    return "The gate is sigmoid(0). Multiply by it once for each moment."


SCREEN = Screen(
    "The forget bias",
    "The way back through a cell is a product too, but of forget gates: over t moments the slope is f · f · … · f. So "
    "it matters where the gates begin. Their first **bias** is chosen by hand. With 0 each gate is one half, and over "
    "20 moments a millionth is left; with 1 or more the cell remembers from the start. Of five LSTMs that have to "
    "recall a letter after 20 moments, one learned it within 400 steps with bias 0, and all five with 1, 2 and 3. No "
    "gate makes a network remember by itself: with −1 none did.",
    figure=figure,
    formulas=(
        Formula(
            r"\frac{\partial c_T}{\partial c_{T-t}} \approx \sigma(b)^{\,t}",
            {"c": "cell", r"\sigma": "sigmoid", "b": "bias of the forget gate", "t": "moments"},
            computed_by=kept,
            written_out=lambda b, t: np.prod([1 / (1 + np.exp(-b))] * t),
            sample_arguments=lambda rng: (float(rng.uniform(-3, 5)), int(rng.integers(1, 30))),
        ),
    ),
    controls=(Slider("gate_bias", "Bias of the forget gate", 0.05),),
    tries=(Try("Bias 1", {"gate_bias": 1.0}), Try("Bias −1", {"gate_bias": -1.0})),
    checks=(
        Check(
            "half",
            "Set the bias so that at least half of the cell is left after 20 moments.",
            lambda s, _: kept(s.gate_bias, LENGTH) >= HALF,
            lambda s, _: _half_hint(s),
        ),
        Check(
            "four",
            "A forget gate has bias 0, and nothing else reaches it. What share of the cell is left after four moments?",
            lambda s, answer: near(answer, RIGHT, 0.001),
            _four_hint,
            "",
        ),
    ),
    drag=drag,
)

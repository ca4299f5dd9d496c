"""The size of a step: gradient descent on a parabola."""

import numpy as np

from course.chapters.descending.descent_1d import START, descend
from course.chapters.parts import (
    Answer,
    Check,
    Formula,
    Prediction,
    Screen,
    Settings,
    Slider,
    Try,
    number_check,
    within,
)
from engine.experiments.fields import Number
from engine.numerals import significant
from engine.study import descent
from pictures.sketch.scene import Panel, Scene

FIELDS = {"curvature": (Number(0.5, 4), 1.0), "start": (START, 3.5), "alpha": (Number(0.01, 2), 0.3)}
STEPS_SHOWN = 20  # in the panel of x over steps
SLOW_FACTOR = 0.9  # a step that leaves more than this share of x counts as slow
FAR_ENOUGH = 0.5  # a start nearer to the minimum makes the first check too easy


def factor(s: Settings) -> float:
    """Return what each step multiplies x by on ½ λ x²: 1 − αλ."""
    return 1 - s.alpha * s.curvature


def behaviour(factor: float) -> str:
    """Return in words what gradient descent does when each step multiplies x by this factor."""
    if abs(factor) < 1e-3:
        return "one step to the minimum"
    if abs(factor) >= 1:
        return "oscillates forever" if abs(abs(factor) - 1) < 1e-9 else "diverges"
    if factor < 0:
        return "oscillates and converges"
    return "converges slowly" if factor > SLOW_FACTOR else "converges"


def figure(s: Settings) -> Scene:
    """Show the steps on ½ λ x², and x after each step."""
    lam = s.curvature
    panel = Panel("A parabola and the steps on it", (-5, 5), (-1, 14), "L(x) = ½ λ x²", "x", "L")
    x = np.linspace(-5, 5, 161)
    panel.curve(x, lam * x * x / 2, "quiet", 2.5)
    path = descend(lambda x: lam * x, s.start, s.alpha)
    on_curve = [(x, lam * x * x / 2) for x in path]
    panel.line(on_curve, "blue", 2)
    panel.dots(on_curve[1:], colour="blue", size=4)
    panel.handle("start", (s.start, lam * s.start**2 / 2), "Starting point", "orange", "x")
    over_steps = Panel(
        "Distance from the minimum over steps", (0, STEPS_SHOWN), (-5, 5), "x after each step", "step", "x", share=0.8
    )
    over_steps.line(enumerate(path[: STEPS_SHOWN + 1]), "blue", 2.5)
    over_steps.dots(enumerate(path[: STEPS_SHOWN + 1]), colour="blue", size=4)
    caption = (
        f"α = {significant(s.alpha)}: {behaviour(factor(s))}. Each step multiplies x by 1 − αλ = {factor(s):.2f}; "
        f"the limit is α = 2/λ = {significant(descent.largest_step(lam))}."
    )
    return Scene([panel, over_steps], caption, height=360)


def drag(s: Settings, name: str, x: float, y: float) -> dict[str, float]:
    """Move the starting point."""
    return {"start": within(START, x)} if name == "start" else {}


SCREEN = Screen(
    "The size of a step",
    "The slopes of a loss along all weights are its **gradient**. To make the loss small, step against it, again and "
    "again: **gradient descent**. The **step size** α decides what happens: too small, and it converges slowly; right, "
    "and it converges quickly; too large, and every step lands higher on the other side. On a parabola with curvature "
    "λ the limit is exactly 2/λ.",
    figure=figure,
    formulas=(
        Formula(
            r"x \leftarrow x - \alpha \frac{dL}{dx} = (1 - \alpha\lambda)\, x",
            {
                "x": "what is learned, such as a weight",
                r"\alpha": "step size",
                r"\lambda": "curvature of the loss L",
            },
            computed_by=lambda x, alpha, lam: descend(lambda x: lam * x, x, alpha, steps=1)[1],
            written_out=lambda x, alpha, lam: (1 - alpha * lam) * x,
            sample_arguments=lambda rng: (float(rng.normal()), float(rng.uniform(0, 1)), float(rng.uniform(0.5, 4))),
        ),
    ),
    prediction=Prediction(
        "λ is 1, and the step size goes from 0.3 to 1.9. What does descent do?",
        (
            Answer("It arrives six times as fast.", "A larger step is a faster one only up to 1/λ."),
            Answer("It jumps to and fro, and slowly comes closer.", "Each step multiplies x by 1 − 1.9 = −0.9."),
            Answer("It diverges.", "That begins at 2/λ = 2. Below it each step ends lower, on the other side."),
        ),
        1,
        {"alpha": 1.9, "curvature": 1.0},
    ),
    controls=(Slider("alpha", "Step size α", 0.01), Slider("curvature", "Curvature λ", 0.1)),
    tries=(
        Try("Too small", {"alpha": 0.02, "curvature": 1.0}),
        Try("Right", {"alpha": 0.6, "curvature": 1.0}),
        Try("Too large", {"alpha": 1.99, "curvature": 1.1}),
    ),
    checks=(
        Check(
            "once",
            "Reach the minimum in a single step, from a start that is not at the minimum.",
            lambda s, _: abs(s.start) > FAR_ENOUGH and abs(factor(s)) < 0.02,
            lambda s, _: (
                f"Each step multiplies x by {factor(s):.2f}. Which factor takes any x to 0?"
                if abs(s.start) > FAR_ENOUGH
                else "Start farther away."
            ),
        ),
        number_check(
            "frontier",
            "A parabola has the curvature λ = 4. From which step size on does gradient descent no longer converge?",
            0.5,
            "The factor 1 − αλ must stay above −1.",
            {
                0.25: "That is 1/λ, with which one step leads to the minimum. The limit is farther.",
                2: "That is 2/λ for λ = 1.",
            },
        ),
    ),
    drag=drag,
)

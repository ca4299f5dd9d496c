"""Shrinking steps: a schedule beside a constant step size, on a slope that is measured with noise."""

import math

import numpy as np

from course.chapters.parts import Formula, Screen, Settings, Slider, Try, number_check
from engine.experiments.fields import Number
from engine.schedules import SCHEDULES
from pictures.sketch.scene import Panel, Scene

FIELDS = {"first": (Number(0.01, 1.5), 0.9), "by": (Number(1, 10), 1.0)}
STEPS = 120
START = 3.5
NOISE = 2.5  # standard deviation of the measured slope
LAST_STEPS = 40  # over which the oscillation around the minimum is measured


def shrunk(alpha: float, divisor: float, i: int) -> float:
    """Return α / (n √i) by the engine's schedule."""
    return alpha * SCHEDULES["inverse_sqrt"].factor(i, divisor=divisor)


def figure(s: Settings) -> Scene:
    """Show α / (n √i) beside a constant step size, and the descent with either on ½ x²."""
    i = np.arange(1, STEPS + 1)
    shrinking = np.array([shrunk(s.first, s.by, int(step)) for step in i])
    sizes = Panel("Step sizes", (0, STEPS), (0, max(s.first, 0.05) * 1.1), "Step size", "step i", "αᵢ")
    sizes.line([(0, s.first), (STEPS, s.first)], "orange", 3)
    sizes.curve(i, shrinking, "blue", 3)
    legend = {"constant: α": ("orange", 0.9 * s.first), "shrinking: α / (n √i)": ("blue", 0.6 * s.first)}
    for name, (colour, height) in legend.items():
        sizes.text((0.98 * STEPS, height), name, colour, 14, "end", bold=True)
    noise = np.random.default_rng(4).normal(0, NOISE, STEPS)
    paths = Panel("Distance from the minimum", (0, STEPS), (-4, 4), "x on a noisy slope", "step i", "x")
    deviations = []
    for colour, steps in (("orange", np.full(STEPS, s.first)), ("blue", shrinking)):
        x = START
        path = [(0, x)]
        for k in range(STEPS):
            x -= steps[k] * (x + noise[k])
            path.append((k + 1, x))
        paths.line(path, colour, 2.2)
        deviations.append(float(np.std([x for _, x in path[-LAST_STEPS:]])))
    caption = (
        f"Standard deviation of x over the last {LAST_STEPS} steps: {deviations[0]:.2f} with the constant step size, "
        f"{deviations[1]:.2f} with the shrinking one."
    )
    return Scene([sizes, paths], caption, height=340)


SCREEN = Screen(
    "Shrinking steps",
    "Training measures a slope on a few points at a time, a **mini-batch**; once through all of them is an **epoch**. "
    "So the slope has noise, and with a constant step size x keeps oscillating around the minimum. A common compromise "
    "is to shrink it. Here the first step is α/n, and step 100 a tenth of it, whatever n is: a large n makes all steps "
    "smaller, not the shrinking faster.",
    figure=figure,
    formulas=(
        Formula(
            r"\alpha_i = \frac{\alpha}{n \sqrt{i}}",
            {r"\alpha": "step size", "n": "divisor", "i": "number of the step, from 1"},
            computed_by=shrunk,
            written_out=lambda alpha, n, i: alpha / (n * math.sqrt(i)),
            sample_arguments=lambda rng: (
                float(rng.uniform(0, 1)),
                float(rng.uniform(1, 10)),
                int(rng.integers(1, 500)),
            ),
        ),
    ),
    controls=(Slider("first", "Step size α", 0.05), Slider("by", "Divisor n", 0.5)),
    tries=(
        Try("Too small from the start", {"first": 0.3, "by": 10.0}),
        Try("Six schedules on a network", opens="step_size?part=schedules&play=true"),
    ),
    checks=(
        number_check(
            "hundredth",
            "α = 0.5 and n = 1. What is the step size at step 100?",
            0.05,
            "The square root of 100 is 10.",
            {
                0.005: "That is α/100. Divide by the root of 100.",
                0.5: "That is the first step.",
            },
            tolerance=0.001,
        ),
    ),
)

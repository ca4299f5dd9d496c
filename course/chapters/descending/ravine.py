"""Ravines and momentum: descent on a surface that is much steeper in one direction than in the other."""

import numpy as np

from course.chapters.descending.descent_1d import MOMENTUM, descend
from course.chapters.parts import Check, Formula, Screen, Settings, Slider, Try, within
from engine.experiments.fields import Number
from engine.numerals import significant
from engine.study import descent
from engine.study.surfaces import SURFACES
from pictures.sketch.scene import Panel, Scene

START_X, START_Y = Number(-4, 4), Number(-2, 2)
FIELDS = {"x": (START_X, -3.6), "y": (START_Y, 1.0), "rate": (Number(0.001, 0.2), 0.07), "mu": (MOMENTUM, 0.0)}
STEPS = 60
LEVELS = (0.3, 1.5, 4, 8, 14, 22, 32, 44)  # heights of the contours
FAR_ENOUGH = (3, 0.5)  # a start nearer in x makes the check too easy; in y, plain descent may take large steps
LOW_ENOUGH = 1e-5  # plain descent gets to 3.5e-4 at best, from any start that is far enough


def _walk(s: Settings) -> descent.Walk:
    walk = descent.begin("ravine", "momentum", (s.x, s.y), s.rate, momentum=s.mu)
    descent.go_on(walk, STEPS)
    return walk


def figure(s: Settings) -> Scene:
    """Show the ravine ½ (x² + 25 y²) from above, with the steps."""
    left, right, bottom, top = SURFACES["ravine"].box
    panel = Panel("The ravine from above", (left, right), (bottom, top), "Contours of ½ (x² + 25 y²)", "x", "y")
    angle = np.linspace(0, 2 * np.pi, 73)
    for level in LEVELS:
        x, y = np.sqrt(2 * level) * np.cos(angle), np.sqrt(2 * level / 25) * np.sin(angle)
        panel.line(zip(x, y, strict=True), "faint", 1.5)
    walk = _walk(s)
    panel.line(walk.positions, "blue", 2.2)
    panel.dots(walk.positions, colour="blue", size=3)
    panel.handle("from", (s.x, s.y), "Starting point", "orange")
    height = float(walk.heights()[-1])
    end = (
        f"diverged at step {walk.diverged}"
        if walk.diverged >= 0
        else f"height {significant(height, 2)} after {walk.step} steps"
    )
    return Scene(
        [panel],
        f"α = {significant(s.rate)}, μ = {s.mu:.2f}: {end}. Without momentum the limit is α = 2/25 = 0.08.",
        height=400,
    )


def _passed(s: Settings) -> bool:
    walk = _walk(s)
    return _is_far(s) and walk.diverged < 0 and float(walk.heights()[-1]) < LOW_ENOUGH


def _is_far(s: Settings) -> bool:
    return abs(s.x) >= FAR_ENOUGH[0] and abs(s.y) >= FAR_ENOUGH[1]


def drag(s: Settings, name: str, x: float, y: float) -> dict[str, float]:
    """Move the starting point."""
    return {"x": within(START_X, x), "y": within(START_Y, y)} if name == "from" else {}


SCREEN = Screen(
    "Ravines and momentum",
    "With two weights, the loss may be much steeper in one direction than in the other. The steep direction requires "
    "a small step size, and with it the way along the floor takes very long. **Momentum** keeps a part μ of the last "
    "move: moves that go back and forth cancel, moves in the same direction add up, as for a ball that rolls. No "
    "optimizer is the best one for every loss.",
    figure=figure,
    formulas=(
        Formula(
            r"v \leftarrow \mu v + \nabla L, \qquad \theta \leftarrow \theta - \alpha v",
            {
                "v": "velocity, 0 at first",
                r"\mu": "momentum",
                r"\theta": "the weights",
                r"\nabla L": "slope of the loss",
            },
            computed_by=lambda x, alpha, mu: descend(lambda x: 2 * x, x, alpha, mu, steps=2)[2],
            written_out=lambda x, alpha, mu: (x - alpha * 2 * x) - alpha * (mu * 2 * x + 2 * (x - alpha * 2 * x)),
            sample_arguments=lambda rng: (float(rng.normal()), float(rng.uniform(0, 0.5)), float(rng.uniform(0, 0.9))),
        ),
    ),
    controls=(Slider("rate", "Step size α", 0.001), Slider("mu", "Momentum μ", 0.01)),
    tries=(
        Try("Plain descent", {"mu": 0.0, "rate": 0.07}),
        Try("With much momentum", {"mu": 0.9, "rate": 0.03}),
        Try("Out of the ravine", {"mu": 0.0, "rate": 0.083}),
        Try("Seven optimizers on six surfaces", opens="optimizers?surface=ravine"),
    ),
    checks=(
        Check(
            "ravine",
            "From at least 3 away in x and 0.5 in y, get below a height of 0.00001 within the 60 steps.",
            lambda s, _: _passed(s),
            lambda s, _: (
                "Start farther away."
                if not _is_far(s)
                else "Plain descent is too slow for that, whatever the step size: it needs momentum."
                if s.mu < 0.3
                else "Now try step sizes between 0.03 and 0.1, and not so much momentum that the ball is still rolling "
                "at the end."
            ),
        ),
    ),
    drag=drag,
)

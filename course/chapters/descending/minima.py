"""Local and global minima: a ball with momentum in a landscape with two dips."""

import numpy as np

from course.chapters.descending.descent_1d import MOMENTUM, START, descend
from course.chapters.parts import Check, Screen, Settings, Slider, Try, within
from pictures.sketch.scene import Panel, Scene

FIELDS = {"hill": (START, -3.6), "push": (MOMENTUM, 0.0)}
STEP_SIZE, STEPS, LIMIT = 0.02, 200, 50
NEAR = 0.2  # as near to a minimum counts as there
LABEL_BELOW = 0.45  # distance of a label from its minimum


def height(x):
    """Return the height of a landscape in one dimension with two dips, of which the right one is lower."""
    return 0.05 * x**4 - 0.6 * x**2 - 0.35 * x + 3


def slope(x):
    """Return the slope of the landscape."""
    return 0.2 * x**3 - 1.2 * x - 0.35


LOCAL_MINIMUM, _RIM, GLOBAL_MINIMUM = sorted(float(root.real) for root in np.roots([0.2, 0, -1.2, -0.35]))


def _path(s: Settings) -> list[float]:
    return descend(slope, s.hill, STEP_SIZE, s.push, STEPS, LIMIT)


def outcome(x: float) -> str:
    """Return in words where a ball is that has come to x."""
    if abs(x - GLOBAL_MINIMUM) < NEAR:
        return "the global minimum"
    if abs(x - LOCAL_MINIMUM) < NEAR:
        return "a local minimum, and nothing there shows that a lower one exists"
    return "still moving"


def figure(s: Settings) -> Scene:
    """Show the landscape and the path of the ball."""
    panel = Panel("Two dips", (-4.2, 4.2), (-0.6, 8), "A local and a global minimum", "x", "L")
    x = np.linspace(-4.2, 4.2, 201)
    panel.curve(x, height(x), "quiet", 3)
    path = _path(s)
    on_curve = [(x, height(x)) for x in path]
    panel.line(on_curve, "blue", 1.6)
    panel.dots(on_curve, colour="blue", size=3)
    panel.dots([on_curve[-1]], colour="red", size=8)
    panel.text((LOCAL_MINIMUM, height(LOCAL_MINIMUM) - LABEL_BELOW), "local minimum", "ink", 14)
    panel.text((GLOBAL_MINIMUM, height(GLOBAL_MINIMUM) - LABEL_BELOW), "global minimum", "ink", 14)
    panel.handle("hill", (s.hill, height(s.hill)), "Starting point", "orange", "x")
    return Scene([panel], f"It ends at x = {path[-1]:.2f}: {outcome(path[-1])}.", height=400)


def drag(s: Settings, name: str, x: float, y: float) -> dict[str, float]:
    """Move the starting point."""
    return {"hill": within(START, x)} if name == "hill" else {}


SCREEN = Screen(
    "Local and global",
    "Descent gets stuck where there is no slope: at a **local minimum**, with a lower point beyond a rim, or for a "
    "while near a **saddle point**, from which some ways lead up and others down. Where a loss is **convex**, a single "
    "bowl, every minimum is a **global minimum**. That of a network with hidden layers is not: where descent ends "
    "depends on where it starts, and on its momentum.",
    figure=figure,
    controls=(Slider("push", "Momentum μ", 0.01),),
    tries=(
        Try("Start on the right", {"hill": 3.6}),
        Try("64 seeds of one network", opens="luck?layers=3&data=exclusive_or"),
    ),
    checks=(
        Check(
            "over",
            "Start to the left of the local minimum, at x below −3.5, and end in the global one.",
            lambda s, _: s.hill < -3.5 and abs(_path(s)[-1] - GLOBAL_MINIMUM) < NEAR,
            lambda s, _: (
                "Start at the left end, with enough momentum to pass the rim, but not so much that the ball is still "
                "rolling at the end."
                if s.hill < -3.5
                else "Start farther to the left."
            ),
        ),
    ),
    drag=drag,
)

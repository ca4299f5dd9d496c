"""Prove it: the slope of the loss along one weight, measured by nudging the weight."""

from functools import lru_cache

import numpy as np

from course.chapters.backprop import one_pass
from course.chapters.parts import Check, Formula, Screen, Settings, Slider
from engine.experiments.experiment import Experiment, change
from engine.experiments.fields import Number
from engine.numerals import plain, significant
from engine.runs import training
from engine.runs.run import Run, start_run
from engine.study import inspection
from pictures.sketch.scene import Panel, Scene

FIELDS = {"weight": (Number(1, 9, whole=True), 1), "nudge": (Number(0, 14, whole=True), 1)}
ENOUGH = 1e-6  # a difference of the two slopes that passes the check
BEST = 5  # below this power the curvature makes most of the difference, above it rounding
RANGE = 1.5  # how far the curve goes to either side of the weight


@lru_cache(maxsize=1)
def _small_network() -> Run:
    run = start_run(change(Experiment(), layers=(2,), activation="tanh", points=60, data="moons"))
    training.advance(run, 10)
    return run


def measured(s: Settings) -> tuple[float, float]:
    """Return the slope by backpropagation, and the one that the nudge measures."""
    run, k, h = _small_network(), s.weight - 1, 10.0**-s.nudge
    nudged = run.theta[0][None].repeat(2, axis=0)
    nudged[0, k] += h
    nudged[1, k] -= h
    above, below = inspection.mean_loss(run, nudged)
    return float(inspection.gradcheck(run).analytic[0, k]), float((above - below) / (2 * h))


def _difference(s: Settings) -> float:
    slope, by_nudge = measured(s)
    return abs(slope - by_nudge)


def figure(s: Settings) -> Scene:
    """Show the loss over one weight, the tangent by backpropagation, and the two nudges."""
    run = _small_network()
    check = inspection.gradcheck(run)
    k = s.weight - 1
    theta = run.theta[0]
    values = np.linspace(theta[k] - RANGE, theta[k] + RANGE, 81)
    others = np.repeat(theta[None], len(values), axis=0)
    others[:, k] = values
    losses = inspection.mean_loss(run, others)
    here = float(inspection.mean_loss(run, theta[None])[0])
    panel = Panel(
        "Loss over one weight",
        (values[0], values[-1]),
        (float(losses.min()) - 0.05, float(losses.max()) + 0.05),
        f"Loss over {check.names[k]}, all others fixed",
        check.names[k],
        "L",
    )
    panel.curve(values, losses, "quiet", 2.5)
    slope, by_nudge = measured(s)
    panel.line([(value, here + slope * (value - theta[k])) for value in (values[0], values[-1])], "blue", 2)
    h = 10.0**-s.nudge
    ends = theta[None].repeat(2, axis=0)
    ends[:, k] += (h, -h)
    panel.dots(zip(ends[:, k], inspection.mean_loss(run, ends), strict=True), colour="orange", size=6)
    caption = (
        f"By backpropagation {slope:.8f}; by a nudge of ±{plain(h)}: {by_nudge:.8f}. "
        f"They differ by {significant(abs(slope - by_nudge), 2)}."
    )
    return Scene([panel], caption, height=390)


def _central_difference(v: float, w: float, x: float, y: float, h: float = 0.5) -> float:
    """Return the slope of the loss of the network 1-1-1; it is exact for any h, since L is quadratic in w."""
    return ((v * (w + h) * x - y) ** 2 - (v * (w - h) * x - y) ** 2) / (2 * h)


SCREEN = Screen(
    "Prove it",
    "A slope can be measured without any chain rule: nudge one weight up and down, and see how the loss changes. That "
    "takes two whole passes for every weight, so nobody trains like this, but it is how one **checks** a gradient. "
    "The blue tangent is from backpropagation, the orange dots are the nudges. Too large a nudge leaves the tangent, "
    "too small a one drowns in rounding.",
    figure=figure,
    formulas=(
        Formula(
            r"\frac{\partial L}{\partial w} \approx \frac{L(w + h) - L(w - h)}{2h}",
            {"w": "the weight", "h": "the nudge", "L": "the loss"},
            computed_by=one_pass.chain_slope,
            written_out=_central_difference,
            sample_arguments=lambda rng: tuple(float(v) for v in rng.normal(size=4)),
        ),
    ),
    controls=(
        Slider("weight", "Which of the nine weights and biases", 1),
        Slider("nudge", "Nudge 10 to the power of minus", 1),
    ),
    checks=(
        Check(
            "close",
            "Choose a nudge with which both agree to within 0.000001.",
            lambda s, _: _difference(s) <= ENOUGH,
            lambda s, _: (
                f"They differ by {significant(_difference(s), 2)}: "
                + (
                    "with so large a nudge the curve leaves the tangent. Make it smaller."
                    if s.nudge < BEST
                    else "so small a nudge drowns in the rounding of the computer's numbers. Make it larger."
                )
            ),
        ),
    ),
)

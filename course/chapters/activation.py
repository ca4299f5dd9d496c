"""Chapter 3: activation functions."""

import math
from collections.abc import Callable, Mapping

import numpy as np

from course.chapters import linear_layers
from course.chapters.parts import (
    Answer,
    Chapter,
    Check,
    Formula,
    Pick,
    Prediction,
    Screen,
    Settings,
    Try,
    number_check,
    within,
)
from engine import activations
from engine.activations import ACTIVATIONS
from engine.experiments.fields import Choice, Number
from pictures.sketch.scene import Panel, Scene

COLOURS = {"sigmoid": "green", "relu": "orange", "tanh": "blue"}
LABELS = {name: ACTIVATIONS[name].label for name in COLOURS}
Z_LIMIT = 5.0  # the curves are drawn from -Z_LIMIT to Z_LIMIT
Z = np.linspace(-Z_LIMIT, Z_LIMIT, 201)
PROBE = Number(-Z_LIMIT, Z_LIMIT)
POINTS = np.random.default_rng(3).uniform(-2, 2, 40)
FLAT_SLOPE = 0.05  # a point at which the slope is smaller counts as flat


def value(name: str, z: float) -> float:
    """Return h(z), by the engine."""
    return float(activations.of(name).function(np.array([z], float))[0])


def slope(name: str, z: float) -> float:
    """Return h′(z), by the engine."""
    sums = np.array([z], float)
    return float(activations.of(name).slope(sums, activations.of(name).function(sums))[0])


def curves_figure(s: Settings) -> Scene:
    """Show the three functions and their slopes, with a probe to read them at."""
    panels = []
    for title, function, low, high in (("h(z)", value, -1.3, 2.2), ("The slope h′(z)", slope, -0.2, 1.2)):
        panel = Panel(title, (-Z_LIMIT, Z_LIMIT), (low, high), title, "z")
        for name, colour in COLOURS.items():
            chosen = name == s.of
            panel.curve(Z, np.array([function(name, z) for z in Z]), colour, 4 if chosen else 2, dash=not chosen)
        for k, (name, colour) in enumerate(COLOURS.items()):
            panel.text(
                (-4.8, high - (0.06 + 0.075 * k) * (high - low)), LABELS[name], colour, 14, "start", bold=True, box=True
            )
        panel.line([(s.z, low), (s.z, high)], "quiet", 1.5)
        for name, colour in COLOURS.items():
            panel.dots([(s.z, function(name, s.z))], colour=colour, size=6)
        panel.handle("z", (s.z, low + 0.12), "Probe z", "ink", "x")
        panels.append(panel)
    name = ACTIVATIONS[s.of].label
    caption = f"At z = {s.z:.2f}: {name}(z) = {value(s.of, s.z):.3f}, its slope is {slope(s.of, s.z):.3f}."
    return Scene(panels, caption, height=360)


def dead_share(name: str, b: float) -> float:
    """Return the share of the points at which the slope is exactly 0."""
    z = POINTS + b
    return float((activations.of(name).slope(z, activations.of(name).function(z)) == 0).mean())


def flat_figure(s: Settings) -> Scene:
    """Show one neuron's points on the curve of its activation; hollow where the curve is flat."""
    function = activations.of(s.of).function
    panel = Panel(
        "Points on the curve", (-7, 7), (-1.5, 4), "Forty points x, weighted by w = 1, moved by b", "z = x + b", "h(z)"
    )
    z = np.linspace(-7, 7, 281)
    panel.curve(z, function(z), "quiet", 2.5)
    sums = POINTS + s.bias
    flat = np.abs([slope(s.of, z) for z in sums]) < FLAT_SLOPE
    outputs = function(sums)
    panel.dots(zip(sums[~flat], outputs[~flat], strict=True), colour="blue", size=5)
    panel.dots(zip(sums[flat], outputs[flat], strict=True), colour="red", size=5, hollow=True)
    panel.handle("bias", (s.bias, -1.1), "Bias b", "ink", "x")
    follows = "so this neuron learns hardly anything from them" if flat.any() else "so it learns from all of them"
    caption = f"b = {s.bias:.2f}: at {flat.sum()} of {len(sums)} points the slope is below {FLAT_SLOPE}, {follows}."
    return Scene([panel], caption, height=380)


def drag(s: Settings, name: str, x: float, y: float) -> dict[str, float]:
    """Move the probe, or the bias."""
    return {"z": within(PROBE, x)} if name == "z" else {"bias": within(PROBE, x)}


def _formula(
    name: str, latex: str, written_out: Callable[[float], float], symbols: Mapping[str, str] | None = None
) -> Formula:
    return Formula(latex, symbols or {}, lambda z: value(name, z), written_out, lambda rng: (rng.normal(0, 3),))


CHAPTER = Chapter(
    "activation",
    3,
    "Activation functions",
    "Sigmoid, ReLU and tanh, their slopes, and why they must not be linear.",
    {
        "z": (PROBE, 1.0),
        "of": (Choice(COLOURS), "sigmoid"),
        **linear_layers.FIELDS,
        "bias": (PROBE, 0.0),
    },
    (
        Screen(
            "Three curves",
            "Most activation functions are relatives of these three. **Sigmoid** squeezes any sum into (0, 1); "
            "**tanh** does so into (−1, 1), centred on 0; **ReLU** passes what is positive and sets the rest to 0. "
            "Training works with their *slopes*: where a slope is near 0, a neuron learns next to nothing.",
            figure=curves_figure,
            formulas=(
                _formula("sigmoid", r"\sigma(z) = \frac{1}{1 + e^{-z}}", lambda z: 1 / (1 + math.exp(-z))),
                Formula(
                    r"\sigma'(z) = \sigma(z) \, (1 - \sigma(z))",
                    {r"\sigma": "sigmoid", r"\sigma'": "its slope, at most ½ · ½"},
                    lambda z: slope("sigmoid", z),
                    lambda z: math.exp(-z) / (1 + math.exp(-z)) ** 2,
                    lambda rng: (rng.normal(0, 3),),
                ),
                _formula("relu", r"\mathrm{ReLU}(z) = \max(0, z)", lambda z: max(0.0, z)),
                _formula(
                    "tanh",
                    r"\tanh z = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}",
                    lambda z: (math.exp(z) - math.exp(-z)) / (math.exp(z) + math.exp(-z)),
                    {"z": "the weighted sum of the neuron"},
                ),
            ),
            controls=(Pick("of", "Read", LABELS),),
            tries=(
                Try("All fifteen curves", opens="activations?part=curves"),
                Try("Compare them on a wall", opens="activations?play=true"),
            ),
            checks=(
                number_check(
                    "steepest",
                    "What is the largest slope that the sigmoid has anywhere?",
                    0.25,
                    "Move the probe to where the green curve on the right is highest, and read it.",
                    {
                        1: "That is the slope of tanh at 0, and of ReLU. The sigmoid is green.",
                        0.5: "That is its value at 0, on the left. Its slope is on the right.",
                    },
                    tolerance=0.003,
                ),
                Check(
                    "saturated",
                    "Saturate tanh: choose it, and move the probe to where its slope is below 0.01.",
                    lambda s, _: s.of == "tanh" and slope("tanh", s.z) < 0.01,
                    lambda s, _: (
                        f"The slope of {ACTIVATIONS[s.of].label} is {slope(s.of, s.z):.3f} here. "
                        "Far from 0, tanh is flat."
                    ),
                ),
            ),
            drag=drag,
        ),
        linear_layers.SCREEN,
        Screen(
            "Silent and saturated",
            "A neuron learns through its slope. A ReLU whose sum is below 0 at *every* point has slope 0 everywhere: "
            "it is **dead**, and no gradient reaches its weights. In the first layer descent cannot wake it; in a "
            "later one it may come back when the layers below change. Sigmoid and tanh do not die, but far from 0 "
            "they **saturate**: their slope is so small that learning almost stops.",
            figure=flat_figure,
            prediction=Prediction(
                "A neuron with ReLU, and the bias goes from 0 to 4. At how many of its forty points is it flat then?",
                (
                    Answer("At all: far from 0, it saturates.", "Sigmoid and tanh do. ReLU is flat below 0 only."),
                    Answer("At none.", "All sums are above 0 now, and there the slope of ReLU is 1."),
                    Answer(
                        "At about half, as with b = 0.", "The bias moves all points to the right, past the bend at 0."
                    ),
                ),
                1,
                {"of": "relu", "bias": 4.0},
            ),
            controls=(Pick("of", "Activation", LABELS),),
            tries=(
                Try(
                    "Dead ReLUs in the Playground",
                    opens="?activation=relu&optimizer=gradient_descent&step_size=3&layers=4-4&play=true",
                ),
            ),
            checks=(
                Check(
                    "dead",
                    "Make the neuron die: choose ReLU and move the bias until its slope is 0 at every point.",
                    lambda s, _: s.of == "relu" and dead_share("relu", s.bias) == 1,
                    lambda s, _: "Choose ReLU first." if s.of != "relu" else "Move all points to the left of 0.",
                ),
                Check(
                    "alive",
                    "Now choose tanh and a bias at which fewer than three points are flat.",
                    lambda s, _: s.of == "tanh" and sum(slope("tanh", z) < FLAT_SLOPE for z in POINTS + s.bias) < 3,
                    lambda s, _: (
                        "Choose tanh first." if s.of != "tanh" else "Tanh is steepest around 0: bring the points there."
                    ),
                ),
            ),
            drag=drag,
        ),
    ),
    ("Neural Network",),
)

"""Chapter 3: activation functions."""

import math
from collections.abc import Callable, Mapping

import numpy as np

from course.chapters.parts import Chapter, Check, Formula, Pick, Screen, Settings, Slider, Try, number_check, within
from engine import activations, network
from engine.activations import ACTIVATIONS
from engine.experiments.fields import Choice, Number
from pictures.live import maps
from pictures.sketch.scene import Panel, Scene

COLOURS = {"sigmoid": "green", "relu": "orange", "tanh": "blue"}
LABELS = {name: ACTIVATIONS[name].label for name in COLOURS}
Z_LIMIT = 5.0  # the curves are drawn from -Z_LIMIT to Z_LIMIT
Z = np.linspace(-Z_LIMIT, Z_LIMIT, 201)
PROBE, WEIGHT = Number(-Z_LIMIT, Z_LIMIT), Number(-2, 2)
POINTS = np.random.default_rng(3).uniform(-2, 2, 40)
FLAT_SLOPE = 0.05  # a point at which the slope is smaller counts as flat
MAP_SIZE = 32


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


def two_layers_and_one(s: Settings) -> tuple[np.ndarray, np.ndarray]:
    """Return two outputs over a grid: of a network 2-2-1, and of its two layers multiplied into one linear layer."""
    layers = network.dense(2, (2,), 1, (s.between,))
    theta = np.array([[s.a, 1.0, 0.5, -1.0, s.c, 0.3, 1.0, -0.8, 0.2]])
    parameters = network.layout(layers).views(theta)
    grid = maps.grid(MAP_SIZE) / 3  # the plane reaches from -6 to 6, this figure from -2 to 2
    two = network.forward(layers, parameters, layers[0].layer_input(grid[None])).output[0, 0]
    (first,), (second,) = ([matrix[0] for matrix in layer] for layer in parameters)
    return two, collapsed(first, second) @ np.vstack([grid, np.ones(grid.shape[1])])


def collapsed(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return [W b] of the one layer that equals two layers [W₁ b₁] and [W₂ b₂] without an activation between them."""
    weights = second[:, :-1] @ first[:, :-1]
    bias = second[:, :-1] @ first[:, -1] + second[:, -1]
    return np.append(weights[0], bias[0])


def _largest_difference(s: Settings) -> float:
    two, one = two_layers_and_one(s)
    return float(np.abs(two - one).max())


def collapse_figure(s: Settings) -> Scene:
    """Show the map of two layers beside the map of one."""
    titles = (f"Two layers, {ACTIVATIONS[s.between].label} between them", "One layer: W = W₂W₁, b = W₂b₁ + b₂")
    panels = [
        Panel(title, (-2, 2), (-2, 2), title, square=True).map(output.reshape(MAP_SIZE, MAP_SIZE))
        for title, output in zip(titles, two_layers_and_one(s), strict=True)
    ]
    gap = _largest_difference(s)
    caption = f"Largest difference anywhere: {gap:.2g}." + (
        " That is rounding: the two are the same function." if gap < 1e-9 else ""
    )
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
        "between": (Choice(("linear", "relu", "tanh")), "linear"),
        "a": (WEIGHT, 1.0),
        "c": (WEIGHT, 1.2),
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
        Screen(
            "Why not a linear one?",
            "Without an activation that bends, more layers add nothing to what a network can *represent*. A linear "
            "layer after a linear layer computes W₂(W₁x + b₁) + b₂, which is a single linear layer with the weights "
            "W₂W₁: however many you stack, they **collapse** into one. The two maps are the same, but for rounding, "
            "until you choose an activation that is not linear.",
            figure=collapse_figure,
            formulas=(
                Formula(
                    r"W_2 (W_1 x + b_1) + b_2 = (W_2 W_1)\, x + (W_2 b_1 + b_2)",
                    {"W_1, b_1": "first layer", "W_2, b_2": "second layer", "x": "the inputs"},
                    computed_by=lambda w1, b1, w2, b2, x: (
                        collapsed(np.array([[w1, b1]]), np.array([[w2, b2]])) @ np.array([x, 1])
                    ),
                    written_out=lambda w1, b1, w2, b2, x: w2 * (w1 * x + b1) + b2,
                    sample_arguments=lambda rng: tuple(rng.normal(size=5)),
                ),
            ),
            controls=(
                Pick("between", "Between the layers", {"linear": "nothing (linear)", "relu": "ReLU", "tanh": "tanh"}),
                Slider("a", "A weight of the first layer"),
                Slider("c", "Another"),
            ),
            tries=(
                Try(
                    "A linear network of three layers tries the circle",
                    opens="?activation=linear&layers=6-6-6&play=true",
                ),
            ),
            checks=(
                Check(
                    "bend",
                    "Make two layers compute something that one cannot.",
                    lambda s, _: _largest_difference(s) > 1e-6,
                    lambda s, _: "As long as there is nothing between the layers, no weights can do it.",
                ),
                number_check(
                    "product",
                    "y = 3 · (2x + 1) − 4. One layer can do the same as y = w x + b: what is w?",
                    6,
                    "Multiply it out: how much does y grow when x grows by 1?",
                ),
            ),
        ),
        Screen(
            "Silent and saturated",
            "A neuron learns through its slope. A ReLU whose sum is below 0 at *every* point has slope 0 everywhere: "
            "it is **dead**, and no gradient reaches its weights. In the first layer descent cannot wake it; in a "
            "later one it may come back when the layers below change. Sigmoid and tanh do not die, but far from 0 "
            "they **saturate**: their slope is so small that learning almost stops.",
            figure=flat_figure,
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

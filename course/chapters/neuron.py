"""Chapter 2: the neuron."""

import math

import numpy as np

from course.chapters import drawing, nerve_cell
from course.chapters.drawing import PLANE
from course.chapters.parts import (
    Answer,
    Chapter,
    Check,
    Formula,
    Pick,
    Prediction,
    Screen,
    Settings,
    Slider,
    Try,
    number_check,
    within,
)
from engine import activations
from engine.activations import ACTIVATIONS
from engine.data import datasets
from engine.experiments.fields import Choice, Number
from pictures.live import maps
from pictures.sketch.scene import Panel, Scene, link

WEIGHT, BIAS, COORDINATE = Number(-3, 3), Number(-8, 8), Number(*PLANE)
MAP_SIZE = 48  # values along each side of the map
GROUPS = datasets.sample("gaussian", 40, 8, 50, np.random.default_rng(5), 0, "sine")[0]
CHOICES = {name: ACTIVATIONS[name].label for name in ("tanh", "sigmoid", "relu", "linear")}


def weighted_sum(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Return z = xᵀw + b for points x, (2, n)."""
    return np.asarray(w, float) @ np.asarray(x, float) + b


def output(name: str, x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Return y = h(xᵀw + b), with the engine's activation of this name."""
    return activations.of(name).function(weighted_sum(x, w, b))


def _weights_and_bias(s: Settings) -> tuple[np.ndarray, float]:
    return np.array([s.w1, s.w2]), s.b


def _foot(s: Settings) -> np.ndarray:
    """Return the point of the line z = 0 that is nearest to the centre of the plane."""
    w, b = _weights_and_bias(s)
    squared_length = float(w @ w)
    return -b * w / squared_length if squared_length > 1e-9 else np.zeros(2)


def _plane(s: Settings, activation: str, title: str = "") -> Panel:
    """Return the plane with a map of the neuron's output, its line and its arrow."""
    w, b = _weights_and_bias(s)
    panel = Panel("The plane with the neuron's output", PLANE, PLANE, title, "x₁", "x₂", square=True)
    values = output(activation, maps.grid(MAP_SIZE), w, b).reshape(MAP_SIZE, MAP_SIZE)
    panel.map(values if activation != "sigmoid" else 2 * values - 1)
    foot = _foot(s)
    if w @ w > 1e-9:
        panel.line(drawing.line_ends(foot, w), "ink", 2.5)
        panel.arrow(foot, foot + w, "ink", 3)
    return panel


def _count_right(s: Settings) -> int:
    """Return how many of the points lie on the side of their colour."""
    z = weighted_sum(GROUPS.points, *_weights_and_bias(s))
    return int(((z > 0) == (GROUPS.labels == 1)).sum())


def line_figure(s: Settings) -> Scene:
    """Show the line and the arrow, to drag, with two groups of points to separate."""
    panel = _plane(s, "tanh")  # whatever is chosen on the next screen: here is no control for it
    panel.dots(GROUPS.points.T, GROUPS.labels, size=5)
    foot, w = _foot(s), _weights_and_bias(s)[0]
    panel.handle("line", foot, "Move the line: changes b", "ink")
    panel.handle("weights", foot + w, "Turn and stretch the arrow about the foot of the line: changes w and b", "blue")
    right, total = _count_right(s), len(GROUPS.labels)
    caption = f"w = ({s.w1:.2f}, {s.w2:.2f}), b = {s.b:.2f}. {right} of {total} points lie on the side of their colour."
    return Scene([panel], caption, height=430)


def drag(s: Settings, name: str, x: float, y: float) -> dict[str, float]:
    """Move the line, the tip of the arrow, or the point."""
    if name == "point":
        return {"x1": within(COORDINATE, x), "x2": within(COORDINATE, y)}
    w, _ = _weights_and_bias(s)
    if name == "line":
        return {"b": within(BIAS, -(w[0] * x + w[1] * y))}
    foot = _foot(s)
    new = [within(WEIGHT, x - foot[0]), within(WEIGHT, y - foot[1])]
    return {"w1": new[0], "w2": new[1], "b": within(BIAS, -(new[0] * foot[0] + new[1] * foot[1]))}


def _sum(s: Settings) -> float:
    """Return z at the point that is followed."""
    return float(weighted_sum(np.array([s.x1, s.x2]), *_weights_and_bias(s)))


def signal_figure(s: Settings) -> Scene:
    """Follow one point through the neuron, with all its numbers."""
    plane = _plane(s, s.h, "The point x on the plane")
    plane.handle("point", (s.x1, s.x2), "The point x", "orange")
    plane.share = 0.8
    z, b = _sum(s), s.b
    y = float(activations.of(s.h).function(np.array([z]))[0])
    path = Panel("The neuron's arithmetic", (0, 10), (0, 6), "What the neuron computes", axes=False)
    for k, (x, weight) in enumerate(((s.x1, s.w1), (s.x2, s.w2))):
        height = 4.8 - 2.6 * k
        name, own = f"x{k + 1}", f"w{k + 1}"
        colour = "blue" if weight > 0 else "orange"
        path.arrow((1.7, height), (4.3, 3.5), colour, 1 + 1.6 * min(abs(weight), 3)).part(own)
        path.circle((1, height), 30, "quiet", text=f"{x:.2f}", size=15).part(name)
        path.text((0.2, height + 0.95), f"x{'₁₂'[k]}", "quiet", 14, "start").part(name)
        path.text((2.5, height + (0.35 if k == 0 else -0.75)), f"· {weight:.2f}", "ink", 15, "start", box=True).part(
            own
        )
    path.arrow((4.9, 0.9), (4.9, 2.6), "blue" if b > 0 else "orange", 1 + 1.2 * min(abs(b), 3)).part("b")
    path.text((4.9, 0.5), f"+ b = {b:.2f}", "ink", 15, box=True).part("b")
    path.circle((4.9, 3.5), 36, "ink", text=f"{z:.2f}", size=17).part("z")
    path.text((4.9, 4.95), "z", "quiet", 14).part("z")
    path.arrow((5.8, 3.5), (7.9, 3.5), "ink", 2.5).part("h")
    path.text((6.8, 4.1), ACTIVATIONS[s.h].label, "ink", 15).part("h")
    path.circle((8.8, 3.5), 34, "ink", text=f"{y:.2f}", size=17).part("y")
    path.text((8.8, 4.95), "y", "quiet", 14).part("y")
    path.share = 1.1
    products = " + ".join(
        f"{link(f'x{k}', f'{x:.2f}')} · {link(f'w{k}', f'{w:.2f}')}" for k, x, w in ((1, s.x1, s.w1), (2, s.x2, s.w2))
    )
    total, activated = link("z", f"{z:.2f}"), f"{link('h', ACTIVATIONS[s.h].label)}({z:.2f})"
    caption = f"z = {products} + {link('b', f'{b:.2f}')} = {total}, and y = {activated} = {link('y', f'{y:.2f}')}."
    return Scene([plane, path], caption, height=380)


NEURON = Formula(
    r"y = h\left(\mathbf{x}^\top \mathbf{w} + b\right) = h\left(\sum_i x_i w_i + b\right)",
    {
        r"\mathbf{x}": "the inputs",
        r"\mathbf{w}": "the weights, one for each input",
        "b": "the bias",
        "h": "the activation function",
        "y": "the output",
    },
    computed_by=lambda x1, x2, w1, w2, b: output("tanh", np.array([x1, x2]), np.array([w1, w2]), b),
    written_out=lambda x1, x2, w1, w2, b: math.tanh(x1 * w1 + x2 * w2 + b),
    sample_arguments=lambda rng: tuple(rng.normal(size=5)),
)

CHAPTER = Chapter(
    "neuron",
    2,
    "The neuron",
    "A weighted sum and an activation function: drag the neuron's line.",
    {
        "w1": (WEIGHT, 1.0),
        "w2": (WEIGHT, -0.6),
        "b": (BIAS, 0.5),
        "h": (Choice(tuple(CHOICES)), "tanh"),
        "x1": (COORDINATE, 2.0),
        "x2": (COORDINATE, 1.0),
        **nerve_cell.FIELDS,
    },
    (
        Screen(
            "Weights and bias",
            "A neuron multiplies each input by a weight, adds a bias, and passes the sum through an activation "
            "function. The sum is 0 along a straight line. The **weights** are the arrow that shows in which "
            "direction the output grows and how steeply; the **bias** moves the line: a positive b against the arrow, "
            "by b divided by the arrow's length.",
            figure=line_figure,
            formulas=(NEURON,),
            controls=(Slider("w1", "Weight w₁"), Slider("w2", "Weight w₂"), Slider("b", "Bias b")),
            tries=(
                Try("w = (1, −0.6), b = 0.5", {"w1": 1.0, "w2": -0.6, "b": 0.5}),
                Try("All three doubled: the same line", {"w1": 2.0, "w2": -1.2, "b": 1.0}),
                Try("No bias", {"b": 0.0}),
                Try("No weights", {"w1": 0.0, "w2": 0.0}),
            ),
            checks=(
                Check(
                    "part",
                    "Separate the groups: bring every point to the side of its colour.",
                    lambda s, _: _count_right(s) == len(GROUPS.labels),
                    lambda s, _: (
                        f"{len(GROUPS.labels) - _count_right(s)} points are still on the wrong side. "
                        "The arrow points to the blue side."
                    ),
                ),
                number_check(
                    "sum",
                    "A neuron has w = (0.5, −1) and b = 0.25. What is its sum z at x = (1, 2)?",
                    -1.25,
                    "Multiply first: 0.5 · 1 and −1 · 2. Then add both, and the bias.",
                    {
                        2.75: "Mind the second weight: it is −1, so −1 · 2 is subtracted.",
                        -1.5: "That is the sum of the products. Add the bias.",
                        1.25: "Mind the signs: which product is larger, 0.5 or −2?",
                    },
                ),
            ),
            drag=drag,
        ),
        Screen(
            "The path of a signal",
            "Follow one point. Each input travels along its own edge and is multiplied by the weight there; in the "
            "neuron the products and the bias are added to give **z**. The activation function turns z into the "
            "output **y**, and later neurons see nothing but y.",
            figure=signal_figure,
            prediction=Prediction(
                "z is 1.90 and y = tanh(z) is 0.96. Now both weights and the bias are doubled. What becomes of y?",
                (
                    Answer("It doubles, to 1.91.", "The sum z doubles. But y comes after tanh, which never passes 1."),
                    Answer("It comes closer to 1.", "z doubles to 3.80, where tanh is almost flat: y is 0.999."),
                    Answer("It stays: the line is the same.", "The line z = 0 stays. This point does not lie on it."),
                ),
                1,
                {"w1": 2.0, "w2": -1.2, "b": 1.0},
            ),
            controls=(Pick("h", "Activation", CHOICES),),
            tries=(
                Try("A point on the line", {"x1": 1.0, "x2": 2.0, "w1": 1.0, "w2": -0.5, "b": 0.0}),
                Try("A ReLU that speaks", {"h": "relu", "w1": 1.0, "w2": 1.0, "b": 1.0, "x1": 2.0, "x2": 2.0}),
            ),
            checks=(
                Check(
                    "silent",
                    "Choose ReLU, and find a point at which z is −1 or less, and the neuron silent: y = 0.",
                    lambda s, _: s.h == "relu" and _sum(s) <= -1,
                    lambda s, _: (
                        f"z is {_sum(s):.2f} here. It is below 0 on the side that the arrow points away from."
                        if s.h == "relu"
                        else "First choose ReLU below the figure."
                    ),
                ),
                number_check(
                    "relu",
                    "x = (3, −1), w = (1, 2), b = −0.5 and h is ReLU. What is y?",
                    0.5,
                    "z = 3 · 1 + (−1) · 2 − 0.5. Is it above 0? Then ReLU leaves it as it is.",
                    {
                        0: "ReLU makes 0 of what is below 0. Is z?",
                        1: "That is the sum of the products. Add the bias.",
                        -0.5: "That is the bias alone, and ReLU never gives less than 0.",
                    },
                ),
            ),
            drag=drag,
        ),
        nerve_cell.SCREEN,
    ),
    ("Neural Network",),
)

"""Chapter 4: layers and depth."""

import itertools
from functools import lru_cache

import numpy as np

from course.chapters import drawing
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
from engine import activations, network
from engine.data import datasets
from engine.experiments.experiment import Experiment
from engine.experiments.fields import Choice, Number
from engine.runs import training
from engine.runs.run import Run, start_run
from pictures.live import maps
from pictures.sketch.scene import Panel, Scene

FOOT = Number(-5, 5)  # a coordinate of the foot of a neuron's line
FEET = {"x1": 3.0, "y1": 1.0, "x2": -2.0, "y2": 3.0, "x3": -1.0, "y3": -4.0, "x4": 1.0, "y4": -3.0}
MAP_SIZE = 48
DISC = datasets.sample("circle", 80, 0, 50, np.random.default_rng(2), 0, "sine")[0]
CORNERS = np.array([[3.0, 3.0], [-3.0, -3.0], [3.0, -3.0], [-3.0, 3.0]]).T
XOR = np.array([1, 1, 0, 0])
STEEPNESS = 4.0  # length of each hidden neuron's weights
EPOCHS = 60  # of the network on the third screen


def hidden_outputs(feet: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the outputs of sigmoid neurons, (n, points), whose lines go through the feet (n, 2).

    A line lies at right angles to the way from the centre to its foot. On the side of the centre the neuron is near
    1, beyond its line near 0.
    """
    distances = np.maximum(np.linalg.norm(feet, axis=1, keepdims=True), 1e-6)
    z = STEEPNESS * (distances - (feet / distances) @ x)
    return activations.of("sigmoid").function(z)


def combined(feet: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return p of blue by an output neuron that needs all n hidden neurons at once: weights 8, bias −8 (n − ½)."""
    a = hidden_outputs(feet, x)
    return activations.of("sigmoid").function(8 * a.sum(axis=0) - 8 * (len(feet) - 0.5))


def _feet(s: Settings, count: int) -> np.ndarray:
    return np.array([[getattr(s, f"x{k}"), getattr(s, f"y{k}")] for k in range(1, count + 1)])


def _add_lines(panel: Panel, feet: np.ndarray) -> None:
    """Add each neuron's line to a panel, with a handle at its foot."""
    for k, foot in enumerate(feet, 1):
        panel.line(drawing.line_ends(foot, foot), "ink", 2)
        panel.handle(f"f{k}", foot, f"Line of neuron {k}", "ink")


def _share_right(s: Settings) -> float:
    """Return the share of the points that lie on the side of their colour."""
    return float(((combined(_feet(s, s.neurons), DISC.points) > 0.5) == (DISC.labels == 1)).mean())


def disc_figure(s: Settings) -> Scene:
    """Show the lines of the hidden neurons, and the output that combines them."""
    feet = _feet(s, s.neurons)
    x = maps.grid(MAP_SIZE)
    panel = Panel("The output", PLANE, PLANE, "The output: where all neurons agree", square=True, share=1.6)
    panel.map((2 * combined(feet, x) - 1).reshape(MAP_SIZE, MAP_SIZE))
    panel.dots(DISC.points.T, DISC.labels, size=4.5)
    _add_lines(panel, feet)
    small = [
        drawing.small_map(f"Neuron {k}", f"Neuron {k}", 2 * values - 1, share=0.3)
        for k, values in enumerate(hidden_outputs(feet, x), 1)
    ]
    caption = f"{100 * _share_right(s):.0f} % of the points lie on the side of their colour."
    return Scene([panel, *small], caption, height=400)


def _xor_feet(s: Settings) -> np.ndarray:
    return _feet(s, 2 if s.hidden == "two" else 1)


def _corners_right(s: Settings) -> int:
    """Return how many of the four corners are right."""
    blue = combined(_xor_feet(s), CORNERS) > 0.5
    if s.hidden == "one":  # a single line has no inside: take the better of its two sides
        return int(max((blue == XOR).sum(), (blue != XOR).sum()))
    return int((blue == XOR).sum())


def xor_figure(s: Settings) -> Scene:
    """Show the four corners of exclusive or, with one line or two."""
    feet = _xor_feet(s)
    x = maps.grid(MAP_SIZE)
    panel = Panel("Exclusive or", PLANE, PLANE, "The output", square=True, share=1.6)
    flipped = s.hidden == "one" and ((combined(feet, CORNERS) > 0.5) != XOR).sum() > 2
    panel.map(((2 * combined(feet, x) - 1) * (-1 if flipped else 1)).reshape(MAP_SIZE, MAP_SIZE))
    panel.dots(CORNERS.T, XOR, size=11)
    _add_lines(panel, feet)
    small = []
    if s.hidden == "two":
        small = [
            drawing.small_map(f"Neuron {k}", f"Hidden neuron {k}", 2 * values - 1, share=0.6)
            for k, values in enumerate(hidden_outputs(feet, x), 1)
        ]
    return Scene([panel, *small], f"{_corners_right(s)} of 4 corners are right.", height=390)


@lru_cache(maxsize=1)
def _trained() -> Run:
    # With these weights the three neurons of layer 2 learn three different maps, none of them like one of layer 1.
    experiment = Experiment(data="circle", layers=(4, 3), step_size=0.03, points=200, weight_seed=5)
    run = start_run(experiment, snapshots=False)
    training.advance(run, EPOCHS * run.epoch_steps)
    return run


def second_layer_figure(s: Settings) -> Scene:
    """Show how a neuron of layer 2 is a weighted sum of the maps of layer 1."""
    run = _trained()
    trace = maps.predict(run, MAP_SIZE)
    (matrix,) = (part[0] for part in run.parameters[1])
    weights, bias = matrix[s.unit - 1, :-1], matrix[s.unit - 1, -1]
    panels = []
    for k, (values, weight) in enumerate(zip(trace.layers[0].a[0], weights, strict=True), 1):
        title = f"{weight:+.2f} × neuron {k}".replace("-", "−")
        weighted = np.clip(values * weight / np.abs(weights).max(), -1, 1)
        panels.append(drawing.small_map(f"Layer 1, neuron {k}", title, weighted, share=0.5))
    title = f"= neuron {s.unit} of layer 2"
    panels.append(drawing.small_map(f"Layer 2, neuron {s.unit}", title, trace.layers[1].a[0, s.unit - 1], share=0.9))
    return Scene(
        panels,
        f"The first four maps, weighted and added, plus the bias {bias:.2f}, then tanh: the result is the last map.",
        height=300,
    )


def drag(s: Settings, name: str, x: float, y: float) -> dict[str, float]:
    """Move the foot of a line."""
    if name in ("f1", "f2", "f3", "f4"):
        return {f"x{name[1]}": within(FOOT, x), f"y{name[1]}": within(FOOT, y)}
    return {}


def count_parameters(*widths: int) -> int:
    """Return the number of weights and biases of layers of these widths, the inputs first."""
    return network.layout(network.dense(widths[0], tuple(widths[1:-1]), widths[-1], ("tanh",) * (len(widths) - 2))).size


CHAPTER = Chapter(
    "depth_of",
    4,
    "Layers and depth",
    "What one, two and three neurons can separate, and how layers build on layers.",
    {
        "neurons": (Number(1, 4, whole=True), 1),
        "hidden": (Choice(("one", "two")), "one"),
        "unit": (Number(1, 3, whole=True), 1),
        **{name: (FOOT, default) for name, default in FEET.items()},
    },
    (
        Screen(
            "What a few neurons can do",
            "The **input layer** is the point itself, the **output layer** is the answer, and everything between them "
            "is **hidden**. Each hidden neuron separates the plane by one line. The output neuron sees only their "
            "answers, and here it needs all of them at once: one line cuts the plane, two make a wedge or a strip, "
            "and three can enclose a disc.",
            figure=disc_figure,
            prediction=Prediction(
                "A second hidden neuron comes, with a line of its own. Where will the output be blue?",
                (
                    Answer(
                        "On the blue side of at least one line.", "That is “or”. This output needs all neurons at once."
                    ),
                    Answer("On the blue side of both lines.", "The output needs both at once, so a wedge is left."),
                    Answer(
                        "Everywhere, but paler.",
                        "The output is no mean: its bias lets it be blue only where both agree.",
                    ),
                ),
                1,
                {"neurons": 2},
            ),
            controls=(Slider("neurons", "Hidden neurons", 1),),
            tries=(
                Try(
                    "Three around the centre",
                    {"neurons": 3, "x1": 3.0, "y1": 2.0, "x2": -3.0, "y2": 2.0, "x3": 0.0, "y3": -3.4},
                ),
                Try("See how training does it", opens="?layers=3&play=true"),
            ),
            checks=(
                Check(
                    "corral",
                    "With at most four neurons, bring 97 % of the points to the side of their colour: drag the lines "
                    "around the blue disc.",
                    lambda s, _: _share_right(s) >= 0.97,
                    lambda s, _: (
                        f"{100 * _share_right(s):.0f} % are right. Two lines cannot enclose anything: add a third."
                        if s.neurons < 3
                        else f"{100 * _share_right(s):.0f} % are right. Move each line to the edge of the disc."
                    ),
                ),
            ),
            drag=drag,
        ),
        Screen(
            "Why exclusive or needs a hidden layer",
            "Orange where one of x₁ and x₂ is positive and the other is not, blue where their signs agree: orange is "
            "their **exclusive or**. One line has two sides, and however you turn it, at least one corner is on the "
            "wrong side. Two hidden neurons have two lines, and the output takes the strip between them.",
            figure=xor_figure,
            controls=(Pick("hidden", "Neurons", {"one": "one, no hidden layer", "two": "two hidden, one output"}),),
            tries=(Try("In the Playground, without a hidden layer", opens="?data=exclusive_or&layers=0&play=true"),),
            checks=(
                number_check(
                    "most",
                    "How many of the four corners can one line get right at most?",
                    3,
                    "Choose one neuron, drag its line to several positions, and read the number below the figure.",
                    {
                        4: "Corners of one colour lie opposite each other. No line keeps both pairs together.",
                        2: "So it is with a line between two sides. Turn it, so that it cuts off a single corner.",
                    },
                ),
                Check(
                    "strip",
                    "With two hidden neurons, get all four corners right.",
                    lambda s, _: s.hidden == "two" and _corners_right(s) == 4,
                    lambda s, _: (
                        "Choose two hidden neurons first."
                        if s.hidden != "two"
                        else "The strip must contain the two blue corners: make both lines parallel to the line "
                        "through these corners, one on either side."
                    ),
                ),
            ),
            drag=drag,
        ),
        Screen(
            "Layers on layers",
            "Neurons of the second layer do not see the plane; they add up the maps of the first layer with weights: "
            "lines become regions with corners, then combinations of regions. One layer that is wide enough can form "
            "them too, but may need far more neurons. The number of layers is the **depth** that gave deep learning "
            "its name; weights and biases, all that training changes, are the **parameters**.",
            figure=second_layer_figure,
            formulas=(
                Formula(
                    r"P = \sum_{l=1}^{L} n_l\,(n_{l-1} + 1)",
                    {
                        "P": "number of weights and biases",
                        "n_l": "neurons of layer l",
                        "n_0": "inputs",
                        "L": "number of layers, including the output",
                    },
                    computed_by=count_parameters,
                    written_out=lambda *widths: sum(b * (a + 1) for a, b in itertools.pairwise(widths)),
                    sample_arguments=lambda rng: tuple(int(n) for n in rng.integers(1, 9, 4)),
                ),
            ),
            controls=(Slider("unit", "Neuron of layer 2", 1),),
            tries=(
                Try("Every neuron live, on the spiral", opens="?data=spiral&layers=8-8-4&play=true"),
                Try("Compare depths and widths", opens="depth?data=spiral"),
            ),
            checks=(
                number_check(
                    "count",
                    "How many weights and biases does a network have with 2 inputs, two hidden layers of 8, and one "
                    "output?",
                    105,
                    "Each neuron has a weight for each neuron before it, and a bias: 8 · 3, then 8 · 9, then …",
                    {
                        88: "Those are the weights. Each neuron has a bias too.",
                        80: "Those are the weights of the hidden layers. The output has some too, and all have biases.",
                        96: "Those are the hidden layers. The output neuron has 8 weights and a bias.",
                    },
                ),
            ),
        ),
    ),
    ("Layered architecture",),
)

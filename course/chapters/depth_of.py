"""Chapter 4: layers and depth."""

import itertools
from functools import lru_cache

import numpy as np

from course.chapters.parts import Chapter, Check, Formula, Pick, Screen, Settings, Slider, Try, near, within
from engine import activations, network
from engine.data import datasets
from engine.experiments.experiment import Experiment
from engine.experiments.fields import Choice, Number
from engine.runs import training
from engine.runs.run import Run, start_run
from pictures.live import maps
from pictures.sketch.scene import Panel, Scene

FOOT = Number(-5, 5)
PLANE = (-6.0, 6.0)
MAP = 48
DISC = datasets.sample("circle", 80, 0, 50, np.random.default_rng(2), 0, "sine")[0]
CORNERS = np.array([[3.0, 3.0], [-3.0, -3.0], [3.0, -3.0], [-3.0, 3.0]]).T
XOR = np.array([1, 1, 0, 0])
STEEP = 4.0


def hidden(feet: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the outputs of sigmoid neurons (n, points): each draws the line through a foot (n, 2), at right angles to it.

    On the side of the middle of the plane a neuron is near 1, beyond its line near 0.
    """
    size = np.maximum(np.linalg.norm(feet, axis=1, keepdims=True), 1e-6)
    z = STEEP * (size - (feet / size) @ x)
    return activations.of("sigmoid").function(z)


def combined(feet: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return p of blue of an output neuron that wants all hidden neurons at once: weights 8, bias −8 (n − ½)."""
    a = hidden(feet, x)
    return activations.of("sigmoid").function(8 * a.sum(axis=0) - 8 * (len(feet) - 0.5))


def _feet(s: Settings, count: int) -> np.ndarray:
    return np.array([[getattr(s, f"x{k}"), getattr(s, f"y{k}")] for k in range(1, count + 1)])


def _share(s: Settings) -> float:
    """Return the share of the points that lie on the side of their colour."""
    return float(((combined(_feet(s, s.neurons), DISC.points) > 0.5) == (DISC.labels == 1)).mean())


def _line(panel: Panel, foot: np.ndarray) -> None:
    size = max(float(np.linalg.norm(foot)), 1e-6)
    along = np.array([-foot[1], foot[0]]) / size * 20
    panel.line([foot - along, foot + along], "ink", 2)


def corral(s: Settings) -> Scene:
    """So many lines, and what the output makes of them."""
    feet = _feet(s, s.neurons)
    x = maps.grid(MAP)
    panel = Panel("The output", PLANE, PLANE, "The output: where all neurons agree", square=True, share=1.6)
    panel.map((2 * combined(feet, x) - 1).reshape(MAP, MAP))
    panel.dots(DISC.points.T, DISC.labels, size=4.5)
    for k, foot in enumerate(feet, 1):
        _line(panel, foot)
        panel.handle(f"f{k}", foot, f"Line of neuron {k}", "ink")
    small = []
    for k, values in enumerate(hidden(feet, x), 1):
        small.append(
            Panel(f"Neuron {k}", PLANE, PLANE, f"Neuron {k}", axes=False, square=True, share=0.3).map(
                (2 * values - 1).reshape(MAP, MAP)
            )
        )
    return Scene([panel, *small], f"{100 * _share(s):.0f} % of the points lie on the side of their colour.", height=400)


def _right(s: Settings) -> int:
    """Return how many of the four corners are right."""
    count = 2 if s.hidden == "two" else 1
    feet = _feet(s, count)
    said = combined(feet, CORNERS) > 0.5
    if s.hidden == "one":  # a line has no inside: take the better of its two sides
        return int(max((said == XOR).sum(), (said != XOR).sum()))
    return int((said == XOR).sum())


def corners(s: Settings) -> Scene:
    """The four corners of exclusive or."""
    count = 2 if s.hidden == "two" else 1
    feet = _feet(s, count)
    x = maps.grid(MAP)
    said = combined(feet, x)
    panel = Panel("Exclusive or", PLANE, PLANE, "The output", square=True, share=1.6)
    flip = s.hidden == "one" and ((combined(feet, CORNERS) > 0.5) != XOR).sum() > 2
    panel.map(((2 * said - 1) * (-1 if flip else 1)).reshape(MAP, MAP))
    panel.dots(CORNERS.T, XOR, size=11)
    for k, foot in enumerate(feet, 1):
        _line(panel, foot)
        panel.handle(f"f{k}", foot, f"Line of neuron {k}", "ink")
    small = []
    if count == 2:
        for k, values in enumerate(hidden(feet, x), 1):
            small.append(
                Panel(f"Neuron {k}", PLANE, PLANE, f"Hidden neuron {k}", axes=False, square=True, share=0.6).map(
                    (2 * values - 1).reshape(MAP, MAP)
                )
            )
    return Scene([panel, *small], f"{_right(s)} of 4 corners are right.", height=390)


@lru_cache(maxsize=1)
def _trained() -> Run:
    experiment = Experiment(data="moons", layers=(4, 3), step_size=0.03, points=200)
    run = start_run(experiment, snapshots=False)
    training.advance(run, 60 * run.epoch_steps)
    return run


def second(s: Settings) -> Scene:
    """How one neuron of layer 2 is put together of the maps of layer 1."""
    run = _trained()
    trace = maps.predict(run, MAP)
    (matrix,) = (part[0] for part in run.parameters[1])
    weights, bias = matrix[s.unit - 1, :-1], matrix[s.unit - 1, -1]
    panels = []
    for k, (values, weight) in enumerate(zip(trace.layers[0].a[0], weights, strict=True), 1):
        panel = Panel(
            f"Layer 1, neuron {k}",
            PLANE,
            PLANE,
            f"{weight:+.2f} × neuron {k}".replace("-", "−"),
            axes=False,
            square=True,
            share=0.5,
        )
        panels.append(panel.map(np.clip(values * weight / np.abs(weights).max(), -1, 1).reshape(MAP, MAP)))
    whole = Panel(
        f"Layer 2, neuron {s.unit}", PLANE, PLANE, f"= neuron {s.unit} of layer 2", axes=False, square=True, share=0.9
    )
    panels.append(whole.map(trace.layers[1].a[0, s.unit - 1].reshape(MAP, MAP)))
    return Scene(
        panels,
        f"The four maps above, weighed and added, plus the bias {bias:.2f}, then tanh: that is the last map.",
        height=300,
    )


def drag(s: Settings, name: str, x: float, y: float) -> dict[str, float]:
    """Move the foot of a line."""
    if name in ("f1", "f2", "f3", "f4"):
        return {f"x{name[1]}": within(FOOT, x), f"y{name[1]}": within(FOOT, y)}
    return {}


def parameters(*widths: int) -> int:
    """Return the number of weights and biases of layers of these widths, the inputs first."""
    return network.layout(network.dense(widths[0], tuple(widths[1:-1]), widths[-1], ("tanh",) * (len(widths) - 2))).size


FEET = {"x1": 3.0, "y1": 1.0, "x2": -2.0, "y2": 3.0, "x3": -1.0, "y3": -4.0, "x4": 1.0, "y4": -3.0}

CHAPTER = Chapter(
    "depth_of",
    4,
    "Layers and depth",
    "What one, two and three neurons can draw, and how layers build on layers.",
    {
        "neurons": (Number(1, 4, whole=True), 1),
        "hidden": (Choice(("one", "two")), "one"),
        "unit": (Number(1, 3, whole=True), 1),
        **{name: (FOOT, value) for name, value in FEET.items()},
    },
    (
        Screen(
            "What a few neurons can draw",
            "The **input layer** is the point itself, the **output layer** the answer; what lies between is **hidden**. Each hidden neuron draws one "
            "line. The output neuron sees only their answers, and here it wants all of them at once: one line cuts the plane, two make a wedge or "
            "a strip, and three can close around a disc.",
            corral,
            (),
            (Slider("neurons", "Hidden neurons", 1),),
            (
                Try(
                    "Three around the middle",
                    {"neurons": 3, "x1": 3.0, "y1": 2.0, "x2": -3.0, "y2": 2.0, "x3": 0.0, "y3": -3.4},
                ),
                Try("See how training does it", opens="?layers=3&play=true"),
            ),
            (
                Check(
                    "corral",
                    "With at most four neurons, bring 97 % of the points to the side of their colour: drag the lines around the blue disc.",
                    lambda s, _: _share(s) >= 0.97,
                    lambda s, _: (
                        f"{100 * _share(s):.0f} % are right. Two lines cannot close around anything: add a third."
                        if s.neurons < 3
                        else f"{100 * _share(s):.0f} % are right. Move each line to the edge of the disc."
                    ),
                ),
            ),
            drag,
        ),
        Screen(
            "Why exclusive or needs a hidden layer",
            "Blue where both signs agree, orange where they differ: that is **exclusive or**. One line has two sides, and whichever way it lies, a corner "
            "ends up on the wrong one. Two hidden neurons draw two lines, and the output takes the strip between them.",
            corners,
            (),
            (Pick("hidden", "Neurons", {"one": "one, no hidden layer", "two": "two hidden, one output"}),),
            (Try("In the Playground, without a hidden layer", opens="?data=exclusive_or&layers=0&play=true"),),
            (
                Check(
                    "most",
                    "How many of the four corners can one line get right at most?",
                    lambda s, answer: near(answer, 3),
                    lambda s, answer: "Choose one neuron, drag its line about, and read the number below the figure.",
                    "",
                ),
                Check(
                    "strip",
                    "With two hidden neurons, get all four corners right.",
                    lambda s, _: s.hidden == "two" and _right(s) == 4,
                    lambda s, _: (
                        "Choose two hidden neurons first."
                        if s.hidden != "two"
                        else "The strip must hold the two blue corners: let both lines run parallel to the line through them, one on either side."
                    ),
                ),
            ),
            drag,
        ),
        Screen(
            "Layers on layers",
            "Neurons of the second layer do not see the plane; they see the maps of the first and add them up, weighed. So each layer can draw what the one "
            "before it could not: lines, then regions with corners, then regions of regions. The number of layers is the **depth** that deep learning is "
            "named for.",
            second,
            (
                Formula(
                    r"P = \sum_{l=1}^{L} n_l\,(n_{l-1} + 1)",
                    {
                        "P": "number of weights and biases",
                        "n_l": "neurons of layer l",
                        "n_0": "inputs",
                        "L": "number of layers, the output's too",
                    },
                    parameters,
                    lambda *widths: sum(b * (a + 1) for a, b in itertools.pairwise(widths)),
                    lambda rng: tuple(int(n) for n in rng.integers(1, 9, 4)),
                ),
            ),
            (Slider("unit", "Neuron of layer 2", 1),),
            (
                Try("Every neuron live, on the spiral", opens="?data=spiral&layers=8-8-4&play=true"),
                Try("What depth and width buy", opens="depth?data=spiral"),
            ),
            (
                Check(
                    "count",
                    "How many weights and biases has a network with 2 inputs, two hidden layers of 8, and one output?",
                    lambda s, answer: near(answer, 105),
                    lambda s, answer: (
                        "Each neuron has a weight for each neuron before it, and a bias: 8 · 3, then 8 · 9, then …"
                    ),
                    "",
                ),
            ),
        ),
    ),
    ("Layered architecture",),
)

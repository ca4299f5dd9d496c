"""Chapter 3: activation functions."""

import math

import numpy as np

from course.chapters.parts import Chapter, Check, Formula, Pick, Screen, Settings, Slider, Try, near, within
from engine import activations, network
from engine.activations import ACTIVATIONS
from engine.experiments.fields import Choice, Number
from pictures.live import maps
from pictures.sketch.scene import Panel, Scene

THREE = {"sigmoid": "green", "relu": "orange", "tanh": "blue"}
REACH = 5.0
Z = np.linspace(-REACH, REACH, 201)
PROBE, WEIGHT = Number(-REACH, REACH), Number(-2, 2)
POINTS = np.random.default_rng(3).uniform(-2, 2, 40)


def value(name: str, z: float) -> float:
    """Return h(z) by the engine."""
    return float(activations.of(name).function(np.array([z], float))[0])


def slope(name: str, z: float) -> float:
    """Return h'(z) by the engine."""
    at = np.array([z], float)
    return float(activations.of(name).slope(at, activations.of(name).function(at))[0])


def curves(s: Settings) -> Scene:
    """The three functions and their slopes, read at a probe."""
    panels = []
    for title, of, low, high in (("h(z)", value, -1.3, 2.2), ("The slope h′(z)", slope, -0.2, 1.2)):
        panel = Panel(title, (-REACH, REACH), (low, high), title, "z")
        for name, colour in THREE.items():
            strong = name == s.of
            panel.curve(Z, np.array([of(name, z) for z in Z]), colour, 4 if strong else 2, dash=not strong)
        panel.line([(s.z, low), (s.z, high)], "quiet", 1.5)
        for name, colour in THREE.items():
            panel.dots([(s.z, of(name, s.z))], colour=colour, size=6)
        panel.handle("z", (s.z, low + 0.12), "Probe z", "ink", "x")
        panels.append(panel)
    name = ACTIVATIONS[s.of].label
    says = f"At z = {s.z:.2f}: {name}(z) = {value(s.of, s.z):.3f}, its slope is {slope(s.of, s.z):.3f}."
    return Scene(panels, says, height=360)


def stack(s: Settings) -> tuple[np.ndarray, np.ndarray]:
    """Return what a network 2-2-1 says over a grid, and what the one linear layer says that it may collapse to."""
    layers = network.dense(2, (2,), 1, (s.between,))
    theta = np.array([[s.a, 1.0, 0.5, -1.0, s.c, 0.3, 1.0, -0.8, 0.2]])
    parameters = network.layout(layers).views(theta)
    grid = maps.grid(32) / 3
    whole = network.forward(layers, parameters, layers[0].layer_input(grid[None])).output[0, 0]
    (first,), (second,) = ([matrix[0] for matrix in layer] for layer in parameters)
    return whole, collapsed(first, second) @ np.vstack([grid, np.ones(grid.shape[1])])


def collapsed(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the one matrix [W b] that does what two layers [W₁ b₁] and [W₂ b₂] without activation do."""
    weights = second[:, :-1] @ first[:, :-1]
    bias = second[:, :-1] @ first[:, -1] + second[:, -1]
    return np.append(weights[0], bias[0])


def collapse(s: Settings) -> Scene:
    """The map of two layers beside the map of one."""
    whole, one = stack(s)
    titles = (f"Two layers, {ACTIVATIONS[s.between].label} between them", "One layer: W = W₂W₁, b = W₂b₁ + b₂")
    panels = [
        Panel(title, (-2, 2), (-2, 2), title, square=True).map(v.reshape(32, 32))
        for title, v in zip(titles, (whole, one), strict=True)
    ]
    gap = float(np.abs(whole - one).max())
    says = f"Largest difference anywhere: {gap:.2g}." + (" The two are the same function." if gap < 1e-9 else "")
    return Scene(panels, says, height=360)


def dead_share(name: str, b: float) -> float:
    """Return the share of the points at which the slope is 0."""
    z = POINTS + b
    return float((activations.of(name).slope(z, activations.of(name).function(z)) == 0).mean())


def silence(s: Settings) -> Scene:
    """One neuron's points on the curve of its activation."""
    name = s.of
    panel = Panel(
        "Points on the curve", (-7, 7), (-1.5, 4), "Forty points x, weighed by w = 1, moved by b", "z = x + b", "h(z)"
    )
    z = np.linspace(-7, 7, 281)
    panel.curve(z, activations.of(name).function(z), "quiet", 2.5)
    at = POINTS + s.bias
    flat = np.abs([slope(name, v) for v in at]) < FADED
    y = activations.of(name).function(at)
    panel.dots(zip(at[~flat], y[~flat], strict=True), colour="blue", size=5)
    panel.dots(zip(at[flat], y[flat], strict=True), colour="red", size=5, hollow=True)
    panel.handle("bias", (s.bias, -1.1), "Bias b", "ink", "x")
    return Scene(
        [panel],
        f"b = {s.bias:.2f}: at {flat.sum()} of {len(at)} points the slope is below {FADED}, so they hardly teach this neuron.",
        height=380,
    )


FADED = 0.05


def drag(s: Settings, name: str, x: float, y: float) -> dict[str, float]:
    """Move the probe, or the bias."""
    return {"z": within(PROBE, x)} if name == "z" else {"bias": within(PROBE, x)}


NAMES = {name: ACTIVATIONS[name].label for name in THREE}


def _formula(name: str, latex: str, written, symbols: dict[str, str] | None = None) -> Formula:
    return Formula(latex, symbols or {}, lambda z: value(name, z), written, lambda rng: (rng.normal(0, 3),))


CHAPTER = Chapter(
    "activation",
    3,
    "Activation functions",
    "Sigmoid, ReLU and tanh, their slopes, and why there must be a bend at all.",
    {
        "z": (PROBE, 1.0),
        "of": (Choice(THREE), "sigmoid"),
        "between": (Choice(("linear", "relu", "tanh")), "linear"),
        "a": (WEIGHT, 1.0),
        "c": (WEIGHT, 1.2),
        "bias": (PROBE, 0.0),
    },
    (
        Screen(
            "Three curves",
            "Most activation functions are relatives of three. **Sigmoid** squeezes any sum into (0, 1); **tanh** does so into "
            "(−1, 1), centred on 0; **ReLU** passes what is positive and silences the rest. Training works with their *slopes*: "
            "where a slope is near 0, a neuron learns next to nothing.",
            curves,
            (
                _formula("sigmoid", r"\sigma(z) = \frac{1}{1 + e^{-z}}", lambda z: 1 / (1 + math.exp(-z))),
                _formula("relu", r"\mathrm{ReLU}(z) = \max(0, z)", lambda z: max(0.0, z)),
                _formula(
                    "tanh",
                    r"\tanh z = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}",
                    lambda z: (math.exp(z) - math.exp(-z)) / (math.exp(z) + math.exp(-z)),
                    {"z": "the weighted sum of the neuron"},
                ),
            ),
            (Pick("of", "Read", NAMES),),
            (
                Try("All fifteen curves", opens="activations?part=curves"),
                Try("Compare them on a wall", opens="activations?play=true"),
            ),
            (
                Check(
                    "steepest",
                    "What is the largest slope that the sigmoid has anywhere?",
                    lambda s, answer: near(answer, 0.25, 0.003),
                    lambda s, answer: "Move the probe to where the green curve on the right is highest, and read it.",
                    "",
                ),
                Check(
                    "saturated",
                    "Saturate tanh: choose it, and move the probe to where its slope is below 0.01.",
                    lambda s, _: s.of == "tanh" and slope("tanh", s.z) < 0.01,
                    lambda s, _: (
                        f"The slope of {ACTIVATIONS[s.of].label} is {slope(s.of, s.z):.3f} here. Far from 0, tanh is flat."
                    ),
                ),
            ),
            drag,
        ),
        Screen(
            "Why not a straight one?",
            "Without a bend, layers bring nothing. A linear layer after a linear layer is W₂(W₁x + b₁) + b₂, and that is one linear "
            "layer with weights W₂W₁: however many are stacked, they **collapse** into one. The two maps are the same, to the last "
            "digit, until a bend comes between.",
            collapse,
            (
                Formula(
                    r"W_2 (W_1 x + b_1) + b_2 = (W_2 W_1)\, x + (W_2 b_1 + b_2)",
                    {"W_1, b_1": "first layer", "W_2, b_2": "second layer", "x": "the inputs"},
                    lambda w1, b1, w2, b2, x: collapsed(np.array([[w1, b1]]), np.array([[w2, b2]])) @ np.array([x, 1]),
                    lambda w1, b1, w2, b2, x: w2 * (w1 * x + b1) + b2,
                    lambda rng: tuple(rng.normal(size=5)),
                ),
            ),
            (
                Pick("between", "Between the layers", {"linear": "nothing (linear)", "relu": "ReLU", "tanh": "tanh"}),
                Slider("a", "A weight of the first layer"),
                Slider("c", "Another"),
            ),
            (
                Try(
                    "A linear network of three layers tries the circle",
                    opens="?activation=linear&layers=6-6-6&play=true",
                ),
            ),
            (
                Check(
                    "bend",
                    "Make two layers say something that one cannot.",
                    lambda s, _: float(np.abs(np.subtract(*stack(s))).max()) > 1e-6,
                    lambda s, _: "As long as there is nothing between the layers, no weights can do it.",
                ),
                Check(
                    "product",
                    "y = 3 · (2x + 1) − 4. One layer can do the same as y = w x + b: what is w?",
                    lambda s, answer: near(answer, 6),
                    lambda s, answer: "Multiply it out: how much does y grow when x grows by 1?",
                    "",
                ),
            ),
        ),
        Screen(
            "Silent and saturated",
            "A neuron is taught through its slope. A ReLU whose sum is below 0 at *every* point has slope 0 everywhere: it is **dead**, "
            "and no gradient can wake it. Sigmoid and tanh do not die, but far from 0 they **saturate**: their slope is so small that "
            "learning all but stops.",
            silence,
            (),
            (Pick("of", "Activation", NAMES),),
            (
                Try(
                    "Dead ReLUs in the Playground",
                    opens="?activation=relu&optimizer=gradient_descent&step_size=3&layers=4-4&play=true",
                ),
            ),
            (
                Check(
                    "dead",
                    "Kill the neuron: choose ReLU and move the bias until its slope is 0 at every point.",
                    lambda s, _: s.of == "relu" and dead_share("relu", s.bias) == 1,
                    lambda s, _: "Choose ReLU first." if s.of != "relu" else "Move all points to the left of 0.",
                ),
                Check(
                    "alive",
                    "Now choose tanh and a bias at which fewer than three points are flat.",
                    lambda s, _: s.of == "tanh" and sum(slope("tanh", z) < FADED for z in POINTS + s.bias) < 3,
                    lambda s, _: (
                        "Choose tanh first." if s.of != "tanh" else "Tanh is steepest around 0: bring the points there."
                    ),
                ),
            ),
            drag,
        ),
    ),
    ("Neural Network",),
)

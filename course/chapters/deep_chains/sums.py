"""A weighted sum of n inputs: why the size of first weights depends on the number of inputs."""

import math
from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from course.chapters.deep_chains.chain import power, scientific
from course.chapters.parts import Check, Formula, Screen, Settings, Slider, Try, near, within
from engine import network
from engine.experiments.fields import Number
from engine.initializers import INITIALIZERS
from engine.layers.dense import Dense
from engine.numerals import significant
from pictures.sketch.scene import Panel, Scene

LAYERS, POINTS, SEEDS = 10, 200, (1, 2, 3)
SPREAD = Number(0.02, 1)
FIELDS = {"wide": (Number(4, 64, whole=True), 16), "spread": (SPREAD, 0.5)}
TOP = 6  # powers of ten on the axis
ASKED, RIGHT = 100, 0.1  # inputs, and the standard deviation of the weights that keeps the size
EVEN = 2.0  # a signal that has grown or shrunk by less than this in all counts as kept
WIDE = 32  # neurons of a layer that count as many


@lru_cache(maxsize=256)
def sizes(width: int, spread: float, seed: int) -> np.ndarray:
    """Return the standard deviation of the signal before each linear layer and after the last, (LAYERS + 1,).

    The weights are normal with standard deviation `spread`, and so are the inputs, with 1.
    """
    rng = np.random.default_rng(seed)
    layers = (Dense(width, width, "linear"),) * LAYERS

    def initialize(rng: np.random.Generator, units: int, inputs: int, outputs: int) -> np.ndarray:
        return INITIALIZERS["normal"].initialize(rng, units, inputs, outputs, weight_scale=spread)

    theta = network.initial(layers, rng, initialize)[None]
    x = rng.normal(size=(1, width, POINTS))
    trace = network.forward(layers, network.layout(layers).views(theta), layers[0].layer_input(x))
    return np.array([x.std(), *(signal.a.std() for signal in trace.layers)])


def factor(width: int, spread: float) -> float:
    """Return by what one layer multiplies the standard deviation, on average: that of the sum of n inputs is √n s."""
    return math.sqrt(width) * spread


def end(s: Settings) -> float:
    """Return the median size of the signal after the last layer, as a multiple of the inputs'."""
    return float(np.median([sizes(s.wide, s.spread, seed)[-1] for seed in SEEDS]))


def figure(s: Settings) -> Scene:
    """Show the size of the signal after each layer, for three draws, and what the formula expects."""
    panel = Panel(
        f"The size of the signal after each of {LAYERS} layers, as a power of ten",
        (-0.4, LAYERS + 0.4),
        (-TOP, TOP),
        "Standard deviation of the signal, as a power of ten",
        "layer (0: the inputs)",
    )
    layers = range(LAYERS + 1)
    expected = [k * power(factor(s.wide, s.spread)) for k in layers]
    panel.line([(-1, 0), (LAYERS + 1, 0)], "quiet", 1.5)
    panel.line(zip(layers, expected, strict=True), "ink", 2, dash=True)
    for seed, colour in zip(SEEDS, ("blue", "orange", "green"), strict=True):
        points = [(k, power(size)) for k, size in enumerate(sizes(s.wide, s.spread, seed))]
        panel.line(points, colour, 2).dots(points, colour=colour, size=4)
    panel.handle("last", (LAYERS, expected[-1]), "Size after the last layer", "red", "y", (LAYERS, LAYERS, -TOP, TOP))
    caption = (
        f"n = {s.wide}, s = {significant(s.spread)}: one layer multiplies by √n · s = "
        f"{significant(factor(s.wide, s.spread))}, on "
        f"average. After ten, three networks have {', '.join(_ends(s))} times the inputs' size."
    )
    return Scene([panel], caption, height=380)


def _ends(s: Settings) -> list[str]:
    return [scientific(float(sizes(s.wide, s.spread, seed)[-1])) for seed in SEEDS]


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, float]:
    """Choose the spread of the weights with which the expected size ends where the handle is."""
    exponent = min(max(y, -TOP), TOP) / LAYERS
    return {"spread": within(SPREAD, 10**exponent / math.sqrt(s.wide))}


def _hint(s: Settings, answer: float | None) -> str:
    if near(answer, 0.01, 0.0005):
        return "That is the variance, 1/n. The standard deviation s is its root."
    if near(answer, 10):
        return "That is √n, the factor without the weights. What must s be, so that √n · s = 1?"
    return "√n · s is to be 1, and n is 100."


def _keep_hint(s: Settings) -> str:
    if s.wide < WIDE:
        return f"Take layers of {WIDE} neurons or more first."
    return f"Now √n · s is {significant(factor(s.wide, s.spread))}. " + (
        "s is too large." if end(s) > 1 else "s is too small."
    )


SCREEN = Screen(
    "The size of a sum",
    "In a layer, each neuron adds up n inputs. With random weights of standard deviation s the sum is **√n · s** times "
    "as large as one input, and the next layer does the same again. On the way back the same holds for slopes. So the "
    "first weights must be smaller, the more inputs a neuron has: s = 1/√n keeps the size.",
    figure=figure,
    formulas=(
        Formula(
            r"\mathrm{std}(z) = \sqrt{n} \cdot s \cdot \mathrm{std}(a)",
            {
                "z": "the weighted sums of a layer",
                "a": "its inputs",
                "n": "inputs of a neuron",
                "s": "standard deviation of the weights",
                r"\mathrm{std}": "standard deviation around 0",
            },
            computed_by=factor,
            written_out=lambda n, s: sum(s * s for _ in range(n)) ** 0.5,
            sample_arguments=lambda rng: (int(rng.integers(1, 100)), float(rng.uniform(0.01, 2))),
        ),
    ),
    controls=(Slider("wide", "Neurons in a layer n", 4), Slider("spread", "Spread of the weights s", 0.01)),
    tries=(Try("s = 1", {"spread": 1.0}), Try("s = 0.05", {"spread": 0.05})),
    checks=(
        Check(
            "root",
            f"Each neuron has {ASKED} inputs. Which s keeps the size of the signal?",
            lambda s, answer: near(answer, RIGHT, 0.002),
            _hint,
            "",
        ),
        Check(
            "keep",
            f"With {WIDE} neurons or more in a layer, choose s so that the signal of ten layers ends with between half "
            "and twice its size, in the median of the three.",
            lambda s, _: s.wide >= WIDE and 1 / EVEN < end(s) < EVEN,
            lambda s, _: _keep_hint(s),
        ),
    ),
    drag=drag,
)

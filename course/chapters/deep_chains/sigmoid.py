"""The sigmoid's slope of at most 1/4: chains of neurons with an activation."""

import math
from collections.abc import Mapping

import numpy as np

from course.chapters.deep_chains.chain import chain, power, scientific, way_back
from course.chapters.parts import Answer, Check, Formula, Pick, Prediction, Screen, Settings, Slider, near, within
from engine import activations
from engine.activations import ACTIVATIONS
from engine.experiments.fields import Choice, Number
from engine.numerals import significant
from pictures.sketch.scene import Panel, Scene

COLOURS = {"sigmoid": "green", "relu": "orange", "tanh": "blue"}
LABELS = {name: ACTIVATIONS[name].label for name in COLOURS}
COUNT = 10  # neurons
INPUT, WEIGHT = Number(-3, 3), Number(0.5, 4)
FIELDS = {"through": (Choice(COLOURS), "sigmoid"), "strength": (WEIGHT, 1.0), "a0": (INPUT, 1.0)}
Z_LIMIT, LOWEST, HIGHEST = 5.0, -12, 3  # of the axes: z, and powers of ten
RIGHT = 1 / 64  # the sigmoid's bound for three neurons with w = 1
SENT_ON, NEVER = 4e-6, 1e-5  # what is to reach the input through ten sigmoids, and what none of these chains sends


def chosen(s: Settings) -> np.ndarray:
    """Return ∂aₙ/∂aₖ for k = 0 … n of the chain that is set."""
    return chain(s.through, s.strength, s.a0, COUNT).slope_of_output


def figure(s: Settings) -> Scene:
    """Show the slope at each neuron on the curve of the activation's slope, and the product on the way back."""
    z = np.linspace(-Z_LIMIT, Z_LIMIT, 201)
    function = activations.of(s.through)
    numbers, colour = chain(s.through, s.strength, s.a0, COUNT), COLOURS[s.through]
    curve = Panel(
        "Slope of the activation at each neuron",
        (-Z_LIMIT, Z_LIMIT),
        (0, 1.15),
        f"The slope h′(z) of {LABELS[s.through]}",
        "z",
        share=0.75,
    )
    curve.line([(-Z_LIMIT, 0.25), (Z_LIMIT, 0.25)], "quiet", 1.5, dash=True)
    curve.text((-4.8, 0.3), "1/4", "quiet", 13, "start")
    curve.curve(z, function.slope(z, function.function(z)), colour, 3)
    curve.dots(zip(numbers.z, numbers.slopes, strict=True), colour=colour, size=6)
    first = float(numbers.z[0])
    curve.handle("first", (first, numbers.slopes[0]), "First neuron's z", "red", "x")
    back = Panel(
        f"The slope of the output at each of {COUNT} neurons, as a power of ten",
        (-0.4, COUNT + 0.4),
        (LOWEST, HIGHEST),
        "∂aₙ/∂aₖ on the way back, as a power of ten",
        "neuron k (0 is the input)",
    )
    back.line([(-1, 0), (COUNT + 1, 0)], "quiet", 1.5, dash=True)
    way_back(back, numbers.slope_of_output, colour)
    back.dots([(0, power(numbers.slope_of_output[0]))], colour="red", size=7)
    caption = (
        f"{LABELS[s.through]}, w = {significant(s.strength)}, a₀ = {significant(s.a0)}: one neuron multiplies by w · "
        f"h′(z), the first by "
        f"{significant(s.strength * numbers.slopes[0])}; ten leave {scientific(abs(numbers.slope_of_output[0]))}."
    )
    return Scene([curve, back], caption, height=350)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, float]:
    """Choose the input that leads to the first neuron's z at which the handle is."""
    return {"a0": within(INPUT, x / s.strength)}


def _two_sigmoids(w: float, x: float) -> float:
    """Return ∂a₂/∂a₀ of two sigmoids, one number at a time: the slope of the sigmoid is a (1 − a)."""
    a1 = 1 / (1 + math.exp(-w * x))
    a2 = 1 / (1 + math.exp(-w * a1))
    return w * a1 * (1 - a1) * w * a2 * (1 - a2)


def _bound_hint(s: Settings, answer: float | None) -> str:
    if near(answer, 0.25, 0.001):
        return "That is the bound for one neuron. Three of them are three factors."
    if near(answer, 0.75):
        return "Slopes along one path are multiplied, not added."
    if near(answer, 1 / 12, 0.002):
        return "Not a quarter of a third: the three factors of 1/4 are multiplied."
    return "The sigmoid's slope is at most 1/4, and w is 1. Multiply the bounds of three neurons."


def _through_hint(s: Settings) -> str:
    if s.through != "sigmoid":
        return "Choose the sigmoid first."
    left = scientific(abs(chosen(s)[0]))
    if s.strength > 2.5:
        return (
            f"{left} is left. A large w moves z to where the sigmoid is flat: each factor has w, but a smaller slope."
        )
    return f"{left} is left. A larger w helps, as long as z stays where the sigmoid is steep. The input counts too."


SCREEN = Screen(
    "At most a quarter",
    "With an activation h, each neuron multiplies by w **and** by the slope h′(z) at its own z. The sigmoid's slope is "
    "**at most ¼**: with w = 1, ten sigmoids leave less than a millionth. A larger w hardly helps: it drives z to "
    "where the sigmoid is flat. The slope of tanh is 1 at z = 0 only, that of ReLU everywhere above 0.",
    figure=figure,
    formulas=(
        Formula(
            r"z_k = w \, a_{k-1}, \qquad \frac{\partial a_k}{\partial a_{k-1}} = w \, h'(z_k)",
            {"h'": "slope of the activation", "z_k": "weighted sum of neuron k"},
            computed_by=lambda w, x: float(chain("sigmoid", w, x, 2).slope_of_output[0]),
            written_out=_two_sigmoids,
            sample_arguments=lambda rng: (float(rng.normal(0, 2)), float(rng.normal(0, 2))),
        ),
    ),
    prediction=Prediction(
        "The same chain, w = 1 and a₀ = 1, with ReLU in place of the sigmoid. What is left of the slope at the input?",
        (
            Answer("As little: ten factors are ten factors.", "It depends on the factors. These are all 1."),
            Answer("All of it.", "Every sum is above 0, so each neuron multiplies by w · 1 = 1."),
            Answer(
                "About a thousandth: half at each neuron.",
                "ReLU is 0 for about half of *random* sums. These are all above 0.",
            ),
        ),
        1,
        {"through": "relu", "strength": 1.0, "a0": 1.0},
    ),
    controls=(
        Slider("strength", "Weight w", 0.1),
        Slider("a0", "Input a₀", 0.1),
        Pick("through", "Activation h", LABELS),
    ),
    checks=(
        Check(
            "bound",
            "Three sigmoid neurons, w = 1. What is the most that can be left of a slope on the way back to the input?",
            lambda s, answer: near(answer, RIGHT, 0.0002),
            _bound_hint,
            "",
        ),
        Check(
            "through",
            f"Get more than {SENT_ON:f} back to the input through ten sigmoids.",
            lambda s, _: s.through == "sigmoid" and abs(chosen(s)[0]) > SENT_ON,
            lambda s, _: _through_hint(s),
        ),
    ),
    drag=drag,
)

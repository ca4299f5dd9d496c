"""Likelihood and cross-entropy: the probability that a predictor gives to each point's own class."""

import math

import numpy as np

from course.chapters.parts import Answer, Check, Formula, Prediction, Screen, Settings, Slider, Try, near, within
from engine import activations
from engine.experiments.fields import Number
from engine.losses import LOSSES
from engine.numerals import significant
from pictures.sketch.scene import Panel, Scene

SLOPE, SHIFT = Number(-4, 4), Number(-4, 4)
FIELDS = {"slope": (SLOPE, 1.0), "shift": (SHIFT, -1.5)}
# Six points of two classes.
CLASS_X = np.array([-3.0, -1.8, -0.6, 0.5, 1.6, 2.8])
LABELS = np.array([0, 0, 1, 0, 1, 1])


def cross_entropy(z: float, label: int) -> float:
    """Return −ln of the probability of the right class, by the engine, for a logit z and a label 0 or 1."""
    return float(LOSSES["cross_entropy"].value(np.array([[[z]]]), np.array([[[float(label)]]]))[0, 0])


def _own_probabilities(s: Settings) -> np.ndarray:
    """Return the probability that the predictor gives to each point's own class."""
    p = activations.of("sigmoid").function(s.slope * (CLASS_X - s.shift))
    return np.where(LABELS == 1, p, 1 - p)


def figure(s: Settings) -> Scene:
    """Show a predictor over one input, and the probability that it gives to each point's own class."""
    curve = Panel("The predictor p of blue", (-4, 4), (-0.1, 1.15), "Probability of blue", "x")
    x = np.linspace(-4, 4, 161)
    curve.curve(x, activations.of("sigmoid").function(s.slope * (x - s.shift)), "ink", 3)
    own = _own_probabilities(s)
    for position, label, probability in zip(CLASS_X, LABELS, own, strict=True):
        base = 1.0 if label else 0.0
        p = probability if label else 1 - probability
        curve.line([(position, base), (position, p)], "blue" if label else "orange", 2, dash=True)
        curve.dots([(position, base)], [label], size=7)
    curve.handle("shift", (s.shift, 0.5), "Move the predictor", "ink", "x")
    bars = Panel(
        "Probability of each point's own class",
        (0, 6),
        (0, 1.15),
        "p of each point's own class",
        categories=tuple("123456"),
    )
    for k, (probability, label) in enumerate(zip(own, LABELS, strict=True)):
        bars.bar(k + 0.15, k + 0.85, 0, probability, "blue" if label else "orange")
        bars.text((k + 0.5, probability + 0.05), f"{probability:.2f}", "ink", 13)
    product, total = float(own.prod()), float(-np.log(own).sum())
    caption = (
        f"Likelihood: the product of all is {significant(product, 4)}. Its −ln is {total:.3f}, the sum; divided by "
        f"the six points "
        f"it is {total / 6:.3f}, the cross-entropy."
    )
    return Scene([curve, bars], caption, height=330)


def drag(s: Settings, name: str, x: float, y: float) -> dict[str, float]:
    """Move the predictor."""
    return {"shift": within(SHIFT, x)} if name == "shift" else {}


SCREEN = Screen(
    "Likelihood and cross-entropy",
    "A classifier gives each point a probability for its own class. If the points are independent, the "
    "product of them all is the **likelihood** of what was observed. A product of many small numbers is hard "
    "to handle, so one takes −ln of it, which turns the product into a sum. That sum per point, the mean, is "
    "the **cross-entropy**. **Maximum likelihood** is the smallest cross-entropy: to make a gain large is to make its "
    "negative, a loss, small.",
    figure=figure,
    formulas=(
        Formula(
            r"\mathrm{CE} = -\ln p, \qquad p = \sigma(z) \text{ or } 1 - \sigma(z)",
            {
                r"\mathrm{CE}": "of one point; of all points it is the mean",
                "p": "probability of the point's own class, σ(z) for blue and 1 − σ(z) for orange",
                "z": "the logit",
                r"\sigma": "sigmoid",
            },
            computed_by=cross_entropy,
            written_out=lambda z, label: -math.log(1 / (1 + math.exp(-z)) if label else 1 - 1 / (1 + math.exp(-z))),
            sample_arguments=lambda rng: (float(rng.normal(0, 2)), int(rng.integers(2))),
        ),
    ),
    prediction=Prediction(
        "The curve becomes four times as steep, in the same place. What becomes of the likelihood?",
        (
            Answer("It grows: the answers are surer.", "Sure is good only where it is right. One point here is not."),
            Answer(
                "It falls to less than a hundredth.",
                "One orange point gets almost 0 for its class, and so does the product.",
            ),
            Answer(
                "It stays: the place is what counts.",
                "The place says which points are wrong, the steepness how sure that is.",
            ),
        ),
        1,
        {"slope": 4.0, "shift": -1.5},
    ),
    controls=(Slider("slope", "Steepness"), Slider("shift", "Position")),
    tries=(
        Try("The wrong way round", {"slope": -1.0}),
        Try("Sure, and sometimes wrong", {"slope": 4.0, "shift": 0.0}),
        Try("No opinion", {"slope": 0.0}),
    ),
    checks=(
        Check(
            "raise",
            "Bring the likelihood of the six points above 0.08.",
            lambda s, _: float(_own_probabilities(s).prod()) > 0.08,
            lambda s, _: (
                f"It is {float(_own_probabilities(s).prod()):.3f}. Move the middle of the curve between the "
                "colours, then try a gentler or a steeper curve: two points contradict any steep one."
            ),
        ),
        Check(
            "log",
            "Two points get the probabilities 0.5 and 0.25 for their own classes. What is −ln of the likelihood?",
            lambda s, answer: near(answer, -math.log(0.125), 0.006),
            lambda s, answer: (
                "That is the mean, the cross-entropy. Here the sum is asked for."
                if near(answer, -math.log(0.125) / 2, 0.006)
                else "The likelihood is 0.5 · 0.25. Take −ln of that product, or add −ln of each."
            ),
            "",
        ),
    ),
    drag=drag,
)

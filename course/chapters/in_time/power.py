"""A number and its power: the slope that one weight hands back from moment to moment."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from course.chapters.parts import Answer, Check, Formula, Prediction, Screen, Settings, Slider, Try, near, within
from course.chapters.trainings import small
from engine.experiments.fields import Number
from engine.layers.recurrent import Recurrent
from engine.numerals import plain, significant
from pictures.sketch.scene import Panel, Scene

MOMENTS = 60
FACTOR = Number(-1.2, 1.2)
FIELDS = {"factor": (FACTOR, 0.9)}
POWERS = (-6.0, 5.0)  # of ten, on the axis
SHOWN = 20  # moments, in the figure with the signs
BELOW = 44  # moments after which 0.9 to this power is below 0.01 for the first time
UNTIL_TENTH = 22  # and after which it is below 0.1
CLOSE = 0.005  # to -1


@lru_cache(maxsize=256)
def handed_back(w: float, moments: int = MOMENTS) -> np.ndarray:
    """Return the slopes of the last h with respect to the h of so many moments before, from 0 on, by the engine.

    The layer has one unit, no activation, and the recurrent weight w.
    """
    layer = Recurrent(1, 1, moments + 1, "linear")
    parameters = (np.array([[[w, 0.0, 0.0]]]),)
    x = layer.layer_input(np.zeros((1, 1, moments + 1, 1)))
    slope = np.zeros((1, 1, moments + 1, 1))
    slope[0, 0, -1] = 1
    layer.backward(parameters, (np.empty((1, 1, 3)),), x, layer.forward(parameters, x), slope, False)
    return slope[0, 0, ::-1, 0]


def passed_back(w: float, moments: int) -> float:
    """Return the slope over this many moments."""
    return float(handed_back(w, moments)[-1])


def figure(s: Settings) -> Scene:
    """Show the sizes of the slopes as powers of ten, and the first ones with their signs."""
    slopes = handed_back(s.factor)
    back = np.arange(MOMENTS + 1)
    sizes = Panel(
        "The size of the slope over the moments back",
        (0, MOMENTS),
        POWERS,
        "Size: powers of ten",
        "moments back, t",
        "log₁₀ |w|ᵗ",
    )
    sizes.line([(0, 0), (MOMENTS, 0)], "quiet", 1.5, dash=True)
    with np.errstate(divide="ignore"):
        logs = np.maximum(np.log10(np.abs(slopes)), 2 * POWERS[0])
    sizes.curve(back, logs, "blue", 3.5)
    end = float(logs[-1])
    sizes.handle("end", (MOMENTS, end), "Size of w: the end of the line", "red", "y", (MOMENTS, MOMENTS, *POWERS))
    signed = Panel(
        "The slope over the first moments back", (0, SHOWN + 1), (-2, 2), "With its sign", "moments back, t", "wᵗ"
    )
    for t in range(SHOWN + 1):
        height = float(np.clip(slopes[t], -2, 2))
        signed.bar(t + 0.15, t + 0.85, min(height, 0), max(height, 0), "blue" if height > 0 else "orange")
    caption = (
        f"w = {plain(s.factor)}: over 10 moments the slope is {significant(passed_back(s.factor, 10), 2)}, over "
        f"{MOMENTS} "
        f"{small(passed_back(s.factor, MOMENTS))}."
    )
    return Scene([sizes, signed], caption, height=320)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, float]:
    """Set the size of w from the end of the line; its sign stays."""
    size = 10 ** (min(max(y, POWERS[0]), POWERS[1]) / MOMENTS)
    return {"factor": within(FACTOR, size if s.factor >= 0 else -size)}


def _sign_hint(s: Settings) -> str:
    if near(s.factor, 1):
        return "That is the one you know. A slope can also change its sign from moment to moment."
    if abs(abs(s.factor) - 1) < 0.05:
        end = "vanishes" if abs(s.factor) < 1 else "explodes"
        return f"Close, but over a thousand moments {plain(s.factor)} {end} too."
    return "Only the size of w counts. Which numbers have the right one?"


def _below_hint(s: Settings, answer: float | None) -> str:
    if near(answer, UNTIL_TENTH):
        return "Then it is below 0.1. A hundredth is a tenth of a tenth."
    if near(answer, BELOW - 1):
        return "Then it is still a little above 0.01. One more."
    return "0.9 · 0.9 · … : with logarithms, t = ln 0.01 / ln 0.9, and the next whole number."


SCREEN = Screen(
    "A number and its power",
    "The simplest recurrent network has one unit and no activation: each state h is the last one times a "
    "weight w, plus the input. How much does the state now depend on one long ago? By the chain rule every moment "
    "between gives a factor, and all of these factors are **the same number** w. A little below 1 their product "
    "**vanishes**, a little above it **explodes**. Drag the red dot.",
    figure=figure,
    formulas=(
        Formula(
            r"\frac{\partial h_T}{\partial h_{T-t}} = w^{\,t}",
            {"h": "state", "T": "the last moment", "t": "moments back", "w": "recurrent weight"},
            computed_by=passed_back,
            written_out=lambda w, t: np.prod([w] * t),
            sample_arguments=lambda rng: (float(rng.uniform(-1.2, 1.2)), int(rng.integers(1, 60))),
        ),
    ),
    prediction=Prediction(
        "w is 1.1 in place of 0.9. How large is the slope after 60 moments?",
        (
            Answer("7: sixty times 0.1, and 1.", "That would be added. Slopes along a path are multiplied."),
            Answer("About 300.", "1.1 to the power of 60: it doubles about every seven moments."),
            Answer("A little more than 1.", "So is each factor. There are sixty."),
        ),
        1,
        {"factor": 1.1},
    ),
    controls=(Slider("factor", "Weight w", 0.01),),
    tries=(Try("Vanishing", {"factor": 0.8}), Try("Exploding", {"factor": 1.15}), Try("With a sign", {"factor": -0.9})),
    checks=(
        Check(
            "sign",
            "At w = 1 the slope neither vanishes nor explodes, however far back. Set the other number with this "
            "property.",
            lambda s, _: near(s.factor, -1, CLOSE),
            lambda s, _: _sign_hint(s),
        ),
        Check(
            "below",
            "w = 0.9. After how many moments is the slope below 0.01 for the first time?",
            lambda s, answer: near(answer, BELOW),
            _below_hint,
            "moments",
        ),
    ),
    drag=drag,
)

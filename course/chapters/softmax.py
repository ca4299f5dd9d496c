"""Chapter 5: softmax."""

import math
from dataclasses import replace

import numpy as np

from course.chapters import drawing
from course.chapters.drawing import PLANE
from course.chapters.parts import (
    Answer,
    Chapter,
    Check,
    Formula,
    Prediction,
    Screen,
    Settings,
    Slider,
    Try,
    number_check,
    within,
)
from engine import losses
from engine.experiments.fields import Number
from pictures.live import maps
from pictures.sketch.scene import Panel, Scene

LOGIT, TEMPERATURE, ANGLE = Number(-5, 5), Number(0.1, 5), Number(-180, 180)
COLOURS = ("orange", "blue", "green")
CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, math.sqrt(3) / 2]])  # of the triangle, one for each class
MAP_SIZE = 48


def softmax(z: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """Return the probabilities of logits (n,), by the engine."""
    return losses.softmax(np.asarray(z, float)[:, None] / temperature)[:, 0]


def _probabilities(s: Settings) -> np.ndarray:
    return softmax(np.array([s.z1, s.z2, s.z3]), s.temperature)


def _without_temperature(s: Settings) -> Settings:
    """Return the settings with T = 1, for the screen that has no control for T."""
    return replace(s, temperature=1.0)


def bars_figure(s: Settings) -> Scene:
    """Show logits and probabilities as bars, and the probabilities as a point in a triangle of three classes."""
    z, p = np.array([s.z1, s.z2, s.z3]), _probabilities(s)
    logits = Panel("Logits as bars, to drag", (0, 3), (-5, 5), "Logits z", share=0.8, categories=("1", "2", "3"))
    chances = Panel("Probabilities as bars", (0, 3), (0, 1.12), "Probabilities", share=0.8, categories=("1", "2", "3"))
    for k in range(3):
        logits.bar(k + 0.2, k + 0.8, min(z[k], 0), max(z[k], 0), COLOURS[k])
        logits.handle(f"z{k + 1}", (k + 0.5, z[k]), f"Logit of class {k + 1}", COLOURS[k], "y")
        chances.bar(k + 0.2, k + 0.8, 0, p[k], COLOURS[k])
        chances.text((k + 0.5, p[k] + 0.05), f"{p[k]:.3f}", "ink", 14)
    exact = " + ".join(f"{v:.3f}" for v in p)
    return Scene([logits, chances, _triangle(p)], f"{exact} = {p.sum():.3f}", height=330)


def _triangle(p: np.ndarray) -> Panel:
    """Return a triangle whose corners are the classes, with the point that has the probabilities p (3,)."""
    panel = Panel(
        "Triangle of three classes",
        (-0.12, 1.12),
        (-0.14, 1.0),
        "All possible probabilities",
        axes=False,
        square=True,
    )
    panel.area(CORNERS, "quiet", 0.12)
    panel.line([*CORNERS, CORNERS[0]], "quiet", 1.5)
    for k, corner in enumerate(CORNERS):
        panel.circle(corner, 10, COLOURS[k], COLOURS[k])
        panel.text((corner[0], corner[1] + (0.075 if k == 2 else -0.085)), f"class {k + 1}", "ink", 13)
    return panel.circle(p @ CORNERS, 8, "ink", "ink")


def drag(s: Settings, name: str, x: float, y: float) -> dict[str, float]:
    """Move a logit."""
    return {name: within(LOGIT, y)} if name in ("z1", "z2", "z3") else {}


def _logits_over_the_plane(s: Settings) -> np.ndarray:
    """Return three logits over the plane, (3, n): each grows along its own direction."""
    x = maps.grid(MAP_SIZE) / 3  # so that at steepness 1 a logit reaches from -2 to 2 along its direction
    directions = np.deg2rad(s.turn + np.array([0, 120, 240]))
    return s.steepness * (np.cos(directions)[:, None] * x[0] + np.sin(directions)[:, None] * x[1])


def borders(s: Settings) -> list[np.ndarray]:
    """Return three lines, each from the centre to the edge, on which the two largest logits are equal."""
    if s.steepness == 0:  # all logits are equal everywhere
        return []
    # Half-way between the directions of two classes, and opposite to the third.
    angles = np.deg2rad(s.turn + np.array([60, 180, 300]))
    return [np.array([[0.0, 0.0], [np.cos(a), np.sin(a)]]) * drawing.LINE_REACH for a in angles]


def _shades(values: np.ndarray, k: int) -> np.ndarray:
    """Return weights (3, n) that blend to the colour of class k where a value is 1, and to an equal mix where −1."""
    own = (values + 1) / 2
    weights = np.repeat((1 - own)[None] / 3, 3, axis=0)
    weights[k] += own
    return weights


def plane_figure(s: Settings) -> Scene:
    """Show three logits that are planes, and the probabilities that softmax makes of them."""
    z = _logits_over_the_plane(s)
    p = losses.softmax(z)
    whole = Panel(
        "Classes blended by probability",
        PLANE,
        PLANE,
        "All three, blended by probability",
        "x₁",
        "x₂",
        square=True,
        share=1.5,
    )
    whole.classes_map(p.reshape(3, MAP_SIZE, MAP_SIZE))
    for border in borders(s):
        whole.line(border, "ink", 2)
    panels = [whole]
    largest = max(float(np.abs(z).max()), 1e-9)
    for k in range(3):
        title = f"Logit {k + 1}, high in {COLOURS[k]}"
        small = Panel(title, PLANE, PLANE, title, axes=False, square=True, share=0.4)
        panels.append(small.classes_map(_shades(z[k] / largest, k).reshape(3, MAP_SIZE, MAP_SIZE)))
    sure = float(p.max(axis=0).mean())
    return Scene(
        panels,
        f"On average over the plane, the most probable class has a probability of {100 * sure:.0f} %.",
        height=380,
    )


SOFTMAX = Formula(
    r"p_i = \frac{e^{z_i / T}}{\sum_{j=1}^{n} e^{z_j / T}}",
    {
        "p_i": "probability of class i",
        "z_i": "its logit",
        "n": "number of classes",
        "T": "temperature, 1 in a network",
    },
    computed_by=lambda a, b, c, t: softmax(np.array([a, b, c]), t)[0],
    written_out=lambda a, b, c, t: math.exp(a / t) / (math.exp(a / t) + math.exp(b / t) + math.exp(c / t)),
    sample_arguments=lambda rng: (*rng.normal(0, 2, 3), float(rng.uniform(0.3, 3))),
)

CHAPTER = Chapter(
    "softmax",
    5,
    "Softmax",
    "From any three numbers to three probabilities: drag the logits.",
    {
        "z1": (LOGIT, 1.0),
        "z2": (LOGIT, 2.0),
        "z3": (LOGIT, 0.0),
        "temperature": (TEMPERATURE, 1.0),
        "turn": (ANGLE, 90.0),
        "steepness": (Number(0, 5), 1.0),
    },
    (
        Screen(
            "From logits to probabilities",
            "For n classes the last layer has n neurons. Their sums, the **logits**, can be any numbers. Softmax "
            "turns them into probabilities: it raises e to the power of each, and divides by the sum of all. Each "
            "result lies between 0 and 1, and together they add up to 1. With two classes it is the sigmoid of the "
            "difference of the logits.",
            figure=lambda s: bars_figure(_without_temperature(s)),
            formulas=(SOFTMAX,),
            prediction=Prediction(
                "All three logits grow by 2: from 1, 2, 0 to 3, 4, 2. What becomes of the probabilities?",
                (
                    Answer("All three grow.", "They add up to 1, before and after: not all can grow."),
                    Answer("They stay the same.", "Each power of e becomes e² times as large, and so does their sum."),
                    Answer(
                        "The largest gets still more.", "e⁴ has grown most, but by the same factor as the others, e²."
                    ),
                ),
                1,
                {"z1": 3.0, "z2": 4.0, "z3": 2.0},
            ),
            tries=(
                Try("All alike", {"z1": 0.0, "z2": 0.0, "z3": 0.0}),
                Try("One far ahead", {"z1": 0.0, "z2": 5.0, "z3": 0.0}),
            ),
            checks=(
                Check(
                    "sure",
                    "Make class 3 at least 90 % probable.",
                    lambda s, _: _probabilities(_without_temperature(s))[2] >= 0.9,
                    lambda s, _: (
                        f"It is {100 * _probabilities(_without_temperature(s))[2]:.0f} % now. "
                        "Raise its logit, or lower the other two."
                    ),
                ),
                number_check(
                    "half",
                    "The logits are 0, 0 and ln 2 ≈ 0.693. What is the probability of the third class?",
                    0.5,
                    "e⁰ is 1, and e to the power of ln 2 is 2. Divide 2 by the sum of all three.",
                    {
                        0.3333333333333333: "So it would be if all logits were equal.",
                        0.693: "That is the logit. Raise e to its power first.",
                    },
                    tolerance=0.006,
                ),
            ),
            drag=drag,
        ),
        Screen(
            "Only differences count",
            "Add the same number to all logits, and no probability changes: $e^c$ appears above and below the line and "
            "cancels. Divide all logits by a **temperature** T, and the choice becomes softer (T large: all classes "
            "alike) or harder (T small: the winner takes all).",
            figure=bars_figure,
            formulas=(
                Formula(
                    r"\frac{e^{z_i + c}}{\sum_j e^{z_j + c}} = \frac{e^{c}\, e^{z_i}}{e^{c} \sum_j e^{z_j}} = p_i",
                    {"c": "any constant", "z_i": "logit of class i", "p_i": "its probability"},
                    computed_by=lambda a, b, c: softmax(np.array([a + c, b + c]))[0],
                    written_out=lambda a, b, c: math.exp(a) / (math.exp(a) + math.exp(b)),
                    sample_arguments=lambda rng: tuple(rng.normal(0, 2, 3)),
                ),
            ),
            controls=(Slider("temperature", "Temperature T", 0.1),),
            tries=(
                Try("1, 2, 0 at T = 1", {"z1": 1.0, "z2": 2.0, "z3": 0.0, "temperature": 1.0}),
                Try("Twice as far apart, at T = 2", {"z1": 2.0, "z2": 4.0, "z3": 0.0, "temperature": 2.0}),
            ),
            checks=(
                Check(
                    "shift",
                    "Set three logits, other than 1, 2 and 0, that give the same probabilities as 1, 2 and 0 at T = 1.",
                    lambda s, _: (
                        s.temperature == 1
                        and abs(s.z1 - 1) > 0.05
                        and bool(np.abs(_probabilities(s) - softmax(np.array([1.0, 2.0, 0.0]))).max() < 0.01)
                    ),
                    lambda s, _: (
                        "Only the differences matter: the second is 1 above the first, the third 1 below it. And T is "
                        "1."
                    ),
                ),
                Check(
                    "soft",
                    "With logits of which the largest is at least 1 above the smallest, make all probabilities lie "
                    "between 0.2 and 0.5.",
                    lambda s, _: (
                        np.ptp([s.z1, s.z2, s.z3]) >= 1
                        and _probabilities(s).min() >= 0.2
                        and _probabilities(s).max() <= 0.5
                    ),
                    lambda s, _: "A high temperature brings them together without changing the logits.",
                ),
            ),
            drag=drag,
        ),
        Screen(
            "Classes on the plane",
            "In a network each logit is a function of the point. Here each logit is a plane that rises in its own "
            "direction. Softmax turns the three heights into three probabilities, and the boundaries run where the two "
            "largest logits are equal. Steeper planes make sharper boundaries in the same places.",
            figure=plane_figure,
            controls=(Slider("turn", "Turn all three", 5), Slider("steepness", "Steepness", 0.1)),
            tries=(
                Try("Five classes in the Playground", opens="?data=pinwheel&classes=5&layers=8-8&play=true"),
                Try("Three classes without a hidden layer", opens="?data=gaussian&classes=3&layers=0&play=true"),
            ),
            checks=(
                Check(
                    "nothing",
                    "Make the network give the same answer everywhere: one third for each class.",
                    lambda s, _: s.steepness == 0,
                    lambda s, _: (
                        "Where all logits are equal, all probabilities are equal. "
                        "When are three planes equal everywhere?"
                    ),
                ),
            ),
        ),
    ),
    ("Layered architecture", "Softmax layer"),
)

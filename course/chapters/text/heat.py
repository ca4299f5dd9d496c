"""Temperature: the same network writes cautiously or wildly."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from course.chapters.parts import Check, Formula, Screen, Settings, Slider, Try, near, within
from course.chapters.text.writer import alphabet, names_at, next_after, written
from engine import losses
from engine.experiments.fields import Number
from engine.numerals import plain
from pictures.sketch.scene import Panel, Scene

HEAT = Number(0.1, 3)
FIELDS = {"heat": (HEAT, 1.0)}
SHOWN, HALF = 8, 0.5
# Of the logits 2 and 0 at temperature 2: right, at temperature 1, and multiplied instead of divided.
RIGHT, AT_ONE, MULTIPLIED = 0.731, 0.881, 0.982
COLUMNS = 2


def tempered(z: np.ndarray, temperature: float) -> np.ndarray:
    """Return softmax(z / T) for logits (n,), as text is drawn from."""
    return losses.softmax((z / temperature)[None, :, None])[0, :, 0]


def first_letters(temperature: float) -> np.ndarray:
    """Return the probabilities of all characters at the beginning of a name."""
    return tempered(np.log(next_after("")), temperature)


@lru_cache(maxsize=1)
def _curve() -> tuple[np.ndarray, np.ndarray]:
    """Return temperatures, and the probability of the most probable first letter at each."""
    heats = np.linspace(HEAT.low, HEAT.high, 59)
    return heats, np.array([float(first_letters(float(t)).max()) for t in heats])


def figure(s: Settings) -> Scene:
    """Show the first letter's probability over T, the probabilities at T, and names that are written at T."""
    heat = round(s.heat, 2)
    p, symbols = first_letters(heat), alphabet()
    best = [int(k) for k in np.argsort(-p)[:SHOWN]]
    over = Panel(
        "Probability of the most probable first letter",
        (0, HEAT.high),
        (0, 1.05),
        f"Probability of “{symbols[best[0]]}” at first",
        "temperature T",
        share=0.8,
    )
    over.curve(*_curve(), "quiet", 2.5)
    over.handle("heat", (heat, float(p.max())), "Temperature", "red", "x", (HEAT.low, HEAT.high, 0, 1))
    first = Panel(
        "Probabilities of the first letter",
        (0, SHOWN),
        (0, 1.05),
        "The first letter",
        share=0.8,
        categories=tuple(written(symbols[k]) for k in best),
    )
    for i, k in enumerate(best):
        first.bar(i + 0.15, i + 0.85, 0, float(p[k]), "blue")
    names = names_at(heat)
    rows = -(-len(names) // COLUMNS)
    texts = Panel("Names that it writes", (0, COLUMNS), (0, rows), "Twelve names", axes=False, share=0.9)
    for i, name in enumerate(names):
        texts.text((0.04 + i // rows, rows - i % rows - 0.5), name or "(none)", "ink", 17, "start")
    caption = f"T = {plain(heat)}: a name begins with “{symbols[best[0]]}” with probability {p.max():.2f}."
    return Scene([over, first, texts], caption, height=290)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, float]:
    """Set the temperature."""
    return {"heat": within(HEAT, round(x, 2))}


def _share_hint(s: Settings, answer: float | None) -> str:
    if near(answer, AT_ONE, 0.002):
        return "That is at temperature 1. Divide both logits by 2 first."
    if near(answer, MULTIPLIED, 0.002):
        return "You have multiplied by the temperature. Divide by it."
    return "e¹ / (e¹ + e⁰): compute it."


SCREEN = Screen(
    "Temperature",
    "To write, the network draws a character from its probabilities, reads what it has written, and draws the next "
    "one. Before the softmax its outputs z may be divided by a **temperature** T. A low one makes likely characters "
    "likelier: the names are safe and alike. A high one makes all characters alike: the names become noise. The "
    "network is the same, and nothing has been learned in between. Drag the red dot.",
    figure=figure,
    formulas=(
        Formula(
            r"p_k = \frac{e^{z_k / T}}{\sum_j e^{z_j / T}}",
            {"p_k": "probability of character k", "z": "outputs", "T": "temperature"},
            computed_by=tempered,
            written_out=lambda z, t: np.array([np.exp(a / t) / sum(np.exp(b / t) for b in z) for a in z]),
            sample_arguments=lambda rng: (rng.normal(size=5), float(rng.uniform(0.2, 3))),
        ),
    ),
    controls=(Slider("heat", "Temperature T", 0.05),),
    tries=(Try("Cautious", {"heat": 0.5}), Try("Wild", {"heat": 2.0})),
    checks=(
        Check(
            "half",
            "Set the temperature so that at least half of all names begin with the most probable letter.",
            lambda s, _: float(first_letters(round(s.heat, 2)).max()) >= HALF,
            lambda s, _: (
                f"At T = {plain(s.heat)} it is {float(first_letters(round(s.heat, 2)).max()):.2f}. Should T be higher?"
            ),
        ),
        Check(
            "share",
            "Two characters have outputs 2 and 0. What is the probability of the first one at temperature 2?",
            lambda s, answer: near(answer, RIGHT, 0.002),
            _share_hint,
            "",
        ),
    ),
    drag=drag,
)

"""One slider from vanishing to exploding: deep networks that begin with larger and larger weights."""

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course.chapters.deep_chains.chain import power, scientific
from course.chapters.deep_chains.starts import WIDTH, experiment, measure
from course.chapters.parts import Check, Screen, Settings, Slider, near, within
from engine.experiments.fields import Number
from engine.numerals import significant
from engine.runs import training
from engine.runs.run import evaluate, start_run
from pictures.sketch.scene import Panel, Scene

HALVINGS, NOTCHES = 2, 9  # factors from 2⁻² to 2², and how many of them are measured
FACTORS = tuple(float(2**exponent) for exponent in np.linspace(-HALVINGS, HALVINGS, NOTCHES))
SEEDS, EPOCHS, STEP_SIZE = (1, 2, 3, 4, 5), 20, 0.1
LEARNED = 0.95  # test accuracy
FACTOR = Number(FACTORS[0], FACTORS[-1])
FIELDS = {"factor": (FACTOR, 0.25)}
LOWEST, HIGHEST = -7, 4  # powers of ten on the axis
RIGHT = math.sqrt(2)  # He's factor
COUNTS = ("None", "One", "Two", "Three", "Four", "All")


class Measured(NamedTuple):
    """Of five networks for each of FACTORS: the norm of the first layer's gradient before the first step, the test
    accuracy after training, and whether it diverged; (NOTCHES, 5) each.
    """

    gradients: np.ndarray
    accuracies: np.ndarray
    diverged: np.ndarray


@lru_cache(maxsize=1)
def measured() -> Measured:
    """Return what becomes of networks of six layers of ReLU, by the factor by which each layer's sums grow."""
    runs = [
        experiment(
            activation="relu",
            initializer="normal",
            weight_scale=factor / math.sqrt(WIDTH),
            weight_seed=seed,
            step_size=STEP_SIZE,
        )
        for factor in FACTORS
        for seed in SEEDS
    ]
    run = start_run(*runs, dtype=np.float32, every=EPOCHS + 1, snapshots=False)
    gradients = measure(run).gradients[:, 0]
    training.advance(run, EPOCHS * run.epoch_steps)
    shape = NOTCHES, len(SEEDS)
    accuracies = np.asarray(evaluate(run).test_accuracy)
    return Measured(gradients.reshape(shape), accuracies.reshape(shape), (run.diverged >= 0).reshape(shape))


def notch(s: Settings) -> int:
    """Return the number of the measured factor that is nearest to the one that is set."""
    return int(np.abs(np.log2(FACTORS) - math.log2(s.factor)).argmin())


def learns(at: int) -> bool:
    """Return whether all five networks of a notch have learned."""
    return bool((measured().accuracies[at] >= LEARNED).all())


def figure(s: Settings) -> Scene:
    """Show the first layer's gradient and the accuracy over the factor; the band in which all five learn is green."""
    found, exponents, at = measured(), np.log2(FACTORS), notch(s)
    half = HALVINGS / (NOTCHES - 1)
    band = [exponents[k] for k in range(NOTCHES) if learns(k)]
    panels = []
    for title, label, low, high in (
        ("First layer's gradient, as a power of ten", "Norm of the first layer's gradient", LOWEST, HIGHEST),
        (f"Accuracy on unseen points after {EPOCHS} epochs", "Test accuracy", 0.4, 1.05),
    ):
        panel = Panel(label, (-HALVINGS - half, HALVINGS + half), (low, high), title, "√n · s, as a power of two")
        panel.bar(min(band) - half, max(band) + half, low, high, "green", 0.16)
        panel.line([(exponents[at], low), (exponents[at], high)], "red", 1.5, dash=True)
        panels.append(panel)
    gradient, accuracy = panels
    sizes = [[power(size) for size in row] for row in found.gradients]
    gradient.line([(x, float(np.median(row))) for x, row in zip(exponents, sizes, strict=True)], "orange", 2.5)
    gradient.dots([(x, y) for x, row in zip(exponents, sizes, strict=True) for y in row], colour="orange", size=3.5)
    gradient.handle(
        "factor", (math.log2(s.factor), LOWEST + 1), "Factor of a layer, as a power of two", "red", "x",
        (-HALVINGS, HALVINGS, LOWEST, HIGHEST),
    )  # fmt: skip
    for x, row in zip(exponents, found.accuracies, strict=True):
        # Side by side, because most of them are equal.
        accuracy.dots([(x + 0.3 * half * (k - 2), y) for k, y in enumerate(row)], colour="blue", size=4)
    accuracy.text((exponents[at], 0.44), significant(FACTORS[at]), "red", 14, bold=True, box=True)
    return Scene(panels, _caption(at), height=340)


def _caption(at: int) -> str:
    found = measured()
    right = int((found.accuracies[at] >= LEARNED).sum())
    diverged = int(found.diverged[at].sum())
    return (
        f"√n · s = {significant(FACTORS[at])}, so s = {significant(FACTORS[at] / math.sqrt(WIDTH))}: the first "
        f"layer's gradient has the "
        f"norm {scientific(float(np.median(found.gradients[at])))}, in the median. {COUNTS[right]} of five learn"
        + (
            f", and {COUNTS[diverged].lower()} of them {'diverges' if diverged == 1 else 'diverge'}."
            if diverged
            else "."
        )
    )


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, float]:
    """Choose the factor at which the handle is."""
    return {"factor": within(FACTOR, 2 ** min(max(x, -HALVINGS), HALVINGS))}


def _is_last(s: Settings) -> bool:
    at = notch(s)
    return learns(at) and not learns(at + 1)


def _last_hint(s: Settings) -> str:
    at = notch(s)
    if learns(at):
        return f"All five learn here, at {significant(FACTORS[at])}. Do they at the next larger factor?"
    if measured().gradients[at].mean() < 1:
        return "Here the gradient has vanished, and nothing moves. Go to larger factors."
    return "Here the gradient is so large that the first steps destroy the network. Go back."


def _he_hint(s: Settings, answer: float | None) -> str:
    if near(answer, 2):
        return "He's variance is s² = 2/n. So what is √n · s?"
    if near(answer, 1):
        return "That is Xavier's, for tanh. He takes twice the variance."
    if near(answer, 0.125, 0.001):
        return "That is s² for these layers of 16. How large is s, and √n · s?"
    return "He: s² = 2/n. Multiply s = √(2/n) by √n."


SCREEN = Screen(
    "One slider",
    "All in one: six layers of ReLU, n = 16, plain gradient descent, and one slider for the size of the first weights. "
    "On the left the gradient vanishes, and no network moves. On the right it explodes: the first steps throw the "
    "weights so far that in nearly all networks the loss diverges or the neurons die. In the green band between them "
    "all five learn.",
    figure=figure,
    controls=(Slider("factor", "Factor of a layer √n · s", 0.05),),
    checks=(
        Check(
            "last",
            "Find the largest of the nine factors at which all five networks still learn.",
            lambda s, _: _is_last(s),
            lambda s, _: _last_hint(s),
        ),
        Check(
            "factor",
            "Where in this band does He's initialization lie: what is √n · s with its variance of 2/n?",
            lambda s, answer: near(answer, RIGHT, 0.02),
            _he_hint,
            "",
        ),
    ),
    drag=drag,
)

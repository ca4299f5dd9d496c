"""Regularization: one network, few points, and a penalty for large weights whose strength the visitor chooses."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course.chapters.data_size import networks
from course.chapters.drawing import PLANE
from course.chapters.parts import Answer, Check, Formula, Pick, Prediction, Screen, Settings, Slider, near
from engine import network
from engine.experiments.experiment import change
from engine.experiments.fields import Choice, Number
from engine.numerals import plain
from engine.regularizers import REGULARIZERS
from engine.runs import training
from engine.runs.run import Run, evaluate, start_run
from pictures.live import maps
from pictures.sketch.scene import Panel, Scene

KINDS = {"l2": "ℓ2: squares", "l1": "ℓ1: sizes"}
RATES = (0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
FIELDS = {"penalty": (Choice(KINDS), "l2"), "strength": (Number(1, len(RATES), whole=True), 1)}
POINTS, SAMPLES = 40, (1, 2, 3, 4, 5)  # training points, and seeds of the data and of the first weights
STEPS = 600
GONE = 0.01  # a weight that is smaller counts as gone
HIGHEST = 1.2  # loss on the axis


class Trained(NamedTuple):
    """One Run for each sample, in which each network has another rate, and their losses (samples, rates)."""

    runs: tuple[Run, ...]
    train: np.ndarray
    test: np.ndarray


@lru_cache(maxsize=len(KINDS))
def trained(kind: str) -> Trained:
    """Return networks that have learned a few points with a penalty of this kind, at all RATES."""
    runs = []
    for sample in SAMPLES:
        base = change(
            networks.BASE, points=10 * POINTS, data_seed=sample, weight_seed=sample, regularization=kind
        )  # a tenth of the points train
        run = start_run(*(change(base, regularization_rate=rate) for rate in RATES), dtype=np.float32, snapshots=False)
        training.advance(run, STEPS)
        runs.append(run)
    scores = [evaluate(run) for run in runs]
    return Trained(
        tuple(runs), np.array([each.train_loss for each in scores]), np.array([each.test_loss for each in scores])
    )


def best(kind: str) -> int:
    """Return the index of the rate with the lowest test loss, in the median of the samples."""
    return int(np.median(trained(kind).test, axis=0).argmin())


def gone(kind: str, at: int) -> int:
    """Return how many weights of the first sample's network are smaller than GONE, with the rate of this index."""
    run = trained(kind).runs[0]
    weights = run.theta[at, network.layout(run.layers).is_weight]
    return int((np.abs(weights) < GONE).sum())


def _label(rate: float) -> str:
    return plain(rate)


def figure(s: Settings) -> Scene:
    """Show what the first sample's network has learned, and the losses of all over the rates."""
    found, at = trained(s.penalty), s.strength - 1
    run = found.runs[0]
    title = "Learned with this λ. Dashed: the truth"
    plane = Panel("Learned boundary", PLANE, PLANE, title, "x₁", "x₂", square=True, share=0.9)
    z = maps.predict(run, 64).output[at, 0]
    plane.map(np.tanh(z / 2).reshape(64, 64))  # tanh(z / 2) = 2 p − 1
    x = np.linspace(*PLANE, 161)
    plane.curve(x, networks.true_boundary(x), "ink", 2.5, dash=True)
    plane.dots(run.train.points.T, run.train.labels, size=5)
    names = tuple(_label(rate) for rate in RATES)
    title = "Loss without the penalty"
    losses = Panel("Losses over λ", (0, len(RATES)), (0, HIGHEST), title, "λ", categories=names, answers=True)
    places = np.arange(len(RATES)) + 0.5
    for rows, colour in ((found.train, "blue"), (found.test, "orange")):
        for row in rows:
            losses.curve(places, row, colour, 1)
        losses.curve(places, np.median(rows, axis=0), colour, 3.5)
    losses.text((0.2, 0.94 * HIGHEST), "unseen points", "orange", 14, "start", bold=True, box=True)
    losses.text((0.2, 0.16 * HIGHEST), "training points", "blue", 14, "start", bold=True, box=True)
    losses.line([(places[at], 0), (places[at], HIGHEST)], "red", 1.5, dash=True)
    reach = (0.5, len(RATES) - 0.5, 0, HIGHEST)
    losses.handle("strength", (places[at], 0.5 * HIGHEST), "Strength of the penalty λ", "red", "x", reach, 1)
    train, test = (float(np.median(rows[:, at])) for rows in (found.train, found.test))
    count = int(network.layout(run.layers).is_weight.sum())
    caption = (
        f"{KINDS[s.penalty][:2]}, λ = {_label(RATES[at])}: in the median of five samples of {POINTS} points the train "
        f"loss is {train:.2f}, the test loss {test:.2f}. On the left, {gone(s.penalty, at)} of {count} weights are "
        f"below {plain(GONE)}."
    )
    return Scene([plane, losses], caption, height=380)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Choose the nearest rate."""
    return {"strength": round(min(max(x + 0.5, 1), len(RATES)))}


def _best_hint(s: Settings) -> str:
    at, median = s.strength - 1, np.median(trained(s.penalty).test, axis=0)
    words = f"The test loss is {median[at]:.2f} here. "
    return words + ("A stronger penalty does better." if at < best(s.penalty) else "A weaker penalty does better.")


def _slope_hint(s: Settings, answer: float | None) -> str:
    if near(answer, 0.1):
        return "So it is with ℓ1: the same for every weight. With ℓ2 a larger weight is pulled more."
    if near(answer, 0.45):
        return "That is the penalty itself, λ/2 · w². What is its slope?"
    return "The slope of λ/2 · w² along w is λ · w."


def _slope(kind: str, w: float) -> float:
    slope = REGULARIZERS[kind].slope
    assert slope is not None  # both have one
    return float(slope(np.array(w)))


SCREEN = Screen(
    "Regularization",
    "A network over-fits with large weights: they let it bend around single points. **Regularization** adds a penalty "
    "for them to the loss: λ/2 times their squares, that is, the square of their **ℓ2 norm**, or λ times their sizes, "
    "their **ℓ1 norm**, which takes many of them to 0. Training does not learn λ: it is a **hyperparameter**, to be "
    "chosen by unseen points.",
    figure=figure,
    formulas=(
        Formula(
            r"\frac{\partial}{\partial w} \, \frac{\lambda}{2} \sum w^2 = \lambda \, w",
            {"w": "a weight; biases have no penalty", r"\lambda": "strength of the penalty"},
            computed_by=lambda rate, w: rate * _slope("l2", w),
            written_out=lambda rate, w: (rate / 2 * (w + 0.5) ** 2 - rate / 2 * (w - 0.5) ** 2) / 1.0,
            sample_arguments=lambda rng: (float(rng.uniform(0, 1)), float(rng.normal())),
        ),
        Formula(
            r"\frac{\partial}{\partial w} \, \lambda \sum |w| = \pm \lambda",
            {r"\pm": "the sign of w"},
            computed_by=lambda rate, w: rate * _slope("l1", w),
            written_out=lambda rate, w: rate if w > 0 else -rate,
            sample_arguments=lambda rng: (float(rng.uniform(0, 1)), float(rng.normal())),
        ),
    ),
    prediction=Prediction(
        "λ grows from 0 to 1. What becomes of the loss on the training points, counted without the penalty?",
        (
            Answer(
                "It falls: the penalty helps.",
                "It may help with unseen points. The training points were fitted without it.",
            ),
            Answer("It rises.", "The weights are held back from fitting them, at last from fitting anything."),
            Answer(
                "It stays: only unseen points matter.", "The penalty changes the weights, and they answer for both."
            ),
        ),
        1,
        {"penalty": "l2", "strength": len(RATES)},
    ),
    controls=(Pick("penalty", "Penalty", KINDS), Slider("strength", f"λ: {', '.join(map(_label, RATES))}", 1)),
    checks=(
        Check(
            "best",
            "Choose the λ with the lowest loss on unseen points, in the median (the thick orange line).",
            lambda s, _: s.strength - 1 == best(s.penalty),
            lambda s, _: _best_hint(s),
        ),
        Check(
            "pull",
            "A weight is 3, and λ is 0.1. What does the ℓ2 penalty add to its slope?",
            lambda s, answer: near(answer, 0.3),
            _slope_hint,
            "",
        ),
    ),
    drag=drag,
)

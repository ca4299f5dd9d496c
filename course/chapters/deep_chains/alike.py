"""Alike at the start: what becomes of hidden neurons that begin with the same weights."""

from functools import lru_cache
from typing import Any

import numpy as np

from course.chapters import drawing
from course.chapters.drawing import PLANE
from course.chapters.parts import Answer, Check, Pick, Prediction, Screen, Settings, Slider, number_check
from engine.experiments.experiment import Experiment
from engine.experiments.fields import Choice, Number
from engine.runs import training
from engine.runs.run import Run, evaluate, start_run
from pictures.live import maps
from pictures.sketch.scene import Panel, Scene

HIDDEN, EPOCHS, MAP_SIZE = 4, 40, 48
EQUAL = 0.5  # all first weights
# Each way to begin: its label, and settings of an Experiment.
WAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "random": ("Random", {"initializer": "xavier"}),
    "equal": (f"All {EQUAL}", {"initializer": "constant", "weight_scale": EQUAL}),
    "zero": ("All 0", {"initializer": "zeros"}),
}
BEGINS = {name: label for name, (label, _) in WAYS.items()}
FIELDS = {"begins": (Choice(BEGINS), "random"), "passes": (Number(0, EPOCHS, whole=True), 0)}
GOOD = 0.9  # the accuracy to reach
SEED = 1


@lru_cache(maxsize=128)
def trained(begins: str, epochs: int, seed: int = SEED) -> Run:
    """Return a network 2-4-1 on the circle after some epochs; its first weights are random, all EQUAL, or all 0."""
    base: dict[str, Any] = {
        "data": "circle",
        "layers": (HIDDEN,),
        "step_size": 0.03,
        "data_seed": seed,
        "weight_seed": seed,
    }
    run = start_run(Experiment(**base, **WAYS[begins][1]), snapshots=False)
    training.advance(run, epochs * run.epoch_steps)
    return run


def different(run: Run) -> int:
    """Return how many of the hidden neurons have weights that no other one before has."""
    (matrix,) = run.parameters[0]
    return len(np.unique(matrix[0].round(9), axis=0))


def accuracy(run: Run) -> float:
    """Return the share of the unseen points that is right."""
    found = evaluate(run).test_accuracy
    assert found is not None  # these data have classes
    return float(found[0])


def figure(s: Settings) -> Scene:
    """Show the maps of the four hidden neurons, and that of the output with the points."""
    run = trained(s.begins, s.passes)
    trace = maps.predict(run, MAP_SIZE)
    panels = [
        drawing.small_map(f"Hidden neuron {k}", f"Neuron {k}", values, share=0.45)
        for k, values in enumerate(trace.layers[0].a[0], 1)
    ]
    output = Panel("The output", PLANE, PLANE, "The output", axes=False, square=True, share=0.9)
    output.map(np.tanh(trace.output[0, 0] / 2).reshape(MAP_SIZE, MAP_SIZE))  # tanh(z / 2) = 2 p − 1
    output.dots(run.train.points.T, run.train.labels, size=3.5)
    count = different(run)
    words = "all four hidden neurons are different" if count == HIDDEN else "all four hidden neurons are the same"
    caption = (
        f"First weights: {BEGINS[s.begins].lower()}. After {s.passes} epochs {words}, and {100 * accuracy(run):.0f} % "
        "of the unseen points are right."
    )
    return Scene([*panels, output], caption, height=300)


def _good_hint(s: Settings) -> str:
    if s.begins != "random":
        return "Four neurons that are the same separate the plane by one line, as one neuron does."
    return f"{100 * accuracy(trained(s.begins, s.passes)):.0f} % are right so far. Train for longer."


SCREEN = Screen(
    "Alike at the start",
    "Four hidden neurons see the same inputs in the same **mini-batches**, and their slopes come back through the "
    "weights behind them. **Initialization** gives them their first weights. Does it have to be random? Choose how "
    "they begin, train them on the disc and the ring, and compare their four maps.",
    figure=figure,
    prediction=Prediction(
        f"All first weights are {EQUAL}, all biases 0. How do the four hidden neurons differ after {EPOCHS} epochs?",
        (
            Answer("Each has found its part of the disc.", "For that, something has to make them different."),
            Answer("Not at all.", "Equal weights get equal slopes, step after step. So first weights are random."),
            Answer(
                "A little, by the chance of mini-batches.",
                "They are drawn by chance, but all four get the same.",
            ),
        ),
        1,
        {"begins": "equal", "passes": EPOCHS},
    ),
    controls=(Pick("begins", "First weights", BEGINS), Slider("passes", "Epochs", 1)),
    checks=(
        Check(
            "unlike",
            f"Get more than {100 * GOOD:.0f} % of the unseen points right.",
            lambda s, _: accuracy(trained(s.begins, s.passes)) > GOOD,
            lambda s, _: _good_hint(s),
        ),
        number_check(
            "move",
            "A hidden neuron has the weight 0 to the output, and ∂L/∂ŷ is 2. How large is ∂L/∂a at this neuron?",
            0,
            "By the chain rule it is ∂L/∂ŷ times the weight on the way back.",
            {2: "That is ∂L/∂ŷ. On the way back it is multiplied by the weight.", 1: "Multiply 2 by the weight, 0."},
        ),
    ),
)

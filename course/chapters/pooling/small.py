"""A whole network under 800 weights that is right on 95 % of the digits."""

from functools import lru_cache
from typing import Any

import numpy as np

from course.chapters.parts import Answer, Check, Pick, Prediction, Screen, Settings, Slider
from engine import network
from engine.experiments.fields import Choice, Number
from engine.experiments.image_experiment import ImageExperiment
from engine.numerals import grouped
from engine.runs import training
from engine.runs.run import start_run
from pictures.sketch.scene import Panel, Scene

EVERY, EPOCHS = 5, 30  # epochs between two measurements, and in all
POOLINGS = {"none": "None", "max": "Max 2 × 2", "mean": "Mean 2 × 2", "global_max": "Global max"}
FIELDS = {
    "first_filters": (Number(1, 8, whole=True), 8),
    "second_filters": (Number(0, 12, whole=True), 0),
    "pooled_by": (Choice(POOLINGS), "none"),
    "trained_for": (Number(EVERY, EPOCHS, whole=True), EVERY),
}
LIMIT, GOAL = 800, 0.95  # weights, and accuracy


def experiment(first: int, second: int, pooling: str, **more: Any) -> ImageExperiment:
    """Return the training of a network with these filters on the digits."""
    filters = (first, second) if second else (first,)
    return ImageExperiment(filters=filters, pooling=pooling, optimizer="adam", step_size=0.01, **more)


@lru_cache(maxsize=128)
def accuracies(first: int, second: int, pooling: str, seed: int = 1) -> tuple[int, tuple[float, ...]]:
    """Return the number of weights, and the accuracy on unseen digits after every EVERY epochs, from 0 on."""
    run = start_run(
        experiment(first, second, pooling, weight_seed=seed), dtype=np.float32, every=EPOCHS + 1, snapshots=False
    )
    images, result = run.test.points[None].astype(np.float32), []
    for _ in range(0, EPOCHS + 1, EVERY):
        output = network.forward(run.layers, run.parameters, images).output[0]
        result.append(float((output.argmax(axis=0) == run.test.labels).mean()))
        training.advance(run, EVERY * run.epoch_steps)
    return run.theta.shape[1], tuple(result)


def chosen(s: Settings) -> tuple[int, float]:
    """Return the number of weights and the accuracy of the network that is set."""
    weights, rows = accuracies(s.first_filters, s.second_filters, s.pooled_by)
    return weights, rows[s.trained_for // EVERY]


def figure(s: Settings) -> Scene:
    """Show the accuracy over the epochs, and the number of weights."""
    weights, rows = accuracies(s.first_filters, s.second_filters, s.pooled_by)
    curve = Panel("Accuracy on unseen digits", (0, EPOCHS), (0.6, 1), "Accuracy on unseen digits", "epochs")
    epochs = np.arange(0, EPOCHS + 1, EVERY)
    curve.curve(epochs[1:], np.array(rows[1:]), "blue", 3)
    curve.line([(0, GOAL), (EPOCHS, GOAL)], "ink", 1.5, dash=True)
    weights_panel = Panel("Weights", (0, 1), (0, 2 * LIMIT), "Weights", share=0.6, categories=("this network",))
    weights_panel.bar(0.25, 0.75, 0, min(weights, 2 * LIMIT), "blue" if weights < LIMIT else "orange")
    weights_panel.line([(0, LIMIT), (1, LIMIT)], "ink", 1.5, dash=True)
    last, accuracy = s.trained_for // EVERY * EVERY, chosen(s)[1]
    curve.dots([(last, accuracy)], colour="red", size=8)
    caption = f"{grouped(weights)} weights, right on {100 * accuracy:.1f} % of unseen digits after {last} epochs."
    return Scene([curve, weights_panel], caption, height=330)


def _hint(s: Settings) -> str:
    weights, accuracy = chosen(s)
    if weights >= LIMIT:
        return (
            f"It has {grouped(weights)} weights. Most are in the dense layer, ten for each value of the flat row: "
            f"pool, or take "
            "fewer filters."
        )
    if s.pooled_by == "global_max":
        return "A global max keeps one number for each filter. That is little to tell ten digits apart."
    return f"It is right on {100 * accuracy:.1f} % so far. Train for longer, or use more of the 800 weights."


SCREEN = Screen(
    "A network under 800 weights",
    "Now build one: convolution, pooling, perhaps once more, then flatten, and a dense layer with ten "
    "outputs. It learns 898 "
    "digits as soon as you choose, and is tested on 899 others. Count before you try: where are most of the weights? "
    "The dashed lines are 95 % and 800 weights.",
    figure=figure,
    prediction=Prediction(
        "Eight filters without pooling. Now 2 × 2 pooling comes behind them. What becomes of the number of weights?",
        (
            Answer(
                "It stays: pooling has no weights.",
                "It has none, but the dense layer has ten for each value that is left.",
            ),
            Answer(
                "It falls to about a quarter.",
                "Most weights are in the dense layer, and a quarter of the values goes on.",
            ),
            Answer("It falls to about half.", "2 × 2 halves the map in both directions."),
        ),
        1,
        {"pooled_by": "max"},
    ),
    controls=(
        Slider("first_filters", "Filters", 1),
        Slider("second_filters", "Of a second convolution, 0 for none", 1),
        Slider("trained_for", "Epochs", EVERY),
        Pick("pooled_by", "Pooling after each", POOLINGS),
    ),
    checks=(
        Check(
            "small",
            "Get 95 % with fewer than 800 weights.",
            lambda s, _: chosen(s)[0] < LIMIT and chosen(s)[1] >= GOAL,
            lambda s, _: _hint(s),
        ),
    ),
)

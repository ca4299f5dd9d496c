"""Initialization: the gradient of every layer of a real network, before the first step."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from course.chapters.deep_chains.chain import power, scientific
from course.chapters.parts import Check, Formula, Pick, Screen, Settings, near
from engine import network
from engine.activations import ACTIVATIONS
from engine.experiments.experiment import Experiment
from engine.experiments.fields import Choice
from engine.layers.dense import Dense
from engine.layers.parameters import weights
from engine.runs import objective
from engine.runs.run import Run, start_run
from pictures.sketch.scene import Panel, Scene

DEPTH, WIDTH = 6, 16  # hidden layers, and neurons of each
SEEDS = tuple(range(1, 11))
# Each way to begin: its label, and settings of an Experiment.
STARTS: dict[str, tuple[str, dict[str, Any]]] = {
    "small": ("Too small, s = 0.05", {"initializer": "normal", "weight_scale": 0.05}),
    "xavier": ("Xavier", {"initializer": "xavier"}),
    "he": ("He", {"initializer": "he"}),
    "large": ("Too large, s = 1", {"initializer": "normal", "weight_scale": 1}),
}
KINDS = {name: ACTIVATIONS[name].label for name in ("tanh", "relu", "sigmoid")}
FIELDS = {"start": (Choice(STARTS), "small"), "kind": (Choice(KINDS), "tanh")}
LOWEST, HIGHEST = -8, 4  # powers of ten on the axis
RIGHT = 0.0625  # He's variance for 32 inputs
EVEN = 3.0  # the last layer's outputs have kept their size if they have changed by less than this factor


class Layers(NamedTuple):
    """Of each hidden layer, the size of its outputs and the norm of its gradient ∂L/∂W: (networks, DEPTH) each."""

    signals: np.ndarray
    gradients: np.ndarray


def experiment(depth: int = DEPTH, width: int = WIDTH, **more: Any) -> Experiment:
    """Return the training of a deep network on the circle by plain gradient descent."""
    return Experiment(data="circle", layers=(width,) * depth, optimizer="gradient_descent", **more)


def measure(run: Run) -> Layers:
    """Return what the layers of a Run pass on and get back, over its training points."""
    x, y = run.inputs[0]
    trace = network.forward(run.layers, run.parameters, x)
    loss = objective.of(run.experiment)
    gradients = network.layout(run.layers).views(np.zeros_like(run.theta))
    network.backward(run.layers, run.parameters, gradients, trace, loss.slope(trace.output, y) / loss.size(y))
    signals = [np.sqrt((signal.a**2).mean(axis=(1, 2))) for signal in trace.layers[:-1]]
    norms = [np.sqrt((weights(matrix) ** 2).sum(axis=(1, 2))) for (matrix,) in gradients[:-1]]
    return Layers(np.stack(signals, axis=1), np.stack(norms, axis=1))


@lru_cache(maxsize=len(STARTS) * len(KINDS))
def layers_of(start: str, kind: str) -> Layers:
    """Return what the layers pass on and get back before the first step, in ten networks."""
    runs = [experiment(activation=kind, weight_seed=seed, **STARTS[start][1]) for seed in SEEDS]
    return measure(start_run(*runs, snapshots=False))


def kept(start: str, kind: str) -> float:
    """Return the size of the last hidden layer's outputs as a multiple of the first one's, in the median."""
    signals = layers_of(start, kind).signals
    return float(np.median(signals[:, -1] / signals[:, 0]))


def gradient_of(layer: int, start: str, kind: str) -> float:
    """Return the norm of the gradient of a hidden layer, from 0, in the median of the networks."""
    return float(np.median(layers_of(start, kind).gradients[:, layer]))


def _gradient(slopes: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Return ∂L/∂W (units, inputs) of a linear dense layer for one point, by the engine."""
    layer = Dense(len(a), len(slopes), "linear")
    matrix = np.zeros((1, len(slopes), len(a) + 1))
    gradient, x = np.zeros_like(matrix), layer.layer_input(a[None, :, None])
    layer.backward((matrix,), (gradient,), x, layer.forward((matrix,), x), slopes[None, :, None], False)
    return weights(gradient)[0]


def figure(s: Settings) -> Scene:
    """Show the size of the signals on the way forward and of the gradients on the way back."""
    found = layers_of(s.start, s.kind)
    panels = []
    for title, rows, colour in (
        ("Forward: size of the outputs a", found.signals, "blue"),
        ("Back: norm of the gradient ∂L/∂W", found.gradients, "orange"),
    ):
        panel = Panel(
            f"{title}, of each hidden layer, as a power of ten",
            (0.6, DEPTH + 0.4),
            (LOWEST, HIGHEST),
            f"{title}, as a power of ten",
            "hidden layer",
        )
        for row in rows:
            panel.line([(k, power(size)) for k, size in enumerate(row, 1)], colour, 1.2)
        panel.dots([(k, power(size)) for k, size in enumerate(np.median(rows, axis=0), 1)], colour=colour, size=5)
        panels.append(panel)
    first, last = (scientific(gradient_of(k, s.start, s.kind)) for k in (0, -1))
    caption = (
        f"{STARTS[s.start][0]}, {KINDS[s.kind]}: in the median of ten networks, the outputs of the last hidden layer "
        f"have {scientific(kept(s.start, s.kind))} times the size of the first one's. The norm of the gradient is "
        f"{first} in the first layer and {last} in the last."
    )
    return Scene(panels, caption, height=330)


def _hint(s: Settings, answer: float | None) -> str:
    if near(answer, 1 / 32, 0.0005):
        return "That is 1/n, which suits tanh. ReLU sets half of the sums to 0: He makes up for it."
    if near(answer, 0.25, 0.002):
        return "That is the standard deviation. The variance is its square."
    return "He: variance 2/n, where n is the number of inputs of a neuron."


def _keeps(s: Settings) -> bool:
    return 1 / EVEN < kept(s.start, s.kind) < EVEN


def _keeps_hint(s: Settings) -> str:
    if s.kind != "relu":
        return "Choose ReLU first."
    times = kept(s.start, s.kind)
    return f"Now the last outputs have {scientific(times)} times the size of the first ones: " + (
        "ReLU sets half of the sums to 0, and these weights do not make up for it."
        if times < 1
        else "each layer makes them larger."
    )


SCREEN = Screen(
    "Initialization",
    "**Initialization** draws the first weights, here of six hidden layers of 16 neurons. **Xavier** gives them the "
    "variance 1/n where a layer has n inputs and n neurons; **He** takes 2/n, because ReLU sets half of the sums to 0. "
    "The gradient of a layer is what comes back times what came in. So if signals vanish, all layers get tiny "
    "gradients; behind sigmoids, it is the first layers that do.",
    figure=figure,
    formulas=(
        Formula(
            r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial z} \; a^{\top}",
            {
                "W": "weights of a layer",
                r"\partial L / \partial z": "slope of the loss at its sums: what comes back",
                "a": "its inputs: what came in",
            },
            computed_by=_gradient,
            written_out=lambda slopes, a: [[d * x for x in a] for d in slopes],
            sample_arguments=lambda rng: (rng.normal(size=3), rng.normal(size=4)),
        ),
    ),
    controls=(
        Pick("start", "First weights", {name: label for name, (label, _) in STARTS.items()}),
        Pick("kind", "Activation", KINDS),
    ),
    checks=(
        Check(
            "keeps",
            "ReLU: find first weights with which the last hidden layer's outputs have the size of the first one's, "
            f"within a factor of {EVEN:.0f}.",
            lambda s, _: s.kind == "relu" and _keeps(s),
            lambda s, _: _keeps_hint(s),
        ),
        Check(
            "he",
            "A ReLU layer has 32 inputs. Which variance do its first weights have, by He?",
            lambda s, answer: near(answer, RIGHT, 0.0005),
            _hint,
            "",
        ),
    ),
)

"""Trains several networks of one shape at once, each on points of its own: the same network on several samples."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine import network
from engine.layers.dense import Dense
from engine.losses import LOSSES
from engine.metrics import accuracy
from engine.optimizers import OPTIMIZERS


class Points(NamedTuple):
    """Inputs (K, features, n) and targets (K, outputs, n) of K networks."""

    inputs: np.ndarray
    targets: np.ndarray


def stacked(points: Sequence[Points]) -> Points:
    """Return the points of several networks as one stack; all must have as many."""
    inputs, targets = zip(*points, strict=True)
    return Points(np.concatenate(inputs), np.concatenate(targets))


def train(
    layers: tuple[Dense, ...],
    theta: np.ndarray,
    points: Points,
    steps: int,
    step_size: float,
    batch_size: int,
    frozen: int = 0,
) -> np.ndarray:
    """Return theta (K, P) after steps of the engine's Adam on mini-batches, with the lowest layers frozen.

    The k-th network draws its mini-batches from the k-th random stream.
    """
    layout, loss = network.layout(layers), LOSSES["cross_entropy"]
    theta, gradient = theta.copy(), np.zeros_like(theta)
    parameters, gradients = layout.views(theta), layout.views(gradient)
    optimizer = OPTIMIZERS["adam"]
    state, options = optimizer.init(theta), {name: option.default for name, option in optimizer.options.items()}
    streams = [np.random.default_rng(k) for k in range(len(theta))]
    count = points.inputs.shape[2]
    size = min(batch_size, count)
    for _ in range(steps):
        x, y = points if size == count else _batch(points, size, streams)
        trace = network.forward(layers, parameters, layers[0].layer_input(x))
        network.backward(layers, parameters, gradients, trace, loss.slope(trace.output, y) / size, frozen)
        delta, state = optimizer.update(gradient, state, step_size, theta, **options)
        delta[:, : layout.ends[frozen]] = 0
        theta += delta
    return theta


def _batch(points: Points, size: int, streams: Sequence[np.random.Generator]) -> Points:
    """Return as many points for each network, drawn without replacement."""
    count = points.inputs.shape[2]
    chosen = np.stack([rng.choice(count, size, replace=False) for rng in streams])[:, None]
    return Points(*(np.take_along_axis(part, chosen, axis=2) for part in points))


def accuracies(layers: tuple[Dense, ...], theta: np.ndarray, points: Points) -> list[float]:
    """Return each network's accuracy on its points."""
    z = network.forward(layers, network.layout(layers).views(theta), layers[0].layer_input(points.inputs)).output
    return [float(value) for value in np.broadcast_to(accuracy(z, points.targets), len(theta))]

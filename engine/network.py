"""The forward and the backward pass through the layers: the two functions that the backpropagation lesson shows.

A network is a tuple of layers. Its weights are separate, in theta (see layers/parameters), so the same
network serves one set of weights or a thousand.
"""

from typing import NamedTuple

import numpy as np

from engine.layers.dense import Dense, Initialize, Signal
from engine.layers.parameters import Layout, Views


class Trace(NamedTuple):
    """All values of one forward pass: the input x of each layer, and its Signal (z and a).

    masks, if any, are the dropout masks that multiplied each hidden layer's a on its way to the next layer.
    """

    inputs: list[np.ndarray]
    layers: list[Signal]
    masks: tuple[np.ndarray, ...] = ()

    @property
    def output(self) -> np.ndarray:
        """The last layer's a: logits or predicted values, (K, outputs, points)."""
        return self.layers[-1].a


def dense(
    inputs: int, hidden: tuple[int, ...], outputs: int, activations: tuple[str | tuple[str, ...], ...]
) -> tuple[Dense, ...]:
    """Return hidden layers of the given widths and activations (see Dense), and a linear output layer."""
    widths = (inputs, *hidden, outputs)
    kinds = (*activations, "linear")  # softmax is part of the loss, where it cancels against the log
    return tuple(Dense(*layer) for layer in zip(widths[:-1], widths[1:], kinds, strict=True))


def unstack(layers: tuple[Dense, ...], index: int) -> tuple[Dense, ...]:
    """Return the layers of one network of a stack."""
    return tuple(layer.unstack(index) for layer in layers)


def layout(layers: tuple[Dense, ...]) -> Layout:
    """Return the positions of these layers' parameters in theta."""
    return Layout(tuple(layer.parameters for layer in layers))


def initial(layers: tuple[Dense, ...], rng: np.random.Generator, initialize: Initialize) -> np.ndarray:
    """Return the first parameters of one network, (P,), made by an initializer's function."""
    return np.concatenate([p.ravel() for layer in layers for p in layer.initial(rng, initialize)])


def forward(layers: tuple[Dense, ...], parameters: Views, x: np.ndarray, masks: tuple[np.ndarray, ...] = ()) -> Trace:
    """Return every layer's values for x, the input of the first layer (see Dense.layer_input).

    masks, in training with dropout only, has one array for each hidden layer's a.
    """
    trace = Trace([], [], masks)
    for i, layer in enumerate(layers):
        if i:
            a = trace.layers[-1].a
            x = layer.layer_input(a * masks[i - 1] if masks else a)
        trace.inputs.append(x)
        trace.layers.append(layer.forward(parameters[i], x))
    return trace


def backward(
    layers: tuple[Dense, ...], parameters: Views, gradient: Views, trace: Trace, da: np.ndarray, first: int = 0
) -> None:
    """Write dL/dtheta into the views `gradient`, given da = dL/d(output) of every point.

    From the last layer to the first, each layer returns dL/da for the layer before it, so
    every factor of the chain rule is computed once and used by all paths that need it.
    Layers before `first` are frozen: their gradient is neither computed nor written.
    """
    for i in range(len(layers) - 1, first - 1, -1):
        before = layers[i].backward(parameters[i], gradient[i], trace.inputs[i], trace.layers[i], da, i > first)
        if before is None:  # at `first`: no layer before it needs dL/da
            return
        da = before
        if trace.masks:
            da *= trace.masks[i - 1]

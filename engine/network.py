"""Forward through the layers, and back: the two functions that the backpropagation lesson shows.

A network is a tuple of layers. Its numbers are elsewhere, in theta (see parameters), so the same
network describes one set of weights or a thousand.
"""

from typing import NamedTuple

import numpy as np

from engine.layers.dense import Dense
from engine.layers.parameters import Layout


class Trace(NamedTuple):
    """All that one forward pass computed: what each layer was fed, and its record (z and a).

    masks, if any, are what dropout multiplied each hidden layer's a by before it was fed to the next.
    """

    inputs: list[np.ndarray]
    layers: list
    masks: tuple[np.ndarray, ...] = ()

    @property
    def output(self) -> np.ndarray:
        """The last layer's a: logits or predicted values, (K, outputs, points)."""
        return self.layers[-1].a


def dense(inputs: int, hidden: tuple[int, ...], outputs: int, activations: tuple) -> tuple[Dense, ...]:
    """Return hidden layers of the given widths and activations (see Dense), and a linear output layer."""
    widths = (inputs, *hidden, outputs)
    kinds = (*activations, "linear")  # softmax belongs to the loss, where it cancels against the log
    return tuple(Dense(*layer) for layer in zip(widths[:-1], widths[1:], kinds, strict=True))


def alone(layers: tuple, place: int) -> tuple:
    """Return the layers of one network of a stack."""
    return tuple(layer.alone(place) for layer in layers)


def layout(layers: tuple) -> Layout:
    """Return where the parameters of these layers lie in theta."""
    return Layout(tuple(layer.parameters for layer in layers))


def initial(layers: tuple, rng: np.random.Generator, draw) -> np.ndarray:
    """Return first parameters of one network, (P,), by an initializer's draw."""
    return np.concatenate([p.ravel() for layer in layers for p in layer.initial(rng, draw)])


def forward(layers: tuple, parameters: list, x: np.ndarray, masks: tuple[np.ndarray, ...] = ()) -> Trace:
    """Return every layer's values for x, what the first layer is fed of the inputs.

    masks, for training with dropout only, has one array for each hidden layer's a.
    """
    trace = Trace([], [], masks)
    for i, layer in enumerate(layers):
        if i:
            a = trace.layers[-1].a
            x = layer.fed(a * masks[i - 1] if masks else a)
        trace.inputs.append(x)
        trace.layers.append(layer.forward(parameters[i], x))
    return trace


def backward(layers: tuple, parameters: list, gradient: list, trace: Trace, da: np.ndarray, first: int = 0) -> None:
    """Write dL/dtheta into the views `gradient`, given da = dL/d(output) of every point.

    Walking from the last layer to the first, each layer hands dL/da to the one before it, so
    every factor of the chain rule is computed once and used by all the paths that need it.
    Layers before `first` are frozen: nothing is computed for them or written.
    """
    for i in range(len(layers) - 1, first - 1, -1):
        da = layers[i].backward(parameters[i], gradient[i], trace.inputs[i], trace.layers[i], da, i > first)
        if trace.masks and i > first:
            da *= trace.masks[i - 1]

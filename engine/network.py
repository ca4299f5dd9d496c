"""Forward through the layers, and back: the two functions that the backpropagation lesson shows.

A network is a tuple of layers. Its numbers are elsewhere, in theta (see parameters), so the same
network describes one set of weights or a thousand.
"""

from typing import NamedTuple

import numpy as np

from engine.layers import Dense
from engine.parameters import Layout


class Trace(NamedTuple):
    """All that one forward pass computed: the inputs, and every layer's record (z and a)."""

    x: np.ndarray
    layers: list

    @property
    def output(self) -> np.ndarray:
        """The last layer's a: logits or predicted values, (K, outputs, points)."""
        return self.layers[-1].a


def dense(inputs: int, hidden: tuple[int, ...], outputs: int, activation: str | tuple[str, ...]) -> tuple[Dense, ...]:
    """Return hidden layers of the given widths and a linear output layer.

    activation is one name for all hidden layers, or one name for each.
    """
    names = (activation,) * len(hidden) if isinstance(activation, str) else activation
    widths = (inputs, *hidden, outputs)
    kinds = (*names, "linear")  # softmax belongs to the loss, where it cancels against the log
    return tuple(Dense(*layer) for layer in zip(widths[:-1], widths[1:], kinds, strict=True))


def layout(layers: tuple) -> Layout:
    """Return where the parameters of these layers lie in theta."""
    return Layout(tuple(layer.shapes for layer in layers))


def initial(layers: tuple, rng: np.random.Generator, draw) -> np.ndarray:
    """Return first parameters of one network, (P,), by an initializer's draw."""
    return np.concatenate([p.ravel() for layer in layers for p in layer.initial(rng, draw)])


def forward(layers: tuple, parameters: list, x: np.ndarray) -> Trace:
    """Return every layer's values for inputs x (K or 1, inputs, points)."""
    trace = Trace(x, [])
    for layer, p in zip(layers, parameters, strict=True):
        trace.layers.append(layer.forward(p, x))
        x = trace.layers[-1].a
    return trace


def backward(layers: tuple, parameters: list, gradient: list, trace: Trace, da: np.ndarray) -> None:
    """Write dL/dtheta into the views `gradient`, given da = dL/d(output) of every point.

    Walking from the last layer to the first, each layer hands dL/dx to the one before it, so
    every factor of the chain rule is computed once and used by all the paths that need it.
    """
    for i in range(len(layers) - 1, -1, -1):
        x = trace.layers[i - 1].a if i else trace.x
        da = layers[i].backward(parameters[i], gradient[i], x, trace.layers[i], da, wants_dx=i > 0)

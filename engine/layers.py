"""What a layer computes, forward and backward.

Forward: z = W a + b, then h(z). Backward, from dL/dh: the chain rule, once per factor.

A layer is a frozen description without numbers of its own. The protocol that every kind follows:
    shapes               the shapes of its parameters
    initial(rng, draw)   first values of them
    forward(p, x)        a record of what it computed, whose .a is its output
    backward(p, g, x, record, da, wants_dx)
                         writes the parameters' gradient into the views g, returns dL/dx
"""

from typing import NamedTuple

import numpy as np

from engine.activations import ACTIVATIONS
from engine.parameters import Shapes


class Signal(NamedTuple):
    """What a dense layer computed: weighted sums z and outputs a, both (K, units, points)."""

    z: np.ndarray
    a: np.ndarray


class Dense(NamedTuple):
    """A layer in which every unit sees every input: a = h(W x + b)."""

    inputs: int
    units: int
    activation: str

    @property
    def shapes(self) -> Shapes:
        """Return the shapes of W and b; b is a column, so that it adds to every point."""
        return (self.units, self.inputs), (self.units, 1)

    def initial(self, rng: np.random.Generator, draw) -> tuple[np.ndarray, np.ndarray]:
        """Return first values of W, by an initializer's draw, and b = 0."""
        return draw(rng, self.units, self.inputs), np.zeros((self.units, 1))

    def forward(self, parameters, x: np.ndarray) -> Signal:
        """Return z and a for inputs x (K or 1, inputs, points)."""
        W, b = parameters
        z = np.matmul(W, x)
        z += b
        return Signal(z, ACTIVATIONS[self.activation].function(z))

    def backward(self, parameters, gradient, x, signal: Signal, da, wants_dx=True):
        """Write dL/dW and dL/db, summed over points, into `gradient`; return dL/dx (or None)."""
        W, _ = parameters
        dW, db = gradient
        dz = da if self.activation == "linear" else da * ACTIVATIONS[self.activation].slope(signal.z, signal.a)
        np.matmul(dz, x.swapaxes(-1, -2), out=dW)
        np.add.reduce(dz, axis=-1, keepdims=True, out=db)
        return np.matmul(W.swapaxes(-1, -2), dz) if wants_dx else None

"""What a layer computes, forward and backward.

Forward: z = W a + b, then h(z). Backward, from dL/dh: the chain rule, once per factor.

A layer is a frozen description without numbers of its own. The protocol that every kind follows:
    parameters               the matrices [W b] that it learns
    initial(rng, draw)       first values of them
    alone(place)             the layer of one network of a stack
    fed(a)                   its input x, made of the output a of the layer before it
    forward(p, x)            a record of what it computed, whose .a is its output
    backward(p, g, x, record, da, wants_slope)
                             writes the parameters' gradient into the views g, returns dL/da of
                             the layer before it
"""

from typing import NamedTuple

import numpy as np

from engine import activations
from engine.layers.parameters import Parameter, weights


class Signal(NamedTuple):
    """What a dense layer computed: weighted sums z and outputs a, both (K, units, points)."""

    z: np.ndarray
    a: np.ndarray


class Dense(NamedTuple):
    """A layer in which every unit sees every input: a = h(W x + b).

    activation is a name of ACTIVATIONS, or one for each network of a stack.
    """

    inputs: int
    units: int
    activation: str | tuple[str, ...]

    @property
    def parameters(self) -> tuple[Parameter]:
        """Return the one matrix that it learns."""
        return (Parameter(self.units, self.inputs),)

    def initial(self, rng: np.random.Generator, draw) -> tuple[np.ndarray]:
        """Return first values of [W b]: W by an initializer's draw, b = 0."""
        return (np.hstack([draw(rng, self.units, self.inputs), np.zeros((self.units, 1))]),)

    def alone(self, place: int) -> "Dense":
        """Return the layer of one network of a stack."""
        return self if isinstance(self.activation, str) else self._replace(activation=self.activation[place])

    @staticmethod
    def fed(a: np.ndarray) -> np.ndarray:
        """Return a (K or 1, inputs, points) with a last row of ones, which the biases weigh."""
        networks, inputs, points = a.shape
        x = np.empty((networks, inputs + 1, points), a.dtype)
        x[:, :-1] = a
        x[:, -1] = 1
        return x

    def forward(self, parameters, x: np.ndarray) -> Signal:
        """Return z = W a + b and h(z), for x = a with its row of ones."""
        (matrix,) = parameters
        z = np.matmul(matrix, x)
        return Signal(z, activations.of(self.activation).function(z))

    def backward(self, parameters, gradient, x, signal: Signal, da, wants_slope=True):
        """Write dL/d[W b], summed over points, into `gradient`; return dL/da of the inputs (or None)."""
        (matrix,), (d_matrix,) = parameters, gradient
        dz = da if self.activation == "linear" else da * activations.of(self.activation).slope(signal.z, signal.a)
        np.matmul(dz, x.mT, d_matrix)
        return np.matmul(weights(matrix).mT, dz) if wants_slope else None

"""A dense layer: every input is connected to every unit, z = W a + b, then h(z)."""

from typing import NamedTuple

import numpy as np

from engine import activations
from engine.layers.layer import Initialize, Matrices
from engine.layers.parameters import Parameter, weights


class Signal(NamedTuple):
    """The values that a dense layer computed: weighted sums z and outputs a, both (K, units, points)."""

    z: np.ndarray
    a: np.ndarray


class Dense(NamedTuple):
    """A layer in which every input is connected to every unit: a = h(W x + b).

    activation is a name of ACTIVATIONS, or one for each network of a stack.
    """

    inputs: int
    units: int
    activation: str | tuple[str, ...]

    @property
    def output_shape(self) -> tuple[int]:
        """The number of units."""
        return (self.units,)

    @property
    def parameters(self) -> tuple[Parameter]:
        """The one matrix that it learns."""
        return (Parameter(self.units, self.inputs),)

    def initial(self, rng: np.random.Generator, initialize: Initialize) -> tuple[np.ndarray]:
        """Return the first values of [W b]: W made by an initializer's function, b = 0."""
        return (np.hstack([initialize(rng, self.units, self.inputs, self.units), np.zeros((self.units, 1))]),)

    def unstack(self, index: int) -> "Dense":
        """Return the layer of one network of a stack."""
        return self if isinstance(self.activation, str) else self._replace(activation=self.activation[index])

    @staticmethod
    def layer_input(a: np.ndarray) -> np.ndarray:
        """Return a, (K or 1, inputs, points), with a last row of ones, which the biases multiply."""
        networks, inputs, points = a.shape
        x = np.empty((networks, inputs + 1, points), a.dtype)
        x[:, :-1] = a
        x[:, -1] = 1
        return x

    def forward(self, parameters: Matrices, x: np.ndarray) -> Signal:
        """Return z = W a + b and h(z), for x = a with its row of ones."""
        (matrix,) = parameters
        z = np.matmul(matrix, x)
        return Signal(z, activations.of(self.activation).function(z))

    def backward(
        self,
        parameters: Matrices,
        gradient: Matrices,
        x: np.ndarray,
        signal: Signal,
        da: np.ndarray,
        needs_slope: bool = True,
    ) -> np.ndarray | None:
        """Write dL/d[W b], summed over points, into `gradient`; return dL/da of the inputs, or None if not needed."""
        (matrix,), (d_matrix,) = parameters, gradient
        dz = da if self.activation == "linear" else da * activations.of(self.activation).slope(signal.z, signal.a)
        np.matmul(dz, x.mT, d_matrix)
        return np.matmul(weights(matrix).mT, dz) if needs_slope else None

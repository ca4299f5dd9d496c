"""The forward and the backward pass of training, over arrays that are made once for many steps.

A step of a small network of dense layers is mostly calls, and making arrays; here there are fewer of both. What is
computed is what `network.forward` and `network.backward` compute, bit for bit: they are the ones to read, and they
train all other networks.
"""

from typing import Protocol

import numpy as np

from engine import activations, network
from engine.layers.dense import Dense
from engine.layers.parameters import weights
from engine.runs.run import Run


class Passes(Protocol):
    """Both passes, for one mini-batch after the other."""

    def forward(self, x: np.ndarray, masks: network.Masks) -> np.ndarray:
        """Return the output z of the last layer, (K, outputs, …, points); the next call may write over it."""

    def backward(self, da: np.ndarray) -> None:
        """Write dL/dtheta of the latest mini-batch into the Run's gradient, given da = dL/dz; da may be changed."""


def passes_of(run: Run, first: int) -> Passes:
    """Return the passes for a Run, as its experiment and its arrays are now; layers before `first` are frozen."""
    if run.experiment.dropout or not all(isinstance(layer, Dense) for layer in run.layers):
        return _AnyPasses(run, first)
    return _DensePasses(run, first)


class _AnyPasses:
    """The passes through layers of any kind."""

    def __init__(self, run: Run, first: int) -> None:
        self.run, self.first = run, first

    def forward(self, x: np.ndarray, masks: network.Masks) -> np.ndarray:
        self.trace = network.forward(self.run.layers, self.run.parameters, x, masks)
        return self.trace.output

    def backward(self, da: np.ndarray) -> None:
        network.backward(self.run.layers, self.run.parameters, self.run.gradients, self.trace, da, self.first)


class _DensePasses:
    """The passes through dense layers without dropout."""

    def __init__(self, run: Run, first: int) -> None:
        self.run, self.first = run, first
        self.by_size: dict[int, list[_Dense]] = {}  # the last mini-batch of an epoch may be smaller

    def forward(self, x: np.ndarray, masks: network.Masks) -> np.ndarray:
        points = x.shape[-1]
        if points not in self.by_size:
            self.by_size[points] = [self._made(i, points) for i in range(len(self.run.layers))]
        self.latest = self.by_size[points]
        for each in self.latest:
            x = each.forward(x)
        return x

    def backward(self, da: np.ndarray) -> None:
        for each in reversed(self.latest[self.first :]):
            da = each.backward(da)

    def _made(self, i: int, points: int) -> "_Dense":
        run = self.run
        (matrix,), (d_matrix,) = run.parameters[i], run.gradients[i]
        return _Dense(run.layers[i], matrix, d_matrix, points, i < len(run.layers) - 1, i > self.first)


class _Dense:
    """The passes through one dense layer, and what it computed last: z, and h(z) in the next layer's input."""

    def __init__(
        self, layer: Dense, matrix: np.ndarray, d_matrix: np.ndarray, points: int, is_hidden: bool, needs_slope: bool
    ) -> None:
        self.matrix, self.d_matrix, self.needs_slope = matrix, d_matrix, needs_slope
        self.weights = weights(matrix).mT
        activation = activations.of(layer.activation)
        self.function, self.slope, self.is_linear = activation.function, activation.slope, layer.activation == "linear"
        # The row of ones that the next layer's biases multiply stays as it is: see Dense.layer_input.
        self.output = np.ones((len(matrix), layer.units + is_hidden, points), matrix.dtype)
        self.a = self.output[:, : layer.units]
        self.z = self.a if self.is_linear else np.empty_like(self.a)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return h(W a + b) as the next layer's input, for x = a with its row of ones."""
        self.x = x
        np.matmul(self.matrix, x, self.z)
        if not self.is_linear:
            self.a[...] = self.function(self.z)
        return self.output

    def backward(self, da: np.ndarray) -> np.ndarray:
        """Write dL/d[W b]; return dL/da of the inputs, or da where no layer before needs it."""
        dz = da if self.is_linear else da * self.slope(self.z, self.a)
        np.matmul(dz, self.x.mT, self.d_matrix)
        return np.matmul(self.weights, dz) if self.needs_slope else da

"""What follows a recurrent layer: a linear readout at every moment, or the outputs of the last moment alone."""

from typing import NamedTuple

import numpy as np

from engine.layers import through_time
from engine.layers.layer import Initialize, Matrices, Output
from engine.layers.parameters import Parameter, weights
from engine.layers.recurrent import Moments


class Readout(NamedTuple):
    """A dense layer without activation that is applied at every moment: z_t = W h_t + b."""

    inputs: int
    units: int
    length: int

    @property
    def output_shape(self) -> tuple[int, int]:
        """The number of units, and of moments."""
        return self.units, self.length

    @property
    def parameters(self) -> tuple[Parameter]:
        """The one matrix that it learns."""
        return (Parameter(self.units, self.inputs),)

    def initial(self, rng: np.random.Generator, initialize: Initialize) -> tuple[np.ndarray]:
        """Return the first values of [W b]: W made by an initializer's function, b = 0."""
        return (np.hstack([initialize(rng, self.units, self.inputs, self.units), np.zeros((self.units, 1))]),)

    def unstack(self, index: int) -> "Readout":
        """Return the layer of one network of a stack."""
        return self

    @staticmethod
    def layer_input(a: np.ndarray) -> np.ndarray:
        """Return sequences a, (K or 1, inputs, moments, points), with a last row of ones."""
        return through_time.with_ones(a)

    def forward(self, parameters: Matrices, x: np.ndarray) -> Moments:
        """Return W h + b of all moments, (K, units, moments, points)."""
        (matrix,) = parameters
        z = np.matmul(matrix, through_time.flat(x))
        z = z.reshape(*z.shape[:2], *x.shape[2:])
        return Moments(z, z)

    def backward(
        self,
        parameters: Matrices,
        gradient: Matrices,
        x: np.ndarray,
        signal: Moments,
        da: np.ndarray,
        needs_slope: bool = True,
    ) -> np.ndarray | None:
        """Write dL/d[W b], summed over moments and points; return dL/dh of each moment, or None if not needed."""
        (matrix,), (d_matrix,) = parameters, gradient
        da = through_time.flat(da)
        np.matmul(da, through_time.flat(x).mT, out=d_matrix)
        if not needs_slope:
            return None
        slope = np.matmul(weights(matrix).mT, da)
        return through_time.by_moments(slope.reshape(*slope.shape[:2], *x.shape[2:]))


class Last(NamedTuple):
    """A layer without weights: of sequences (units, moments), only the last moment goes on."""

    input_shape: tuple[int, int]

    @property
    def output_shape(self) -> tuple[int]:
        """The number of units."""
        return self.input_shape[:1]

    @property
    def parameters(self) -> tuple[()]:
        """Nothing: it does not learn."""
        return ()

    def initial(self, rng: np.random.Generator, initialize: Initialize) -> tuple[()]:
        """Return nothing."""
        return ()

    def unstack(self, index: int) -> "Last":
        """Return the layer of one network of a stack."""
        return self

    @staticmethod
    def layer_input(a: np.ndarray) -> np.ndarray:
        """Return the sequences a, (K or 1, units, moments, points), as they are."""
        return a

    def forward(self, parameters: Matrices, x: np.ndarray) -> Output:
        """Return the values of the last moment, (K or 1, units, points)."""
        return Output(x[:, :, -1])

    def backward(
        self,
        parameters: Matrices,
        gradient: Matrices,
        x: np.ndarray,
        signal: Output,
        da: np.ndarray,
        needs_slope: bool = True,
    ) -> np.ndarray | None:
        """Return dL/da of all moments: 0 before the last."""
        if not needs_slope:
            return None
        slope = np.zeros(x.shape, da.dtype)
        slope[:, :, -1] = da
        return slope

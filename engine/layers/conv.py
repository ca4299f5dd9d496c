"""Convolution: every unit looks at a small window of an image, and uses the same weights wherever the window is.

z[f, i, j] = sum of W[f] · the window of the input at (i, j), + b[f]. As is usual in deep learning, the kernel is not
mirrored: it is a cross-correlation. With all windows laid out as the columns of a matrix, with a row of ones, it is
a dense layer: z = [W b] x.
"""

from typing import NamedTuple

import numpy as np

from engine import activations
from engine.layers.layer import Initialize, Matrices
from engine.layers.parameters import Parameter, weights

Shape = tuple[int, int, int]  # channels, height, width


class Windows(NamedTuple):
    """What a convolution computed: z and a, (K, filters, height, width, points), and the windows it has seen.

    windows are (K or 1, channels · kernel² + 1, height · width · points), with a last row of ones.
    """

    z: np.ndarray
    a: np.ndarray
    windows: np.ndarray


class Conv(NamedTuple):
    """A layer of filters, each a kernel for every channel of the input and a bias: a = h(W * x + b).

    input_shape is (channels, height, width); kernel is the side of a window, an odd number; stride is how far apart
    the windows are; padding is how many zeros are added on each side.
    activation is a name of ACTIVATIONS, or one for each network of a stack.
    """

    input_shape: Shape
    filters: int
    kernel: int
    stride: int
    padding: int
    activation: str | tuple[str, ...]

    @property
    def output_shape(self) -> Shape:
        """The number of filters, and how many windows there are above and beside each other."""
        _, *sides = self.input_shape
        height, width = ((side + 2 * self.padding - self.kernel) // self.stride + 1 for side in sides)
        return self.filters, height, width

    @property
    def parameters(self) -> tuple[Parameter]:
        """The one matrix that it learns: a row for each filter, the weights of its kernels channel by channel."""
        return (Parameter(self.filters, self.input_shape[0] * self.kernel**2),)

    def initial(self, rng: np.random.Generator, initialize: Initialize) -> tuple[np.ndarray]:
        """Return the first values of [W b]: W made by an initializer's function, b = 0."""
        (matrix,) = self.parameters
        W = initialize(rng, matrix.units, matrix.inputs, matrix.units * self.kernel**2)
        return (np.hstack([W, np.zeros((matrix.units, 1))]),)

    def unstack(self, index: int) -> "Conv":
        """Return the layer of one network of a stack."""
        return self if isinstance(self.activation, str) else self._replace(activation=self.activation[index])

    @staticmethod
    def layer_input(a: np.ndarray) -> np.ndarray:
        """Return the images a, (K or 1, channels, height, width, points), as they are."""
        return a

    def windows(self, x: np.ndarray) -> np.ndarray:
        """Return the windows of images x as the columns of matrices: see Windows."""
        networks, channels, *_, points = x.shape
        _, height, width = self.output_shape
        padded = _pad(x, self.padding)
        columns = np.empty((networks, channels * self.kernel**2 + 1, height * width * points), x.dtype)
        columns[:, -1] = 1
        each = columns[:, :-1].reshape(networks, channels, self.kernel, self.kernel, height, width, points)
        for i, j, rows, cols in self._shifts():
            each[:, :, i, j] = padded[:, :, rows, cols]
        return columns

    def _shifts(self) -> list[tuple[int, int, slice, slice]]:
        """Return, for each place of the kernel, which pixels of a padded image all windows have there."""
        _, height, width = self.output_shape
        ends = self.stride * (height - 1) + 1, self.stride * (width - 1) + 1
        return [
            (i, j, slice(i, i + ends[0], self.stride), slice(j, j + ends[1], self.stride))
            for i in range(self.kernel)
            for j in range(self.kernel)
        ]

    def forward(self, parameters: Matrices, x: np.ndarray) -> Windows:
        """Return z = W * x + b and h(z)."""
        (matrix,) = parameters
        columns = self.windows(x)
        z = np.matmul(matrix, columns).reshape(len(matrix), *self.output_shape, x.shape[-1])
        return Windows(z, activations.of(self.activation).function(z), columns)

    def backward(
        self,
        parameters: Matrices,
        gradient: Matrices,
        x: np.ndarray,
        signal: Windows,
        da: np.ndarray,
        needs_slope: bool = True,
    ) -> np.ndarray | None:
        """Write dL/d[W b], summed over windows and points; return dL/da of the images, or None if not needed."""
        (matrix,), (d_matrix,) = parameters, gradient
        dz = da if self.activation == "linear" else da * activations.of(self.activation).slope(signal.z, signal.a)
        dz = dz.reshape(len(matrix), self.filters, -1)
        np.matmul(dz, signal.windows.mT, d_matrix)
        if not needs_slope:
            return None
        channels, height, width = self.input_shape
        points, pad = x.shape[-1], self.padding
        each = np.matmul(weights(matrix).mT, dz)
        each = each.reshape(len(matrix), channels, self.kernel, self.kernel, *self.output_shape[1:], points)
        # A pixel lies in several windows: its slope is the sum of what it gets from each.
        slope = np.zeros((len(matrix), channels, height + 2 * pad, width + 2 * pad, points), dz.dtype)
        for i, j, rows, cols in self._shifts():
            slope[:, :, rows, cols] += each[:, :, i, j]
        return slope[:, :, pad : pad + height, pad : pad + width]


def _pad(x: np.ndarray, by: int) -> np.ndarray:
    """Return images (K, channels, height, width, points) with zeros around them."""
    if not by:
        return x
    networks, channels, height, width, points = x.shape
    padded = np.zeros((networks, channels, height + 2 * by, width + 2 * by, points), x.dtype)
    padded[:, :, by:-by, by:-by] = x
    return padded

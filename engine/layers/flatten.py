"""Flatten: the pixels of all channels, one after the other, as the inputs of a dense layer."""

import math
from typing import NamedTuple

import numpy as np

from engine.layers.conv import Shape
from engine.layers.layer import Initialize, Matrices, Output


class Flatten(NamedTuple):
    """A layer that only renames: pixel (i, j) of channel c is value (c · height + i) · width + j."""

    input_shape: Shape

    @property
    def output_shape(self) -> tuple[int]:
        """The number of pixels of all channels."""
        return (math.prod(self.input_shape),)

    @property
    def parameters(self) -> tuple[()]:
        """Nothing: it does not learn."""
        return ()

    def initial(self, rng: np.random.Generator, initialize: Initialize) -> tuple[()]:
        """Return nothing."""
        return ()

    def unstack(self, index: int) -> "Flatten":
        """Return the layer of one network of a stack."""
        return self

    @staticmethod
    def layer_input(a: np.ndarray) -> np.ndarray:
        """Return the images a, (K or 1, channels, height, width, points), as they are."""
        return a

    def forward(self, parameters: Matrices, x: np.ndarray) -> Output:
        """Return the values (K or 1, values, points)."""
        return Output(x.reshape(len(x), *self.output_shape, x.shape[-1]))

    def backward(
        self,
        parameters: Matrices,
        gradient: Matrices,
        x: np.ndarray,
        signal: Output,
        da: np.ndarray,
        needs_slope: bool = True,
    ) -> np.ndarray | None:
        """Return dL/da in the shape of the images."""
        return da.reshape(len(da), *self.input_shape, x.shape[-1]) if needs_slope else None

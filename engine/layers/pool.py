"""Pooling makes an image smaller: of each square of pixels only the largest value goes on, or the mean of all."""

import math
from typing import NamedTuple

import numpy as np

from engine.layers.conv import Shape
from engine.layers.layer import Initialize, Matrices, Output

SIDE = 2  # pixels of the squares; what is left over at the right and at the bottom is not used


class Pooled(NamedTuple):
    """What a pooling of squares computed: its outputs a, and what is left when the halves of each square are pooled.

    rows are (K, channels, height, 2, width, points), with the upper and the lower row of each square.
    """

    a: np.ndarray
    rows: np.ndarray


class Pool(NamedTuple):
    """A layer without weights that pools each channel: squares of 2 × 2 pixels, or all of it if is_global.

    kind is "max" or "mean"; input_shape is (channels, height, width).
    """

    input_shape: Shape
    kind: str
    is_global: bool = False

    @property
    def output_shape(self) -> Shape:
        """The channels, and the number of squares above and beside each other."""
        channels, height, width = self.input_shape
        return (channels, 1, 1) if self.is_global else (channels, height // SIDE, width // SIDE)

    @property
    def parameters(self) -> tuple[()]:
        """Nothing: it does not learn."""
        return ()

    def initial(self, rng: np.random.Generator, initialize: Initialize) -> tuple[()]:
        """Return nothing."""
        return ()

    def unstack(self, index: int) -> "Pool":
        """Return the layer of one network of a stack."""
        return self

    @staticmethod
    def layer_input(a: np.ndarray) -> np.ndarray:
        """Return the images a, (K, channels, height, width, points), as they are."""
        return a

    def _halves(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return views of images: the left half and the right half of every square, (K, C, 2 · height, width, n)."""
        _, height, width = self.output_shape
        return x[:, :, : SIDE * height, 0 : SIDE * width : SIDE], x[:, :, : SIDE * height, 1 : SIDE * width : SIDE]

    def _rows(self, halves: np.ndarray) -> np.ndarray:
        """Return a view of such an array in which the fourth axis has the upper and the lower row of each square."""
        networks, channels, height, width, points = halves.shape
        return halves.reshape(networks, channels, height // SIDE, SIDE, width, points)

    def forward(self, parameters: Matrices, x: np.ndarray) -> Output | Pooled:
        """Return the largest value of each square, or the mean."""
        if self.is_global:
            reduce = np.max if self.kind == "max" else np.mean
            return Output(reduce(x, axis=(2, 3), keepdims=True))
        rows = self._rows((np.maximum if self.kind == "max" else np.add)(*self._halves(x)))
        if self.kind == "max":
            return Pooled(np.maximum(rows[:, :, :, 0], rows[:, :, :, 1]), rows)
        return Output((rows[:, :, :, 0] + rows[:, :, :, 1]) / (SIDE * SIDE))

    def backward(
        self,
        parameters: Matrices,
        gradient: Matrices,
        x: np.ndarray,
        signal: Output | Pooled,
        da: np.ndarray,
        needs_slope: bool = True,
    ) -> np.ndarray | None:
        """Return dL/da of the images: all of it for the largest value, the first one of several, or equal parts."""
        if not needs_slope:
            return None
        if self.is_global:
            return self._global_slope(x, da)
        left, right = self._halves(x)
        is_whole = all(side % SIDE == 0 for side in x.shape[2:4])  # otherwise some pixels get nothing
        slope = np.empty_like(x) if is_whole else np.zeros_like(x)
        to_left, to_right = self._halves(slope)
        if not isinstance(signal, Pooled):
            part = np.repeat(da / (SIDE * SIDE), SIDE, axis=2)
            to_left[...] = to_right[...] = part
            return slope
        rows = signal.rows
        part = np.empty_like(rows)  # what each row of a square gets
        np.multiply(da, rows[:, :, :, 0] >= rows[:, :, :, 1], out=part[:, :, :, 0])
        np.subtract(da, part[:, :, :, 0], out=part[:, :, :, 1])
        part = part.reshape(left.shape)
        np.multiply(part, left >= right, out=to_left)
        np.subtract(part, to_left, out=to_right)
        return slope

    def _global_slope(self, x: np.ndarray, da: np.ndarray) -> np.ndarray:
        """Return dL/da of images of which one value for each channel went on."""
        if self.kind == "mean":
            return np.broadcast_to(da / math.prod(x.shape[2:4]), x.shape)
        pixels = x.reshape(*x.shape[:2], -1, x.shape[-1])
        slope = np.zeros_like(pixels)
        np.put_along_axis(slope, pixels.argmax(axis=2, keepdims=True), da[:, :, 0], axis=2)
        return slope.reshape(x.shape)

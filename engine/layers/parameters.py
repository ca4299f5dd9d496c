"""Where each weight lives: all W and b of K networks in one array theta of shape (K, P).

A flat theta makes an optimizer a handful of calls, whatever the network's shape. The layers work
on views: writing to a view writes to theta.

Every array of parameters is a matrix [W b] with a row for each unit: its weights, then its bias,
which is the weight of an input that is always 1. One product then does for both, forward and back.
"""

from typing import NamedTuple

import numpy as np


class Parameter(NamedTuple):
    """One matrix of a layer: how many units it has rows for, and how many inputs they weigh beside the bias."""

    units: int
    inputs: int

    @property
    def size(self) -> int:
        return self.units * (self.inputs + 1)


def weights(matrix: np.ndarray) -> np.ndarray:
    """Return W of matrices [W b], a view (…, units, inputs)."""
    return matrix[..., :-1]


def biases(matrix: np.ndarray) -> np.ndarray:
    """Return b of matrices [W b], a view (…, units)."""
    return matrix[..., -1]


class Layout(NamedTuple):
    """The matrices of every layer, in the order in which they lie in theta."""

    layers: tuple[tuple[Parameter, ...], ...]

    @property
    def ends(self) -> tuple[int, ...]:
        """Where each layer's parameters end in theta; 0 in front."""
        ends = [0]
        for layer in self.layers:
            ends.append(ends[-1] + sum(parameter.size for parameter in layer))
        return tuple(ends)

    @property
    def size(self) -> int:
        """The number of parameters P of one network."""
        return self.ends[-1]

    def views(self, theta: np.ndarray) -> list[tuple[np.ndarray, ...]]:
        """Return each layer's matrices as views of theta, (K, units, inputs + 1) each.

        theta must be contiguous (K, P), or the reshape would copy.
        """
        layers, start = [], 0
        for layer in self.layers:
            views = []
            for parameter in layer:
                stop = start + parameter.size
                views.append(theta[:, start:stop].reshape(len(theta), parameter.units, parameter.inputs + 1))
                start = stop
            layers.append(tuple(views))
        return layers

    @property
    def is_weight(self) -> np.ndarray:
        """For each place in theta, whether it is a weight and no bias, (P,)."""
        marks = np.ones((1, self.size), bool)
        for layer in self.views(marks):
            for matrix in layer:
                biases(matrix)[:] = False
        return marks[0]

    def names(self) -> list[str]:
        """Return a name for each place in theta, such as W2[1,3]: layer 2, to unit 1 from input 3; or b2[1]."""
        return [
            f"W{number}[{unit},{i}]" if i <= parameter.inputs else f"b{number}[{unit}]"
            for number, layer in enumerate(self.layers, 1)
            for parameter in layer
            for unit in range(1, parameter.units + 1)
            for i in range(1, parameter.inputs + 2)
        ]

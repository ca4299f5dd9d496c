"""How parameters are stored: all W and b of K networks in one array theta of shape (K, P).

With a flat theta, an optimizer needs only a few calls, whatever the network's shape. The layers work
on views: writing to a view writes to theta.

Every array of parameters is a matrix [W b] with a row for each unit: its weights, then its bias,
which is the weight of an input that is always 1. One matrix product then covers both, forward and backward.
"""

from typing import NamedTuple

import numpy as np

Views = list[tuple[np.ndarray, ...]]  # each layer's matrices, (K, units, inputs + 1) each


class Parameter(NamedTuple):
    """One matrix of a layer: its number of units (rows), and of inputs (columns, without the bias)."""

    units: int
    inputs: int

    @property
    def size(self) -> int:
        """The number of parameters in the matrix."""
        return self.units * (self.inputs + 1)


def weights(matrix: np.ndarray) -> np.ndarray:
    """Return W of matrices [W b], a view (…, units, inputs)."""
    return matrix[..., :-1]


def biases(matrix: np.ndarray) -> np.ndarray:
    """Return b of matrices [W b], a view (…, units)."""
    return matrix[..., -1]


class Layout(NamedTuple):
    """The matrices of every layer, in the order in which theta holds them."""

    layers: tuple[tuple[Parameter, ...], ...]

    @property
    def ends(self) -> tuple[int, ...]:
        """The position in theta at which each layer's parameters end, preceded by 0."""
        ends = [0]
        for layer in self.layers:
            ends.append(ends[-1] + sum(parameter.size for parameter in layer))
        return tuple(ends)

    @property
    def size(self) -> int:
        """The number of parameters P of one network."""
        return self.ends[-1]

    def views(self, theta: np.ndarray) -> Views:
        """Return each layer's matrices as views of theta, (K, units, inputs + 1) each.

        theta must be contiguous (K, P), or the reshape would copy.
        """
        layers: Views = []
        start = 0
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
        """For each parameter in theta, whether it is a weight, not a bias, (P,)."""
        marks = np.ones((1, self.size), bool)
        for layer in self.views(marks):
            for matrix in layer:
                biases(matrix)[:] = False
        return marks[0]

    def names(self) -> list[str]:
        """Return a name for each parameter in theta, such as W2[1,3]: layer 2, to unit 1 from input 3; or b2[1]."""
        return [
            f"W{number}[{unit},{i}]" if i <= parameter.inputs else f"b{number}[{unit}]"
            for number, layer in enumerate(self.layers, 1)
            for parameter in layer
            for unit in range(1, parameter.units + 1)
            for i in range(1, parameter.inputs + 2)
        ]

"""Where each weight lives: all W and b of K networks in one array theta of shape (K, P).

A flat theta makes an optimizer a handful of calls, whatever the network's shape. The layers work
on views: writing to a view writes to theta.
"""

from math import prod
from typing import NamedTuple

import numpy as np

Shapes = tuple[tuple[int, ...], ...]


class Layout(NamedTuple):
    """The shapes of every layer's parameters, in the order in which they lie in theta."""

    shapes: tuple[Shapes, ...]

    @property
    def size(self) -> int:
        """The number of parameters P of one network."""
        return sum(prod(shape) for layer in self.shapes for shape in layer)

    def views(self, theta: np.ndarray) -> list[tuple[np.ndarray, ...]]:
        """Return each layer's parameters as views of theta, (K, *shape) each.

        theta must be contiguous (K, P), or the reshape would copy.
        """
        layers, start = [], 0
        for shapes in self.shapes:
            views = []
            for shape in shapes:
                stop = start + prod(shape)
                views.append(theta[:, start:stop].reshape(len(theta), *shape))
                start = stop
            layers.append(tuple(views))
        return layers

"""What every kind of layer has, so that the forward and the backward pass can go through any of them.

A layer is a frozen description without weights. It knows the shape of its input and of its output; points are the
last axis of every array. Forward: z = W x, then h(z). Backward, from dL/dh: the chain rule, once per factor.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import numpy as np

from engine.layers.parameters import Parameter

# Makes the first weights, (units, inputs), from a random generator, units, inputs, and the number of values of the
# next layer to which an input is connected.
Initialize = Callable[[np.random.Generator, int, int, int], np.ndarray]
Matrices = tuple[np.ndarray, ...]  # the layer's [W b], (K, units, inputs + 1) each


class Values(Protocol):
    """What a layer computed. Layers with weights also have their weighted sums, .z."""

    @property
    def a(self) -> np.ndarray:
        """The outputs, (K, *output_shape, points)."""


class Output(NamedTuple):
    """What a layer without weights computed: its outputs a, (K, *output_shape, points)."""

    a: np.ndarray


class Layer(Protocol):
    """The members of a layer."""

    @property
    def output_shape(self) -> tuple[int, ...]:
        """The shape of its output for one point: (units,), (channels, height, width), or (units, moments)."""

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The matrices [W b] that it learns; none for a layer without weights."""

    def initial(self, rng: np.random.Generator, initialize: Initialize) -> Matrices:
        """Return their first values."""

    def unstack(self, index: int) -> "Layer":
        """Return the layer of one network of a stack."""

    def layer_input(self, a: np.ndarray) -> np.ndarray:
        """Return its input x, made from the output a of the layer before it; points stay the last axis."""

    def forward(self, parameters: Matrices, x: np.ndarray) -> Values:
        """Return the values that it computes."""

    def backward(
        self,
        parameters: Matrices,
        gradient: Matrices,
        x: np.ndarray,
        signal: Any,
        da: np.ndarray,
        needs_slope: bool = True,
    ) -> np.ndarray | None:
        """Write dL/d[W b], summed over points, into `gradient`; return dL/da of the inputs, or None if not needed.

        signal is what `forward` returned, da is dL/da of its outputs.
        """

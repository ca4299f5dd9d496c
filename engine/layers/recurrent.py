"""A recurrent layer: at every moment it sees the present input, and what it put out a moment ago.

h_t = h(W_h h_{t-1} + W_x x_t + b), with the same W at every moment: unrolled in time it is a deep network whose layers
share their weights. So dL/dh goes back from moment to moment, each time through W_h and through a slope
(backpropagation through time), and dL/dW is the sum over the moments.
"""

from typing import NamedTuple

import numpy as np

from engine import activations
from engine.layers import through_time
from engine.layers.layer import Initialize, Matrices
from engine.layers.parameters import Parameter
from engine.layers.through_time import State


class Moments(NamedTuple):
    """What a recurrent layer computed: z and a = h(z) of all moments, both (K, units, moments, points)."""

    z: np.ndarray
    a: np.ndarray


class Recurrent(NamedTuple):
    """A layer of units that see an input of `length` moments, and what all of them put out a moment ago.

    activation is a name of ACTIVATIONS, or one for each network of a stack. The first W_h is orthogonal times
    recurrent_scale. If truncate is not 0, the gradient does not pass back over every truncate-th moment.
    """

    inputs: int
    units: int
    length: int
    activation: str | tuple[str, ...]
    recurrent_scale: float = 1
    truncate: int = 0

    @property
    def output_shape(self) -> tuple[int, int]:
        """The number of units, and of moments."""
        return self.units, self.length

    @property
    def parameters(self) -> tuple[Parameter]:
        """The one matrix that it learns, [W_h W_x b]: a row for each unit."""
        return (Parameter(self.units, self.units + self.inputs),)

    def initial(self, rng: np.random.Generator, initialize: Initialize) -> tuple[np.ndarray]:
        """Return the first values of [W_h W_x b]."""
        return (through_time.initial(rng, initialize, 1, self.units, self.inputs, self.recurrent_scale),)

    def unstack(self, index: int) -> "Recurrent":
        """Return the layer of one network of a stack."""
        return self if isinstance(self.activation, str) else self._replace(activation=self.activation[index])

    @staticmethod
    def layer_input(a: np.ndarray) -> np.ndarray:
        """Return sequences a, (K or 1, inputs, moments, points), with a last row of ones."""
        return through_time.with_ones(a)

    def forward(self, parameters: Matrices, x: np.ndarray, before: State = ()) -> Moments:
        """Return z and h of all moments, of as many as x has.

        before is the `state` that a forward pass of earlier moments led to; without it, h is 0 before the first.
        """
        (matrix,) = parameters
        W_h, function = matrix[..., : self.units], activations.of(self.activation).function
        z = through_time.of_inputs(matrix, self.units, x)
        a = np.empty_like(z)
        (h,) = before or (through_time.start(matrix, self.units, x),)
        for t in range(x.shape[2]):
            z[:, :, t] += np.matmul(W_h, h)
            h = function(z[:, :, t])
            a[:, :, t] = h
        return Moments(z, a)

    @staticmethod
    def state(signal: Moments) -> State:
        """Return what the next moment needs to know of those that were computed: h."""
        return (signal.a[:, :, -1],)

    def backward(
        self,
        parameters: Matrices,
        gradient: Matrices,
        x: np.ndarray,
        signal: Moments,
        da: np.ndarray,
        needs_slope: bool = True,
    ) -> np.ndarray | None:
        """Write dL/d[W_h W_x b], summed over moments and points; return dL/dx, or None if not needed.

        da is what each output gets from the next layer. What it gets through later moments is added to it, so that
        in the end da is dL/dh of every moment.
        """
        (matrix,), (d_matrix,) = parameters, gradient
        back = matrix[..., : self.units].mT
        dz = activations.of(self.activation).slope(signal.z, signal.a)
        later = None  # what h gets from the moment after it
        for t in reversed(range(x.shape[2])):
            if later is not None:
                da[:, :, t] += later
            dz[:, :, t] *= da[:, :, t]
            later = None if through_time.is_cut(t, self.truncate) else np.matmul(back, dz[:, :, t])
        through_time.sum_over_time(d_matrix, self.units, dz, dz, signal.a, x)
        return through_time.slope_of_inputs(matrix, self.units, dz) if needs_slope else None

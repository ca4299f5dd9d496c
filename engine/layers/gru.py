"""GRU, gated recurrent unit: h itself carries a value through time, and two gates decide what changes it.

    r, u = sigmoid of weighted sums                          reset gate, update gate
    n = tanh(W_nx x_t + b_n + r · (W_nh h_{t-1}))            candidate
    h_t = u · h_{t-1} + (1 - u) · n                          keep some of what was there, or take some of what is new

Cho et al. 2014, in the variant that PyTorch has too: r multiplies the product with W_nh, so that one product serves
all three. On its way back, dL/dh has a path on which it is multiplied by u alone.
"""

from typing import NamedTuple

import numpy as np

from engine.activations import sigmoid
from engine.layers import through_time
from engine.layers.layer import Initialize, Matrices
from engine.layers.parameters import Parameter
from engine.layers.through_time import State

GATES = ("reset", "update", "candidate")  # the blocks of rows of the matrix, in PyTorch's order


class Gated(NamedTuple):
    """What a GRU computed, (K, units, moments, points) each: h, and W_nh h_{t-1}.

    gates, (K, 3, units, moments, points), are the values of r, u and n.
    """

    a: np.ndarray
    recalled: np.ndarray
    gates: np.ndarray


class GRU(NamedTuple):
    """A layer of gated units that see an input of `length` moments, and what all of them put out a moment ago.

    Each gate's first W_h is orthogonal times recurrent_scale. If truncate is not 0, the gradient does not pass back
    over every truncate-th moment.
    """

    inputs: int
    units: int
    length: int
    recurrent_scale: float = 1
    truncate: int = 0

    @property
    def output_shape(self) -> tuple[int, int]:
        """The number of units, and of moments."""
        return self.units, self.length

    @property
    def parameters(self) -> tuple[Parameter]:
        """The one matrix that it learns, [W_h W_x b]: the rows of all reset gates, then those of the other GATES."""
        return (Parameter(len(GATES) * self.units, self.units + self.inputs),)

    def initial(self, rng: np.random.Generator, initialize: Initialize) -> tuple[np.ndarray]:
        """Return the first values of [W_h W_x b]."""
        return (through_time.initial(rng, initialize, len(GATES), self.units, self.inputs, self.recurrent_scale),)

    def unstack(self, index: int) -> "GRU":
        """Return the layer of one network of a stack."""
        return self

    @staticmethod
    def layer_input(a: np.ndarray) -> np.ndarray:
        """Return sequences a, (K or 1, inputs, moments, points), with a last row of ones."""
        return through_time.with_ones(a)

    def forward(self, parameters: Matrices, x: np.ndarray, before: State = ()) -> Gated:
        """Return h and the gates of all moments, of as many as x has.

        before is the `state` that a forward pass of earlier moments led to; without it, h is 0 before the first.
        """
        (matrix,) = parameters
        units, W_h = self.units, matrix[..., : self.units]
        gates = through_time.of_inputs(matrix, units, x)
        a, recalled = (np.empty_like(gates[:, :units]) for _ in range(2))
        (h,) = before or (through_time.start(matrix, units, x),)
        for t in range(x.shape[2]):
            z, product = gates[:, :, t], np.matmul(W_h, h)
            opened = sigmoid(z[:, : 2 * units] + product[:, : 2 * units])
            r, u = opened[:, :units], opened[:, units:]
            n = np.tanh(z[:, 2 * units :] + r * product[:, 2 * units :])
            h = n + u * (h - n)
            z[:, : 2 * units], z[:, 2 * units :] = opened, n
            a[:, :, t], recalled[:, :, t] = h, product[:, 2 * units :]
        return Gated(a, recalled, gates.reshape(len(matrix), len(GATES), *a.shape[1:]))

    @staticmethod
    def state(signal: Gated) -> State:
        """Return what the next moment needs to know of those that were computed: h."""
        return (signal.a[:, :, -1],)

    def backward(
        self,
        parameters: Matrices,
        gradient: Matrices,
        x: np.ndarray,
        signal: Gated,
        da: np.ndarray,
        needs_slope: bool = True,
    ) -> np.ndarray | None:
        """Write dL/d[W_h W_x b], summed over moments and points; return dL/dx, or None if not needed.

        da is what each output gets from the next layer. What it gets through later moments is added to it, so that
        in the end da is dL/dh of every moment.
        """
        (matrix,), (d_matrix,) = parameters, gradient
        units, back = self.units, matrix[..., : self.units].mT
        r, u, n = (signal.gates[:, block] for block in range(len(GATES)))
        before = np.zeros_like(n)
        before[:, :, 1:] = signal.a[:, :, :-1]
        # The factors with which dL/dh reaches the sums of each gate: of all moments at once.
        factors = np.empty_like(signal.gates)
        to_n = (1 - u) * (1 - n * n)
        np.multiply(to_n, r, out=factors[:, 2])  # the product with W_nh, which r multiplies
        np.multiply(factors[:, 2] * signal.recalled, 1 - r, out=factors[:, 0])
        np.multiply((before - n) * u, 1 - u, out=factors[:, 1])
        later = None  # what h gets from the moment after it
        for t in reversed(range(x.shape[2])):
            if later is not None:
                da[:, :, t] += later
            dh = da[:, :, t]
            factors[:, :, :, t] *= dh[:, None]
            if through_time.is_cut(t, self.truncate):
                later = None
            else:
                later = np.matmul(back, factors[:, :, :, t].reshape(len(matrix), -1, x.shape[-1]))
                later += dh * u[:, :, t]
        dz_h = factors.reshape(len(matrix), -1, *x.shape[2:])
        dz_x = dz_h.copy()
        np.multiply(to_n, da, out=dz_x[:, 2 * units :])
        through_time.sum_over_time(d_matrix, units, dz_h, dz_x, signal.a, x)
        return through_time.slope_of_inputs(matrix, units, dz_x) if needs_slope else None

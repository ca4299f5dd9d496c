"""LSTM, long short-term memory: a cell c carries a value through time, and gates decide what changes it.

    i, f, o = sigmoid of weighted sums, g = tanh of one       input gate, forget gate, output gate, candidate
    c_t = f · c_{t-1} + i · g                                 keep some of what was there, add some of what is new
    h_t = o · tanh(c_t)                                       show some of it

Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000. On its way back, dL/dc is multiplied by f at
each moment, not by a matrix and a slope: where f is near 1, the gradient does not vanish.
"""

from typing import NamedTuple

import numpy as np

from engine.layers import through_time
from engine.layers.layer import Initialize, Matrices
from engine.layers.parameters import Parameter
from engine.layers.through_time import State

# The blocks of rows of the matrix. The first three are sigmoids; the last three act on the cell.
GATES = ("output", "input", "forget", "candidate")
OUTPUT, INPUT, FORGET, CANDIDATE = range(len(GATES))


class Cells(NamedTuple):
    """What an LSTM computed, (K, units, moments, points) each: h, c and tanh c.

    gates, (K, 4, units, moments, points), are the values of o, i, f and g.
    """

    a: np.ndarray
    c: np.ndarray
    tanh_c: np.ndarray
    gates: np.ndarray


class LSTM(NamedTuple):
    """A layer of LSTM cells that see an input of `length` moments, and what all of them put out a moment ago.

    Each gate's first W_h is orthogonal times recurrent_scale, and the first biases of the forget gates are
    forget_bias. If truncate is not 0, the gradient does not pass back over every truncate-th moment.
    """

    inputs: int
    units: int
    length: int
    recurrent_scale: float = 1
    forget_bias: float = 1
    truncate: int = 0

    @property
    def output_shape(self) -> tuple[int, int]:
        """The number of units, and of moments."""
        return self.units, self.length

    @property
    def parameters(self) -> tuple[Parameter]:
        """The one matrix that it learns, [W_h W_x b]: the rows of all output gates, then those of the other GATES."""
        return (Parameter(len(GATES) * self.units, self.units + self.inputs),)

    def initial(self, rng: np.random.Generator, initialize: Initialize) -> tuple[np.ndarray]:
        """Return the first values of [W_h W_x b]."""
        matrix = through_time.initial(rng, initialize, len(GATES), self.units, self.inputs, self.recurrent_scale)
        matrix[FORGET * self.units : (FORGET + 1) * self.units, -1] = self.forget_bias
        return (matrix,)

    def unstack(self, index: int) -> "LSTM":
        """Return the layer of one network of a stack."""
        return self

    @staticmethod
    def layer_input(a: np.ndarray) -> np.ndarray:
        """Return sequences a, (K or 1, inputs, moments, points), with a last row of ones."""
        return through_time.with_ones(a)

    def forward(self, parameters: Matrices, x: np.ndarray, before: State = ()) -> Cells:
        """Return h, c and the gates of all moments, of as many as x has.

        before is the `state` that a forward pass of earlier moments led to; without it, h and c are 0 before the first.
        """
        (matrix,) = parameters
        W_h = matrix[..., : self.units]
        gates = through_time.of_inputs(matrix, self.units, x)
        a, c, tanh_c = (np.empty_like(gates[:, : self.units]) for _ in range(3))
        zero = through_time.start(matrix, self.units, x)
        h, cell = before or (zero, zero)
        for t in range(x.shape[2]):
            z = np.matmul(W_h, h)
            z += gates[:, :, t]
            sigmoids = z[:, : CANDIDATE * self.units]
            # sigmoid(z) = tanh(z / 2) / 2 + 1 / 2: one call of tanh serves all gates.
            sigmoids *= 0.5
            np.tanh(z, out=z)
            sigmoids *= 0.5
            sigmoids += 0.5
            gates[:, :, t] = z
            o, i, f, g = (z[:, block * self.units : (block + 1) * self.units] for block in range(len(GATES)))
            cell = f * cell + i * g
            shown = np.tanh(cell)
            h = o * shown
            a[:, :, t], c[:, :, t], tanh_c[:, :, t] = h, cell, shown
        return Cells(a, c, tanh_c, gates.reshape(len(matrix), len(GATES), *a.shape[1:]))

    @staticmethod
    def state(signal: Cells) -> State:
        """Return what the next moment needs to know of those that were computed: h and c."""
        return signal.a[:, :, -1], signal.c[:, :, -1]

    def backward(
        self,
        parameters: Matrices,
        gradient: Matrices,
        x: np.ndarray,
        signal: Cells,
        da: np.ndarray,
        needs_slope: bool = True,
    ) -> np.ndarray | None:
        """Write dL/d[W_h W_x b], summed over moments and points; return dL/dx, or None if not needed.

        da is what each output gets from the next layer. What it gets through later moments is added to it, so that
        in the end da is dL/dh of every moment.
        """
        (matrix,), (d_matrix,) = parameters, gradient
        back = matrix[..., : self.units].mT
        o, i, f, g = (signal.gates[:, block] for block in range(len(GATES)))
        # The factors with which dL/dh and dL/dc reach the sums of each gate: of all moments at once.
        factors = np.empty_like(signal.gates)
        np.multiply(signal.tanh_c * o, 1 - o, out=factors[:, OUTPUT])
        np.multiply(g * i, 1 - i, out=factors[:, INPUT])
        factors[:, FORGET, :, 0] = 0  # before the first moment, c was 0
        np.multiply((f * (1 - f))[:, :, 1:], signal.c[:, :, :-1], out=factors[:, FORGET, :, 1:])
        np.multiply(i, 1 - g * g, out=factors[:, CANDIDATE])
        to_cell = o * (1 - signal.tanh_c * signal.tanh_c)
        later_h = later_c = None  # what h and c get from the moment after them
        for t in reversed(range(x.shape[2])):
            if later_h is not None:
                da[:, :, t] += later_h
            dh = da[:, :, t]
            dc = dh * to_cell[:, :, t]
            if later_c is not None:
                dc += later_c
            factors[:, OUTPUT, :, t] *= dh
            factors[:, INPUT:, :, t] *= dc[:, None]
            if through_time.is_cut(t, self.truncate):
                later_h = later_c = None
            else:
                later_h = np.matmul(back, factors[:, :, :, t].reshape(len(matrix), -1, x.shape[-1]))
                later_c = dc * f[:, :, t]
        dz = factors.reshape(len(matrix), -1, *x.shape[2:])
        through_time.sum_over_time(d_matrix, self.units, dz, dz, signal.a, x)
        return through_time.slope_of_inputs(matrix, self.units, dz) if needs_slope else None

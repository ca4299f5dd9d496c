"""What recurrent layers share: one matrix for all moments, and the sums over time in its gradient.

A sequence is an array (K, units, moments, points). At every moment a layer computes its weighted sums from its own
last output h and from the present input x, with the same matrix: z = W [h, x, 1] = W_h h + W_x x + b.
"""

import numpy as np

from engine.initializers import INITIALIZERS
from engine.layers.layer import Initialize

State = tuple[np.ndarray, ...]  # what a layer hands on from one moment to the next, (K, units, points) each


def initial(
    rng: np.random.Generator, initialize: Initialize, blocks: int, units: int, inputs: int, recurrent_scale: float
) -> np.ndarray:
    """Return the first [W_h W_x b], (blocks · units, units + inputs + 1), for a layer with so many blocks of units.

    Each block's W_h is orthogonal times recurrent_scale, W_x is made by an initializer's function, and b = 0.
    """
    orthogonal = INITIALIZERS["orthogonal"].initialize
    rows = []
    for _ in range(blocks):
        W_h = recurrent_scale * orthogonal(rng, units, units, units)
        rows.append(np.hstack([W_h, initialize(rng, units, inputs, units), np.zeros((units, 1))]))
    return np.vstack(rows)


def with_ones(a: np.ndarray) -> np.ndarray:
    """Return a, (K or 1, inputs, moments, points), with a last row of ones, which the biases multiply."""
    x = np.empty((a.shape[0], a.shape[1] + 1, *a.shape[2:]), a.dtype)
    x[:, :-1] = a
    x[:, -1] = 1
    return x


def by_moments(values: np.ndarray) -> np.ndarray:
    """Return a copy of values (K, units, moments, points) in which each moment lies in one piece of memory.

    A layer goes from moment to moment: this makes the two passes a fifth quicker.
    """
    return np.ascontiguousarray(values.transpose(2, 0, 1, 3)).transpose(1, 2, 0, 3)


def flat(values: np.ndarray) -> np.ndarray:
    """Return values as (K, units, moments · points): every moment of every sequence is a point."""
    return values.reshape(*values.shape[:2], -1)


def of_inputs(matrix: np.ndarray, units: int, x: np.ndarray) -> np.ndarray:
    """Return W_x x + b of all moments at once, (K, blocks · units, moments, points), for x with its row of ones."""
    z = np.matmul(matrix[..., units:], flat(x))
    return by_moments(z.reshape(*z.shape[:2], *x.shape[2:]))


def start(matrix: np.ndarray, units: int, x: np.ndarray) -> np.ndarray:
    """Return what a layer has computed before the first moment of x: zeros, (K, units, points)."""
    return np.zeros((len(matrix), units, x.shape[-1]), x.dtype)


def sum_over_time(
    d_matrix: np.ndarray, units: int, dz_h: np.ndarray, dz_x: np.ndarray, h: np.ndarray, x: np.ndarray
) -> None:
    """Write dL/d[W_h W_x b] into d_matrix: the sum over all moments, because all of them use the same matrix.

    dz_h is dL/d(W_h h) at each moment, dz_x is dL/d(W_x x + b). W_h meets the output of the moment before; before the
    first moment that was 0.
    """
    dz_h = np.ascontiguousarray(dz_h)
    np.matmul(flat(dz_h[:, :, 1:]), flat(h[:, :, :-1]).mT, out=d_matrix[..., :units])
    np.matmul(flat(dz_x), flat(x).mT, out=d_matrix[..., units:])


def is_cut(moment: int, truncate: int) -> bool:
    """Return whether the gradient stops at this moment: at the first one, and where truncation, if not 0, cuts it."""
    return moment == 0 or (truncate > 0 and moment % truncate == 0)


def slope_of_inputs(matrix: np.ndarray, units: int, dz: np.ndarray) -> np.ndarray:
    """Return dL/dx of all moments, (K, inputs, moments, points), from dL/d(W_x x + b)."""
    slope = np.matmul(matrix[..., units:-1].mT, flat(dz))
    return slope.reshape(*slope.shape[:2], *dz.shape[2:])

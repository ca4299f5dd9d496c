"""A recurrent unit, h_t = h(w h_{t−1} + u x_t), on a sequence: all numbers forward and back, by the engine.

The loss is the squared error of its last state, L = (h_T − y)².
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine import activations
from engine.layers.recurrent import Recurrent
from engine.losses import LOSSES


class Numbers(NamedTuple):
    """What a unit computes on T inputs: its states h (T,), the loss, and the way back.

    d_h (T,) is ∂L/∂h_t, with all that comes back through later moments; parts (T,) is what moment t adds to ∂L/∂w, and
    d_w and d_u are the whole slopes along w and u.
    """

    h: np.ndarray
    loss: float
    d_h: np.ndarray
    parts: np.ndarray
    d_w: float
    d_u: float


def states(w: float, u: float, x: Sequence[float], activation: str = "linear") -> np.ndarray:
    """Return the states h_t (T,) of a unit that begins with h₀ = 0."""
    return _forward(w, u, x, activation)[3].a[0, 0, :, 0]


def numbers(w: float, u: float, x: Sequence[float], y: float, activation: str = "linear") -> Numbers:
    """Return all numbers of one pass, forward and back, for the inputs x and the target y."""
    layer, matrix, points, signal = _forward(w, u, x, activation)
    loss, target, last = LOSSES["mse"], np.array([[[y]]]), signal.a[:, :, -1]
    d_h = np.zeros_like(signal.a)
    d_h[:, :, -1] = loss.slope(last, target)
    gradient = np.zeros_like(matrix)
    layer.backward((matrix,), (gradient,), points, signal, d_h, False)  # leaves dL/dh of every moment in d_h
    h, slopes = signal.a[0, 0, :, 0], d_h[0, 0, :, 0]
    d_z = slopes * activations.of(activation).slope(signal.z, signal.a)[0, 0, :, 0]
    parts = d_z * np.append(0.0, h[:-1]) + 0.0  # no −0
    return Numbers(h, loss.value(last, target).item(), slopes, parts, *(float(v) for v in gradient[0, 0, :2]))


def _forward(w: float, u: float, x: Sequence[float], activation: str) -> tuple:
    layer = Recurrent(1, 1, len(x), activation)
    matrix = np.array([[[w, u, 0.0]]])
    points = layer.layer_input(np.asarray(x, float)[None, None, :, None])
    return layer, matrix, points, layer.forward((matrix,), points)

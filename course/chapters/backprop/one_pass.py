"""All numbers of one pass, forward and back, through small networks, by the engine.

The network 2-2-1 has weights w and biases b in its hidden layer, weights v and the bias c in its output; its hidden
neurons are ReLU, and its loss is the squared error (ŷ − y)². The network 1-1-1 is linear and has no biases.
"""

from typing import NamedTuple

import numpy as np

from engine import activations, network
from engine.losses import LOSSES
from engine.numerals import significant

LAYERS = network.dense(2, (2,), 1, ("relu",))
# w₁₁ w₁₂ b₁, w₂₁ w₂₂ b₂, v₁ v₂ c: numbers that are easy to compute with by hand.
THETA = np.array([[1.0, 0.5, 0.0, 1.0, -0.5, 1.0, 1.0, -1.0, 0.5]])
NAMES = ("w₁₁", "w₁₂", "b₁", "w₂₁", "w₂₂", "b₂", "v₁", "v₂", "c")  # in the order of THETA


class Numbers(NamedTuple):
    """All numbers of one pass through the network 2-2-1; d_y is dL/dŷ, and so on."""

    x: np.ndarray
    z: np.ndarray  # of the hidden neurons, as a, d_a and d_z
    a: np.ndarray
    y: float
    loss: float
    d_y: float
    d_a: np.ndarray
    d_z: np.ndarray
    gradient: np.ndarray  # dL/dθ, (9,), in the order of THETA
    d_x: np.ndarray  # what a layer before the inputs would get


def numbers(x: np.ndarray, target: float, parameters: np.ndarray | None = None) -> Numbers:
    """Return the numbers of a pass for one point x (2,) and its target; parameters (1, 9) are THETA if None."""
    layout = network.layout(LAYERS)
    theta, gradient = np.copy(THETA if parameters is None else parameters), np.zeros_like(THETA)
    trace = network.forward(LAYERS, layout.views(theta), LAYERS[0].layer_input(np.asarray(x, float)[None, :, None]))
    targets = np.array([[[float(target)]]])
    loss = LOSSES["mse"]
    d_y = loss.slope(trace.output, targets)
    network.backward(LAYERS, layout.views(theta), layout.views(gradient), trace, d_y)
    z, a = (part[0, :, 0] for part in trace.layers[0])
    d_a = theta[0, 6:8] * d_y.item()
    d_z = d_a * activations.of("relu").slope(z, a)
    (first,) = layout.views(theta)[0]
    d_x = first[0, :, :2].T @ d_z  # each input feeds both hidden neurons: a sum over two paths
    value = float(loss.value(trace.output, targets).squeeze())
    y = float(trace.output.squeeze())
    return Numbers(np.asarray(x, float), z, a, y, value, d_y.item(), d_a, d_z, gradient[0], d_x)


def signed(value: float) -> str:
    """Return a number as short text, with a real minus sign."""
    return significant(value, 6)


def input_slope(x1: float, x2: float, target: float) -> float:
    """Return dL/dx₁ of the network 2-2-1, by the numbers of a pass."""
    return float(numbers(np.array([x1, x2]), target).d_x[0])


def chain_slope(v: float, w: float, x: float, y: float) -> float:
    """Return dL/dw of the network 1-1-1, ŷ = v w x, by the engine's backpropagation."""
    layers = network.dense(1, (1,), 1, ("linear",))
    layout = network.layout(layers)
    theta, gradient = np.array([[w, 0.0, v, 0.0]]), np.zeros((1, 4))
    trace = network.forward(layers, layout.views(theta), layers[0].layer_input(np.array([[[x]]])))
    d_y = LOSSES["mse"].slope(trace.output, np.array([[[y]]]))
    network.backward(layers, layout.views(theta), layout.views(gradient), trace, d_y)
    return float(gradient[0, 0])

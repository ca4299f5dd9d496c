"""What a neuron does with its weighted sum: a = h(z).

Backpropagation needs the slope dh/dz. Each slope takes both z and a = h(z), because many are
cheaper from a: tanh'(z) = 1 - a². Every function keeps the dtype of its input and is finite for
every finite z.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

LEAK = 0.01  # slope of leaky ReLU left of zero
GELU_SCALE = 0.7978845608028654  # sqrt(2 / pi)
GELU_CUBIC = 0.044715


class Activation(NamedTuple):
    """One activation function: its name for people, h, dh/dz and both as LaTeX."""

    label: str
    function: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray, np.ndarray], np.ndarray]
    formula: str
    slope_formula: str


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-z)), written with tanh because that form cannot overflow."""
    return 0.5 * np.tanh(0.5 * z) + 0.5


def softplus(z: np.ndarray) -> np.ndarray:
    """Return log(1 + exp(z)) without overflow."""
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def _elu(z):
    # The minimum keeps exp away from large positive z, where its value is not used.
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))


def _swish_slope(z, a):
    s = sigmoid(z)
    return s + a * (1 - s)


def _gelu_gate(z):
    return np.tanh(GELU_SCALE * (z + GELU_CUBIC * z * z * z))


def _gelu(z):
    return 0.5 * z * (1 + _gelu_gate(z))


def _gelu_slope(z, a):
    gate = _gelu_gate(z)
    inner_slope = GELU_SCALE * (1 + 3 * GELU_CUBIC * z * z)
    return 0.5 * (1 + gate) + 0.5 * z * (1 - gate * gate) * inner_slope


ACTIVATIONS: dict[str, Activation] = {
    "tanh": Activation(
        "tanh",
        np.tanh,
        lambda z, a: 1 - a * a,
        r"\tanh z",
        r"1 - \tanh^2 z",
    ),
    "relu": Activation(
        "ReLU",
        lambda z: np.maximum(z, 0),
        lambda z, a: (z > 0).astype(z.dtype),
        r"\max(0, z)",
        r"1 \text{ if } z > 0, \text{ else } 0",
    ),
    "sigmoid": Activation(
        "sigmoid",
        sigmoid,
        lambda z, a: a * (1 - a),
        r"\sigma(z) = \frac{1}{1 + e^{-z}}",
        r"\sigma(z)\,(1 - \sigma(z))",
    ),
    "linear": Activation(
        "linear",
        lambda z: z,
        lambda z, a: np.ones_like(z),
        r"z",
        r"1",
    ),
    "leaky_relu": Activation(
        "leaky ReLU",
        lambda z: np.maximum(z, LEAK * z),
        lambda z, a: np.where(z > 0, z.dtype.type(1), z.dtype.type(LEAK)),
        r"\max(0.01\,z, z)",
        r"1 \text{ if } z > 0, \text{ else } 0.01",
    ),
    "elu": Activation(
        "ELU",
        _elu,
        lambda z, a: np.where(z > 0, z.dtype.type(1), a + 1),
        r"z \text{ if } z > 0, \text{ else } e^z - 1",
        r"1 \text{ if } z > 0, \text{ else } e^z",
    ),
    "softplus": Activation(
        "softplus",
        softplus,
        lambda z, a: sigmoid(z),
        r"\ln(1 + e^z)",
        r"\sigma(z)",
    ),
    "swish": Activation(
        "swish",
        lambda z: z * sigmoid(z),
        _swish_slope,
        r"z\,\sigma(z)",
        r"\sigma(z) + z\,\sigma(z)\,(1 - \sigma(z))",
    ),
    # The exact form needs erf, which NumPy lacks; the two differ by less than 0.001.
    # Hendrycks & Gimpel 2016, arXiv:1606.08415.
    "gelu": Activation(
        "GELU",
        _gelu,
        _gelu_slope,
        r"\tfrac{z}{2}\left(1 + g\right),\; g = \tanh\!\left(\sqrt{2/\pi}\,(z + 0.044715\,z^3)\right)",
        r"\tfrac{1 + g}{2} + \tfrac{z}{2}\,(1 - g^2)\,\sqrt{2/\pi}\,(1 + 0.134145\,z^2)",
    ),
    "sine": Activation(
        "sine",
        np.sin,
        lambda z, a: np.cos(z),
        r"\sin z",
        r"\cos z",
    ),
}

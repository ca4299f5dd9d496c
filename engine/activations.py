"""Activation functions: a neuron's output a = h(z) from its weighted sum z.

Backpropagation needs the slope dh/dz. Each slope takes both z and a = h(z), because many are
cheaper from a: tanh'(z) = 1 - a². Every function keeps the dtype of its input and is finite for
every finite z.
"""

import itertools
import math
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from engine.constants import constants

LEAK = 0.01  # slope of leaky ReLU left of zero
# Klambauer et al. 2017, arXiv:1706.02515: with these two, signals keep mean 0 and variance 1.
SELU_SCALE = 1.0507009873554805
SELU_ALPHA = 1.6732632423543772
GELU_SCALE = 0.7978845608028654  # sqrt(2 / pi)
GELU_CUBIC = 0.044715


class Activation(NamedTuple):
    """One activation function: its label, h, dh/dz, and both as LaTeX.

    bounds are the infimum and the supremum of h; saturates is the side (left, right or both) on which the slope
    tends to 0 far from z = 0; flat lists the intervals, or the points, where the slope is 0, and flat_words
    describes them. initializer names one that suits it: He's where h removes half of the signal, else LeCun's.
    period is that of a periodic h, at most 32.
    """

    label: str
    function: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray, np.ndarray], np.ndarray]
    formula: str
    slope_formula: str
    note: str = ""  # what to know before choosing it
    bounds: tuple[float, float] = (-math.inf, math.inf)
    saturates: str = ""
    flat: tuple[tuple[float, float], ...] = ()
    flat_words: str = "nowhere"
    initializer: str = "lecun"
    period: float | None = None


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-z)), written with tanh because that form cannot overflow."""
    (half,) = constants(z.dtype, 0.5)
    return half * np.tanh(half * z) + half


def _tanh_slope(z: np.ndarray, a: np.ndarray) -> np.ndarray:
    (one,) = constants(a.dtype, 1)
    return one - a * a


def softplus(z: np.ndarray) -> np.ndarray:
    """Return log(1 + exp(z)) without overflow."""
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def _elu(z: np.ndarray) -> np.ndarray:
    # The minimum keeps exp away from large positive z, where its value is not used.
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))


def _selu(z: np.ndarray) -> np.ndarray:
    return SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * np.expm1(np.minimum(z, 0)))


def _selu_slope(z: np.ndarray, a: np.ndarray) -> np.ndarray:
    return np.where(z > 0, z.dtype.type(SELU_SCALE), a + SELU_SCALE * SELU_ALPHA)


def _mish_slope(z: np.ndarray, a: np.ndarray) -> np.ndarray:
    t = np.tanh(softplus(z))
    return t + z * (1 - t * t) * sigmoid(z)


def _softsign_slope(z: np.ndarray, a: np.ndarray) -> np.ndarray:
    rest = 1 - np.abs(a)
    return rest * rest


def _swish_slope(z: np.ndarray, a: np.ndarray) -> np.ndarray:
    s = sigmoid(z)
    return s + a * (1 - s)


def _gelu_gate(z: np.ndarray) -> np.ndarray:
    z = np.clip(z, -10, 10)  # beyond that the gate is -1 or 1, and the cube could overflow
    return np.tanh(GELU_SCALE * (z + GELU_CUBIC * z * z * z))


def _gelu(z: np.ndarray) -> np.ndarray:
    return 0.5 * z * (1 + _gelu_gate(z))


def _gelu_slope(z: np.ndarray, a: np.ndarray) -> np.ndarray:
    gate = _gelu_gate(z)
    z = np.clip(z, -10, 10)
    inner_slope = GELU_SCALE * (1 + 3 * GELU_CUBIC * z * z)
    return 0.5 * (1 + gate) + 0.5 * z * (1 - gate * gate) * inner_slope


ACTIVATIONS: dict[str, Activation] = {
    "tanh": Activation(
        "tanh",
        np.tanh,
        _tanh_slope,
        r"\tanh z",
        r"1 - \tanh^2 z",
        bounds=(-1, 1),
        saturates="both",
    ),
    "relu": Activation(
        "ReLU",
        lambda z: np.maximum(z, 0),
        lambda z, a: (z > 0).astype(z.dtype),
        r"\max(0, z)",
        r"1 \text{ if } z > 0, \text{ else } 0",
        bounds=(0, math.inf),
        saturates="left",
        flat=((-math.inf, 0),),
        flat_words="z < 0",
        initializer="he",
    ),
    "sigmoid": Activation(
        "sigmoid",
        sigmoid,
        lambda z, a: a * (1 - a),
        r"\sigma(z) = \frac{1}{1 + e^{-z}}",
        r"\sigma(z)\,(1 - \sigma(z))",
        bounds=(0, 1),
        saturates="both",
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
        initializer="he",
    ),
    "elu": Activation(
        "ELU",
        _elu,
        lambda z, a: np.where(z > 0, z.dtype.type(1), a + 1),
        r"z \text{ if } z > 0, \text{ else } e^z - 1",
        r"1 \text{ if } z > 0, \text{ else } e^z",
        bounds=(-1, math.inf),
        saturates="left",
        initializer="he",
    ),
    "softplus": Activation(
        "softplus",
        softplus,
        lambda z, a: sigmoid(z),
        r"\ln(1 + e^z)",
        r"\sigma(z)",
        bounds=(0, math.inf),
        saturates="left",
        initializer="he",
    ),
    "swish": Activation(
        "swish",
        lambda z: z * sigmoid(z),
        _swish_slope,
        r"z\,\sigma(z)",
        r"\sigma(z) + z\,\sigma(z)\,(1 - \sigma(z))",
        bounds=(-0.27846454, math.inf),
        saturates="left",
        flat=((-1.27846454, -1.27846454),),
        flat_words="z ≈ −1.28",
        initializer="he",
    ),
    # The exact form needs erf, which NumPy lacks; the two differ by less than 0.001.
    # Hendrycks & Gimpel 2016, arXiv:1606.08415.
    "gelu": Activation(
        "GELU",
        _gelu,
        _gelu_slope,
        r"\tfrac{z}{2}\left(1 + g\right),\; g = \tanh\!\left(\sqrt{2/\pi}\,(z + 0.044715\,z^3)\right)",
        r"\tfrac{1 + g}{2} + \tfrac{z}{2}\,(1 - g^2)\,\sqrt{2/\pi}\,(1 + 0.134145\,z^2)",
        bounds=(-0.17004075, math.inf),
        saturates="left",
        flat=((-0.752461, -0.752461),),
        flat_words="z ≈ −0.75",
        initializer="he",
    ),
    "sine": Activation(
        "sine",
        np.sin,
        lambda z, a: np.cos(z),
        r"\sin z",
        r"\cos z",
        bounds=(-1, 1),
        flat=tuple((k * math.pi / 2, k * math.pi / 2) for k in range(-7, 8, 2)),
        flat_words="z = π/2 + kπ",
        period=2 * math.pi,
    ),
    # Misra 2019, arXiv:1908.08681.
    "mish": Activation(
        "mish",
        lambda z: z * np.tanh(softplus(z)),
        _mish_slope,
        r"z\,\tanh(\ln(1 + e^z))",
        r"t + z\,(1 - t^2)\,\sigma(z),\; t = \tanh(\ln(1 + e^z))",
        bounds=(-0.30884341, math.inf),
        saturates="left",
        flat=((-1.192431, -1.192431),),
        flat_words="z ≈ −1.19",
        initializer="he",
    ),
    "selu": Activation(
        "SELU",
        _selu,
        _selu_slope,
        r"1.0507\,z \text{ if } z > 0, \text{ else } 1.7581\,(e^z - 1)",
        r"1.0507 \text{ if } z > 0, \text{ else } 1.7581\,e^z",
        "Keeps signals at mean 0 and variance 1 if LeCun's initializer makes the first weights.",
        bounds=(-SELU_SCALE * SELU_ALPHA, math.inf),
        saturates="left",
    ),
    "softsign": Activation(
        "softsign",
        lambda z: z / (1 + np.abs(z)),
        _softsign_slope,
        r"\frac{z}{1 + |z|}",
        r"\frac{1}{(1 + |z|)^2}",
        bounds=(-1, 1),
        saturates="both",
    ),
    "hard_tanh": Activation(
        "hard tanh",
        lambda z: np.clip(z, -1, 1),
        lambda z, a: (np.abs(z) < 1).astype(z.dtype),
        r"\max(-1, \min(1, z))",
        r"1 \text{ if } |z| < 1, \text{ else } 0",
        bounds=(-1, 1),
        saturates="both",
        flat=((-math.inf, -1), (1, math.inf)),
        flat_words="|z| > 1",
    ),
    "step": Activation(
        "step",
        lambda z: (z > 0).astype(z.dtype),
        lambda z, a: np.zeros_like(z),
        r"1 \text{ if } z > 0, \text{ else } 0",
        r"0",
        "Its slope is 0 wherever it is defined, so no gradient passes: the layers before it keep their first weights.",
        bounds=(0, 1),
        saturates="both",
        flat=((-math.inf, 0), (0, math.inf)),
        flat_words="everywhere except at 0, where it is not defined",
    ),
}


def of(kind: str | tuple[str, ...]) -> Activation:
    """Return an activation by its name, or, from K names, one that applies to each network of a stack its own.

    The latter takes arrays (K, ...); adjacent networks with the same activation share a call.
    """
    return ACTIVATIONS[kind] if isinstance(kind, str) else _mixed(kind)


@lru_cache(maxsize=128)
def _mixed(names: tuple[str, ...]) -> Activation:
    parts, begin = [], 0
    for name, equal in itertools.groupby(names):
        end = begin + len(list(equal))
        parts.append((slice(begin, end), ACTIVATIONS[name]))
        begin = end

    def function(z: np.ndarray) -> np.ndarray:
        a = np.empty_like(z)
        for part, activation in parts:
            a[part] = activation.function(z[part])
        return a

    def slope(z: np.ndarray, a: np.ndarray) -> np.ndarray:
        slopes = np.empty_like(z)
        for part, activation in parts:
            slopes[part] = activation.slope(z[part], a[part])
        return slopes

    return Activation(", ".join(names), function, slope, "", "")

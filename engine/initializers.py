"""Initializers: the first weights of a layer. Biases always start at zero.

A weighted sum of n inputs has n times the variance of one of them; weights of variance 1 / n keep
the signal's size from layer to layer.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from engine.options import Option

SCALE = Option("Weight scale", 0.5, 0, 5, "The size of the first weights, the same in every layer.")


class Initializer(NamedTuple):
    """One initializer: its label, its function, its distribution as LaTeX, the reason for it, and its options.

    initialize(rng, units, inputs, outputs, **options) returns W, (units, inputs); outputs is to how many values of its
    layer an input is connected: the units of a dense layer, more in a convolution.
    """

    label: str
    initialize: Callable[..., np.ndarray]
    formula: str
    reason: str
    options: dict[str, Option] = {}  # noqa: RUF012 this default is never changed


def _xavier(rng: np.random.Generator, units: int, inputs: int, outputs: int) -> np.ndarray:
    limit = np.sqrt(6 / (inputs + outputs))
    return rng.uniform(-limit, limit, (units, inputs))


def _orthogonal(rng: np.random.Generator, units: int, inputs: int, outputs: int) -> np.ndarray:
    # Rows (or columns, where there are fewer) of the Q of a normal matrix. QR leaves the signs to
    # the library; giving R a positive diagonal makes the distribution uniform: Mezzadri 2007.
    q, r = np.linalg.qr(rng.normal(size=(max(units, inputs), min(units, inputs))))
    q = q * np.where(np.diag(r) < 0, -1, 1)
    return q if units >= inputs else q.T


INITIALIZERS: dict[str, Initializer] = {
    # Glorot & Bengio 2010.
    "xavier": Initializer(
        "Xavier",
        _xavier,
        r"U\left(\pm\sqrt{6 / (n_{in} + n_{out})}\right)",
        "Keeps the size of signals on the way forward and of gradients on the way back. Made for tanh and sigmoid.",
    ),
    # He et al. 2015, arXiv:1502.01852.
    "he": Initializer(
        "He",
        lambda rng, units, inputs, outputs: rng.normal(0, np.sqrt(2 / inputs), (units, inputs)),
        r"N(0,\; 2 / n_{in})",
        "Twice the variance of LeCun's, because ReLU sets half of the signal to 0.",
    ),
    # LeCun et al. 1998, Efficient BackProp.
    "lecun": Initializer(
        "LeCun",
        lambda rng, units, inputs, outputs: rng.normal(0, np.sqrt(1 / inputs), (units, inputs)),
        r"N(0,\; 1 / n_{in})",
        "Weighted sums as large as their inputs. SELU needs it to keep its signals at mean 0 and variance 1.",
    ),
    # Saxe et al. 2014, arXiv:1312.6120.
    "orthogonal": Initializer(
        "Orthogonal",
        _orthogonal,
        r"W^\top W = I \;\text{ or }\; W W^\top = I",
        "A rotation keeps lengths, so signals pass through many layers without growing or shrinking.",
    ),
    "normal": Initializer(
        "Normal",
        lambda rng, units, inputs, outputs, weight_scale: rng.normal(0, weight_scale, (units, inputs)),
        r"N(0,\; s^2)",
        "One size for all layers, to see what goes wrong: small weights shrink signals, large ones saturate neurons.",
        {"weight_scale": SCALE},
    ),
    "uniform": Initializer(
        "Uniform",
        lambda rng, units, inputs, outputs, weight_scale: rng.uniform(-weight_scale, weight_scale, (units, inputs)),
        r"U(-s,\; s)",
        "Like normal, without the rare large weights.",
        {"weight_scale": SCALE},
    ),
    "constant": Initializer(
        "Constant",
        lambda rng, units, inputs, outputs, weight_scale: np.full((units, inputs), float(weight_scale)),
        r"s",
        "All neurons of a layer start equal, get the same gradient and stay equal, so they count as one neuron.",
        {"weight_scale": SCALE},
    ),
    "zeros": Initializer(
        "Zeros",
        lambda rng, units, inputs, outputs: np.zeros((units, inputs)),
        r"0",
        "Shows why first weights must differ: no signal passes from layer to layer, and no gradient back.",
    ),
}

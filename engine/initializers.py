"""Where training starts: the first weights of a layer. Biases always start at zero.

A weighted sum of n inputs grows like sqrt(n); scaling the draw by 1 / sqrt(n) keeps the signal's
size from layer to layer.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

SPREAD = 0.5  # of the two initializers that do not look at the layer's size


class Initializer(NamedTuple):
    """One initializer: its name, draw(rng, units, inputs) -> W (units, inputs), its LaTeX."""

    label: str
    draw: Callable[[np.random.Generator, int, int], np.ndarray]
    formula: str


def _xavier(rng, units, inputs):
    limit = np.sqrt(6 / (inputs + units))
    return rng.uniform(-limit, limit, (units, inputs))


INITIALIZERS: dict[str, Initializer] = {
    # Glorot & Bengio 2010: keeps the variance of signals and of gradients, for tanh.
    "xavier": Initializer("Xavier", _xavier, r"U\left(\pm\sqrt{6 / (n_{in} + n_{out})}\right)"),
    # He et al. 2015: twice the variance, because ReLU silences half of the signal.
    "he": Initializer(
        "He",
        lambda rng, units, inputs: rng.normal(0, np.sqrt(2 / inputs), (units, inputs)),
        r"N(0,\; 2 / n_{in})",
    ),
    "normal": Initializer(
        "Normal",
        lambda rng, units, inputs: rng.normal(0, SPREAD, (units, inputs)),
        r"N(0,\; 0.5^2)",
    ),
    "uniform": Initializer(
        "Uniform",
        lambda rng, units, inputs: rng.uniform(-SPREAD, SPREAD, (units, inputs)),
        r"U(-0.5,\; 0.5)",
    ),
    # Every neuron of a layer then gets the same gradient and stays the same neuron for ever.
    "zeros": Initializer("Zeros", lambda rng, units, inputs: np.zeros((units, inputs)), r"0"),
}

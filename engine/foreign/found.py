"""What was found in a text: the layers of a network with their weights, as they were written."""

from typing import NamedTuple

import numpy as np


class Layer(NamedTuple):
    """One layer: what messages call it, its key in the text or "", its weights, and its biases or None.

    W has a row for each unit, or a column; that of a convolution is (filters, channels, side, side).
    """

    name: str
    key: str
    W: np.ndarray
    b: np.ndarray | None


class Found(NamedTuple):
    """The layers in their order, and what the text says of them.

    by_columns is whether W has a column for each unit, as in scikit-learn and Keras; None where the text does not tell.
    activation is that of the hidden layers, as an Experiment names it, output that of the outputs: softmax, sigmoid or
    linear; both are "" where the text does not tell. left_out has the keys of numbers that are no weights.
    """

    layers: tuple[Layer, ...]
    by_columns: bool | None = None
    activation: str = ""
    output: str = ""
    left_out: tuple[str, ...] = ()

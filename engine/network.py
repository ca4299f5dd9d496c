"""The forward and the backward pass through the layers: the two functions that the backpropagation lesson shows.

A network is a tuple of layers. Its weights are separate, in theta (see layers/parameters), so the same
network serves one set of weights or a thousand.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from engine.layers.conv import Conv, Shape
from engine.layers.dense import Dense
from engine.layers.flatten import Flatten
from engine.layers.gru import GRU
from engine.layers.layer import Initialize, Layer
from engine.layers.lstm import LSTM
from engine.layers.parameters import Layout, Views
from engine.layers.pool import SIDE, Pool
from engine.layers.readout import Last, Readout
from engine.layers.recurrent import Recurrent

Masks = tuple[np.ndarray | None, ...]
# Typed Any, because each has fields of its own.
CELLS: dict[str, Any] = {"rnn": Recurrent, "lstm": LSTM, "gru": GRU}


class Trace(NamedTuple):
    """All values of one forward pass: the input x of each layer, and what it computed (z and a).

    masks, if any, are the dropout masks that multiplied each layer's a on its way to the next layer; None for a layer
    without dropout.
    """

    inputs: list[np.ndarray]
    layers: list[Any]
    masks: Masks = ()

    @property
    def output(self) -> np.ndarray:
        """The last layer's a: logits or predicted values, (K, outputs, points)."""
        return self.layers[-1].a


def dense(
    inputs: int, hidden: tuple[int, ...], outputs: int, activations: tuple[str | tuple[str, ...], ...]
) -> tuple[Dense, ...]:
    """Return hidden layers of the given widths and activations (see Dense), and a linear output layer."""
    widths = (inputs, *hidden, outputs)
    kinds = (*activations, "linear")  # softmax is part of the loss, where it cancels against the log
    return tuple(Dense(*layer) for layer in zip(widths[:-1], widths[1:], kinds, strict=True))


def convolutional(
    shape: Shape,
    filters: tuple[int, ...],
    kernel: int,
    stride: int,
    padding: int,
    pooling: str,
    hidden: tuple[int, ...],
    outputs: int,
    activation: str | tuple[str, ...],
) -> tuple[Any, ...]:
    """Return convolutions with pooling, then dense layers on all that is left, and a linear output layer.

    shape is that of an image, (channels, height, width). pooling is none, max, mean, global_max or global_mean; a
    global one follows the last convolution only, and 2 × 2 the ones before. Raises ValueError where an image becomes
    smaller than a kernel or a square of pixels.
    """
    layers: list[Layer] = []
    for i, count in enumerate(filters):
        if min(shape[1:]) + 2 * padding < kernel:
            raise ValueError(
                f"kernel must fit in the image, got {kernel} × {kernel} for {shape[1]} × {shape[2]} pixels"
            )
        conv = Conv(shape, count, kernel, stride, padding, activation)
        layers.append(conv)
        shape = conv.output_shape
        is_global = pooling.startswith("global_") and i == len(filters) - 1
        if pooling == "none":
            continue
        if min(shape[1:]) < SIDE and not is_global:
            raise ValueError(f"pooling must have images of 2 × 2 pixels, got {shape[1]} × {shape[2]}")
        pool = Pool(shape, pooling.removeprefix("global_"), is_global)
        layers.append(pool)
        shape = pool.output_shape
    flatten = Flatten(shape)
    (size,) = flatten.output_shape
    return (*layers, flatten, *dense(size, hidden, outputs, (activation,) * len(hidden)))


def recurrent(
    cell: str, inputs: int, units: int, moments: int, outputs: int, each_moment: bool, **options: Any
) -> tuple[Any, ...]:
    """Return a recurrent layer, and a linear readout at every moment, or of the last one only.

    cell is a name of CELLS, whose class takes the options.
    """
    layer = CELLS[cell](inputs, units, moments, **options)
    if each_moment:
        return layer, Readout(units, outputs, moments)
    return layer, Last(layer.output_shape), Dense(units, outputs, "linear")


def unstack(layers: tuple[Any, ...], index: int) -> tuple[Any, ...]:
    """Return the layers of one network of a stack."""
    return tuple(layer.unstack(index) for layer in layers)


def widest(layers: tuple[Layer, ...]) -> int:
    """Return the number of values of the layer that has most, for one point of one network."""
    return max(math.prod(layer.output_shape) for layer in layers)


def layout(layers: tuple[Layer, ...]) -> Layout:
    """Return the positions of these layers' parameters in theta."""
    return Layout(tuple(layer.parameters for layer in layers))


def of_points(masks: Masks, part: slice) -> Masks:
    """Return the masks of some of the points."""
    return tuple(mask if mask is None else mask[..., part] for mask in masks)


def trained_from(layers: tuple[Layer, ...], frozen: int) -> int:
    """Return the index of the first layer that learns, if the first `frozen` layers with weights do not."""
    learning = [i for i, layer in enumerate(layers) if layer.parameters]
    return learning[frozen] if frozen < len(learning) else len(layers)


def initial(layers: tuple[Layer, ...], rng: np.random.Generator, initialize: Initialize) -> np.ndarray:
    """Return the first parameters of one network, (P,), made by an initializer's function."""
    return np.concatenate([p.ravel() for layer in layers for p in layer.initial(rng, initialize)])


def forward(layers: tuple[Layer, ...], parameters: Views, x: np.ndarray, masks: Masks = ()) -> Trace:
    """Return every layer's values for x, the input of the first layer (see Dense.layer_input).

    masks, in training with dropout only, has an array or None for the a of each layer but the last.
    """
    trace = Trace([], [], masks)
    for i, layer in enumerate(layers):
        if i:
            a = trace.layers[-1].a
            mask = masks[i - 1] if masks else None
            x = layer.layer_input(a if mask is None else a * mask)
        trace.inputs.append(x)
        trace.layers.append(layer.forward(parameters[i], x))
    return trace


def backward(
    layers: tuple[Layer, ...], parameters: Views, gradient: Views, trace: Trace, da: np.ndarray, first: int = 0
) -> None:
    """Write dL/dtheta into the views `gradient`, given da = dL/d(output) of every point.

    From the last layer to the first, each layer returns dL/da for the layer before it, so
    every factor of the chain rule is computed once and used by all paths that need it.
    Layers before `first` are frozen: their gradient is neither computed nor written.
    """
    for i in range(len(layers) - 1, first - 1, -1):
        before = layers[i].backward(parameters[i], gradient[i], trace.inputs[i], trace.layers[i], da, i > first)
        if before is None:  # at `first`: no layer before it needs dL/da
            return
        da = before
        mask = trace.masks[i - 1] if trace.masks else None
        if mask is not None:
            da *= mask

"""What people call the hidden layers of a network and their units."""

from typing import Any, NamedTuple

from engine.layers.conv import Conv
from engine.layers.dense import Dense
from engine.layers.gru import GRU
from engine.layers.lstm import LSTM
from engine.layers.recurrent import Recurrent


class Hidden(NamedTuple):
    """A hidden layer with weights: its place among all layers, its name, what its units are called, how many it has.

    activation is "" for a gated layer. everywhere says of which values a statement on all values of a unit is; it has a
    place for the number of points.
    """

    place: int
    name: str
    unit: str
    units: int
    activation: str
    everywhere: str


def hidden_layers(layers: tuple[Any, ...], index: int = 0) -> list[Hidden]:
    """Return the hidden layers with weights of one network of a stack, from the input on.

    They are numbered by kind. Only on images, where there are other kinds, are dense ones called dense.
    """
    on_images = not isinstance(layers[0], Dense)
    found: list[Hidden] = []
    for i, layer in enumerate(layers[:-1]):
        if not layer.parameters:
            continue
        activation = getattr(layer.unstack(index), "activation", "")
        if isinstance(layer, Conv):
            kind, unit, everywhere = "convolution", "filter", "every pixel of {} training images"
        elif isinstance(layer, Recurrent | LSTM | GRU):
            where = "every moment of {} training sequences"
            found.append(Hidden(i, "the recurrent layer", "unit", layer.units, activation, where))
            continue
        elif on_images:
            kind, unit, everywhere = "hidden dense layer", "neuron", "each of {} training images"
        else:
            kind, unit, everywhere = "hidden layer", "neuron", "every training point"
        number = 1 + sum(1 for other in found if other.unit == unit)
        (matrix,) = layer.parameters
        found.append(Hidden(i, f"{kind} {number}", unit, matrix.units, activation, everywhere))
    return found

"""Networks of the JavaScript libraries ConvNetJS and brain.js, which write their layers in ways of their own."""

from typing import Any

from engine.foreign.arrays import array
from engine.foreign.found import Found, Layer

OUTPUTS = {"softmax": "softmax", "regression": "linear"}  # the last layers of ConvNetJS that there are here
PASSED_OVER = ("input", "dropout")
NOT_HERE = "layer {} of ConvNetJS is of the type {}, and can be fc, relu, sigmoid, tanh, softmax or regression"


def is_convnetjs(content: Any) -> bool:
    """Return whether plain values are what net.toJSON() of ConvNetJS writes."""
    layers = content.get("layers") if isinstance(content, dict) else None
    return isinstance(layers, list) and bool(layers) and all(isinstance(e, dict) and "layer_type" in e for e in layers)


def from_convnetjs(content: dict[str, Any]) -> Found:
    """Return the network of ConvNetJS. Raises ValueError where it has layers that there are not here."""
    layers: list[Layer] = []
    hidden: list[str] = []  # the activation after each dense layer
    output = ""
    for place, each in enumerate(content["layers"], 1):
        kind = str(each["layer_type"])
        if kind == "fc":
            layers.append(_fully_connected(len(layers) + 1, each))
            hidden.append("linear")
        elif kind in ("relu", "sigmoid", "tanh") and hidden:
            hidden[-1] = kind
        elif kind in OUTPUTS:
            output = OUTPUTS[kind]
        elif kind not in PASSED_OVER:
            raise ValueError(NOT_HERE.format(place, ascii(kind)[:40]))
    if hidden and hidden[-1] == "sigmoid" and not output:
        output = "sigmoid"
    elif hidden and hidden[-1] != "linear":
        raise ValueError(f"its outputs have the activation {hidden[-1]}, and here they have none")
    return Found(tuple(layers), False, "-".join(hidden[:-1]), output)


def _fully_connected(number: int, layer: dict[str, Any]) -> Layer:
    """Return a dense layer, whose filters are the units, each with a list of numbers."""
    name, filters = f"layer {number} (fc)", layer.get("filters")
    if not isinstance(filters, list) or not all(isinstance(each, dict) for each in filters):
        raise ValueError(f"{name} must have a list of filters")
    W = array([_values(each, f"{name}, filter {k}") for k, each in enumerate(filters, 1)], 2, name)
    return Layer(name, "", W, array(_values(layer.get("biases"), f"{name}, biases"), 1, f"{name}, biases"))


def _values(volume: Any, name: str) -> list[Any]:
    """Return the numbers of a volume of ConvNetJS, its w."""
    w = volume.get("w") if isinstance(volume, dict) else None
    if not isinstance(w, list):
        raise ValueError(f"{name} must have numbers w")
    return w


def is_brain(content: Any) -> bool:
    """Return whether plain values are what net.toJSON() of a network of brain.js writes."""
    return isinstance(content, dict) and "sizes" in content and isinstance(content.get("layers"), list)


def from_brain(content: dict[str, Any]) -> Found:
    """Return the network of brain.js, in which outputs are sigmoids, too. Raises ValueError for what is not here."""
    layers = []
    for number, each in enumerate(content["layers"][1:], 1):  # the first one is the inputs
        name = f"layer {number}"
        if not isinstance(each, dict) or not all(isinstance(each.get(key), list) for key in ("weights", "biases")):
            raise ValueError(f"{name} must have lists of weights and biases, as brain.js writes them from version 2 on")
        W = array([row if isinstance(row, list) else [row] for row in each["weights"]], 2, name)
        layers.append(Layer(name, "", W, array(each["biases"], 1, f"{name}, biases")))
    if not layers:
        raise ValueError("it has no layers but the inputs")
    options = content.get("trainOpts") or content.get("options")
    named = options.get("activation", "sigmoid") if isinstance(options, dict) else "sigmoid"
    if named != "sigmoid":
        raise ValueError(f"its outputs have the activation {ascii(named)[:40]}, and here they can have sigmoid alone")
    return Found(tuple(layers), False, "sigmoid", "sigmoid")


def read(content: Any) -> Found | None:
    """Return the network, if plain values are one of these libraries'; else None."""
    if is_convnetjs(content):
        return from_convnetjs(content)
    return from_brain(content) if is_brain(content) else None

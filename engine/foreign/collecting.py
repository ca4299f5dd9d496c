"""Plain values → the layers of a network: which lists are weights, which are biases, and which belong together.

The ways to write a network differ: lists in a row, pairs, two lists, or names such as W1 and fc1.weight. Keys tell
weights from biases where they can, else the levels of the lists do. Layers are in their order of appearance.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from engine.activations import ACTIVATIONS
from engine.foreign.arrays import array, begins_with_number, levels
from engine.foreign.found import Found, Layer

ROLES = {
    "W": re.compile(r"(?<![a-z])(?:weights?|kernels?|coefs?|w)(?![a-z])", re.IGNORECASE),
    "b": re.compile(r"(?<![a-z])(?:bias|biases|intercepts?|b)(?![a-z])", re.IGNORECASE),
}
LISTS_OF_BIASES = ("biases", "intercepts", "intercepts_")  # of which each has those of a layer
BY_COLUMNS = re.compile(r"kernel|coef", re.IGNORECASE)  # in Keras, Flax and scikit-learn
BY_ROWS = re.compile(r"(^|\.)weight$")  # in PyTorch
# What other libraries call activations.
SAME = {
    "logistic": "sigmoid",
    "identity": "linear",
    "none": "linear",
    "silu": "swish",
    "sin": "sine",
    "hardtanh": "hard_tanh",
    "leakyrelu": "leaky_relu",
    "leaky-relu": "leaky_relu",
}
OUTPUTS = ("softmax", "sigmoid", "linear")


class NoWeights(ValueError):
    """What was read holds no matrix."""


class Entry(NamedTuple):
    """A number or a list of numbers, and the keys or positions that lead to it."""

    path: tuple[str, ...]
    value: Any
    axes: int

    @property
    def key(self) -> str:
        """Its keys as PyTorch writes them: fc1.weight; "" if all are positions in lists."""
        return "" if all(part.isdecimal() for part in self.path) else ".".join(self.path)

    @property
    def role(self) -> str:
        """W or b, as the last key that is not a position says; else ""."""
        return next((role for role, words in ROLES.items() if words.search(self._named)), "")

    @property
    def place(self) -> tuple[str, ...]:
        """Its path without the word for its role: the same for the weights and the biases of a layer."""
        named = self._named
        return tuple(ROLES[self.role].sub("", part) if part == named and self.role else part for part in self.path)

    @property
    def _named(self) -> str:
        return next((part for part in reversed(self.path) if not part.isdecimal()), "")


def collect(content: Any) -> Found:
    """Return the network that plain values hold. Raises ValueError, with the reason, where they hold none."""
    if _are_two_lists(content):
        content = {"weights": content[0], "biases": content[1]}
    entries = list(_entries(content))
    if statistic := next((entry for entry in entries if "running_mean" in entry.key), None):
        raise ValueError(f"“{statistic.key}” belongs to a batch normalization, which networks here do not have")
    pairs, left_out = _pairs(_with_roles(entries))
    if not pairs:
        raise NoWeights("there is no matrix of weights in it")
    layers = tuple(_layer(number, *pair) for number, pair in enumerate(pairs, 1))
    keys = [layer.key for layer in layers]
    by_columns = any(map(BY_COLUMNS.search, keys)) or (False if any(map(BY_ROWS.search, keys)) else None)
    hidden, output = _activations(content, entries, len(layers))
    return Found(layers, by_columns, hidden, output, left_out)


def _are_two_lists(content: Any) -> bool:
    """Return whether plain values are a list of all weights and a list of all biases, as long as each other."""
    are_lists = isinstance(content, list) and [levels(each) for each in content] == [3, 2]
    return are_lists and len(content[0]) == len(content[1])


def _entries(value: Any, path: tuple[str, ...] = ()) -> Iterator[Entry]:
    """Yield the numbers, lists and lists of lists of numbers, in their order; a list of matrices is several."""
    axes = levels(value)
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _entries(each, (*path, str(key)))
    elif axes in (0, 1) or (axes == 2 and not (path and path[-1] in LISTS_OF_BIASES)):
        yield Entry(path, value, axes or 0)
    elif axes == 4 and _are_kernels(value):
        yield Entry(path, value, 4)
    else:
        for place, each in enumerate(value):
            yield from _entries(each, (*path, str(place)))


def _are_kernels(value: list[Any]) -> bool:
    """Return whether lists of four levels are those of a convolution: all kernels are squares of the same side."""
    kernels = [kernel for channels in value for kernel in channels]
    return len({size for kernel in kernels for size in (len(kernel), *map(len, kernel))}) == 1


def _with_roles(entries: list[Entry]) -> list[tuple[str, Entry]]:
    """Return the entries, each with its role: W, b, or "" for what is neither."""
    numbers = [entry for entry in entries if entry.axes >= 2 or begins_with_number(entry.value)]
    if not any(entry.axes >= 2 for entry in numbers):
        return _of_one_unit(numbers)
    flat = {id(entry) for entry in _flat_biases(numbers)}
    places = {entry.place for entry in numbers if entry.axes >= 2}
    roles: list[tuple[str, Entry]] = []
    for entry in numbers:
        role = entry.role
        if not entry.key:
            role = "b" if entry.axes < 2 or id(entry) in flat else "W"
        elif entry.axes == 0 and entry.place not in places:
            role = ""  # such as weight_decay
        elif not role and entry.axes >= 2:
            role = "W"
        elif not role and entry.axes == 1 and roles and roles[-1][0] == "W" and roles[-1][1].axes >= 2:
            role = "b" if len(entry.value) in _sizes(roles[-1][1]) else ""
        roles.append((role, entry))
    return roles


def _of_one_unit(entries: list[Entry]) -> list[tuple[str, Entry]]:
    """Return the roles where there is no matrix: a list of the weights of one unit, and its bias."""
    are_named = [entry.role for entry in entries] == ["W", "b"]
    are_listed = not any(entry.key for entry in entries) and [entry.axes for entry in entries] == [1, 0]
    if are_named or are_listed:
        return list(zip("Wb", entries, strict=True))
    return []


def _sizes(entry: Entry) -> tuple[int, int]:
    """Return the numbers of rows and columns of a matrix, as its first row has them."""
    return len(entry.value), len(entry.value[0])


def _flat_biases(entries: list[Entry]) -> list[Entry]:
    """Return the biases among unnamed matrices: every second one, if all of these are a row or a column that fits."""
    pairs = list(zip(entries[::2], entries[1::2], strict=False))
    if len(entries) % 2 or not all(entry.axes == 2 and not entry.key for entry in entries):
        return []
    for W, b in pairs:
        if min(_sizes(b)) != 1 or max(_sizes(b)) not in _sizes(W):
            return []
    (rows, columns), (next_rows, next_columns) = map(_sizes, entries[:2])
    if len(entries) == 2 and len(entries[0].path) == 1 and (rows == next_columns or columns == next_rows):
        return []  # two layers without biases, of which the second fits the first
    return [b for _, b in pairs]


def _pairs(entries: list[tuple[str, Entry]]) -> tuple[list[tuple[Entry, Entry | None]], tuple[str, ...]]:
    """Return the weights of each layer with their biases, and the keys of lists that are neither."""
    weights, biases = ([entry for role, entry in entries if role == each] for each in "Wb")
    left_out = tuple(entry.key for role, entry in entries if not role and entry.axes)
    by_place = {entry.place: entry for entry in biases}
    places = {entry.place for entry in weights}
    if len(places) == len(weights) and len(by_place) == len(biases) and by_place.keys() <= places:
        return [(W, by_place.get(W.place)) for W in weights], left_out
    pairs: list[tuple[Entry, Entry | None]] = []
    for role, entry in entries:
        if role == "W":
            pairs.append((entry, None))
        elif role == "b":
            if not pairs or pairs[-1][1]:
                name = f"“{entry.key}”" if entry.key else f"list {' of list '.join(_ordinals(entry.path))}"
                raise ValueError(f"{name} looks like biases, and does not follow the weights of a layer")
            pairs[-1] = pairs[-1][0], entry
    return pairs, left_out


def _ordinals(path: tuple[str, ...]) -> list[str]:
    """Return the positions of a path, the innermost first, counted from 1."""
    return [str(int(part) + 1) for part in reversed(path)]


def _layer(number: int, W: Entry, b: Entry | None) -> Layer:
    """Return a layer as arrays. Raises ValueError, naming the entry, where that cannot be."""
    name = f"layer {number}" + (f" (“{W.key}”)" if W.key else "")
    matrix = W.value
    if W.axes < 2:
        if number > 1 or W.axes == 0:
            raise ValueError(f"{name} must be a matrix, got {'a list of numbers' if W.axes else 'one number'}")
        matrix = [matrix]  # one unit
    weights = array(matrix, max(W.axes, 2), name)
    if b is None:
        return Layer(name, W.key, weights, None)
    of_biases = f"{name}, biases" + (f" (“{b.key}”)" if b.key else "")
    biases = array(b.value if b.axes else [b.value], max(b.axes, 1), of_biases)
    if biases.ndim > 1 and min(biases.shape) != 1:
        raise ValueError(f"{of_biases} must be a list of numbers, got {' × '.join(map(str, biases.shape))}")
    return Layer(name, W.key, weights, biases.ravel())


def _activations(content: Any, entries: list[Entry], layers: int) -> tuple[str, str]:
    """Return the activation of the hidden layers, and that of the outputs, as far as the text names them.

    There may be one for all hidden layers, or one for each, or one for each and one for the outputs.
    """
    output = content.get("out_activation_") if isinstance(content, dict) else None
    named = [
        activation(each, entry.key)
        for entry in entries
        if entry.path and entry.path[-1] in ("activation", "activations")
        for each in (entry.value if isinstance(entry.value, list) else [entry.value])
        if isinstance(each, str)
    ]
    is_for_all = len(named) == 1 and isinstance(content, dict) and "activation" in content
    if named and len(named) == layers and not is_for_all:
        last = named.pop()
        if last not in OUTPUTS:
            raise ValueError(f"its outputs have the activation {last}, and here they have none")
        output = output or last.replace("linear", "")  # as before a softmax, or for a value: both may be
    return "-".join(named), activation(output, "out_activation_", OUTPUTS) if output else ""


def activation(name: Any, field: str, among: tuple[str, ...] = (*ACTIVATIONS, "softmax")) -> str:
    """Return the name that an activation of another library has here. Raises ValueError for one that is unknown."""
    known = SAME.get(str(name).lower(), str(name).lower())
    if known not in among:
        raise ValueError(f"“{field}” must be one of {', '.join(among)}, got {ascii(name)[:40]}")
    return known

"""The layers that were found, one fitted to the next: W with a row for each unit, and b.

Where matrices have a column for each unit, as in scikit-learn and Keras, they are transposed. The shapes tell, and
where they do not, as with square ones, the library does.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

import numpy as np

from engine.foreign.arrays import count, expected
from engine.foreign.found import Found, Layer

Matrices = list[tuple[np.ndarray, np.ndarray]]  # W, (units, inputs), and b, (units,), of each layer

ROWS = "Each row of a matrix was read as the weights of one unit"
COLUMNS = "Each column of a matrix was read as the weights of one unit"


class Fitted(NamedTuple):
    """W and b of each layer, and sentences on how they were read."""

    matrices: Matrices
    remarks: tuple[str, ...]


def fit(found: Found, inputs: Collection[int]) -> Fitted:
    """Return the layers in the orientation in which they fit, preferably with one of these numbers of inputs.

    Raises ValueError, naming the layer, where they do not fit in any.
    """
    tries = {by_columns: _chain(found.layers, by_columns) for by_columns in (False, True)}
    usual = bool(found.by_columns)
    possible = [by_columns for by_columns in (usual, not usual) if not tries[by_columns][1]]
    if not possible:
        farthest = usual if found.by_columns is not None else max(tries, key=lambda each: len(tries[each][0]))
        raise ValueError(tries[farthest][1])
    matching = [each for each in possible if tries[each][0][0][0].shape[1] in inputs]
    taken = (matching or possible)[0]
    sentence = COLUMNS if taken else ROWS
    if len(possible) == 1:
        why = ", as in scikit-learn and Keras: only so they fit." if taken else ": only so they fit."
    elif len(matching) == 1:
        why = ": so the network has the number of inputs that is needed here."
    elif found.by_columns is not None:
        why = f", as {'scikit-learn and Keras' if taken else 'PyTorch'} and the names in the text have it."
    else:
        why = (
            ", as in PyTorch. Their shapes would allow the columns too, which scikit-learn and Keras have: if the "
            "weights come from there, transpose the matrices."
        )
    remarks = [sentence + why, *about_missing(found.layers)]
    if found.left_out:
        named = ", ".join(f"“{ascii(key)[1:-1][:40]}”" for key in found.left_out[:5])
        remarks.append(f"Not weights, and left out: {named}{' and more' if len(found.left_out) > 5 else ''}.")
    return Fitted(tries[taken][0], tuple(remarks))


def _chain(layers: tuple[Layer, ...], by_columns: bool) -> tuple[Matrices, str]:
    """Return the layers as far as each fits the one before it, and why the next one does not, or ""."""
    matrices: Matrices = []
    for layer in layers:
        if layer.W.ndim != 2:
            return matrices, f"{layer.name} must be a matrix, got {' × '.join(map(str, layer.W.shape))} numbers"
        W = layer.W.T if by_columns else layer.W
        if matrices and W.shape[1] != len(matrices[-1][0]):
            what = "row" if by_columns else "number"
            where = layer.name if by_columns else f"{layer.name}, row 1"
            before = len(matrices[-1][0])
            why = f"one for each unit of {layers[len(matrices) - 1].name}"
            if layer.b is None and W.shape[1] == before + 1:
                why += "; biases must be in lists of their own"
            return matrices, f"{where} has {count(W.shape[1], what)} where {expected(before)}, {why}"
        b = np.zeros(len(W)) if layer.b is None else layer.b
        if len(b) != len(W):
            return matrices, f"{layer.name} has biases for {count(len(b), 'unit')} where {expected(len(W))}"
        matrices.append((W, b))
    return matrices, ""


def about_missing(layers: Iterable[Layer]) -> tuple[str, ...]:
    """Return a sentence on the layers without biases, if there are any."""
    names = [layer.name for layer in layers if layer.b is None]
    return (f"There are no biases for {', '.join(names)}: they are 0.",) if names else ()


def one_output(matrices: Matrices) -> Matrices:
    """Return a network of two outputs as one with the difference of both, which a sigmoid makes the same probability.

    That is because softmax of (u, v) gives the second class 1 / (1 + exp(u - v)).
    """
    *hidden, (W, b) = matrices
    return [*hidden, (W[1:] - W[:1], b[1:] - b[:1])]


def theta_of(matrices: Matrices) -> np.ndarray:
    """Return the parameters, (P,), as a network of such layers has them: the rows of [W b], layer by layer."""
    return np.concatenate([np.hstack([W, b[:, None]]).ravel() for W, b in matrices])

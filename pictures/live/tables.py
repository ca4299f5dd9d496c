"""Activations and input features as tables, from which a page evaluates networks without knowing their formulas.

A table cuts an interval into cells; in each it has a cubic polynomial c₀ + c₁t + c₂t² + c₃t³, where t runs from 0 to 1.
The page's script imports all tables as tables.json, which only exists in its bundle (see catalogue.py).
"""

import base64
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from engine.activations import ACTIVATIONS, Activation
from engine.data.datasets import HALF_WIDTH
from engine.data.features import FEATURES, Feature

CELLS_PER_UNIT = 4  # with cells of this width the error is below 1e-5 for every activation
BOUND = 16  # an activation's cells reach from -16 to 16: there, every exponential has come within 2e-6 of its end
FAR = 1e15  # where an activation's slope is that of its end
LEAST_SHARE = 1e-6  # of a feature's largest value: what is smaller is left out

# Chebyshev's nodes of a cell: interpolation there has the least error, and does not touch the cell's ends, where a
# function may jump.
_NODES = 0.5 - 0.5 * np.cos(np.pi * (np.arange(4) + 0.5) / 4)
_TO_COEFFICIENTS = np.linalg.inv(np.vander(_NODES, increasing=True))


def _coefficients(values: np.ndarray) -> np.ndarray:
    """Return the polynomials (…, 4) through the values at the nodes (…, 4)."""
    return np.round(values @ _TO_COEFFICIENTS.T, 12)  # so that what is 0 is not 1e-17


def _nodes(bound: float) -> np.ndarray:
    """Return the nodes of all cells, (cells, 4), from the upper bound to the lower one.

    They run downward so that 0 belongs to the cell below it: a function that jumps at 0 is 0 or less there.
    """
    cells = np.arange(2 * bound * CELLS_PER_UNIT)
    return bound - (cells[:, None] + _NODES) / CELLS_PER_UNIT


def _end(function: Callable[[np.ndarray], np.ndarray], sign: int) -> np.ndarray:
    """Return a function's slope beyond a bound, and the polynomial in t = BOUND / |z| that is added to slope · z, (5,).

    That is exact for what is constant or linear there, and close for what tends to it like 1/z.
    """
    near, far = function(sign * FAR * np.array([1.0, 2.0]))
    slope = np.round((far - near) / (sign * FAR), 9)
    z = sign * BOUND / _NODES
    return np.append(slope, _coefficients(function(z) - slope * z))


def activation_table(activation: Activation) -> np.ndarray:
    """Return an activation's lower end (5), its upper end (5), and its cells' coefficients (4 each), as one row."""
    h = activation.function
    return np.concatenate([_end(h, -1), _end(h, 1), _coefficients(h(_nodes(BOUND))).ravel()])


def feature_table(feature: Feature) -> np.ndarray:
    """Return a feature as a sum of products u(x1) · v(x2), each as cells from HALF_WIDTH to -HALF_WIDTH.

    The shape is (products, 2, cells, 4). One product is enough for a feature such as x1, x1² or x1·x2.
    """
    nodes = _nodes(HALF_WIDTH)
    x1, x2 = np.meshgrid(nodes.ravel(), nodes.ravel(), indexing="ij")
    rest = feature.function(x1, x2)
    least = LEAST_SHARE * np.abs(rest).max()
    products: list[tuple[np.ndarray, np.ndarray]] = []
    while (rest_size := np.abs(rest)).max() > least or not products:
        # The row and the column through the largest value: without them, what is left has a lower rank by one.
        i, j = np.unravel_index(np.argmax(rest_size), rest.shape)
        u, v = rest[:, j], rest[i] / (rest[i, j] or 1)
        products.append((u, v))
        rest = rest - np.outer(u, v)
    return _coefficients(np.array(products).reshape(len(products), 2, *nodes.shape))


def _encode(table: np.ndarray) -> str:
    return base64.b64encode(table.astype("<f4").tobytes()).decode()


def tables() -> dict[str, Any]:
    """Return the tables of all activations and all features, in base64 of float32, with what is needed to read them."""
    return {
        "cells_per_unit": CELLS_PER_UNIT,
        "bound": BOUND,
        "half_width": HALF_WIDTH,
        "activations": {
            name: {"period": activation.period, "values": _encode(activation_table(activation))}
            for name, activation in ACTIVATIONS.items()
        },
        "features": {name: _encode(feature_table(feature)) for name, feature in FEATURES.items()},
    }


@lru_cache(maxsize=1)
def to_json() -> str:
    """Return tables() as JSON."""
    return json.dumps(tables(), separators=(",", ":"))

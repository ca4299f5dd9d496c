"""One column of a table: its cells, and their numbers."""

from typing import NamedTuple

import numpy as np

from ui.tables import numbers

MOST_NUMBERS = 0.8  # the share of a column's cells, without missing ones, from which it is one of numbers


class Column(NamedTuple):
    """A column: its name, its cells, their numbers, NaN where there is none, and whether it is one of numbers."""

    name: str
    cells: list[str]
    numbers: np.ndarray
    is_numeric: bool


def make(name: str, cells: list[str], decimal: str) -> Column:
    """Return the Column of these cells; decimal is the decimal mark of the file."""
    values = numbers.column(cells, decimal)
    return Column(name, cells, values, share_of_numbers(values, cells) >= MOST_NUMBERS)


def share_of_numbers(values: np.ndarray, cells: list[str]) -> float:
    """Return which share of the cells that are not missing are numbers."""
    present = sum(not numbers.is_missing(cell) for cell in cells)
    return float((~np.isnan(values)).sum()) / present if present else 0.0

"""Which columns of a Table are x, y and the label: from their names, their kinds and where they stand."""

import re
from typing import NamedTuple

import numpy as np

from engine.data.datasets import MAX_CLASSES
from ui.tables import labels
from ui.tables.column import Column
from ui.tables.table import Table

NONE = -1  # no column: all points have 0 there
MANY_CLASSES = 20  # different values from which a column is hardly a label
FEW_VALUES = 10  # whole numbers up to which a label is rather one of classes than a value
LABELS = re.compile(
    r"(class|label|target|category|species|type|kind|outcome|output|out|result|diagnosis|group|cluster|variety|colou?r"
    r"|passed|pass|survived|response|klasse|art|sorte|etiqueta|clase|classe|y_?true|approved|admitted|buys|purchased)"
    r"([ _.-]?(name|id))?",
    re.IGNORECASE,
)
NOT_LABELS = re.compile(r"(split|set|fold|part|pred.*|predict.*|date|time|source|name|comment|unit)s?", re.IGNORECASE)
NUMBERING = re.compile(
    r"(|#|no\.?|nr\.?|id|idx|index|row|row.?(id|names?|number)|.*[ _]id|code|unnamed.*|column 1|obs)", re.IGNORECASE
)
COORDINATES = ((r"x[ _]?1?", r"y|x[ _]?2"), (r".*\bx1?", r".*\b(y|x2)"))


class Roles(NamedTuple):
    """The places of the columns that are x, y (or NONE) and the label; whether the label is a value, not a class."""

    x: int
    y: int
    label: int
    is_value: bool


def guess(table: Table) -> Roles | None:
    """Return the likely roles of the columns, or None if there are not a column of numbers and another one."""
    numeric = [k for k, column in enumerate(table.columns) if column.is_numeric]
    if table.mark and len(table.columns) == 3:
        return Roles(0, 1, 2, table.mark["label"] == "value")
    usable = [k for k in numeric if not is_numbering(table, k)] or numeric
    if not numeric or len(table.columns) < 2:
        return None
    label = _label(table, usable)
    x, y = _coordinates(table, [k for k in usable if k != label] or [k for k in numeric if k != label])
    return None if x == NONE else Roles(x, y, label, prefers_values(table.columns[label], table.format.decimal))


def is_numbering(table: Table, place: int) -> bool:
    """Return whether a column only numbers the rows: by its values, and by its name or as the first of many."""
    column = table.columns[place]
    values = column.numbers
    if not column.is_numeric or len(values) < 3 or not np.isfinite(values).all():
        return False
    is_named = bool(NUMBERING.fullmatch(column.name)) and (table.has_names or place == 0)
    is_first = place == 0 and len(table.columns) > 3
    if (np.diff(values) == 1).all():
        return values[0] in (0, 1) and (is_named or is_first)
    is_unique = len(np.unique(values)) == len(values) and bool((values == np.round(values)).all())
    return is_unique and is_named and is_first  # numbers of patients, say, in no order


def distinct(column: Column, decimal: str) -> int:
    """Return how many classes the cells of a column would be; of numbers, those that are not are left aside."""
    if column.is_numeric:
        return len(np.unique(column.numbers[np.isfinite(column.numbers)]))
    return len(labels.spellings(column.cells, decimal))


def prefers_values(column: Column, decimal: str) -> bool:
    """Return whether the cells of a label column are rather values than classes."""
    if not may_be_values(column, decimal):
        return False
    values = column.numbers[np.isfinite(column.numbers)]
    return bool((values != np.round(values)).any()) or len(np.unique(values)) > FEW_VALUES


def may_be_values(column: Column, decimal: str) -> bool:
    """Return whether a label column can be learned as values: numbers, and more of them than there are classes."""
    return column.is_numeric and distinct(column, decimal) > MAX_CLASSES


def _label(table: Table, usable: list[int]) -> int:
    """Return the place of the column that is most likely the label."""
    last = len(table.columns) - 1
    candidates = [k for k, column in enumerate(table.columns) if not column.is_numeric or k in usable]
    return max(candidates, key=lambda k: (_score(table, k) + (k == last) + 0.5 * (k == 0), k))


def _score(table: Table, place: int) -> float:
    """Return how much a column is like a label, by its name and its values."""
    column = table.columns[place]
    found = distinct(column, table.format.decimal)
    score = 4.0 * bool(LABELS.fullmatch(column.name)) - 5.0 * bool(NOT_LABELS.fullmatch(column.name))
    if any(re.fullmatch(pattern, column.name, re.IGNORECASE) for pattern in COORDINATES[0]):
        score -= 4 if column.name.lower() != "y" else 2
    share = found / max(table.rows, 1)
    if not column.is_numeric:
        is_label = 1 <= found <= MANY_CLASSES and (share <= 0.5 or table.rows <= 2 * MAX_CLASSES)
        return score + (3 + (found > 1) if is_label else -4)
    values = column.numbers[np.isfinite(column.numbers)]
    is_whole = bool((values == np.round(values)).all())
    if found == 2:
        return score + (3.5 if is_whole else 1)
    if is_whole and 2 < found <= FEW_VALUES and share <= 0.5:
        is_at_side = place in (0, len(table.columns) - 1)  # the number of rooms, say, stands before the price
        return score + (2 if found <= MAX_CLASSES else 1) - 1.5 * (not is_at_side)
    return score


def _coordinates(table: Table, places: list[int]) -> tuple[int, int]:
    """Return the places of x and y among columns of numbers: by their names, else the first two that vary."""
    for patterns in COORDINATES:
        pair = [
            next((k for k in places if re.fullmatch(name, table.columns[k].name, re.IGNORECASE)), NONE)
            for name in patterns
        ]
        if NONE not in pair and pair[0] != pair[1]:
            return pair[0], pair[1]
    ordered = sorted(places, key=lambda k: not _varies(table.columns[k]))
    first, second, *_ = *ordered, NONE, NONE
    return first, second


def _varies(column: Column) -> bool:
    values = column.numbers[np.isfinite(column.numbers)]
    return len(values) > 0 and bool(np.ptp(values) > 0)

"""Labels that are written as a column of 0 and 1 for each class, of which one in each row is 1."""

import numpy as np

from ui.tables.column import Column

MOST = 30  # columns that are looked at


def label(columns: list[Column]) -> list[Column]:
    """Return a column with the names of the classes, if the last columns of a table are such ones, or nothing."""
    count = 0
    while count < min(len(columns) - 1, MOST) and _is_flag(columns[-1 - count]):
        count += 1
    for start in range(len(columns) - count, len(columns) - 1):
        flags = columns[start:]
        values = np.array([column.numbers for column in flags])
        if (values.sum(axis=0) == 1).all() and values.any(axis=1).all():
            hot = values.argmax(axis=0)
            name = "one of " + ", ".join(column.name for column in flags)
            return [Column(name, [flags[k].name for k in hot], np.full(len(hot), np.nan), False)]
    return []


def _is_flag(column: Column) -> bool:
    return column.is_numeric and bool(np.isin(column.numbers, (0, 1)).all())

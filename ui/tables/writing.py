"""Points as a file that reads back as the same points: with their own numbers, names and colours.

Where a reader could not guess all of it from the rows, a comment above them says it: the separator, the decimal mark,
whether the label is a class or a value, and the fields scale and names of an Experiment.
"""

import csv
import io
import math
from typing import Literal, NamedTuple
from urllib.parse import urlencode

import numpy as np

from engine.data import own_points
from engine.data.datasets import OWN
from engine.data.own_axes import Axes, Axis, written
from engine.experiments.experiment import Experiment
from ui.tables import dataset, guessing, labels, table
from ui.tables.decoding import Unreadable

FINEST = 4  # decimals more than the distance has of two places that a link can tell apart
EXACT = 5  # decimals of points that are no visitor's own


class Style(NamedTuple):
    """How a file is written: its separator, its decimal mark, and its encoding."""

    separator: str
    decimal: str
    encoding: str


COMMA = Style(",", ".", "utf-8")
SEMICOLON = Style(";", ",", "utf-8-sig")  # as spreadsheets of half of the world read it, with the mark that they need


def write(experiment: Experiment, points: np.ndarray, values: np.ndarray, style: Style = COMMA) -> bytes:
    """Return points (2, n) and their classes or values (n,) as a file."""
    axes = experiment.axes
    rows = [*points] if experiment.class_count else [*points, values]
    if experiment.data == OWN:
        reach = (own_points.REACH, own_points.REACH, own_points.VALUE_REACH)
        columns = [_numbers(axis, row, most) for axis, row, most in zip(axes[:3], rows, reach, strict=False)]
    else:
        columns = [[written(round(number, EXACT)) for number in row.tolist()] for row in rows]
    columns = [[text.replace(".", style.decimal) for text in column] for column in columns]
    if experiment.class_count:
        texts = labels.texts(axes.classes)
        columns.append([texts[label] for label in values])
    plain = _rows(axes, columns, style).encode(style.encoding)
    if _reads_back(plain, experiment, values):
        return plain
    said = {"label": "class" if experiment.class_count else "value", "own_scale": "", "names": ""}
    if experiment.data == OWN:
        said |= {"own_scale": experiment.own_scale, "names": experiment.names}
    mark = "# " + urlencode({"separator": style.separator, "decimal": style.decimal, **said}) + "\n"
    return (mark + _rows(axes, columns, style)).encode(style.encoding)


def _rows(axes: Axes, columns: list[list[str]], style: Style) -> str:
    out = io.StringIO()
    names = [axes.x1.name or "x", axes.x2.name or "y", axes.value.name or "label"]
    quoting: Literal[0, 1] = csv.QUOTE_ALL if _is_odd(names[0]) else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=style.separator, lineterminator="\n", quoting=quoting).writerow(names)
    csv.writer(out, delimiter=style.separator, lineterminator="\n").writerows(zip(*columns, strict=True))
    return out.getvalue()


def _is_odd(name: str) -> bool:
    """Return whether a line that begins with this name could be taken for something else than the names."""
    return not name[0].isalpha() or name.lower().startswith("sep=")


def _numbers(axis: Axis, row: np.ndarray, reach: float) -> list[str]:
    """Return numbers of the plane as the file has them: each the shortest number that stands for the same place.

    The numbers of a file come back as they were, unless they were finer than a link can tell apart.
    """
    wanted, values = own_points.levels(row, reach), axis.to_file(row)
    step = axis.factor * 2 * reach / own_points.LEVELS
    coarse = math.floor(-math.log10(step)) - 1  # decimals
    found = np.round(values, coarse + FINEST)
    for decimals in range(coarse + FINEST - 1, coarse - 1, -1):
        rounded = np.round(values, decimals)
        found = np.where(own_points.levels(axis.to_plane(rounded), reach) == wanted, rounded, found)
    ends = {-axis.end: axis.low, axis.end: axis.high} if axis.is_scaled else {}
    places = np.round(row, 9).tolist()
    return [written(ends.get(place, number)) for place, number in zip(places, found.tolist(), strict=True)]


def _reads_back(raw: bytes, experiment: Experiment, values: np.ndarray) -> bool:
    """Return whether all that a file does not say in its rows is guessed rightly."""
    try:
        found = table.read.__wrapped__(raw)
    except Unreadable:
        return False
    roles = guessing.guess(found)
    if roles is None or roles != (0, 1, 2, not experiment.class_count):
        return False
    read = dataset.build(found, roles).settings
    if experiment.data == OWN:
        return read == {name: getattr(experiment, name) for name in read}
    _, seen = own_points.decode(read["drawn"])
    same_classes = not experiment.class_count or np.array_equal(seen, np.sort(values))
    return read["own_scale"] == read["names"] == "" and same_classes and len(seen) == len(values)

"""A Table with the roles of its columns as points of the plane, and an account of every row that is left out."""

from collections.abc import Callable
from itertools import compress
from typing import NamedTuple

import numpy as np

from engine.data import own_axes, own_points
from engine.data.datasets import HALF_WIDTH, MAX_CLASSES
from engine.data.own_axes import FILL, VALUE_FILL, Axis
from engine.data.own_points import MAX_POINTS
from pictures.palette import CLASS_COLOUR_NAMES
from ui.tables import labels, numbers
from ui.tables.column import Column
from ui.tables.guessing import NONE, Roles
from ui.tables.table import Table

SMALL = 20  # points below which all train, since there are too few to test with
LEAST_SPREAD = 1.5  # data that reach as far on both sides of 0, and no farther than the plane, need no scaling
LEAST_VALUE = 0.3  # the same for values
UNNAMED = (("x", "y"), "label", "value")  # the names of columns that say no more than their place does


class Group(NamedTuple):
    """A class of a Dataset: its colour's place, its name, its spellings, and how many rows and points it has."""

    place: int
    name: str
    spellings: tuple[str, ...]
    rows: int
    points: int


class Dataset(NamedTuple):
    """What a visitor gets: the settings of an Experiment, and what the preview says of it.

    left_out has for each reason the number of rows and the first line; sampled is how many rows there were if there
    were too many, else 0.
    """

    settings: dict[str, str]
    points: int
    groups: list[Group]
    left_out: dict[str, tuple[int, int]]
    sampled: int
    scaled: bool
    is_small: bool


class _Rows:
    """The rows that are left, and the reasons of the others."""

    def __init__(self, table: Table):
        self.lines, self.left_out = table.lines, dict(table.left_out)
        self.kept = np.ones(table.rows, bool)

    def leave_out(self, which: np.ndarray, reason: Callable[[int], str]) -> None:
        """Leave out rows, if they are not left out already; reason(first) is why, with the first of them."""
        places = np.flatnonzero(which & self.kept)
        if len(places):
            self.left_out[reason(int(places[0]))] = (len(places), int(self.lines[places[0]]))
            self.kept[places] = False


def classes_of(table: Table, label: int) -> dict[str, tuple[str, int]]:
    """Return the classes of a label column by their keys, in order, each with its name and its number of rows."""
    found = labels.spellings(table.columns[label].cells, table.format.decimal)
    return {key: (labels.display(key, found[key]), found[key].total()) for key in labels.in_order(found)}


def build(table: Table, roles: Roles, chosen: tuple[str, ...] = (), groups_rest: bool = False) -> Dataset:
    """Return the Dataset of a Table.

    chosen has the keys of the classes to use, all of them if it is empty; groups_rest makes one class of the others.
    With more classes than there are colours, the most frequent ones are used.
    """
    rows = _Rows(table)
    columns = [table.columns[place] for place in (roles.x, roles.y) if place != NONE]
    for column in columns:
        _check_numbers(rows, column)
    if roles.is_value:
        values = table.columns[roles.label]
        _check_numbers(rows, values)
        picked = _sample(np.zeros(table.rows, int), rows.kept)
        groups: list[Group] = []
        places = values.numbers[picked]
    else:
        groups, classes = _classes(table, roles.label, rows, chosen, groups_rest)
        picked = _sample(classes, rows.kept)
        places = classes[picked]
        groups = [group._replace(points=int((places == group.place).sum())) for group in groups]
    total = int(rows.kept.sum())
    axes = _axes(table, roles, picked, places)
    settings = _settings(table, roles, axes, picked, places, groups)
    return Dataset(
        settings,
        len(picked),
        groups,
        rows.left_out,
        total if total > len(picked) else 0,
        any(axis.is_scaled for axis in axes),
        len(picked) < SMALL,
    )


def _check_numbers(rows: _Rows, column: Column) -> None:
    """Leave out the rows in which a column has no finite number."""
    missing = np.isnan(column.numbers)
    empty = np.array([is_nan and numbers.is_missing(cell) for is_nan, cell in zip(missing, column.cells, strict=True)])
    name = column.name
    rows.leave_out(empty, lambda k: f"no number in “{name}”")
    rows.leave_out(missing, lambda k: f"text in place of a number in “{name}”, such as “{column.cells[k][:20]}”")
    rows.leave_out(np.isinf(column.numbers), lambda k: f"an infinite or too large number in “{name}”")


def _classes(
    table: Table, label: int, rows: _Rows, chosen: tuple[str, ...], groups_rest: bool
) -> tuple[list[Group], np.ndarray]:
    """Return the classes that are used and the class of each row, and leave out the rows of none."""
    column, decimal = table.columns[label], table.format.decimal
    if own := _own_classes(table):
        classes = np.array([own[cell] for cell in column.cells])
        return [Group(k, cell, (cell,), int((classes == k).sum()), 0) for cell, k in own.items()], classes
    found = labels.spellings(compress(column.cells, rows.kept), decimal)
    key_of = {cell: labels.key_of(cell, decimal) for cell in set(column.cells)}
    keys = [key_of[cell] if key_of[cell] in found else "" for cell in column.cells]
    rows.leave_out(np.array([not key for key in keys], bool), lambda k: f"no label in “{column.name}”")
    used = [key for key in chosen if key in found][:MAX_CLASSES]
    used = used or most_frequent({key: spelled.total() for key, spelled in found.items()}, groups_rest)
    rest = [key for key in found if key not in used] if groups_rest else []
    place_of = labels.places(used)
    groups = [(place, labels.display(key, found[key]), tuple(found[key])) for key, place in place_of.items()]
    if rest and len(used) < MAX_CLASSES:
        grouped = next(place for place in range(MAX_CLASSES) if place not in place_of.values())
        place_of |= dict.fromkeys(rest, grouped)
        groups.append((grouped, labels.GROUPED, tuple(labels.display(key, found[key]) for key in rest)))
    classes = np.array([place_of.get(key, NONE) for key in keys], int)
    rows.leave_out(classes == NONE, lambda k: "a class that is not chosen")
    return sorted(Group(*group, int((classes == group[0]).sum()), 0) for group in groups), classes


def _has_own_names(table: Table) -> bool:
    """Return whether a file of this app's own says what its axes and classes are called."""
    return own_axes.OwnNames().valid(table.mark.get("names"))


def _own_classes(table: Table) -> dict[str, int]:
    """Return the class of each cell of the label column in a file of this app's own, if it has marked them all."""
    if not _has_own_names(table):
        return {}
    texts = labels.texts(own_axes.axes(table.mark["names"], "").classes)
    cells = set(table.columns[-1].cells)
    return {text: k for k, text in enumerate(texts) if text in cells} if cells <= set(texts) else {}


def most_frequent(counts: dict[str, int], groups_rest: bool = False) -> list[str]:
    """Return the keys of the most frequent classes, as many as there are colours, one less if the rest is a class."""
    most = MAX_CLASSES - (groups_rest and len(counts) > MAX_CLASSES)
    return sorted(counts, key=lambda key: -counts[key])[:most]


def _sample(classes: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Return the places of at most MAX_POINTS of the rows that are kept, in order, each class by its share."""
    places = np.flatnonzero(kept)
    if len(places) <= MAX_POINTS:
        return places
    rng = np.random.default_rng(0)  # the same file gives the same points
    names, sizes = np.unique(classes[places], return_counts=True)
    shares = sizes * MAX_POINTS / len(places)
    counts = np.maximum(shares.astype(int), 1)
    for k in np.argsort(counts - shares)[: max(0, MAX_POINTS - int(counts.sum()))]:
        counts[k] += 1  # the largest parts that rounding down took away
    picked = [rng.permutation(places[classes[places] == name])[:n] for name, n in zip(names, counts, strict=True)]
    return np.sort(np.concatenate(picked))[:MAX_POINTS]


def _range(values: np.ndarray, end: float, least: float, most: float) -> tuple[float, float]:
    """Return the numbers that belong at -end and end of an axis: -end and end, if the values suit the plane."""
    low, high = float(values.min()), float(values.max())
    if -most <= low <= -least and least <= high <= most:
        return -end, end
    if not own_axes.is_wide(low, high):
        reach = max(abs(low), 1.0)
        return low - reach, low + reach
    return low, high


def _axes(table: Table, roles: Roles, picked: np.ndarray, values: np.ndarray) -> list[Axis]:
    """Return the axes of x, y and, in a regression, the value: scaled to fill the plane where the data do not."""
    if own := _own_axes(table, roles, picked):
        return own
    found: list[Axis] = []
    for place in (roles.x, roles.y):
        low, high = -FILL, FILL
        if place != NONE and len(picked):
            low, high = _range(table.columns[place].numbers[picked], FILL, LEAST_SPREAD, HALF_WIDTH)
        found.append(Axis("", low, high, FILL))
    if roles.y != NONE and any(axis.is_scaled for axis in found) and len(picked):  # both, so that none is stretched
        for k, place in enumerate((roles.x, roles.y)):
            column = table.columns[place].numbers[picked]
            low, high = _range(column, FILL, np.inf, np.inf)
            found[k] = Axis("", low, high, FILL)
    if roles.is_value:
        low, high = _range(values, VALUE_FILL, LEAST_VALUE, VALUE_FILL) if len(picked) else (-VALUE_FILL, VALUE_FILL)
        found.append(Axis("", low, high, VALUE_FILL))
    return found


def _own_axes(table: Table, roles: Roles, picked: np.ndarray) -> list[Axis]:
    """Return the axes that a file of this app's own states, where they suit its columns."""
    scale = table.mark.get("own_scale", "?")
    if roles[:3] != (0, 1, 2) or not own_axes.Scale().valid(scale):
        return []
    axes = own_axes.axes("", scale)
    found = [axes.x1, axes.x2] + ([axes.value] if roles.is_value else [])
    reach = (own_points.REACH, own_points.REACH, own_points.VALUE_REACH)
    fits = all(
        (np.abs(axis.to_plane(column.numbers[picked])) < most * 1.001).all()
        for axis, column, most in zip(found, table.columns, reach, strict=False)
    )
    return found if fits else []


def _settings(
    table: Table, roles: Roles, axes: list[Axis], picked: np.ndarray, labels_: np.ndarray, groups: list[Group]
) -> dict[str, str]:
    """Return the fields of an Experiment for these points."""
    points = np.zeros((2, len(picked)))
    for k, place in enumerate((roles.x, roles.y)):
        if place != NONE:
            points[k] = axes[k].to_plane(table.columns[place].numbers[picked])
    if roles.is_value:
        drawn = own_points.encode_values(points, axes[2].to_plane(labels_))
    else:
        drawn = own_points.encode(points, labels_)
    return {"drawn": drawn, "own_scale": own_axes.write_scale(*axes), "names": _names(table, roles, groups)}


def _names(table: Table, roles: Roles, groups: list[Group]) -> str:
    """Return the names of axes and classes; those that a file without names is written with are none."""
    if roles[:3] == (0, 1, 2) and (_own_classes(table) or (roles.is_value and _has_own_names(table))):
        return table.mark["names"]
    x, y, label = (table.columns[k].name if k != NONE and table.has_names else "" for k in roles[:3])
    if (x.lower(), y.lower()) == UNNAMED[0]:
        x = y = ""
    if label.lower() in UNNAMED[1:]:
        label = ""
    classes = [""] * MAX_CLASSES
    for group in groups:
        name = own_axes.clean(group.name)
        is_colour = name.lower() == CLASS_COLOUR_NAMES[group.place]
        while name in classes:  # names that differ only beyond the length that is kept
            name = own_axes.clean(f"{name[: own_axes.MAX_NAME - 2]} {group.place + 1}")
        classes[group.place] = "" if is_colour else name
    return own_axes.write_names([x, y, label, *classes])

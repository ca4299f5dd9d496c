"""Tables for the tests, written in many ways: twelve points of two classes."""

import numpy as np

from ui.tables import dataset, guessing, table

ROWS = [
    (-1.5, 2.25, "cat"), (3.0, -4.5, "dog"), (0.25, 3.75, "cat"), (-2.0, -1.0, "dog"), (4.125, 1.5, "cat"),
    (-4.75, 0.5, "dog"), (1.0, -2.5, "cat"), (2.5, 4.25, "dog"), (-3.25, -3.5, "cat"), (0.75, 1.25, "dog"),
    (-0.5, -4.0, "cat"), (3.5, 2.0, "dog"),
]  # fmt: skip
LETTERS = {"utf-8": "ö", "utf-8-sig": "ö", "utf-16": "ö", "cp1252": "ö", "cp1251": "кот", "koi8-r": "кот"}


def text(separator=",", decimal=".", header="x,y,label", quote="", end="\n", rows=ROWS, after=""):
    """Write rows with a separator, a decimal mark, a header, quotation marks and line ends."""

    def cell(value):
        written = value if isinstance(value, str) else f"{value:g}".replace(".", decimal)
        return f"{quote}{written}{quote}"

    lines = [separator.join(map(cell, header.split(",")))] if header else []
    lines += [separator.join(map(cell, row)) + after for row in rows]
    return end.join(lines) + end


def read(raw, **roles):
    """Read a file and use the roles that are guessed, or those that are given."""
    found = table.read(raw.encode() if isinstance(raw, str) else raw)
    return dataset.build(found, guessing.guess(found)._replace(**roles))


def points_of(used):
    """The points and the labels of what is read, in the numbers of the file."""
    from engine.data import own_axes, own_points

    points, labels = own_points.decode(used.settings["drawn"])
    axes = own_axes.axes(used.settings["names"], used.settings["own_scale"])
    return np.stack([axes.x1.to_file(points[0]), axes.x2.to_file(points[1])]), labels


def holds_the_rows(used, rows=ROWS, atol=0.003):
    """Whether all rows are there, with the classes in alphabetical order."""
    names = sorted({name for *_, name in rows})
    expected = sorted(((x, y, names.index(name)) for x, y, name in rows), key=lambda row: row[2])
    points, labels = points_of(used)
    np.testing.assert_allclose(points.T, [row[:2] for row in expected], atol=atol)
    return labels.tolist() == [row[2] for row in expected] and [group.name for group in used.groups] == names
